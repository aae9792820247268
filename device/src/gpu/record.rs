//! A [`HostGpu`](super::HostGpu) that writes calls as text.
