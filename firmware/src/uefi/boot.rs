//! Boot services: the ones that the driver uses, with results in place of status codes.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use r_efi::efi::{self, BootServices, Event, Guid, Handle, Status, Tpl};

use super::check;

/// The boot services, which are there as long as the driver runs.
///
/// Its functions are safe to call with what the firmware gave us: each passes handles, GUIDs and room for results, and
/// keeps no pointer. Those that hand an interface to the firmware say what it must be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boot(NonNull<BootServices>);

impl Boot {
    /// # Safety
    /// `services` is the firmware's table, and stays so.
    pub(super) unsafe fn new(services: *mut BootServices) -> Option<Self> {
        NonNull::new(services).map(Self)
    }

    fn table(&self) -> &BootServices {
        // SAFETY: `new` was promised a table that stays. The firmware changes it only while it loads images.
        unsafe { self.0.as_ref() }
    }

    /// Opens a protocol and gives its interface, or `None` where the firmware has a null pointer for it.
    pub(super) fn open<T>(
        &self,
        handle: Handle,
        mut guid: Guid,
        agent: Handle,
        controller: Handle,
        attributes: u32,
    ) -> Result<Option<NonNull<T>>, Status> {
        let mut interface: *mut c_void = ptr::null_mut();
        // SAFETY: the pointers are of locals.
        check(unsafe {
            (self.table().open_protocol)(handle, &mut guid, &mut interface, agent, controller, attributes)
        })?;
        Ok(NonNull::new(interface.cast()))
    }

    /// A protocol's interface, without a trace of who asked.
    pub(super) fn get<T>(&self, handle: Handle, guid: Guid, agent: Handle) -> Result<NonNull<T>, Status> {
        let attributes = efi::OPEN_PROTOCOL_GET_PROTOCOL;
        self.open(handle, guid, agent, ptr::null_mut(), attributes)?
            .ok_or(Status::UNSUPPORTED)
    }

    pub(super) fn close(&self, handle: Handle, mut guid: Guid, agent: Handle, controller: Handle) {
        // SAFETY: the pointer is of a local. Closing what is not open is an error that nobody needs.
        let _ = unsafe { (self.table().close_protocol)(handle, &mut guid, agent, controller) };
    }

    /// Installs an interface on a handle, which is made if it is null.
    ///
    /// # Safety
    /// The interface is what the GUID stands for, and stays valid until it is uninstalled.
    pub(super) unsafe fn install(
        &self,
        handle: &mut Handle,
        mut guid: Guid,
        interface: *mut c_void,
    ) -> Result<(), Status> {
        // SAFETY: the pointers are of locals; the interface is the caller's promise.
        check(unsafe {
            (self.table().install_protocol_interface)(handle, &mut guid, efi::NATIVE_INTERFACE, interface)
        })
    }

    pub(super) fn uninstall(
        &self,
        handle: Handle,
        mut guid: Guid,
        interface: *mut c_void,
    ) -> Result<(), Status> {
        // SAFETY: the pointer is of a local, and the interface is only compared.
        check(unsafe { (self.table().uninstall_protocol_interface)(handle, &mut guid, interface) })
    }

    /// Memory of boot services, aligned to eight bytes. Nothing is in it.
    pub(super) fn allocate_pool(&self, bytes: usize) -> Result<NonNull<u8>, Status> {
        let mut memory: *mut c_void = ptr::null_mut();
        // SAFETY: the pointer is of a local.
        check(unsafe { (self.table().allocate_pool)(efi::BOOT_SERVICES_DATA, bytes, &mut memory) })?;
        NonNull::new(memory.cast()).ok_or(Status::OUT_OF_RESOURCES)
    }

    /// # Safety
    /// The memory is of the pool, and nobody uses it any more.
    pub(super) unsafe fn free_pool(&self, memory: *mut c_void) {
        // SAFETY: the caller's promise.
        let _ = unsafe { (self.table().free_pool)(memory) };
    }

