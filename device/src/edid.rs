//! stub until merge
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mode {
    pub width: u32,
    pub height: u32,
    pub refresh_mhz: u32,
}
impl Mode {
    pub const fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            refresh_mhz: 60000,
        }
    }
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edid(Vec<u8>);
impl Edid {
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}
pub fn edid(_mode: Mode, _serial: u32) -> Edid {
    Edid(vec![0; 128])
}
