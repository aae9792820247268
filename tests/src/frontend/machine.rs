//! A virtual machine without a machine: a connection, guest memory, both queues, a display.

mod driver;

use std::{
    os::{fd::AsFd, unix::net::UnixStream},
    sync::Arc,
    time::Duration,
};

use super::{
    backend::{Backend, Target},
    display::Display,
    error::{Failure, Result},
    link::{Link, protocol, request},
    memory::{GuestMemory, MemoryLayout, Region},
    personality::{Personality, Step, ring},
    virtqueue::Queue,
};
use crate::{ensure, ensure_eq, fail, skip};
use rustix::net::{RecvFlags, recv};
use wire::vhost_user_gpu::ProtocolFeatures;

/// How long a request may take.
pub const REQUEST_DEADLINE: Duration = Duration::from_secs(5);
/// Index of the control queue.
pub const CONTROL: usize = 0;
/// Index of the cursor queue.
pub const CURSOR: usize = 1;

/// What a machine is made of.
#[derive(Clone)]
pub struct Setup {
    /// Whose messages are sent.
    pub personality: Personality,
    /// Sizes of the control and the cursor queue.
    pub queue_sizes: [u16; 2],
    /// The shape of guest memory.
    pub memory: MemoryLayout,
    /// A display socket is handed over, where the personality does that.
    pub display: bool,
    /// Sizes of the displays, as the display socket tells them.
    pub modes: Vec<(u32, u32)>,
    /// Protocol features that the display offers.
    pub display_features: ProtocolFeatures,
    /// The display never answers GET_PROTOCOL_FEATURES.
    pub silent_about_features: bool,
    /// Feature bits that the driver does not acknowledge.
    pub without: u64,
    /// Feature bits that it acknowledges beside those of a plain 2D driver, if they reach it.
    pub with: u64,
    /// Further arguments of the back end.
    pub arguments: Vec<String>,
    /// Requests use indirect descriptors where they were negotiated.
    pub indirect: bool,
}

impl Setup {
    /// What that personality does by default.
    pub fn new(personality: Personality) -> Self {
        Self {
            personality,
            queue_sizes: personality.queue_sizes(),
            memory: personality.memory(),
            display: personality.has_display_socket(),
            modes: vec![(1024, 768)],
            display_features: ProtocolFeatures::all(),
            silent_about_features: false,
            without: 0,
            with: 0,
            arguments: Vec::new(),
            indirect: true,
        }
    }

    /// Starts a back end and a machine on it.
    ///
    /// # Errors
    /// If any message fails.
    pub fn start(&self, target: &Target) -> Result<Machine> {
        let mut machine = self.prepare(target)?;
        machine.run_steps(usize::MAX)?;
        // Without acknowledgements a kick could overtake the last messages; a test wants no such race.
        machine.link.ask(request::GET_FEATURES, &[])?;
        Ok(machine)
    }

    /// Starts a back end and connects, but sends nothing yet.
    ///
    /// # Errors
    /// If the back end does not start.
    pub fn prepare(&self, target: &Target) -> Result<Machine> {
        let mut backend = target.spawn(&self.arguments)?;
        let link = Link::new(backend.connect()?)?;
        let memory = Arc::new(GuestMemory::new(self.memory)?);
        let queue = |size| Queue::new(&memory, size, false);
        let queues = [queue(self.queue_sizes[0])?, queue(self.queue_sizes[1])?];
        Ok(Machine {
            backend,
            link,
            queues,
            memory,
            display: None,
            backend_requests: None,
            setup: self.clone(),
            offered: 0,
            features: 0,
            protocol_offered: 0,
            protocol: 0,
            queue_count: 2,
            serves_many: target.has_option("--once"),
            exchanged: 0,
            bases: [0; 2],
        })
    }
}

