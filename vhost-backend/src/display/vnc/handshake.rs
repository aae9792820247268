//! From the first byte to ClientInit: versions and security (RFC 6143 §7.1 to §7.3, and rfbproto for VeNCrypt). Bytes in,
//! bytes out: it knows of no socket.

use std::{sync::Arc, time::Instant};

use super::{
    auth::{CHALLENGE_BYTES, Challenge, Gate, Password, Place},
    protocol::{Input, ProtocolError},
};

const VERSION: &[u8; 12] = b"RFB 003.008\n";

const SECURITY_NONE: u8 = 1;
const SECURITY_VNC: u8 = 2;
const SECURITY_VENCRYPT: u8 = 19;

/// Certificates without and with a password inside.
const VENCRYPT_X509_NONE: u32 = 260;
const VENCRYPT_X509_VNC: u32 = 261;

/// What clients have to show.
#[derive(Debug, Default)]
pub struct Security {
    /// The password, if one is needed.
    pub password: Option<Password>,
    /// Whether they have to speak TLS.
    pub needs_tls: bool,
    /// Who tried wrong passwords.
    pub gate: Gate,
}

/// The protocol's versions that differ in something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    V3_3,
    V3_7,
    V3_8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Version,
    SecurityType,
    VencryptVersion,
    VencryptSubtype,
    /// TLS is about to begin: the rest of the input belongs to it.
    Tls,
    Response(Challenge),
    ClientInit,
}

/// What a step of the handshake has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// More bytes are needed.
    Incomplete,
    /// It goes on.
    Continue,
    /// TLS begins with the next byte, in either direction. [`Handshake::tls_began`] is to be called then.
    StartTls,
    /// The client is in.
    Done,
}

/// A client that is not in yet.
#[derive(Debug)]
pub struct Handshake {
    security: Arc<Security>,
    place: Place,
    /// Whether all bytes are encrypted by a layer below.
    is_encrypted: bool,
    version: Version,
    state: State,
}

impl Handshake {
    /// Begins; the server speaks first. `is_encrypted` says that the connection uses TLS already.
    pub fn new(security: Arc<Security>, place: Place, is_encrypted: bool, out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(VERSION);
        Self {
            security,
            place,
            is_encrypted,
            version: Version::V3_8,
            state: State::Version,
        }
    }

    /// Takes the next message, if it is there in full.
    ///
    /// # Errors
    /// If the client is not let in, or does not speak the protocol. What it is to be told is in `out`.
    pub fn step(
        &mut self,
        input: &mut Input,
        now: Instant,
        out: &mut Vec<u8>,
    ) -> Result<Step, ProtocolError> {
        match self.state {
            State::Version => {
                let Some(bytes) = input.take::<12>() else {
                    return Ok(Step::Incomplete);
                };
                self.version = parse_version(&bytes)?;
                self.offer(now, out)
            }
            State::SecurityType => {
                let Some([chosen]) = input.take::<1>() else {
                    return Ok(Step::Incomplete);
                };
                if chosen != self.offered() {
                    return Err(self.refuse("that security type was not offered", out));
                }
                self.begin(chosen, out)
            }
            State::VencryptVersion => {
                let Some([major, minor]) = input.take::<2>() else {
                    return Ok(Step::Incomplete);
                };
                self.choose_vencrypt(major, minor, out)
            }
            State::VencryptSubtype => {
                let Some(bytes) = input.take::<4>() else {
                    return Ok(Step::Incomplete);
                };
                if u32::from_be_bytes(bytes) != self.vencrypt_subtype() {
                    out.push(0);
                    return Err(ProtocolError::Security("an unknown subtype of VeNCrypt"));
                }
                out.push(1);
                self.state = State::Tls;
                Ok(Step::StartTls)
            }
            State::Tls => Ok(Step::Incomplete),
            State::Response(challenge) => {
                let Some(response) = input.take::<CHALLENGE_BYTES>() else {
                    return Ok(Step::Incomplete);
                };
                self.judge(&challenge, &response, now, out)
            }
            State::ClientInit => {
                // The byte says whether others may stay: they do in any case.
                match input.take::<1>() {
                    Some(_) => Ok(Step::Done),
                    None => Ok(Step::Incomplete),
                }
            }
        }
    }

    /// The layer below has begun to encrypt, as [`Step::StartTls`] asked for.
    pub fn tls_began(&mut self, out: &mut Vec<u8>) -> Result<(), ProtocolError> {
        self.is_encrypted = true;
        self.authenticate(out).map(drop)
    }

    /// The one security type that clients are to choose.
    fn offered(&self) -> u8 {
        if self.security.needs_tls && !self.is_encrypted {
            SECURITY_VENCRYPT
        } else if self.security.password.is_some() {
            SECURITY_VNC
        } else {
            SECURITY_NONE
        }
    }

