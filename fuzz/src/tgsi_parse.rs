//! Shader text: any bytes are read or refused, in a time that their length bounds.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Processor time for the longest input, several times what one of nothing but instructions takes with every check
/// and counter compiled in.
const TIME_MAX: Duration = Duration::from_millis(500);

/// Reads the bytes as text.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let start = processor_time();
    let shader = tgsi::parse(&text);
    let took = processor_time().saturating_sub(start);
    assert!(took < TIME_MAX, "{} bytes took {took:?}", text.len());
    if let Some((before, _)) = text.split_once('\0') {
        assert_eq!(tgsi::parse(before), shader, "a NUL ends the text");
    }
    match shader {
        Ok(shader) => {
            let registers = shader.info.inputs.len().max(shader.info.outputs.len());
            assert!(registers <= tgsi::limits::INTERFACE_REGISTERS as usize);
            assert!(shader.info.samplers.len() <= tgsi::limits::SAMPLERS as usize);
        }
        Err(error) => {
            let lines = text.matches('\n').count() + 1;
            assert!((1..=lines).contains(&(error.line as usize)), "{error}");
            assert!(error.token.chars().count() <= 32, "{error}");
        }
    }
}

/// What this thread has used: other programs do not count.
fn processor_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}
