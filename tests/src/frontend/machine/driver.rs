//! The guest's driver on a machine: requests and their replies, resources, and a look at what is shown.

use std::time::Duration;

use wire::virtio_gpu::{CtrlType, Rect};

use super::{CONTROL, CURSOR, Machine, REQUEST_DEADLINE, alive, ring};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{
        control::Control,
        display::{DISPLAY_DEADLINE, Display},
        error::Result,
        gpu,
        oracle::Picture,
        reply::{POISON, Reply, Shape},
        virtqueue::{Buffer, Used},
    },
    skip,
};

impl Machine {
    /// Fails if the process or its connection is gone.
    ///
    /// # Errors
    /// With the back end's last words.
    pub fn alive(&mut self) -> Result<()> {
        alive(&mut self.backend, &self.link)
    }

    /// Sends a request on the control queue.
    ///
    /// # Errors
    /// If no reply comes in time.
    pub fn request(&mut self, request: &[u8], reply_len: usize) -> Result<Reply> {
        let shape = Shape {
            indirect: self.uses_indirect(),
            ..Shape::default()
        };
        self.exchange(CONTROL, request, reply_len, &shape)
    }

    /// Whether requests go through indirect tables by default.
    pub fn uses_indirect(&self) -> bool {
        self.setup.indirect && self.features & ring::INDIRECT_DESC != 0
    }

    /// Sends a request in any shape.
    ///
    /// # Errors
    /// If no reply comes in time.
    pub fn exchange(
        &mut self,
        queue: usize,
        request: &[u8],
        reply_len: usize,
        shape: &Shape,
    ) -> Result<Reply> {
        let total = request.len() + reply_len;
        let base = self.memory.alloc(total, 64)?;
        let reply_addr = base + request.len() as u64;
        self.memory.write(base, request);
        self.memory.fill(reply_addr, reply_len, POISON);
        let readable = pieces(base, request.len(), &shape.readable);
        let writable = pieces(reply_addr, reply_len, &shape.writable);
        let head = self.queues[queue].add(&readable, &writable, shape.indirect)?;
        self.queues[queue].notify()?;
        let used = self.wait_used(queue)?;
        self.exchanged += 1;
        ensure_eq!(used.head, u32::from(head), "head of the used entry");
        ensure!(
            used.len as usize <= reply_len,
            "used.len is {} for {reply_len} writable bytes",
            used.len
        );
        let buffer = self.memory.read(reply_addr, reply_len);
        self.memory.free(base, total);
        Ok(Reply {
            used_len: used.len,
            buffer,
        })
    }

    /// Waits for the next used entry of a queue.
    ///
    /// # Errors
    /// If none comes, or the back end dies.
    pub fn wait_used(&mut self, queue: usize) -> Result<Used> {
        let (backend, link) = (&mut self.backend, &self.link);
        let used = self.queues[queue].wait_used(REQUEST_DEADLINE, || alive(backend, link))?;
        match used {
            Some(used) => Ok(used),
            None => fail!(
                "no reply on queue {queue} within {REQUEST_DEADLINE:?}; stderr: {}",
                self.backend.stderr_tail()
            ),
        }
    }

    /// Sends a request and returns its code.
    ///
    /// # Errors
    /// If no reply comes in time.
    pub fn code(&mut self, request: &[u8]) -> Result<CtrlType> {
        self.request(request, 24)?.code()
    }

    /// Sends a request that must succeed without a payload.
    ///
    /// # Errors
    /// If it does not.
    pub fn ok(&mut self, request: &[u8]) -> Result<()> {
        let code = self.code(request)?;
        ensure_eq!(code, CtrlType::RespOkNodata, "reply to {:?}", name_of(request));
        Ok(())
    }

    /// Sends a request that must fail with this code.
    ///
    /// # Errors
    /// If it does not.
    pub fn error(&mut self, request: &[u8], wanted: CtrlType, what: &str) -> Result<()> {
        let code = self.code(request)?;
        ensure_eq!(code, wanted, "reply to {:?} ({what})", name_of(request));
        Ok(())
    }

    /// Sends a request that must fail, whatever the code.
    ///
    /// # Errors
    /// If it succeeds.
    pub fn any_error(&mut self, request: &[u8], what: &str) -> Result<()> {
        let code = self.code(request)?;
        ensure!(
            code.is_error(),
            "{:?} ({what}) got {code:?}, an error was due",
            name_of(request)
        );
        Ok(())
    }

    /// Sends a cursor command and waits for its completion.
    ///
    /// # Errors
    /// If it does not complete.
    pub fn cursor(&mut self, request: &[u8]) -> Result<Reply> {
        self.exchange(CURSOR, request, 0, &Shape::default())
    }

