//! The image that UEFI loads: its entry point, and what happens where nothing can go on.
#![cfg_attr(target_os = "uefi", no_std, no_main)]

#[cfg(target_os = "uefi")]
mod image {
    use core::panic::PanicInfo;

    use r_efi::efi::{Handle, Status, SystemTable};

    /// The entry point by the name that the linker looks for.
    #[unsafe(export_name = "efi_main")]
    extern "efiapi" fn main(image: Handle, system: *mut SystemTable) -> Status {
        // SAFETY: these are the arguments of the entry point.
        unsafe { firmware::uefi::install(image, system) }
    }

    /// A fault of ours. Nothing can be said without a screen, and nothing may go on.
    #[panic_handler]
    fn panic(_: &PanicInfo<'_>) -> ! {
        loop {
            core::hint::spin_loop();
        }
    }
}

#[cfg(not(target_os = "uefi"))]
fn main() {
    eprintln!("this program is for UEFI: `cargo xtask firmware` builds it");
    std::process::exit(1);
}
