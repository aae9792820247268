//! One client: its messages, one after the other.

use std::{
    collections::HashMap,
    io::{self, IoSlice, Write},
    mem::MaybeUninit,
    os::{fd::AsFd, unix::net::UnixStream},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use device::{
    capset,
    gpu::{Box3, HostGpu, Ticket},
    ids::{ContextId, ResourceId},
    limits,
    renderer::{Mark, Renderer},
    transfer::Transfer,
    virgl::{self, CreateResource},
};
use log::{debug, info, trace};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg};
use wire::vtest::{self as w, Header, Vcmd};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout};

use super::{
    MakeGpu, Stats,
    input::Input,
    memory::{Memory, MemoryError, WithInline},
};

/// How long the GPU may take for anything. Software rasterisers on loaded machines take seconds for a frame, and half a
/// minute to compile a shader with an array of thousands of elements.
const GPU_DEADLINE: Duration = Duration::from_secs(60);

/// The longest name of a client.
const MAX_NAME_BYTES: u32 = 4096;

/// The most bytes that an old client can send or fetch in one message: the largest texture that it can make.
const MAX_INLINE_BYTES: u32 = 1 << 28;

/// The client's only context: the protocol has no more.
const CONTEXT: ContextId = ContextId(1);

/// Why a client is turned out.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message says what it means")]
pub enum ClientError {
    #[error("its socket: {0}")]
    Io(#[from] io::Error),
    #[error("{0} is no command of the protocol's version 2")]
    UnknownCommand(u32),
    #[error("{command:?} of {len} words")]
    BadLength { command: Vcmd, len: u32 },
    #[error("{0:?} came before CREATE_RENDERER")]
    NoRenderer(Vcmd),
    #[error("a second CREATE_RENDERER")]
    SecondRenderer,
    #[error("resource 0 is none")]
    ResourceZero,
    #[error("resource {0} does not exist")]
    NoResource(u32),
    #[error("no resource could be made: {0}")]
    Resource(#[from] virgl::Error),
    #[error(transparent)]
    Memory(#[from] MemoryError),
    #[error("there is no GPU: {0}")]
    NoGpu(String),
}

/// Serves a client until it goes away.
///
/// # Errors
/// Why it is turned out.
pub fn serve<M: MakeGpu>(
    socket: UnixStream,
    make_gpu: &M,
    max_hostmem_bytes: u64,
    stats: &Stats,
) -> Result<(), ClientError> {
    stats.came();
    let gpu = make_gpu().map_err(ClientError::NoGpu)?;
    let mut client = Client {
        input: Input::new(socket.try_clone()?),
        socket,
        renderer: Renderer::new(gpu, max_hostmem_bytes),
        memory: Memory::new(max_hostmem_bytes),
        named: false,
        stream: Vec::new(),
        fence: Ticket(0),
        submitted: false,
        marks: HashMap::new(),
    };
    let result = client.messages();
    client.renderer.clear(&client.memory);
    stats.add(client.renderer.counters());
    match result {
        // A client that vanishes in the middle of a message is only gone.
        Err(ClientError::Io(error)) if is_gone(&error) => Ok(()),
        Err(error) => {
            stats.refused();
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

fn is_gone(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionReset | UnexpectedEof)
}

struct Client<G> {
    socket: UnixStream,
    input: Input<UnixStream>,
    renderer: Renderer<G>,
    memory: Memory,
    /// Whether CREATE_RENDERER came.
    named: bool,
    /// A stream of commands, kept for the next one.
    stream: Vec<u32>,
    /// After everything that the client sent.
    fence: Ticket,
    /// Whether a stream has not gone to the GPU.
    submitted: bool,
    /// Of resources that are nothing but memory, what was asked for before they were made: Mesa's fences are such, and
    /// are busy as long as that is under way.
    marks: HashMap<ResourceId, Mark>,
}

impl<G: HostGpu> Client<G> {
    fn messages(&mut self) -> Result<(), ClientError> {
        while self.has_more()? {
            let header: Header = self.input.take()?;
            let id = header.id.get();
            let command = Vcmd::from_u32(id).ok_or(ClientError::UnknownCommand(id))?;
            self.message(command, header.len.get())?;
        }
        Ok(())
    }

    /// Whether another message comes. What was submitted goes to the GPU before we wait for one: what follows at
    /// once, such as the readback of a frame, goes with it.
    fn has_more(&mut self) -> io::Result<bool> {
        if self.submitted && !self.input.is_ready()? {
            self.flush();
        }
        self.input.has_more()
    }

    fn flush(&mut self) {
        self.fence = self.renderer.fence();
        self.submitted = false;
        self.keep_up();
    }

    /// Lets a client that never waits wait for the GPU.
    fn keep_up(&mut self) {
        if self.renderer.is_behind() {
            self.wait_for(self.renderer.ahead_fence());
        }
    }

    fn message(&mut self, command: Vcmd, len: u32) -> Result<(), ClientError> {
        // Only these come before CREATE_RENDERER, if a client wants to know whom it talks to.
        let needs_renderer = !matches!(
            command,
            Vcmd::CreateRenderer
                | Vcmd::PingProtocolVersion
                | Vcmd::ProtocolVersion
                | Vcmd::ResourceBusyWait
                | Vcmd::GetCaps
                | Vcmd::GetCaps2
        );
        if needs_renderer && !self.named {
            return Err(ClientError::NoRenderer(command));
        }
        trace!("{command:?}");
        match command {
            Vcmd::GetCaps => self.get_caps(1, capset::caps_v1(self.renderer.capabilities()).as_bytes()),
            Vcmd::GetCaps2 => self.get_caps(2, capset::caps_v2(self.renderer.capabilities()).as_bytes()),
            Vcmd::CreateRenderer => self.create_renderer(len),
            Vcmd::PingProtocolVersion => self.reply(Header {
                len: 0.into(),
                id: (command as u32).into(),
            }),
            Vcmd::ProtocolVersion => self.protocol_version(len),
            Vcmd::ResourceCreate => {
                let create = self.body(command, len)?;
                self.resource_create(&create)
            }
            Vcmd::ResourceCreate2 => {
                let create = self.body(command, len)?;
                self.resource_create2(&create)
            }
            Vcmd::ResourceUnref => {
                let handle: zerocopy::little_endian::U32 = self.body(command, len)?;
                self.resource_unref(handle.get())
            }
            Vcmd::TransferGet => self.transfer_get(),
            Vcmd::TransferPut => self.transfer_put(),
            Vcmd::TransferGet2 => self.transfer_get2(),
            Vcmd::TransferPut2 => self.transfer_put2(),
            Vcmd::SubmitCmd => self.submit(len),
            Vcmd::ResourceBusyWait => {
                let wait = self.body(command, len)?;
                self.busy_wait(&wait)
            }
        }
    }

    /// A message's structure, if the header says that it is one.
    fn body<T: FromBytes + IntoBytes>(&mut self, command: Vcmd, len: u32) -> Result<T, ClientError> {
        if len as usize != size_of::<T>() / 4 {
            return Err(ClientError::BadLength { command, len });
        }
        Ok(self.input.take()?)
    }

    fn reply(&mut self, reply: impl IntoBytes + Immutable + KnownLayout) -> Result<(), ClientError> {
        Ok(self.socket.write_all(reply.as_bytes())?)
    }

    fn get_caps(&mut self, id: u32, caps: &[u8]) -> Result<(), ClientError> {
        let header = Header {
            len: (caps.len() as u32 + 1).into(),
            id: id.into(),
        };
        Ok(self.socket.write_all(&[header.as_bytes(), caps].concat())?)
    }

    /// The length of this one is in bytes.
    fn create_renderer(&mut self, len_bytes: u32) -> Result<(), ClientError> {
        if len_bytes > MAX_NAME_BYTES {
            return Err(ClientError::BadLength {
                command: Vcmd::CreateRenderer,
                len: len_bytes,
            });
        }
        if self.named {
            return Err(ClientError::SecondRenderer);
        }
        let mut name = vec![0; len_bytes as usize];
        self.input.fill(&mut name)?;
        let name = String::from_utf8_lossy(&name);
        let name = name.trim_end_matches('\0').escape_debug().to_string();
        info!("client {name}");
        self.renderer.create_context(CONTEXT, &name)?;
        self.named = true;
        Ok(())
    }

    /// Version 1 is treated as 0: nobody ever used it.
    fn protocol_version(&mut self, len: u32) -> Result<(), ClientError> {
        let wanted: zerocopy::little_endian::U32 = self.body(Vcmd::ProtocolVersion, len)?;
        let version = match wanted.get() {
            0 | 1 => 0,
            _ => w::PROTOCOL_VERSION,
        };
        self.reply(w::ProtocolVersionReply {
            len: 1.into(),
            id: (Vcmd::ProtocolVersion as u32).into(),
            version: version.into(),
        })
    }

    fn create(&mut self, create: &w::ResourceCreate) -> Result<ResourceId, ClientError> {
        let id = resource_id(create.res_handle.get())?;
        let create = CreateResource {
            target: create.target.get(),
            format: create.format.get(),
            bind: create.bind.get(),
            width: create.width.get(),
            height: create.height.get(),
            depth: create.depth.get(),
            array_size: create.array_size.get(),
            last_level: create.last_level.get(),
            nr_samples: create.nr_samples.get(),
            flags: 0,
        };
        self.renderer.create_resource(id, &create)?;
        self.renderer.attach(CONTEXT, id)?;
        if self.renderer.is_memory_only(id) {
            self.marks.insert(id, self.renderer.mark());
        }
        Ok(id)
    }

    /// What the host keeps in memory has to be kept by us: nothing is shared.
    fn resource_create(&mut self, create: &w::ResourceCreate) -> Result<(), ClientError> {
        let id = self.create(create)?;
        if self.renderer.is_memory_only(id) {
            self.memory.keep(id, create.width.get())?;
        }
        Ok(())
    }

    fn resource_create2(&mut self, create: &w::ResourceCreate2) -> Result<(), ClientError> {
        let id = self.create(&create.create)?;
        let bytes = create.data_size.get();
        if bytes == 0 {
            return Ok(());
        }
        let fd = self.memory.share(id, bytes)?;
        let fds = [fd.as_fd()];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        assert!(
            control.push(SendAncillaryMessage::ScmRights(&fds)),
            "the space was made for one descriptor"
        );
        // A descriptor needs a byte to travel with.
        sendmsg(
            &self.socket,
            &[IoSlice::new(&[0])],
            &mut control,
            SendFlags::NOSIGNAL,
        )
        .map_err(io::Error::from)?;
        Ok(())
    }

    /// What does not exist is gone already.
    fn resource_unref(&mut self, handle: u32) -> Result<(), ClientError> {
        if let Some(id) = ResourceId::new(handle)
            && self.renderer.destroy_resource(id).is_ok()
        {
            if let Some(mapping) = self.memory.remove(id) {
                self.renderer.forget_memory(&mapping);
            }
            self.marks.remove(&id);
        }
        Ok(())
    }

    fn existing(&self, handle: u32) -> Result<ResourceId, ClientError> {
        ResourceId::new(handle)
            .filter(|id| self.renderer.resource(*id).is_some())
            .ok_or(ClientError::NoResource(handle))
    }

    fn submit(&mut self, len: u32) -> Result<(), ClientError> {
        let len_dwords = len as usize;
        if len_dwords > limits::MAX_SUBMIT_DWORDS {
            return Err(ClientError::BadLength {
                command: Vcmd::SubmitCmd,
                len,
            });
        }
        if self.stream.len() < len_dwords {
            self.stream.resize(len_dwords, 0);
        }
        let stream = &mut self.stream[..len_dwords];
        self.input.fill(stream.as_mut_bytes())?;
        // A lost context has said so; its client goes on, and sees nothing drawn.
        if let Err(error) = self.renderer.submit(CONTEXT, stream, &self.memory) {
            debug!("{error}");
        }
        self.submitted = true;
        self.keep_up();
        Ok(())
    }

    fn transfer_put2(&mut self) -> Result<(), ClientError> {
        let message: w::Transfer2 = self.input.take()?;
        let id = self.existing(message.res_handle.get())?;
        if let Err(error) = self
            .renderer
            .transfer_to_host(id, &transfer2(&message), &self.memory)
        {
            debug!("{error}");
        }
        self.keep_up();
        Ok(())
    }

    fn transfer_get2(&mut self) -> Result<(), ClientError> {
        let message: w::Transfer2 = self.input.take()?;
        let id = self.existing(message.res_handle.get())?;
        match self
            .renderer
            .transfer_from_host(id, &transfer2(&message), &self.memory)
        {
            Ok(()) => self.wait(),
            Err(error) => debug!("{error}"),
        }
        Ok(())
    }

    /// Waits for everything that was sent.
    fn wait(&mut self) {
        self.flush();
        self.wait_for(self.fence);
    }

    fn wait_for(&mut self, fence: Ticket) {
        if let Err(error) = self.renderer.wait(fence, GPU_DEADLINE, &self.memory) {
            debug!("{error}");
        }
    }

    /// The bytes follow without padding.
    fn transfer_put(&mut self) -> Result<(), ClientError> {
        let message: w::Transfer = self.input.take()?;
        let id = self.existing(message.res_handle.get())?;
        let mut bytes = inline_bytes(Vcmd::TransferPut, message.data_size.get())?;
        self.input.fill(&mut bytes)?;
        let transfer = transfer(&message);
        if self.renderer.is_memory_only(id) {
            use device::transfer::Backings;
            if self.memory.write(id, transfer.area.x.into(), &bytes).is_err() {
                debug!("a transfer reaches out of resource {id}");
            }
            return Ok(());
        }
        let bytes = Mutex::new(bytes);
        let inline = WithInline {
            resource: id,
            bytes: &bytes,
            rest: &self.memory,
        };
        if let Err(error) = self.renderer.transfer_to_host(id, &transfer, &inline) {
            debug!("{error}");
        }
        Ok(())
    }

    /// The bytes are sent whatever happens: the client waits for them.
    fn transfer_get(&mut self) -> Result<(), ClientError> {
        let message: w::Transfer = self.input.take()?;
        let id = self.existing(message.res_handle.get())?;
        let bytes = inline_bytes(Vcmd::TransferGet, message.data_size.get())?;
        let transfer = transfer(&message);
        if self.renderer.is_memory_only(id) {
            return self.get_from_memory(id, &transfer, bytes);
        }
        let bytes = Mutex::new(bytes);
        let inline = WithInline {
            resource: id,
            bytes: &bytes,
            rest: &self.memory,
        };
        match self.renderer.transfer_from_host(id, &transfer, &inline) {
            Ok(()) => {
                self.fence = self.renderer.fence();
                self.submitted = false;
                if let Err(error) = self.renderer.wait(self.fence, GPU_DEADLINE, &inline) {
                    debug!("{error}");
                }
            }
            Err(error) => debug!("{error}"),
        }
        let bytes = bytes.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(self.socket.write_all(&bytes)?)
    }

    /// Query results arrive in memory with the fence before.
    fn get_from_memory(
        &mut self,
        id: ResourceId,
        transfer: &Transfer,
        mut bytes: Vec<u8>,
    ) -> Result<(), ClientError> {
        use device::transfer::Backings;
        self.wait();
        if self.memory.read(id, transfer.area.x.into(), &mut bytes).is_err() {
            debug!("a transfer reaches out of resource {id}");
        }
        Ok(self.socket.write_all(&bytes)?)
    }

    /// Busy is what has work on the GPU. Of resources that the GPU has nobody keeps whose work it is, and clients ask after
    /// their last; of those that are memory alone it is known.
    fn busy_wait(&mut self, message: &w::BusyWait) -> Result<(), ClientError> {
        let id = ResourceId::new(message.handle.get());
        let mark = id.and_then(|id| Some((id, *self.marks.get(&id)?)));
        let fence = match mark {
            Some((id, mark)) => self.renderer.settling_fence(id, mark),
            None => {
                self.flush();
                self.fence
            }
        };
        let busy = if message.flags.get() & w::BUSY_WAIT_FLAG_WAIT != 0 {
            self.wait_for(fence);
            false
        } else {
            self.renderer.poll(&self.memory) < fence
        };
        self.reply(w::BusyWaitReply {
            len: 1.into(),
            id: (Vcmd::ResourceBusyWait as u32).into(),
            busy: u32::from(busy).into(),
        })
    }
}

fn resource_id(handle: u32) -> Result<ResourceId, ClientError> {
    ResourceId::new(handle).ok_or(ClientError::ResourceZero)
}

fn inline_bytes(command: Vcmd, len: u32) -> Result<Vec<u8>, ClientError> {
    if len > MAX_INLINE_BYTES {
        return Err(ClientError::BadLength { command, len });
    }
    device::memory::allocate_zeroed(len.into()).map_err(|error| MemoryError::from(error).into())
}

fn transfer2(message: &w::Transfer2) -> Transfer {
    Transfer {
        level: message.level.get(),
        area: Box3 {
            x: message.x.get(),
            y: message.y.get(),
            z: message.z.get(),
            width: message.width.get(),
            height: message.height.get(),
            depth: message.depth.get(),
        },
        offset_bytes: message.offset.get().into(),
        stride_bytes: 0,
        layer_stride_bytes: 0,
    }
}

fn transfer(message: &w::Transfer) -> Transfer {
    Transfer {
        level: message.level.get(),
        area: Box3 {
            x: message.x.get(),
            y: message.y.get(),
            z: message.z.get(),
            width: message.width.get(),
            height: message.height.get(),
            depth: message.depth.get(),
        },
        offset_bytes: 0,
        stride_bytes: message.stride.get(),
        layer_stride_bytes: message.layer_stride.get(),
    }
}
