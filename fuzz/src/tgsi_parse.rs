//! Shader text: any bytes are read or refused, in a time that their length bounds.

use std::time::{Duration, Instant};

/// For the longest input: several times what one of nothing but instructions takes with every check and counter
/// compiled in.
const TIME_MAX: Duration = Duration::from_millis(500);

/// Reads the bytes as text.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // Other programs may take the processor away, but not each time.
    let (shader, _) = (0..3)
        .map(|_| parse(&text))
        .find(|(_, took)| *took < TIME_MAX)
        .unwrap_or_else(|| panic!("{} bytes take longer than {TIME_MAX:?}", text.len()));
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

fn parse(text: &str) -> (Result<tgsi::Shader, tgsi::ParseError>, Duration) {
    let start = Instant::now();
    let shader = tgsi::parse(text);
    (shader, start.elapsed())
}