/// The machine.
pub struct Machine {
    /// The process.
    pub backend: Backend,
    /// The vhost-user connection.
    pub link: Link,
    /// Control and cursor queue.
    pub queues: [Queue; 2],
    /// Guest memory.
    pub memory: Arc<GuestMemory>,
    /// The display, if GPU_SET_SOCKET was sent.
    pub display: Option<Display>,
    /// Our end of the back end's request channel.
    pub backend_requests: Option<UnixStream>,
    /// What it was made from.
    pub setup: Setup,
    /// Features that the back end offered.
    pub offered: u64,
    /// Features acknowledged.
    pub features: u64,
    /// Protocol features that the back end offered.
    pub protocol_offered: u64,
    /// Protocol features acknowledged.
    pub protocol: u64,
    /// What GET_QUEUE_NUM said.
    pub queue_count: u64,
    /// Whether the back end serves one connection after another.
    pub serves_many: bool,
    /// Requests that it sent by [`Machine::exchange`], and that were answered.
    pub exchanged: u64,
    /// Where the queues stood when they were last stopped.
    bases: [u16; 2],
}

impl Machine {
    /// Sends the first `count` steps of the start-up sequence; returns how many there are in all.
    ///
    /// # Errors
    /// If a message fails.
    pub fn run_steps(&mut self, count: usize) -> Result<usize> {
        let personality = self.setup.personality;
        let mut done = 0;
        // The protocol features are known only after GET_PROTOCOL_FEATURES; the steps before are the same.
        loop {
            let steps = personality.steps(self.protocol_hint(done));
            if done >= count.min(steps.len()) {
                return Ok(steps.len());
            }
            self.step(steps[done])
                .map_err(|error| error.context(&format!("{:?}", steps[done])))?;
            done += 1;
        }
    }

    /// Before the negotiation every step counts as present, after it the acknowledged ones do.
    fn protocol_hint(&self, done: usize) -> u64 {
        if done < 4 && self.protocol == 0 {
            u64::MAX
        } else {
            self.protocol
        }
    }

    fn step(&mut self, step: Step) -> Result<()> {
        let personality = self.setup.personality;
        match step {
            Step::SetOwner => self.link.tell(request::SET_OWNER, &[], &[]),
            Step::GetFeatures => {
                self.offered = self.link.ask(request::GET_FEATURES, &[])?.u64()?;
                Ok(())
            }
            Step::GetProtocolFeatures => {
                self.protocol_offered = self.link.ask(request::GET_PROTOCOL_FEATURES, &[])?.u64()?;
                Ok(())
            }
            Step::SetProtocolFeatures => self.set_protocol_features(),
            Step::GetQueueNum => {
                self.queue_count = self.link.ask(request::GET_QUEUE_NUM, &[])?.u64()?;
                Ok(())
            }
            Step::GetMaxMemSlots => self.link.ask(request::GET_MAX_MEM_SLOTS, &[]).map(drop),
            Step::SetBackendReqFd => self.set_backend_req_fd(),
            Step::GetConfig(offset, size, flags) => self.get_config(offset, size, flags).map(drop),
            Step::SetFeatures => {
                let more = self.setup.with & self.offered & personality.passed_features();
                self.features = (personality.features(self.offered) | more) & !self.setup.without;
                let event_idx = self.features & ring::EVENT_IDX != 0;
                self.queues
                    .iter_mut()
                    .for_each(|queue| queue.event_idx = event_idx);
                self.link
                    .tell(request::SET_FEATURES, &self.features.to_le_bytes(), &[])
            }
            Step::Memory => self.send_memory(),
            Step::VringNum(q) => self.vring_state(
                request::SET_VRING_NUM,
                q,
                self.setup.queue_sizes[q as usize].into(),
            ),
            Step::VringBase(q) => self.vring_state(request::SET_VRING_BASE, q, self.bases[q as usize].into()),
            Step::VringAddr(q) => self.vring_addr(q),
            Step::VringKick(q) => self.vring_fd(request::SET_VRING_KICK, q),
            Step::VringCall(q) => self.vring_fd(request::SET_VRING_CALL, q),
            Step::VringErr(q) => self.vring_fd(request::SET_VRING_ERR, q),
            Step::VringEnable(q) => self.vring_state(request::SET_VRING_ENABLE, q, 1),
            Step::GpuSetSocket => self.set_gpu_socket(),
        }
    }

