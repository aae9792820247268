//! The vtest server, spoken to over a socket pair as Mesa and as a hostile client do.

use std::{
    io::{IoSliceMut, Read, Write},
    mem::MaybeUninit,
    os::{fd::OwnedFd, unix::net::UnixStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use device::gpu::record::Recorder;
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use vhost_backend::vtest::{ClientError, Stats, serve};
use wire::{
    virgl::{Ccmd, Header, ObjectType},
    vtest::Vcmd,
};

const HOSTMEM: u64 = 16 << 20;

struct Client {
    socket: UnixStream,
    server: Option<JoinHandle<Result<(), ClientError>>>,
    stats: Arc<Stats>,
}

impl Client {
    fn new() -> Self {
        let (socket, theirs) = UnixStream::pair().unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let stats = Arc::new(Stats::default());
        let counted = Arc::clone(&stats);
        let make = || Ok::<_, String>(Recorder::silent());
        let server = thread::spawn(move || serve(theirs, &make, HOSTMEM, &counted));
        Self {
            socket,
            server: Some(server),
            stats,
        }
    }

    /// A client that has said hello, of protocol 2.
    fn ready() -> Self {
        let mut client = Self::new();
        client.hello();
        client
    }

    fn hello(&mut self) {
        self.send_bytes(8, Vcmd::CreateRenderer, b"program\0");
    }

    fn send_bytes(&mut self, len: u32, command: Vcmd, body: &[u8]) {
        let head = [len.to_le_bytes(), (command as u32).to_le_bytes()].concat();
        // The server may have hung up already.
        let _ = self.socket.write_all(&[&head[..], body].concat());
    }

    fn send(&mut self, command: Vcmd, words: &[u32]) {
        let body: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.send_bytes(words.len() as u32, command, &body);
    }

    fn words<const N: usize>(&mut self) -> [u32; N] {
        let mut words = [0; N];
        for word in &mut words {
            let mut bytes = [0; 4];
            self.socket.read_exact(&mut bytes).unwrap();
            *word = u32::from_le_bytes(bytes);
        }
        words
    }

    fn fd(&mut self) -> OwnedFd {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let mut byte = [0];
        let received = recvmsg(
            &self.socket,
            &mut [IoSliceMut::new(&mut byte)],
            &mut control,
            RecvFlags::empty(),
        )
        .unwrap();
        assert_eq!(received.bytes, 1);
        match control.drain().next() {
            Some(RecvAncillaryMessage::ScmRights(mut fds)) => fds.next().unwrap(),
            _ => panic!("no descriptor came"),
        }
    }

    /// A BGRA texture of 4×4 with shared memory.
    fn texture(&mut self, id: u32) -> std::fs::File {
        self.send(Vcmd::ResourceCreate2, &[id, 2, 1, 10, 4, 4, 1, 1, 0, 0, 64]);
        self.fd().into()
    }

    fn idle(&mut self) {
        self.send(Vcmd::ResourceBusyWait, &[0, 1]);
        assert_eq!(self.words(), [1, 7, 0]);
    }

    /// What the server says once we are gone.
    fn end(mut self) -> (Result<(), ClientError>, Arc<Stats>) {
        self.socket.shutdown(std::net::Shutdown::Write).unwrap();
        let result = self
            .server
            .take()
            .unwrap()
            .join()
            .expect("the server does not panic");
        (result, Arc::clone(&self.stats))
    }
}

fn stream(commands: &[(Ccmd, u8, &[u32])]) -> Vec<u32> {
    let mut out = Vec::new();
    for (command, object, words) in commands {
        out.push(Header::new(*command, *object, words.len() as u16).0);
        out.extend_from_slice(words);
    }
    out
}

#[test]
fn the_handshake_of_mesa() {
    let mut client = Client::ready();
    client.send(Vcmd::PingProtocolVersion, &[]);
    client.send(Vcmd::ResourceBusyWait, &[0, 0]);
    assert_eq!(client.words(), [0, 10, 1, 7, 0]);
    for (wanted, given) in [(0, 0), (1, 0), (2, 2), (3, 2), (u32::MAX, 2)] {
        client.send(Vcmd::ProtocolVersion, &[wanted]);
        assert_eq!(client.words(), [1, 11, given]);
    }
    client.send(Vcmd::GetCaps2, &[]);
    client.send(Vcmd::GetCaps, &[]);
    assert_eq!(client.words(), [1409, 2]);
    let caps = client.words::<352>();
    assert_eq!(caps[0], 2, "max_version");
    assert_eq!(client.words(), [309, 1]);
    assert_eq!(client.words::<77>()[1..], caps[1..77]);
    let (result, stats) = client.end();
    result.unwrap();
    assert_eq!(stats.totals().clients, 1);
}

#[test]
fn pixels_go_there_and_back_through_shared_memory() {
    use std::os::unix::fs::FileExt;
    let mut client = Client::ready();
    let memory = client.texture(1);
    let pixels: Vec<u8> = (0..64).collect();
    memory.write_all_at(&pixels, 0).unwrap();
    client.send(Vcmd::TransferPut2, &[1, 0, 0, 0, 0, 4, 4, 1, 64, 0]);
    client.idle();
    memory.write_all_at(&[0; 64], 0).unwrap();
    // The box in the middle, to where it belongs in the level.
    client.send(Vcmd::TransferGet2, &[1, 0, 1, 1, 0, 2, 2, 1, 24, 20]);
    client.idle();
    let mut back = [0; 64];
    memory.read_exact_at(&mut back, 0).unwrap();
    let mut expected = [0; 64];
    for start in [20, 36] {
        expected[start..start + 8].copy_from_slice(&pixels[start..start + 8]);
    }
    assert_eq!(back, expected);
    client.end().0.unwrap();
}

#[test]
fn shared_memory_cannot_shrink_under_the_server() {
    let mut client = Client::ready();
    let memory = client.texture(1);
    assert!(memory.set_len(0).is_err());
    assert!(memory.set_len(1 << 30).is_err());
    client.send(Vcmd::TransferPut2, &[1, 0, 0, 0, 0, 4, 4, 1, 64, 0]);
    client.idle();
    client.end().0.unwrap();
}

#[test]
fn old_clients_send_and_fetch_bytes_inline() {
    let mut client = Client::ready();
    client.send(Vcmd::ResourceCreate, &[1, 2, 1, 10, 4, 4, 1, 1, 0, 0]);
    // Two rows of two pixels, 12 bytes apart, without padding at the end: 20 bytes.
    let pixels: Vec<u8> = (100..120).collect();
    let header: Vec<u8> = [1_u32, 0, 12, 0, 1, 1, 0, 2, 2, 1, 20]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .collect();
    client.send_bytes(11 + 5, Vcmd::TransferPut, &[&header[..], &pixels].concat());
    client.send(Vcmd::TransferGet, &[1, 0, 16, 0, 0, 0, 0, 4, 4, 1, 64]);
    let mut back = [0; 64];
    client.socket.read_exact(&mut back).unwrap();
    let mut expected = [0; 64];
    expected[20..28].copy_from_slice(&pixels[..8]);
    expected[36..44].copy_from_slice(&pixels[12..]);
    assert_eq!(back, expected);
    // What does not fit is answered all the same.
    client.send(Vcmd::TransferGet, &[1, 0, 16, 0, 0, 0, 0, 5, 4, 1, 8]);
    let mut back = [1; 8];
    client.socket.read_exact(&mut back).unwrap();
    assert_eq!(back, [0; 8]);
    client.end().0.unwrap();
}

#[test]
fn query_results_reach_both_kinds_of_clients() {
    use std::os::unix::fs::FileExt;
    let commands = stream(&[
        (Ccmd::CreateObject, ObjectType::Query as u8, &[5, 0, 0, 9]),
        (Ccmd::BeginQuery, 0, &[5]),
        (Ccmd::EndQuery, 0, &[5]),
        (Ccmd::GetQueryResult, 0, &[5, 0]),
    ]);
    let mut client = Client::ready();
    client.send(Vcmd::ResourceCreate2, &[9, 0, 64, 1 << 17, 16, 1, 1, 1, 0, 0, 16]);
    let memory = std::fs::File::from(client.fd());
    client.send(Vcmd::SubmitCmd, &commands);
    client.idle();
    let mut state = [0; 16];
    memory.read_exact_at(&mut state, 0).unwrap();
    assert_eq!(state[..8], [1, 0, 0, 0, 4, 0, 0, 0]);
    client.end().0.unwrap();

    let mut client = Client::ready();
    client.send(Vcmd::ResourceCreate, &[9, 0, 64, 1 << 17, 16, 1, 1, 1, 0, 0]);
    client.send(Vcmd::SubmitCmd, &commands);
    client.send(Vcmd::TransferGet, &[9, 0, 0, 0, 0, 0, 0, 16, 1, 1, 16]);
    client.socket.read_exact(&mut state).unwrap();
    assert_eq!(state[..8], [1, 0, 0, 0, 4, 0, 0, 0]);
    client.end().0.unwrap();
}

#[test]
fn a_lost_context_does_not_end_the_connection() {
    let mut client = Client::ready();
    client.send(Vcmd::SubmitCmd, &stream(&[(Ccmd::BindShader, 0, &[1, 99])]));
    client.send(Vcmd::SubmitCmd, &stream(&[(Ccmd::Nop, 0, &[])]));
    client.idle();
    let (result, stats) = client.end();
    result.unwrap();
    assert_eq!(stats.totals().contexts_lost, 1);
    assert_eq!(stats.totals().streams, 2);
}

#[test]
fn what_is_not_of_the_protocol_ends_the_connection() {
    let hello: &[u8] = &[
        8, 0, 0, 0, 8, 0, 0, 0, b'p', b'r', b'o', b'g', b'r', b'a', b'm', 0,
    ];
    let message = |words: &[u32]| {
        words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    let cases = [
        message(&[0, 0]),
        message(&[0, 15]),
        message(&[0, u32::MAX]),
        message(&[u32::MAX, 8]),
        message(&[8, 8, 1, 2]),
        message(&[9, 2, 1, 2, 1, 10, 4, 4, 1, 1, 0]),
        message(&[10, 2, 0, 2, 1, 10, 4, 4, 1, 1, 0, 0]),
        message(&[10, 2, 1, 2, 1, 10, 4, 99999, 1, 1, 0, 0]),
        message(&[11, 12, 1, 2, 1, 10, 4, 4, 1, 1, 0, 0, u32::MAX]),
        message(&[11, 12, 1, 0, 64, 16, 1 << 30, 1, 1, 1, 0, 0, 8]),
        message(&[(1 << 20) + 1, 6]),
        message(&[u32::MAX, 6]),
        message(&[11, 4, 77, 0, 0, 0, 0, 0, 0, 1, 1, 1, 4]),
        message(&[10, 13, 77, 0, 0, 0, 0, 1, 1, 1, 4, 0]),
        message(&[3, 7, 0, 0, 0]),
        message(&[2, 11, 2, 2]),
    ];
    for case in cases {
        let mut client = Client::new();
        let _ = client.socket.write_all(&[hello, &case].concat());
        let (result, stats) = client.end();
        assert!(result.is_err(), "{case:?}");
        assert_eq!(stats.totals().clients_refused, 1);
    }
    // Nothing but questions before CREATE_RENDERER.
    let mut client = Client::new();
    client.send(Vcmd::SubmitCmd, &[0]);
    assert!(matches!(
        client.end().0,
        Err(ClientError::NoRenderer(Vcmd::SubmitCmd))
    ));
}

#[test]
fn clients_that_vanish_anywhere_are_only_gone() {
    let whole: Vec<u8> = {
        let message = |words: &[u32]| {
            words
                .iter()
                .flat_map(|word| word.to_le_bytes())
                .collect::<Vec<u8>>()
        };
        [
            vec![
                8, 0, 0, 0, 8, 0, 0, 0, b'p', b'r', b'o', b'g', b'r', b'a', b'm', 0,
            ],
            message(&[11, 12, 1, 2, 1, 10, 4, 4, 1, 1, 0, 0, 64]),
            message(&[26, 14, 1, 0, 0, 0, 0, 4, 4, 1, 64, 0]),
            message(&[3, 6]),
            message(&stream(&[(Ccmd::CreateSubCtx, 0, &[1]), (Ccmd::Nop, 0, &[])])),
            message(&[10, 13, 1, 0, 0, 0, 0, 4, 4, 1, 64, 0]),
        ]
        .concat()
    };
    for end in 0..=whole.len() {
        let mut client = Client::new();
        client.socket.write_all(&whole[..end]).unwrap();
        let (result, stats) = client.end();
        result.unwrap_or_else(|error| panic!("after {end} bytes: {error}"));
        assert_eq!(stats.totals().clients_refused, 0);
    }
}

#[test]
fn memory_comes_back_however_often_it_is_taken() {
    let mut client = Client::ready();
    for round in 0..3000 {
        // 1 MiB of shared memory and of texture, of 16 MiB.
        client.send(
            Vcmd::ResourceCreate2,
            &[1 + round, 2, 1, 10, 512, 512, 1, 1, 0, 0, 1 << 20],
        );
        drop(client.fd());
        client.send(Vcmd::ResourceUnref, &[1 + round]);
        client.send(Vcmd::ResourceUnref, &[1 + round]);
    }
    client.idle();
    client.end().0.unwrap();
}

#[test]
fn many_clients_at_once_do_not_disturb_each_other() {
    static SERVED: AtomicUsize = AtomicUsize::new(0);
    let threads: Vec<_> = (0..16)
        .map(|index| {
            thread::spawn(move || {
                use std::os::unix::fs::FileExt;
                let mut client = Client::ready();
                if index % 4 == 3 {
                    // One in four misbehaves.
                    client.send(Vcmd::SubmitCmd, &[0xffff_00ff]);
                }
                let memory = client.texture(1);
                let pixels = [index as u8 + 1; 64];
                for _ in 0..50 {
                    memory.write_all_at(&pixels, 0).unwrap();
                    client.send(Vcmd::TransferPut2, &[1, 0, 0, 0, 0, 4, 4, 1, 64, 0]);
                    client.idle();
                    memory.write_all_at(&[0; 64], 0).unwrap();
                    client.send(Vcmd::TransferGet2, &[1, 0, 0, 0, 0, 4, 4, 1, 64, 0]);
                    client.idle();
                    let mut back = [0; 64];
                    memory.read_exact_at(&mut back, 0).unwrap();
                    assert_eq!(back, pixels);
                }
                client.end().0.unwrap();
                SERVED.fetch_add(1, Ordering::Relaxed);
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(SERVED.load(Ordering::Relaxed), 16);
}

#[test]
fn a_signal_ends_the_server_soon_and_leaves_its_numbers() {
    let directory = std::env::temp_dir().join(format!("vtest-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let (socket, stats) = (directory.join("socket"), directory.join("stats.json"));
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_vhost-wgpu"))
        .args(["vtest", "--dry-run", "--socket-path"])
        .arg(&socket)
        .arg("--stats")
        .arg(&stats)
        .spawn()
        .unwrap();
    let client = loop {
        match UnixStream::connect(&socket) {
            Ok(client) => break client,
            Err(_) => thread::sleep(Duration::from_millis(5)),
        }
    };
    thread::sleep(Duration::from_millis(100));
    let begin = std::time::Instant::now();
    let pid = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(server.wait().unwrap().success());
    assert!(begin.elapsed() < Duration::from_secs(5));
    let text = std::fs::read_to_string(&stats).unwrap();
    assert!(text.contains("\"clients\": 1"), "{text}");
    assert!(!socket.exists());
    drop(client);
    std::fs::remove_dir_all(&directory).unwrap();
}
