//! A connection to a VNC server.

use std::{
    io::{Read, Write},
    net::TcpStream,
    os::unix::net::UnixStream,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Decoder, Format, encoding};
use crate::{
    ensure, ensure_eq, fail,
    frontend::{Failure, Result, oracle::Picture},
};

/// How long an answer may take.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// A socket of any kind.
pub trait Socket: Read + Write + Send {
    /// How long a read may wait.
    ///
    /// # Errors
    /// If the kernel refuses.
    fn set_timeout(&self, time: Duration) -> Result<()>;
}

impl Socket for UnixStream {
    fn set_timeout(&self, time: Duration) -> Result<()> {
        Ok(self.set_read_timeout(Some(time))?)
    }
}

impl Socket for TcpStream {
    fn set_timeout(&self, time: Duration) -> Result<()> {
        Ok(self.set_read_timeout(Some(time))?)
    }
}

/// What came in one update.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Rectangles with pixels: place and size.
    pub rects: Vec<(u32, u32, u32, u32)>,
    /// Pseudo-encodings.
    pub pseudo: Vec<i32>,
    /// Of the last ExtendedDesktopSize: reason and result.
    pub resize: Option<(u32, u32)>,
}

impl Update {
    /// How many pixels came.
    pub fn pixels(&self) -> u64 {
        self.rects
            .iter()
            .map(|(_, _, width, height)| u64::from(width * height))
            .sum()
    }
}

/// A pointer's picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The pixels.
    pub picture: Picture,
    /// Which of them are to be seen.
    pub mask: Vec<bool>,
    /// The hot spot.
    pub hot: (u32, u32),
}

/// A client that was let in.
pub struct Client {
    socket: Box<dyn Socket>,
    decoder: Decoder,
    /// What it has seen.
    pub picture: Picture,
    /// The server's name for itself.
    pub name: String,
    /// The guest's pointer, if it was told of it.
    pub cursor: Option<Cursor>,
    /// The screens: number, place and size.
    pub screens: Vec<(u32, u32, u32, u32, u32)>,
}

/// How security went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The client is in.
    Open,
    /// It is not, for this reason if the version tells one.
    Refused(String),
}

/// Answers a challenge.
pub type Respond<'a> = &'a dyn Fn([u8; 16]) -> [u8; 16];

impl Client {
    /// Connects to a Unix socket, with version 3.8 and without a password.
    ///
    /// # Errors
    /// If nobody listens, or lets us in.
    pub fn connect(path: &Path) -> Result<Self> {
        let end = Instant::now() + DEADLINE;
        let socket = loop {
            match UnixStream::connect(path) {
                Ok(socket) => break socket,
                Err(error) if Instant::now() > end => fail!("{}: {error}", path.display()),
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        Self::over(Box::new(socket))
    }

    /// Begins on a socket, with version 3.8 and without a password.
    ///
    /// # Errors
    /// If it is not let in.
    pub fn over(mut socket: Box<dyn Socket>) -> Result<Self> {
        socket.set_timeout(DEADLINE)?;
        match shake_hands(&mut *socket, 8, None)? {
            Entry::Open => Self::start(socket),
            Entry::Refused(why) => fail!("the server refused us: {why}"),
        }
    }

    /// Begins on a socket where [`shake_hands`] went well.
    ///
    /// # Errors
    /// If the server does not say what it has to.
    pub fn start(mut socket: Box<dyn Socket>) -> Result<Self> {
        socket.write_all(&[1])?;
        let (width, height) = (read_u16(&mut socket)?, read_u16(&mut socket)?);
        let format: [u8; 16] = read(&mut socket)?;
        ensure_eq!(
            &format[..],
            &Format::BGRX.to_wire()[..],
            "the server's own format"
        );
        let len = u32::from_be_bytes(read(&mut socket)?);
        ensure!(len < 1000, "a name of {len} bytes");
        let mut name = vec![0; len as usize];
        socket.read_exact(&mut name)?;
        Ok(Self {
            socket,
            decoder: Decoder::new(Format::BGRX),
            picture: Picture::new(width.into(), height.into()),
            name: String::from_utf8_lossy(&name).into_owned(),
            cursor: None,
            screens: Vec::new(),
        })
    }

    /// The socket.
    pub fn socket(&mut self) -> &mut dyn Socket {
        &mut *self.socket
    }

    /// SetPixelFormat.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn set_format(&mut self, format: Format) -> Result<()> {
        self.decoder.set_format(format);
        self.socket
            .write_all(&[&[0; 4][..], &format.to_wire()].concat())?;
        Ok(())
    }

    /// SetEncodings.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn set_encodings(&mut self, encodings: &[i32]) -> Result<()> {
        let mut message = vec![2, 0];
        message.extend((encodings.len() as u16).to_be_bytes());
        message.extend(encodings.iter().flat_map(|number| number.to_be_bytes()));
        self.socket.write_all(&message)?;
        Ok(())
    }

