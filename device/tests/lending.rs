//! When the device lends guest memory to the GPU, and when it takes it back, on a recorder in place of a GPU.

use std::{cell::RefCell, sync::Arc};

use device::{
    BadAddress, Config, Device, GuestMemory, Queue, Token, gpu::record::Recorder, memory::GuestRange,
    renderer::Renderer, transfer::Mapping,
};
use wire::{
    virgl::{Ccmd, Header},
    virtio_gpu::{CtrlFlags, CtrlHdr, CtrlType, Format},
};
use zerocopy::{FromZeros, IntoBytes};

/// Guest memory of zeroes, which counts what it is asked to stitch.
#[derive(Default)]
struct Memory(RefCell<Vec<Vec<GuestRange>>>);

impl GuestMemory for Memory {
    fn read(&self, _addr: u64, dst: &mut [u8]) -> Result<(), BadAddress> {
        dst.fill(0);
        Ok(())
    }

    fn write(&self, _addr: u64, _src: &[u8]) -> Result<(), BadAddress> {
        Ok(())
    }

    fn is_mapped(&self, _addr: u64, _len: u64) -> bool {
        true
    }

    fn stitch(&self, ranges: &[GuestRange]) -> Option<Mapping> {
        self.0.borrow_mut().push(ranges.to_vec());
        Some(Arc::new(()))
    }
}

struct Driver {
    device: Device<Recorder>,
    memory: Memory,
    tokens: u64,
}

/// A texture of 256 KiB.
const TEXTURE: u32 = 1;
/// Memory to transfer it by.
const STAGING: u32 = 2;
const SIDE: u32 = 256;
const BYTES: u32 = SIDE * SIDE * 4;
/// How often all of it must be copied before its memory, one range, is worth lending.
const COPIES: usize = 2;
const CONTEXT: u32 = 1;
const TO_HOST: u32 = 1;
const FROM_HOST: u32 = 2;
const FENCED: bool = true;
const UNFENCED: bool = false;

impl Driver {
    /// With both resources in a context, the texture's memory at 1 MiB and the staging memory at 2 MiB.
    fn new() -> Self {
        let mut recorder = Recorder::new();
        recorder.use_memory();
        recorder.hold();
        let mut driver = Self {
            device: Device::with_renderer(Config::default(), Renderer::new(recorder, 1 << 24)),
            memory: Memory::default(),
            tokens: 0,
        };
        let features = driver.device.features();
        driver.device.set_acked_features(features);
        driver.send(CtrlType::CtxCreate, UNFENCED, &[0; 72]);
        // PIPE_TEXTURE_2D to sample from, and a PIPE_BUFFER with VIRGL_BIND_STAGING.
        let bgrx = Format::B8G8R8X8Unorm as u32;
        for (id, target, format, bind, width, height) in [
            (TEXTURE, 2, bgrx, 1 << 3, SIDE, SIDE),
            (STAGING, 0, 64, 1 << 19, BYTES, 1),
        ] {
            let create = [id, target, format, bind, width, height, 1, 1, 0, 0, 0, 0];
            driver.send(CtrlType::ResourceCreate3d, UNFENCED, create.as_bytes());
            driver.back(id, u64::from(id) << 20);
            driver.send(CtrlType::CtxAttachResource, UNFENCED, [id, 0].as_bytes());
        }
        driver
    }

    /// Returns whether the reply came at once.
    fn send(&mut self, command: CtrlType, fenced: bool, body: &[u8]) -> bool {
        let mut header = CtrlHdr::new_zeroed();
        header.type_.set(command as u32);
        header.ctx_id.set(CONTEXT);
        if fenced {
            header.flags.set(CtrlFlags::FENCE.bits());
        }
        self.tokens += 1;
        let request = [header.as_bytes(), body].concat();
        self.device
            .execute(Queue::Control, Token(self.tokens), &request, &self.memory);
        self.replies() > 0
    }

    /// How many replies there are; none is an error.
    fn replies(&mut self) -> usize {
        let completions: Vec<_> = std::iter::from_fn(|| self.device.next_completion()).collect();
        for completion in &completions {
            let mut bytes = Vec::new();
            completion.reply.write_to(&mut bytes);
            let code = u32::from_le_bytes(bytes[..4].try_into().unwrap());
            assert_eq!(code, CtrlType::RespOkNodata as u32, "{completion:?}");
        }
        completions.len()
    }