    fn set_protocol_features(&mut self) -> Result<()> {
        let personality = self.setup.personality;
        self.protocol = personality.protocol_features(self.protocol_offered);
        self.link.send(
            request::SET_PROTOCOL_FEATURES,
            0,
            &self.protocol.to_le_bytes(),
            &[],
        )?;
        if self.protocol & protocol::REPLY_ACK != 0 {
            self.link.needs_reply = personality.needs_reply();
        }
        Ok(())
    }

    fn set_backend_req_fd(&mut self) -> Result<()> {
        let (ours, theirs) = UnixStream::pair()?;
        self.backend_requests = Some(ours);
        self.link
            .tell(request::SET_BACKEND_REQ_FD, &[], &[theirs.as_fd()])
    }

    /// Hands over a new display; QEMU neither sends a payload nor waits for an answer.
    ///
    /// # Errors
    /// If the socket refuses the message.
    pub fn set_gpu_socket(&mut self) -> Result<()> {
        if !self.setup.display {
            return Ok(());
        }
        let (display, theirs) = Display::new(&self.setup.modes)?;
        display.state().offered = self.setup.display_features;
        display.state().silent_about_features = self.setup.silent_about_features;
        if let Some(old) = &self.display {
            // The surfaces are the hypervisor's and outlive the connection.
            display.state().pictures = old.state().pictures.clone();
        }
        self.display = Some(display);
        self.link.send(request::GPU_SET_SOCKET, 0, &[], &[theirs.as_fd()])
    }

    /// Reads configuration space.
    ///
    /// # Errors
    /// If the answer does not have exactly the size asked for.
    pub fn get_config(&self, offset: u32, size: u32, flags: u32) -> Result<Vec<u8>> {
        let mut body = config_header(offset, size, flags);
        body.resize(12 + size as usize, 0);
        let reply = self.link.ask(request::GET_CONFIG, &body)?;
        ensure_eq!(reply.body.len(), body.len(), "bytes of GET_CONFIG's answer");
        ensure_eq!(
            &reply.body[..8],
            &body[..8],
            "offset and size of GET_CONFIG's answer"
        );
        Ok(reply.body[12..].to_vec())
    }

    /// GET_SHMEM_CONFIG: sizes of the device's shared memory regions in bytes, by their ids.
    ///
    /// # Errors
    /// If the answer is not as long as it has to be.
    pub fn shared_memory_regions(&self) -> Result<Vec<u64>> {
        let reply = self.link.ask(request::GET_SHMEM_CONFIG, &[])?;
        ensure_eq!(
            reply.body.len(),
            8 + 256 * 8,
            "bytes of GET_SHMEM_CONFIG's answer"
        );
        let (sizes, _) = reply.body[8..].as_chunks::<8>();
        let sizes: Vec<u64> = sizes.iter().map(|size| u64::from_le_bytes(*size)).collect();
        let count = u32::from_le_bytes([reply.body[0], reply.body[1], reply.body[2], reply.body[3]]);
        let there = sizes.iter().filter(|size| **size > 0).count();
        ensure_eq!(count as usize, there, "regions that are counted");
        Ok(sizes)
    }