    /// FramebufferUpdateRequest for everything.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn request(&mut self, incremental: bool) -> Result<()> {
        let (width, height) = (self.picture.width as u16, self.picture.height as u16);
        self.request_part(incremental, (0, 0, width, height))
    }

    /// FramebufferUpdateRequest for a part.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn request_part(
        &mut self,
        incremental: bool,
        (x, y, width, height): (u16, u16, u16, u16),
    ) -> Result<()> {
        let mut message = vec![3, incremental.into()];
        message.extend([x, y, width, height].iter().flat_map(|side| side.to_be_bytes()));
        self.socket.write_all(&message)?;
        Ok(())
    }

    /// KeyEvent.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn key(&mut self, down: bool, keysym: u32) -> Result<()> {
        let [a, b, c, d] = keysym.to_be_bytes();
        self.socket.write_all(&[4, down.into(), 0, 0, a, b, c, d])?;
        Ok(())
    }

    /// PointerEvent.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn pointer(&mut self, buttons: u8, x: u16, y: u16) -> Result<()> {
        let ([xh, xl], [yh, yl]) = (x.to_be_bytes(), y.to_be_bytes());
        self.socket.write_all(&[5, buttons, xh, xl, yh, yl])?;
        Ok(())
    }

    /// SetDesktopSize with one screen.
    ///
    /// # Errors
    /// If the connection is gone.
    pub fn resize(&mut self, width: u16, height: u16) -> Result<()> {
        let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
        let mut message = vec![251, 0, w[0], w[1], h[0], h[1], 1, 0];
        message.extend([0, 0, 0, 0, 0, 0, 0, 0, w[0], w[1], h[0], h[1], 0, 0, 0, 0]);
        self.socket.write_all(&message)?;
        Ok(())
    }

    /// Reads the next update, and puts it in the picture.
    ///
    /// # Errors
    /// If none comes in time, or it is not well-formed.
    pub fn update(&mut self) -> Result<Update> {
        loop {
            match read::<1>(&mut self.socket)? {
                [0] => break,
                [1] => {
                    let [_, _, _, high, low] = read(&mut self.socket)?;
                    let count = usize::from(u16::from_be_bytes([high, low]));
                    self.socket.read_exact(&mut vec![0; count * 6])?;
                }
                [number] => fail!("message {number} of the server"),
            }
        }
        read::<1>(&mut self.socket)?;
        let count = read_u16(&mut self.socket)?;
        let mut update = Update::default();
        for _ in 0..count {
            self.rect(&mut update)?;
        }
        Ok(update)
    }

    fn rect(&mut self, update: &mut Update) -> Result<()> {
        let mut sides = [0; 4];
        for side in &mut sides {
            *side = u32::from(read_u16(&mut self.socket)?);
        }
        let [x, y, width, height] = sides;
        let number = i32::from_be_bytes(read(&mut self.socket)?);
        match number {
            encoding::DESKTOP_SIZE => self.picture = Picture::new(width, height),
            encoding::EXTENDED_DESKTOP_SIZE => {
                let [count, _, _, _] = read::<4>(&mut self.socket)?;
                self.screens.clear();
                for _ in 0..count {
                    let number = u32::from_be_bytes(read(&mut self.socket)?);
                    let mut sides = [0; 4];
                    for side in &mut sides {
                        *side = u32::from(read_u16(&mut self.socket)?);
                    }
                    read::<4>(&mut self.socket)?;
                    let [x, y, width, height] = sides;
                    self.screens.push((number, x, y, width, height));
                }
                if (width, height) != (self.picture.width, self.picture.height) {
                    self.picture = Picture::new(width, height);
                }
                update.resize = Some((x, y));
            }
            encoding::CURSOR => self.read_cursor((x, y), (width, height))?,
            encoding::QEMU_EXTENDED_KEY => {}
            number => {
                ensure!(
                    x + width <= self.picture.width && y + height <= self.picture.height,
                    "{width}×{height} at ({x}, {y}) in a picture of {}×{}",
                    self.picture.width,
                    self.picture.height
                );
                let size = (width as usize, height as usize);
                let part = self.decoder.read(number, size, &mut self.socket)?;
                for down in 0..height {
                    for right in 0..width {
                        self.picture.set(x + right, y + down, part.at(right, down));
                    }
                }
                update.rects.push((x, y, width, height));
                return Ok(());
            }
        }
        update.pseudo.push(number);
        Ok(())
    }

    fn read_cursor(&mut self, hot: (u32, u32), (width, height): (u32, u32)) -> Result<()> {
        let size = (width as usize, height as usize);
        let picture = self.decoder.read(encoding::RAW, size, &mut self.socket)?;
        let mut mask = Vec::new();
        for _ in 0..height {
            let mut row = vec![0; width.div_ceil(8) as usize];
            self.socket.read_exact(&mut row)?;
            mask.extend((0..size.0).map(|x| row[x / 8] >> (7 - x % 8) & 1 != 0));
        }
        self.cursor = Some(Cursor { picture, mask, hot });
        Ok(())
    }

    /// Asks for what changed until the picture is this one.
    ///
    /// # Errors
    /// With the difference, if it does not become that in time.
    pub fn wait_picture(&mut self, wanted: &Picture) -> Result<()> {
        let end = Instant::now() + DEADLINE;
        loop {
            let Some(difference) = self.rounded(wanted).difference(&self.picture) else {
                return Ok(());
            };
            ensure!(
                Instant::now() < end,
                "the client sees something else: {difference}"
            );
            self.request(true)?;
            self.update()
                .map_err(|error| error.context(&format!("while {difference}")))?;
        }
    }

    /// A picture in the colours that the client's format can tell.
    pub fn rounded(&self, picture: &Picture) -> Picture {
        let format = self.decoder.format();
        Picture {
            pixels: picture
                .pixels
                .iter()
                .map(|pixel| format.rounded(*pixel))
                .collect(),
            ..picture.clone()
        }
    }
}