    fn back(&mut self, id: u32, addr: u64) {
        let body = [[id, 1].as_bytes(), addr.as_bytes(), [BYTES, 0].as_bytes()].concat();
        self.send(CtrlType::ResourceAttachBacking, UNFENCED, &body);
    }

    /// TRANSFER_TO_HOST_3D or TRANSFER_FROM_HOST_3D of the whole texture.
    fn transfer(&mut self, command: CtrlType, fenced: bool) {
        let area = [0, 0, 0, SIDE, SIDE, 1];
        let rest = [0_u32, 0, TEXTURE, 0, 0, 0];
        self.send(
            command,
            fenced,
            [area.as_bytes(), rest.as_bytes()].concat().as_slice(),
        );
    }

    /// A stream with TRANSFER3D of the whole texture.
    fn stream(&mut self, direction: u32, fenced: bool) {
        let mut words = vec![Header::new(Ccmd::Transfer3d, 0, 13).0];
        words.extend([TEXTURE, 0, 0, 0, 0, 0, 0, 0, SIDE, SIDE, 1, 0, direction]);
        self.submit(&words, fenced);
    }

    /// A stream with COPY_TRANSFER3D of the whole texture.
    fn staged(&mut self, flags: u32, fenced: bool) {
        let mut words = vec![Header::new(Ccmd::CopyTransfer3d, 0, 14).0];
        words.extend([TEXTURE, 0, 0, 0, 0, 0, 0, 0, SIDE, SIDE, 1, STAGING, 0, flags]);
        self.submit(&words, fenced);
    }

    fn submit(&mut self, words: &[u32], fenced: bool) {
        let body = [[words.len() as u32 * 4, 0].as_bytes(), words.as_bytes()].concat();
        self.send(CtrlType::Submit3d, fenced, &body);
        assert_eq!(self.device.render_status().unwrap().renderer.contexts_lost, 0);
    }

    /// Lets the GPU do its work.
    fn poll(&mut self) -> usize {
        self.device.renderer_mut().unwrap().gpu_mut().complete();
        self.device.poll(&self.memory);
        self.replies()
    }

    /// What the GPU was asked for since the last time, the first words of each line.
    fn calls(&mut self) -> Vec<String> {
        let gpu = self.device.renderer_mut().unwrap().gpu_mut();
        let words = |line: &str| line.split(' ').next().unwrap().to_owned();
        let calls = gpu
            .text()
            .lines()
            .map(words)
            .filter(|word| word != "flush")
            .collect();
        gpu.clear_text();
        calls
    }

    fn stitched(&self) -> Vec<Vec<u64>> {
        let addresses = |ranges: &Vec<GuestRange>| ranges.iter().map(|range| range.addr).collect();
        self.memory.0.borrow().iter().map(addresses).collect()
    }

    /// Transfers until the memory is worth lending.
    fn warm_up(&mut self) {
        for _ in 0..COPIES {
            self.transfer(CtrlType::TransferToHost3d, FENCED);
            self.staged(0, FENCED);
        }
        self.poll();
        self.calls();
        assert!(self.stitched().is_empty());
    }
}

#[test]
fn memory_that_is_used_little_is_copied() {
    let mut driver = Driver::new();
    driver.calls();
    for _ in 0..COPIES {
        driver.transfer(CtrlType::TransferToHost3d, FENCED);
        driver.staged(0, FENCED);
    }
    assert_eq!(driver.calls(), ["write"; 2 * COPIES]);
    assert!(driver.stitched().is_empty());
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    driver.staged(0, FENCED);
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    assert_eq!(driver.calls(), ["write_from"; 3]);
    assert_eq!(
        driver.stitched(),
        [[1 << 20], [2 << 20]],
        "once for each resource"
    );
}