    /// Writes configuration space.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn set_config(&self, offset: u32, bytes: &[u8], flags: u32) -> Result<()> {
        let mut body = config_header(offset, bytes.len() as u32, flags);
        body.extend_from_slice(bytes);
        self.link.tell(request::SET_CONFIG, &body, &[])
    }

    /// Announces guest memory, as a table or region by region.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn send_memory(&self) -> Result<()> {
        let slots = self.protocol & protocol::CONFIGURE_MEM_SLOTS != 0;
        if slots && self.setup.personality.adds_regions_singly() {
            return self
                .memory
                .regions()
                .iter()
                .try_for_each(|region| self.add_region(region));
        }
        let regions = self.memory.regions();
        let mut body = (regions.len() as u32).to_le_bytes().to_vec();
        body.extend_from_slice(&[0; 4]);
        regions
            .iter()
            .for_each(|region| body.extend(region_bytes(region)));
        let fds: Vec<_> = regions.iter().map(Region::fd).collect();
        self.link.tell(request::SET_MEM_TABLE, &body, &fds)
    }

    /// ADD_MEM_REG.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn add_region(&self, region: &Region) -> Result<()> {
        let mut body = vec![0; 8];
        body.extend(region_bytes(region));
        self.link.tell(request::ADD_MEM_REG, &body, &[region.fd()])
    }

    /// REM_MEM_REG. The specification lets a descriptor come along, and QEMU sends none.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn remove_region(&self, region: &Region) -> Result<()> {
        let mut body = vec![0; 8];
        body.extend(region_bytes(region));
        self.link.tell(request::REM_MEM_REG, &body, &[])
    }

    fn vring_state(&self, code: u32, queue: u16, value: u32) -> Result<()> {
        self.link.tell(code, &vring_state_bytes(queue, value), &[])
    }

    fn vring_addr(&self, index: u16) -> Result<()> {
        let queue = &self.queues[usize::from(index)];
        let mut body = vring_state_bytes(index, 0);
        for address in [queue.desc, queue.used, queue.avail] {
            body.extend(self.memory.user_addr(address).to_le_bytes());
        }
        body.extend([0; 8]);
        self.link.tell(request::SET_VRING_ADDR, &body, &[])
    }

    fn vring_fd(&self, code: u32, index: u16) -> Result<()> {
        let queue = &self.queues[usize::from(index)];
        let fd = match code {
            request::SET_VRING_KICK => &queue.kick,
            request::SET_VRING_CALL => &queue.call,
            _ => &queue.err,
        };
        self.link
            .tell(code, &u64::from(index).to_le_bytes(), &[fd.as_fd()])
    }

    /// Stops both queues as a pause does: disable, then GET_VRING_BASE; returns the available indices.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn pause(&mut self) -> Result<[u16; 2]> {
        if let (Personality::Qemu, Some(display)) = (self.setup.personality, &self.display) {
            display.disconnect();
        }
        self.disable_rings()?;
        let mut bases = [0; 2];
        for q in 0..2u16 {
            let reply = self.link.ask(request::GET_VRING_BASE, &vring_state_bytes(q, 0))?;
            ensure_eq!(reply.body.len(), 8, "bytes of GET_VRING_BASE's answer");
            bases[q as usize] = u16::from_le_bytes([reply.body[4], reply.body[5]]);
        }
        self.bases = bases;
        Ok(bases)
    }

    /// Both queues begin anew.
    fn clear_queues(&mut self) {
        self.queues.iter_mut().for_each(Queue::clear);
        self.bases = [0; 2];
    }

    /// Starts both queues again where they stand. QEMU goes through its whole second half, display socket included;
    /// the others only set up the queues.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn resume(&mut self) -> Result<()> {
        let first = match self.setup.personality {
            Personality::Qemu => Step::GpuSetSocket,
            _ => Step::VringNum(0),
        };
        self.activate_from(first)
    }

    /// Sends the steps of the activation from one of them on.
    fn activate_from(&mut self, first: Step) -> Result<()> {
        let steps = self.setup.personality.steps(self.protocol);
        let first = steps.iter().position(|step| *step == first).unwrap_or(0);
        for step in steps[first..].iter().copied() {
            // QEMU compares the table with what it sent before, and sends the difference: nothing.
            if !matches!(step, Step::SetBackendReqFd | Step::Memory) {
                self.step(step)
                    .map_err(|error| error.context(&format!("{step:?} again")))?;
            }
        }
        Ok(())
    }

    /// Resets the device as the personality does, and brings it up anew from index 0.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn reset(&mut self) -> Result<()> {
        let first = match self.setup.personality {
            // Only disables the rings, and then claims the device again.
            Personality::Libkrun => {
                self.disable_rings()?;
                // A driver reads the configuration before it makes new rings in the place of the old ones. Its answer
                // says that the rings are disabled, which libkrun's other messages do not.
                self.get_config(0, 4, 0)?;
                Step::SetOwner
            }
            // QEMU's virtio_reset() stops the device by its status first and resets the back end after that.
            Personality::Qemu => {
                self.pause()?;
                if self.protocol & protocol::RESET_DEVICE != 0 {
                    self.link.tell(request::RESET_DEVICE, &[], &[])?;
                }
                Step::GpuSetSocket
            }
            Personality::Crosvm | Personality::CloudHypervisor => {
                self.pause()?;
                Step::SetFeatures
            }
        };
        self.clear_queues();
        self.activate_from(first)
    }

    fn disable_rings(&mut self) -> Result<()> {
        (0..2).try_for_each(|q| self.vring_state(request::SET_VRING_ENABLE, q, 0))
    }

    /// Sends RESET_DEVICE while the queues run, and brings the device up anew.
    ///
    /// # Errors
    /// If the back end refuses it.
    pub fn reset_at_once(&mut self) -> Result<()> {
        self.link.tell(request::RESET_DEVICE, &[], &[])?;
        self.clear_queues();
        self.activate_from(Step::GpuSetSocket)
    }

    /// Drops the connection, as a front end that died does.
    pub fn disconnect(&mut self) {
        let _ = self.link.stream().shutdown(std::net::Shutdown::Both);
        self.display = None;
        self.backend_requests = None;
    }

    /// Connects again and sends everything anew; skips the test where the back end serves one connection only.
    ///
    /// # Errors
    /// If the back end crashed or refuses.
    pub fn reconnect(&mut self) -> Result<()> {
        self.open_again()?;
        self.run_steps(usize::MAX).map(drop)
    }

    /// Connects again without a message.
    ///
    /// # Errors
    /// If the back end is gone although it should serve another connection; a skip if it should not.
    pub fn open_again(&mut self) -> Result<()> {
        let crashed = self.backend.crashed();
        ensure!(!crashed, "{}", self.backend.death().unwrap_or_default());
        self.disconnect();
        let patience = if self.serves_many { 5 } else { 150 };
        if self.backend.wait_exit(Duration::from_millis(patience)).is_some() {
            let death = self.backend.death().unwrap_or_default();
            ensure!(!self.serves_many, "at the end of a connection {death}");
            skip!("this back end serves one connection per process");
        }
        self.link = Link::new(self.backend.connect()?)?;
        self.protocol = 0;
        self.clear_queues();
        Ok(())
    }
}