/// Speaks version 3.`minor`, and gets in by `respond` to a challenge if there is one.
///
/// # Errors
/// If the server does not speak the protocol.
pub fn shake_hands(socket: &mut dyn Socket, minor: u16, respond: Option<Respond<'_>>) -> Result<Entry> {
    let version: [u8; 12] = read(socket)?;
    ensure_eq!(&version, b"RFB 003.008\n", "the server's version");
    socket.write_all(format!("RFB 003.{minor:03}\n").as_bytes())?;
    let kind = if minor < 7 {
        match u32::from_be_bytes(read(socket)?) {
            0 => return Ok(Entry::Refused(reason(socket)?)),
            kind => kind as u8,
        }
    } else {
        let [count] = read::<1>(socket)?;
        if count == 0 {
            return Ok(Entry::Refused(reason(socket)?));
        }
        let mut kinds = vec![0; count.into()];
        socket.read_exact(&mut kinds)?;
        let wanted = if respond.is_some() { 2 } else { 1 };
        ensure!(
            kinds.contains(&wanted),
            "the server offers security types {kinds:?}"
        );
        socket.write_all(&[wanted])?;
        wanted
    };
    match (kind, respond) {
        (1, _) if minor < 8 => return Ok(Entry::Open),
        (1, _) => {}
        (2, Some(respond)) => {
            let challenge = read(socket)?;
            socket.write_all(&respond(challenge))?;
        }
        (kind, _) => fail!("the server wants security type {kind}"),
    }
    match u32::from_be_bytes(read(socket)?) {
        0 => Ok(Entry::Open),
        _ if minor < 8 => Ok(Entry::Refused(String::new())),
        _ => Ok(Entry::Refused(reason(socket)?)),
    }
}

/// Goes as far as TLS by VeNCrypt, whose subtype has to be that.
///
/// # Errors
/// If the server offers something else.
pub fn vencrypt(socket: &mut dyn Socket, subtype: u32) -> Result<()> {
    read::<12>(socket)?;
    socket.write_all(b"RFB 003.008\n")?;
    ensure_eq!(read::<2>(socket)?, [1, 19], "count and security type");
    socket.write_all(&[19])?;
    ensure_eq!(read::<2>(socket)?, [0, 2], "version of VeNCrypt");
    socket.write_all(&[0, 2])?;
    ensure_eq!(read::<2>(socket)?, [0, 1], "acknowledgement and count");
    ensure_eq!(u32::from_be_bytes(read(socket)?), subtype, "subtype");
    socket.write_all(&subtype.to_be_bytes())?;
    ensure_eq!(read::<1>(socket)?, [1], "acknowledgement of the subtype");
    Ok(())
}

/// TLS over a socket, with a server whose certificate is that one, for the name `localhost`.
///
/// # Errors
/// If the certificate cannot be read. What is wrong with the server shows later.
pub fn start_tls(socket: UnixStream, certificate: &[u8]) -> Result<Box<dyn Socket>> {
    use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
    let problem = |error: &dyn std::fmt::Display| Failure::Failed(format!("TLS: {error}"));
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(certificate) {
        let certificate = certificate.map_err(|error| problem(&error))?;
        roots.add(certificate).map_err(|error| problem(&error))?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| problem(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").map_err(|error| problem(&error))?;
    let tls = rustls::ClientConnection::new(Arc::new(config), name).map_err(|error| problem(&error))?;
    Ok(Box::new(rustls::StreamOwned::new(tls, socket)))
}

impl Socket for rustls::StreamOwned<rustls::ClientConnection, UnixStream> {
    fn set_timeout(&self, time: Duration) -> Result<()> {
        self.sock.set_timeout(time)
    }
}

fn reason(socket: &mut dyn Socket) -> Result<String> {
    let len = u32::from_be_bytes(read(socket)?);
    ensure!(len < 1000, "a reason of {len} bytes");
    let mut text = vec![0; len as usize];
    socket.read_exact(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

fn read<const N: usize>(from: &mut (impl Read + ?Sized)) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn read_u16(from: &mut (impl Read + ?Sized)) -> Result<u16> {
    Ok(u16::from_be_bytes(read(from)?))
}