    /// A cheap request that shows that the control queue still works.
    ///
    /// # Errors
    /// If it does not.
    pub fn still_works(&mut self) -> Result<()> {
        let probe = 0x7fff_0001;
        self.ok(&gpu::create_2d(probe, gpu::BGRX, 4, 4))
            .map_err(|error| error.context("afterwards"))?;
        self.ok(&gpu::unref(probe))
            .map_err(|error| error.context("afterwards"))
    }

    /// Creates a resource with one contiguous backing; returns the backing's address.
    ///
    /// # Errors
    /// If the device refuses.
    pub fn resource(&mut self, id: u32, format: u32, width: u32, height: u32) -> Result<u64> {
        let bytes = width as usize * height as usize * 4;
        let backing = self.memory.alloc(bytes, 4096)?;
        self.ok(&gpu::create_2d(id, format, width, height))?;
        self.ok(&gpu::attach(id, &[(backing, bytes as u32)]))?;
        Ok(backing)
    }

    /// Transfers and flushes one rectangle of a resource whose rows are `width` pixels.
    ///
    /// # Errors
    /// If the device refuses.
    pub fn present(&mut self, id: u32, width: u32, r: Rect) -> Result<()> {
        let offset = (u64::from(r.y.get()) * u64::from(width) + u64::from(r.x.get())) * 4;
        self.ok(&gpu::transfer(id, r, offset))?;
        self.ok(&gpu::flush(id, r))
    }

    /// Whether scanouts can be looked at.
    pub fn can_see(&self) -> bool {
        self.display.is_some() || self.backend.control_path().is_some()
    }

    /// Skips the test unless scanouts can be looked at.
    ///
    /// # Errors
    /// The skip.
    pub fn needs_eyes(&self) -> Result<()> {
        if !self.can_see() {
            skip!("this front end gives no display socket and the back end has no output of its own");
        }
        Ok(())
    }

    /// The display, or a skip where the personality has none.
    ///
    /// # Errors
    /// The skip.
    pub fn eyes(&self) -> Result<&Display> {
        match &self.display {
            Some(display) => Ok(display),
            None => skip!("this front end gives no display socket"),
        }
    }

    /// Opens the control socket, or skips.
    ///
    /// # Errors
    /// The skip, or a refused connection.
    pub fn control(&self) -> Result<Control> {
        match self.backend.control_path() {
            Some(path) => Control::connect(path),
            None => skip!("the back end has no control socket"),
        }
    }

    /// Waits until a scanout shows exactly this, on the display or in a screenshot.
    ///
    /// # Errors
    /// With the difference.
    pub fn shows(&mut self, scanout: u32, wanted: &Picture) -> Result<()> {
        self.needs_eyes()?;
        if let Some(display) = &self.display {
            return display.wait_picture(scanout, wanted);
        }
        let mut control = self.control()?;
        let end = std::time::Instant::now() + DISPLAY_DEADLINE;
        loop {
            let difference = match control.screenshot(scanout)? {
                None => "the scanout is off".to_owned(),
                Some(picture) => match picture.difference(wanted) {
                    None => return Ok(()),
                    Some(difference) => difference,
                },
            };
            ensure!(std::time::Instant::now() < end, "scanout {scanout}: {difference}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The end of a test: the back end lives, works, and told the display nothing wrong.
    ///
    /// # Errors
    /// If not.
    pub fn finish(mut self) -> Result<()> {
        self.still_works()?;
        if let Some(display) = &self.display {
            let faults = display.state().faults.clone();
            ensure!(faults.is_empty(), "the display received nonsense: {faults:?}");
        }
        Ok(())
    }
}

/// Splits a range into buffers of those lengths; the last takes what is left.
fn pieces(base: u64, total: usize, lengths: &[usize]) -> Vec<Buffer> {
    let mut buffers = Vec::new();
    let mut done = 0;
    for &length in lengths {
        let length = length.min(total - done);
        buffers.push(Buffer {
            addr: base + done as u64,
            len: length as u32,
        });
        done += length;
    }
    if done < total {
        buffers.push(Buffer {
            addr: base + done as u64,
            len: (total - done) as u32,
        });
    }
    buffers
}

/// The name of a request, for messages.
fn name_of(request: &[u8]) -> String {
    let code = request
        .first_chunk()
        .map_or(0, |bytes| u32::from_le_bytes(*bytes));
    CtrlType::from_u32(code).map_or_else(|| format!("{code:#x}"), |code| format!("{code:?}"))
}