    fn offer(&mut self, now: Instant, out: &mut Vec<u8>) -> Result<Step, ProtocolError> {
        let offered = self.offered();
        let is_old = self.version == Version::V3_3;
        let problem = if self.security.password.is_some() && !self.security.gate.is_open(self.place, now) {
            Some("too many wrong passwords: try again later")
        } else if is_old && offered == SECURITY_VENCRYPT {
            Some("this server needs TLS, of which version 3.3 of the protocol knows nothing")
        } else {
            None
        };
        if let Some(problem) = problem {
            // No type, and why.
            out.extend_from_slice(if is_old { &[0; 4][..] } else { &[0] });
            append_reason(problem, out);
            return Err(ProtocolError::Security(problem));
        }
        if is_old {
            // The server decides.
            out.extend_from_slice(&u32::from(offered).to_be_bytes());
            return self.begin(offered, out);
        }
        out.extend_from_slice(&[1, offered]);
        self.state = State::SecurityType;
        Ok(Step::Continue)
    }

    fn begin(&mut self, chosen: u8, out: &mut Vec<u8>) -> Result<Step, ProtocolError> {
        if chosen == SECURITY_VENCRYPT {
            out.extend_from_slice(&[0, 2]);
            self.state = State::VencryptVersion;
            return Ok(Step::Continue);
        }
        self.authenticate(out)
    }

    fn choose_vencrypt(&mut self, major: u8, minor: u8, out: &mut Vec<u8>) -> Result<Step, ProtocolError> {
        if (major, minor) != (0, 2) {
            out.push(1);
            return Err(ProtocolError::Security("an unknown version of VeNCrypt"));
        }
        out.extend_from_slice(&[0, 1]);
        out.extend_from_slice(&self.vencrypt_subtype().to_be_bytes());
        self.state = State::VencryptSubtype;
        Ok(Step::Continue)
    }

    fn vencrypt_subtype(&self) -> u32 {
        match self.security.password {
            Some(_) => VENCRYPT_X509_VNC,
            None => VENCRYPT_X509_NONE,
        }
    }

    /// Asks for the password, if there is one.
    fn authenticate(&mut self, out: &mut Vec<u8>) -> Result<Step, ProtocolError> {
        if self.security.password.is_some() {
            let challenge = random_challenge()?;
            out.extend_from_slice(&challenge);
            self.state = State::Response(challenge);
        } else {
            // Before version 3.8, nobody is told that nothing was asked.
            if self.version == Version::V3_8 {
                out.extend_from_slice(&[0; 4]);
            }
            self.state = State::ClientInit;
        }
        Ok(Step::Continue)
    }

    fn judge(
        &mut self,
        challenge: &Challenge,
        response: &Challenge,
        now: Instant,
        out: &mut Vec<u8>,
    ) -> Result<Step, ProtocolError> {
        // The gate may have closed since: each of many connections at once would have a try.
        let gate = &self.security.gate;
        let is_right = gate.is_open(self.place, now)
            && self
                .security
                .password
                .as_ref()
                .is_some_and(|password| password.accepts(challenge, response));
        if !is_right {
            gate.failed(self.place, now);
            return Err(self.refuse("wrong password", out));
        }
        gate.passed(self.place);
        out.extend_from_slice(&[0; 4]);
        self.state = State::ClientInit;
        Ok(Step::Continue)
    }

    /// SecurityResult, with the reason where the version has one.
    fn refuse(&self, why: &'static str, out: &mut Vec<u8>) -> ProtocolError {
        out.extend_from_slice(&1u32.to_be_bytes());
        if self.version == Version::V3_8 {
            append_reason(why, out);
        }
        ProtocolError::Security(why)
    }
}

fn append_reason(why: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&(why.len() as u32).to_be_bytes());
    out.extend_from_slice(why.as_bytes());
}

/// RFC 6143 §7.1.1: unknown versions below 3.8 count as 3.3. Those above can do what 3.8 can.
fn parse_version(bytes: &[u8; 12]) -> Result<Version, ProtocolError> {
    let number = |bytes: &[u8]| -> Option<u32> {
        let is_number = bytes.iter().all(u8::is_ascii_digit);
        std::str::from_utf8(bytes)
            .ok()
            .filter(|_| is_number)?
            .parse()
            .ok()
    };
    let is_version = bytes.starts_with(b"RFB ") && bytes[7] == b'.' && bytes[11] == b'\n';
    match (is_version, number(&bytes[4..7]), number(&bytes[8..11])) {
        (true, Some(3), Some(7)) => Ok(Version::V3_7),
        (true, Some(3), Some(minor)) if minor < 8 => Ok(Version::V3_3),
        (true, Some(3..), Some(_)) => Ok(Version::V3_8),
        _ => Err(ProtocolError::Version(*bytes)),
    }
}

fn random_challenge() -> Result<Challenge, ProtocolError> {
    let mut challenge = [0; CHALLENGE_BYTES];
    match rustix::rand::getrandom(&mut challenge, rustix::rand::GetRandomFlags::empty()) {
        Ok(CHALLENGE_BYTES) => Ok(challenge),
        Ok(_) | Err(_) => Err(ProtocolError::Security("the kernel has no random numbers")),
    }
}