#[test]
fn memory_is_lent_where_the_guest_waits_for_a_fence_and_nowhere_else() {
    let mut driver = Driver::new();
    driver.warm_up();
    driver.transfer(CtrlType::TransferToHost3d, UNFENCED);
    driver.transfer(CtrlType::TransferFromHost3d, UNFENCED);
    driver.stream(TO_HOST, UNFENCED);
    driver.stream(FROM_HOST, UNFENCED);
    driver.staged(0, UNFENCED);
    driver.staged(2, UNFENCED);
    let area = [0, 0, SIDE, SIDE, 0, 0, TEXTURE, 0];
    driver.send(CtrlType::TransferToHost2d, FENCED, area.as_bytes());
    driver.poll();
    assert_eq!(
        driver.calls(),
        ["write", "read", "write", "read", "write", "read", "write"]
    );
    assert!(driver.stitched().is_empty());

    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    driver.transfer(CtrlType::TransferFromHost3d, FENCED);
    driver.stream(TO_HOST, FENCED);
    driver.stream(FROM_HOST, FENCED);
    driver.staged(0, FENCED);
    driver.staged(2, FENCED);
    driver.poll();
    assert_eq!(
        driver.calls(),
        [
            "write_from",
            "read_into",
            "write_from",
            "read_into",
            "write_from",
            "read_into"
        ]
    );
    assert_eq!(driver.stitched(), [[1 << 20], [2 << 20]]);
}

#[test]
fn other_memory_is_lent_anew_and_none_is_not() {
    let mut driver = Driver::new();
    driver.warm_up();
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    driver.poll();
    driver.send(CtrlType::ResourceDetachBacking, UNFENCED, [TEXTURE, 0].as_bytes());
    assert_eq!(driver.calls(), ["write_from", "forget_memory"]);
    driver.back(TEXTURE, 8 << 20);
    for _ in 0..=COPIES {
        driver.transfer(CtrlType::TransferToHost3d, FENCED);
    }
    driver.poll();
    assert_eq!(driver.calls(), ["write", "write", "write_from"]);
    assert_eq!(driver.stitched(), [[1 << 20], [8 << 20]]);
    driver.send(CtrlType::ResourceUnref, UNFENCED, [TEXTURE, 0].as_bytes());
    assert_eq!(driver.calls(), ["destroy", "forget_memory"]);
}

#[test]
fn detach_and_unref_are_answered_once_the_gpu_has_let_go() {
    for command in [CtrlType::ResourceDetachBacking, CtrlType::ResourceUnref] {
        let mut driver = Driver::new();
        driver.warm_up();
        driver.stream(FROM_HOST, FENCED);
        assert!(driver.device.is_using_memory());
        assert!(!driver.send(command, UNFENCED, [TEXTURE, 0].as_bytes()));
        assert!(driver.device.is_rendering(), "the driver of the device will poll");
        // What was never lent is the guest's at once, whatever is under way.
        assert!(driver.send(command, UNFENCED, [STAGING, 0].as_bytes()));
        assert_eq!(driver.poll(), 2);
        assert!(!driver.device.is_using_memory());
    }
    let mut driver = Driver::new();
    driver.stream(FROM_HOST, FENCED);
    assert!(!driver.device.is_using_memory());
    assert!(driver.send(CtrlType::ResourceUnref, UNFENCED, [TEXTURE, 0].as_bytes()));
}

#[test]
fn a_reset_and_other_regions_end_it() {
    let mut driver = Driver::new();
    driver.warm_up();
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    driver.staged(0, FENCED);
    driver.poll();
    driver.calls();
    driver.device.memory_changed(&driver.memory);
    assert_eq!(driver.calls(), ["forget_memory"; 2]);
    // It has been copied as often as it takes before; the new mapping is of the new memory.
    for _ in 0..=COPIES {
        driver.transfer(CtrlType::TransferToHost3d, FENCED);
    }
    driver.poll();
    assert_eq!(driver.calls(), ["write", "write", "write_from"]);
    assert_eq!(driver.stitched(), [[1 << 20], [2 << 20], [1 << 20]]);
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    assert!(driver.device.is_using_memory());
    driver
        .device
        .finish_gpu(std::time::Duration::from_secs(1), &driver.memory);
    assert!(!driver.device.is_using_memory());
    driver.device.reset();
    assert!(driver.calls().contains(&"forget_memory".to_owned()));
}

#[test]
fn a_lost_gpu_uses_no_memory_and_what_is_uploaded_again_is_copied() {
    let mut driver = Driver::new();
    driver.warm_up();
    driver.transfer(CtrlType::TransferToHost3d, FENCED);
    assert!(driver.device.is_using_memory());
    driver.device.renderer_mut().unwrap().gpu_mut().lose();
    driver.calls();
    // The stream's fence covers what the stream asks for, not the memory of other resources.
    driver.submit(&[0], FENCED);
    assert!(!driver.device.is_using_memory());
    let calls = driver.calls();
    assert!(calls.contains(&"write".to_owned()), "{calls:?}");
    assert!(!calls.contains(&"write_from".to_owned()), "{calls:?}");
}
