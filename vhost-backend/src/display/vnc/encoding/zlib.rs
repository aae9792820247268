//! The zlib streams of ZRLE and Tight: each goes on for as long as its client, and is flushed after each rectangle.

use flate2::{Compress, Compression, FlushCompress, Status};

/// How hard to compress unless the client says otherwise: beyond it, time grows faster than bytes shrink.
pub(super) const DEFAULT_LEVEL: u32 = 2;

/// A stream that is made when it is first used.
#[derive(Debug, Default)]
pub(super) struct Stream(Option<Compress>);

impl Stream {
    /// Appends what a client needs to read `bytes` to `out`. The level counts when the stream begins.
    pub(super) fn compress(&mut self, bytes: &[u8], level: u32, out: &mut Vec<u8>) {
        let stream = self
            .0
            .get_or_insert_with(|| Compress::new(Compression::new(level), true));
        let start = stream.total_in();
        // Room for what cannot be compressed, so that one call is enough as a rule.
        out.reserve(bytes.len() + bytes.len() / 1000 + 64);
        loop {
            let done = (stream.total_in() - start) as usize;
            let status = stream
                .compress_vec(&bytes[done..], out, FlushCompress::Sync)
                .expect("a stream that is not finished takes bytes");
            debug_assert_ne!(status, Status::StreamEnd);
            // All is flushed when there is room left behind it.
            if stream.total_in() - start == bytes.len() as u64 && out.len() < out.capacity() {
                return;
            }
            out.reserve(4096);
        }
    }
}