/// Fails if the process or the connection is gone.
fn alive(backend: &mut Backend, link: &Link) -> Result<()> {
    if let Some(death) = backend.death() {
        return Err(Failure::Failed(death));
    }
    let peeked = recv(
        link.stream(),
        &mut [0; 1][..],
        RecvFlags::PEEK | RecvFlags::DONTWAIT,
    );
    match peeked {
        Ok((0, _)) => {
            // An exiting process closes its sockets a moment before it can be reaped.
            match backend.wait_exit(Duration::from_millis(200)) {
                Some(_) => Err(Failure::Failed(backend.death().unwrap_or_default())),
                None => fail!(
                    "the back end closed the connection; stderr: {}",
                    backend.stderr_tail()
                ),
            }
        }
        _ => Ok(()),
    }
}

fn config_header(offset: u32, size: u32, flags: u32) -> Vec<u8> {
    [offset, size, flags]
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn vring_state_bytes(queue: u16, value: u32) -> Vec<u8> {
    [u32::from(queue), value]
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect()
}

fn region_bytes(region: &Region) -> Vec<u8> {
    let fields = [
        region.guest_addr,
        region.size_bytes,
        region.user_addr,
        region.file_offset,
    ];
    fields.iter().flat_map(|value| value.to_le_bytes()).collect()
}
