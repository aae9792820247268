//! What a client sends, in large reads.

use std::{io, io::Read, os::fd::AsFd};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use zerocopy::{FromBytes, IntoBytes};

/// Bytes that are read ahead: more than a frame's commands of most programs.
const BUFFER_BYTES: usize = 64 << 10;

/// A client's bytes. What is long is read where it belongs, without being copied.
#[derive(Debug)]
pub(super) struct Input<R> {
    source: R,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
}

impl<R: Read> Input<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; BUFFER_BYTES].into(),
            start: 0,
            end: 0,
        }
    }

    /// Whether more comes: waits for it. `false` is the end.
    pub(super) fn has_more(&mut self) -> io::Result<bool> {
        while self.start == self.end {
            match self.source.read(&mut self.buffer) {
                Ok(0) => return Ok(false),
                Ok(count) => (self.start, self.end) = (0, count),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Whether a read would not wait.
    pub(super) fn is_ready(&self) -> io::Result<bool>
    where
        R: AsFd,
    {
        if self.start < self.end {
            return Ok(true);
        }
        let mut fds = [PollFd::new(&self.source, PollFlags::IN)];
        Ok(poll(&mut fds, Some(&Timespec::default()))? > 0)
    }

    /// Fills `out`.
    pub(super) fn fill(&mut self, mut out: &mut [u8]) -> io::Result<()> {
        while !out.is_empty() {
            let ahead = &self.buffer[self.start..self.end];
            if ahead.is_empty() && out.len() >= self.buffer.len() {
                return self.source.read_exact(out);
            }
            if ahead.is_empty() && !self.has_more()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let ahead = &self.buffer[self.start..self.end];
            let count = ahead.len().min(out.len());
            let (now, later) = out.split_at_mut(count);
            now.copy_from_slice(&ahead[..count]);
            self.start += count;
            out = later;
        }
        Ok(())
    }

    /// A structure.
    pub(super) fn take<T: FromBytes + IntoBytes>(&mut self) -> io::Result<T> {
        let mut value = T::new_zeroed();
        self.fill(value.as_mut_bytes())?;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte more with each read.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            let count = self.1.min(self.0.len()).min(out.len());
            out[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    #[test]
    fn pieces_of_any_size_come_in_order_and_the_end_is_an_end() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|i| (i * 7 + i / 256) as u8).collect();
        let mut input = Input::new(Trickle(&bytes, 0));
        let mut at = 0;
        for length in [1, 0, 3, 70_000, 12, 100_000, 5, 65_536] {
            let mut out = vec![0; length];
            input.fill(&mut out).unwrap();
            assert_eq!(out, bytes[at..at + length]);
            at += length;
        }
        let mut rest = vec![0; bytes.len() - at];
        input.fill(&mut rest).unwrap();
        assert!(!input.has_more().unwrap());
        assert_eq!(
            input.fill(&mut [0]).unwrap_err().kind(),
            io::ErrorKind::UnexpectedEof
        );
    }
}
