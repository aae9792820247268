//! Who may connect: the password of VNC authentication (RFC 6143 §7.2.2), and how often it may be guessed.

use std::{
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use des::{
    Des,
    cipher::{BlockCipherEncrypt, KeyInit},
};

/// The protocol looks at no more of a password.
pub const MAX_PASSWORD_BYTES: usize = 8;

/// Bytes that a client encrypts with the password.
pub const CHALLENGE_BYTES: usize = 16;

/// A challenge, or the response to it.
pub type Challenge = [u8; CHALLENGE_BYTES];

/// Wrong passwords from one place before it has to wait: people mistype.
const FREE_FAILURES: u32 = 5;

/// The first wait. It doubles with each further wrong password, up to [`MAX_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(10);
const MAX_WAIT: Duration = Duration::from_secs(3600);

/// Places whose failures are remembered. With more, the one that failed longest ago is forgotten.
const MAX_PLACES: usize = 1024;

/// A password as the protocol knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password([u8; MAX_PASSWORD_BYTES]);

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// The first line of a password file.
    ///
    /// # Errors
    /// A sentence, if there is none, or it is longer than the protocol can tell.
    pub fn from_file(text: &str) -> Result<Self, String> {
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() {
            return Err("the first line is empty".into());
        }
        if line.len() > MAX_PASSWORD_BYTES {
            return Err(format!(
                "the protocol looks at {MAX_PASSWORD_BYTES} bytes of a password, and this one has {}",
                line.len()
            ));
        }
        let mut password = [0; MAX_PASSWORD_BYTES];
        password[..line.len()].copy_from_slice(line.as_bytes());
        Ok(Self(password))
    }

    /// The response that only who knows the password gives to `challenge`.
    pub fn response(&self, challenge: &Challenge) -> Challenge {
        // The bits of each byte of the key are the other way round, as nowhere else.
        let cipher = Des::new(&self.0.map(u8::reverse_bits).into());
        let mut response = *challenge;
        for block in response.as_chunks_mut::<8>().0 {
            let mut encrypted = (*block).into();
            cipher.encrypt_block(&mut encrypted);
            *block = encrypted.into();
        }
        response
    }

    /// Whether `response` is that to `challenge`. Takes as long for a wrong one.
    pub fn accepts(&self, challenge: &Challenge, response: &Challenge) -> bool {
        let right = self.response(challenge);
        let difference = right.iter().zip(response).fold(0, |sum, (a, b)| sum | (a ^ b));
        difference == 0
    }
}

/// Where a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On this machine, by a Unix socket.
    Local,
    /// At this address; a network of 64 bits is one place.
    Address(IpAddr),
}

impl Place {
    /// The place of a client at that address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::Address(address.into()),
            IpAddr::V6(address) => {
                let network = address.to_bits() >> 64 << 64;
                Self::Address(IpAddr::V6(network.into()))
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    place: Place,
    count: u32,
    last: Instant,
}

impl Failures {
    fn wait(&self) -> Duration {
        match self.count.checked_sub(FREE_FAILURES) {
            None => Duration::ZERO,
            Some(more) => FIRST_WAIT.saturating_mul(1 << more.min(16)).min(MAX_WAIT),
        }
    }
}

/// Counts wrong passwords.
#[derive(Debug, Default)]
pub struct Gate(Mutex<Vec<Failures>>);

impl Gate {
    /// Whether a client at `place` may try a password.
    pub fn is_open(&self, place: Place, now: Instant) -> bool {
        self.with(place, |failures| {
            failures.is_none_or(|failures| now.saturating_duration_since(failures.last) >= failures.wait())
        })
    }

    /// A wrong password came from `place`.
    pub fn failed(&self, place: Place, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failures) = all.iter_mut().find(|failures| failures.place == place) {
            // Whoever has kept quiet for the longest wait begins anew.
            if now.saturating_duration_since(failures.last) > MAX_WAIT {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
            return;
        }
        if all.len() == MAX_PLACES
            && let Some((oldest, _)) = all.iter().enumerate().min_by_key(|(_, failures)| failures.last)
        {
            all.swap_remove(oldest);
        }
        all.push(Failures {
            place,
            count: 1,
            last: now,
        });
    }

    /// The right password came from `place`.
    pub fn passed(&self, place: Place) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|failures| failures.place != place);
    }

    fn with<T>(&self, place: Place, look: impl FnOnce(Option<&Failures>) -> T) -> T {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        look(all.iter().find(|failures| failures.place == place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By OpenSSL's DES in ECB mode, with the bits of each byte of the key the other way round.
    #[test]
    fn the_response_is_what_other_implementations_give() {
        let password = Password::from_file("secret\nnot this\n").unwrap();
        let challenge: Challenge = std::array::from_fn(|index| index as u8);
        let response = password.response(&challenge);
        let expected = [
            0xee, 0x22, 0x53, 0x9f, 0x33, 0xa5, 0x98, 0x3e, 0xc1, 0x2f, 0x9c, 0x2e, 0xdb, 0xc9, 0x95, 0xdd,
        ];
        assert_eq!(response, expected);
        assert!(password.accepts(&challenge, &response));
        assert!(
            !Password::from_file("secres")
                .unwrap()
                .accepts(&challenge, &response)
        );
    }

    #[test]
    fn passwords_that_the_protocol_cannot_tell_are_refused() {
        assert!(Password::from_file("12345678").is_ok());
        for bad in ["", "\nsecret", "123456789"] {
            assert!(Password::from_file(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn wrong_passwords_close_the_gate_for_longer_and_longer_to_their_place_alone() {
        let gate = Gate::default();
        let (place, other) = (Place::Local, Place::of([192, 0, 2, 1].into()));
        let start = Instant::now();
        for _ in 0..FREE_FAILURES {
            assert!(gate.is_open(place, start));
            gate.failed(place, start);
        }
        assert!(!gate.is_open(place, start));
        assert!(gate.is_open(other, start));
        let later = start + FIRST_WAIT;
        assert!(gate.is_open(place, later));
        gate.failed(place, later);
        assert!(!gate.is_open(place, later + FIRST_WAIT));
        assert!(gate.is_open(place, later + 2 * FIRST_WAIT));
        gate.passed(place);
        assert!(gate.is_open(place, later));
    }

    #[test]
    fn what_is_remembered_is_bounded_and_a_network_is_one_place() {
        let gate = Gate::default();
        let start = Instant::now();
        for number in 0..10_000u32 {
            gate.failed(
                Place::of(IpAddr::V4(number.into())),
                start + Duration::from_millis(number.into()),
            );
        }
        assert_eq!(gate.0.lock().unwrap().len(), MAX_PLACES);
        let host = |low: u16| Place::of(IpAddr::from([0x2001, 0xdb8, 1, 2, 0, 0, 0, low]));
        assert_eq!(host(1), host(2));
        assert_eq!(
            Place::of("::ffff:192.0.2.1".parse().unwrap()),
            Place::of([192, 0, 2, 1].into())
        );
    }
}