    /// Puts a value into memory of the pool.
    pub(super) fn place<T>(&self, value: T) -> Result<NonNull<T>, Status> {
        const { assert!(align_of::<T>() <= 8, "the pool aligns to eight bytes") };
        let memory: NonNull<T> = self.allocate_pool(size_of::<T>())?.cast();
        // SAFETY: the memory is ours, large and aligned enough.
        unsafe { memory.write(value) };
        Ok(memory)
    }

    /// Drops a value that was placed, and gives its memory back.
    ///
    /// # Safety
    /// It was placed by [`Self::place`], and nobody uses it any more.
    pub(super) unsafe fn remove<T>(&self, value: NonNull<T>) {
        // SAFETY: the caller's promise.
        unsafe {
            value.drop_in_place();
            self.free_pool(value.as_ptr().cast());
        }
    }

    /// Calls `notify` when the firmware ends.
    ///
    /// # Safety
    /// `context` is what `notify` expects until the event is closed.
    pub(super) unsafe fn at_exit(
        &self,
        notify: efi::EventNotify,
        context: *mut c_void,
    ) -> Result<Event, Status> {
        let mut event: Event = ptr::null_mut();
        // SAFETY: the pointer is of a local; the rest is the caller's promise.
        check(unsafe {
            (self.table().create_event)(
                efi::EVT_SIGNAL_EXIT_BOOT_SERVICES,
                efi::TPL_CALLBACK,
                Some(notify),
                context,
                &mut event,
            )
        })?;
        Ok(event)
    }

    pub(super) fn close_event(&self, event: Event) {
        // SAFETY: the event is one that we have made.
        let _ = unsafe { (self.table().close_event)(event) };
    }

    pub(super) fn stall(&self, microseconds: usize) {
        // SAFETY: takes a number.
        let _ = unsafe { (self.table().stall)(microseconds) };
    }

    /// Keeps every other user of the driver away while `work` runs: what the firmware calls from its timer too.
    pub(super) fn exclusively<T>(&self, work: impl FnOnce() -> T) -> T {
        // SAFETY: callers of drivers are at most at this level (UEFI 2.10 §7.1), and it is restored below.
        let old: Tpl = unsafe { (self.table().raise_tpl)(efi::TPL_NOTIFY) };
        let result = work();
        // SAFETY: this is the level from before.
        unsafe { (self.table().restore_tpl)(old) };
        result
    }

    /// Every handle that has a protocol.
    pub(super) fn for_each_handle(&self, mut guid: Guid, mut work: impl FnMut(Handle)) {
        let (mut count, mut handles) = (0, ptr::null_mut());
        // SAFETY: the pointers are of locals.
        let found = unsafe {
            (self.table().locate_handle_buffer)(
                efi::BY_PROTOCOL,
                &mut guid,
                ptr::null_mut(),
                &mut count,
                &mut handles,
            )
        };
        if found.is_error() || handles.is_null() {
            return;
        }
        for index in 0..count {
            // SAFETY: the firmware has said that there are `count` of them.
            work(unsafe { *handles.add(index) });
        }
        // SAFETY: the buffer was given to us, and we are done with it.
        unsafe { self.free_pool(handles.cast()) };
    }

    /// Takes a driver off a controller, or all of them if it is null.
    pub(super) fn disconnect(&self, controller: Handle, driver: Handle) -> Result<(), Status> {
        // SAFETY: takes handles.
        check(unsafe { (self.table().disconnect_controller)(controller, driver, ptr::null_mut()) })
    }

    /// Puts drivers on a controller and on what is behind it: this one first, if it will have it.
    pub(super) fn connect(&self, controller: Handle, driver: Handle) -> Result<(), Status> {
        let mut first = [driver, ptr::null_mut()];
        let recursive = efi::Boolean::TRUE;
        // SAFETY: the list ends with a null.
        check(unsafe {
            (self.table().connect_controller)(controller, first.as_mut_ptr(), ptr::null_mut(), recursive)
        })
    }
}
