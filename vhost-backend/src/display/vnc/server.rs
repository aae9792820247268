//! Where clients connect: addresses from the command line, and a thread for each who comes.

use std::{
    fmt, fs, io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::{
        fd::{AsRawFd, RawFd},
        unix::net::UnixListener,
    },
    path::PathBuf,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    thread,
};

use event_manager::{EventOps, EventSet, Events, MutEventSubscriber};
use log::{error, info, warn};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use serde::Serialize;

use super::{
    auth::{Gate, Password, Place},
    channel::{Channel, Stream},
    client::{self, Service, Statistics},
    desktop::Desktop,
    handshake::Security,
    watch::{Waker, Watch},
    web::Web,
};
use crate::{
    args::Vnc,
    server::{Shared, SocketFiles},
};

/// Clients served at once, those that are not let in yet among them; one more is turned away.
const MAX_CLIENTS: usize = 32;

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A Unix socket.
    Path(PathBuf),
    /// An address of the network.
    Network(SocketAddr),
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.contains('/') {
            return Ok(Self::Path(text.into()));
        }
        if let Ok(address) = text.parse() {
            return Ok(Self::Network(address));
        }
        let port = text.strip_prefix("localhost:").and_then(|port| port.parse().ok());
        port.map(|port| Self::Network((Ipv4Addr::LOCALHOST, port).into()))
            .ok_or_else(|| {
                "expected ADDRESS:PORT, as in 127.0.0.1:5900, or the path of a socket with a / in it".into()
            })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.display().fmt(f),
            Self::Network(address) => address.fmt(f),
        }
    }
}

impl Address {
    /// Whether only programs on this machine can connect.
    fn is_local(&self) -> bool {
        match self {
            Self::Path(_) => true,
            Self::Network(address) => address.ip().is_loopback(),
        }
    }
}

/// A client that is served.
struct Connected {
    address: String,
    place: Place,
    statistics: Statistics,
}

/// Everybody who is served.
#[derive(Default)]
pub struct Clients(Mutex<Vec<Arc<Connected>>>);

/// A client, as the status tells it.
#[derive(Debug, Serialize)]
pub struct ClientStatus {
    /// Where it connected to.
    listen: String,
    /// Where it is.
    from: String,
    updates: u64,
    sent_bytes: u64,
}

impl Clients {
    /// Who is served, as the status tells it.
    pub fn status(&self) -> Vec<ClientStatus> {
        let status = |client: &Arc<Connected>| ClientStatus {
            listen: client.address.clone(),
            from: match client.place {
                Place::Local => "local".into(),
                Place::Address(address) => address.to_string(),
            },
            updates: client.statistics.updates.load(Ordering::Relaxed),
            sent_bytes: client.statistics.sent_bytes.load(Ordering::Relaxed),
        };
        self.lock().iter().map(status).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Connected>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The watches of the desktops that `options` ask for, of that many scanouts: if one address is given, it shows all of
/// them; of several, each shows one.
///
/// # Errors
/// A sentence, if there are more addresses than scanouts.
pub fn watches(options: &Vnc, scanouts: usize) -> Result<Vec<Arc<Watch>>, String> {
    match options.vnc.len().max(options.vnc_web.len()) {
        0 => Ok(Vec::new()),
        1 => Ok(vec![Arc::new(Watch::new(0, scanouts))]),
        several if several <= scanouts => Ok((0..several)
            .map(|scanout| Arc::new(Watch::new(scanout, 1)))
            .collect()),
        several => Err(format!(
            "{several} addresses for VNC are given for {scanouts} screens: see --scanouts"
        )),
    }
}

/// Listens at all addresses, for clients of the desktops of [`watches`].
///
/// # Errors
/// A sentence for the user if what was asked for cannot be had, or would let in anybody.
pub(crate) fn listen(
    options: &Vnc,
    shared: &Arc<Shared>,
    files: &mut SocketFiles,
) -> Result<Vec<VncListener>, String> {
    let tls = tls_config(options)?;
    let security = Arc::new(Security {
        password: password(options)?,
        needs_tls: tls.is_some(),
        gate: Gate::default(),
    });
    let is_protected = security.password.is_some() || security.needs_tls;
    let desktops: Vec<_> = shared
        .watches()
        .iter()
        .map(|watch| Arc::new(Desktop::new(Arc::clone(watch))))
        .collect();
    let mut listeners = Vec::new();
    for (kind, addresses) in [(Kind::Plain, &options.vnc), (Kind::Web, &options.vnc_web)] {
        for (address, desktop) in addresses.iter().zip(&desktops) {
            if !is_protected && !options.vnc_insecure && !address.is_local() {
                return Err(format!(
                    "{kind} {address}: anybody who reaches this address would be let in. Give --vnc-password-file or \
                     --vnc-tls-cert, or --vnc-insecure if that is what you want"
                ));
            }
            let problem = |error: io::Error| format!("{kind} {address}: {error}");
            let socket = match address {
                Address::Path(path) => Listener::Unix(files.listen(path)?),
                Address::Network(address) => Listener::Tcp(TcpListener::bind(address).map_err(problem)?),
            };
            let address = socket.address().unwrap_or_else(|| address.to_string());
            info!("{kind} at {address}");
            listeners.push(VncListener {
                socket,
                kind,
                address,
                service: Arc::new(Service {
                    shared: Arc::clone(shared),
                    desktop: Arc::clone(desktop),
                    security: Arc::clone(&security),
                    tls: tls.clone(),
                }),
            });
        }
    }
    Ok(listeners)
}

fn password(options: &Vnc) -> Result<Option<Password>, String> {
    let Some(path) = &options.vnc_password_file else {
        return Ok(None);
    };
    let problem = |error: &dyn fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| problem(&error))?;
    Password::from_file(&text)
        .map(Some)
        .map_err(|error| problem(&error))
}

fn tls_config(options: &Vnc) -> Result<Option<Arc<ServerConfig>>, String> {
    let (Some(certificate), Some(key)) = (&options.vnc_tls_cert, &options.vnc_tls_key) else {
        return Ok(None);
    };
    let problem = |path: &PathBuf, error: &dyn fmt::Display| format!("{}: {error}", path.display());
    let certificates: Vec<_> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| problem(certificate, &error))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| problem(key, &error))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder
                .with_no_client_auth()
                .with_single_cert(certificates, private)
        })
        .map(|config| Some(Arc::new(config)))
        .map_err(|error| problem(certificate, &error))
}

/// Who is to connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// VNC clients.
    Plain,
    /// Browsers.
    Web,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "--vnc",
            Self::Web => "--vnc-web",
        })
    }
}

enum Listener {
    Unix(UnixListener),
    Tcp(TcpListener),
}

impl Listener {
    fn accept(&self) -> io::Result<(Stream, Place)> {
        match self {
            Self::Unix(listener) => Ok((Stream::Unix(listener.accept()?.0), Place::Local)),
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept()?;
                Ok((Stream::Tcp(stream), Place::of(address.ip())))
            }
        }
    }

    /// Where it listens, which the kernel may have chosen.
    fn address(&self) -> Option<String> {
        match self {
            Self::Unix(_) => None,
            Self::Tcp(listener) => Some(listener.local_addr().ok()?.to_string()),
        }
    }
}

impl AsRawFd for Listener {
    fn as_raw_fd(&self) -> RawFd {
        match self {
            Self::Unix(listener) => listener.as_raw_fd(),
            Self::Tcp(listener) => listener.as_raw_fd(),
        }
    }
}

/// Accepts clients at one address.
pub struct VncListener {
    socket: Listener,
    kind: Kind,
    address: String,
    service: Arc<Service>,
}

impl VncListener {
    fn accept(&self) -> io::Result<()> {
        let (stream, place) = self.socket.accept()?;
        let client = Arc::new(Connected {
            address: self.address.clone(),
            place,
            statistics: Statistics::default(),
        });
        let service = Arc::clone(&self.service);
        let clients = service.shared.vnc_clients();
        {
            let mut clients = clients.lock();
            if clients.len() >= MAX_CLIENTS {
                warn!("too many VNC clients");
                return Ok(());
            }
            clients.push(Arc::clone(&client));
        }
        let (kind, mine) = (self.kind, Arc::clone(&client));
        let serve = move || {
            if let Err(error) = serve(stream, kind, &mine, &service) {
                error!("cannot serve a VNC client: {error}");
            }
            forget(&service.shared, &mine);
        };
        let started = thread::Builder::new().name("vnc".into()).spawn(serve);
        started
            .map(drop)
            .inspect_err(|_| forget(&self.service.shared, &client))
    }
}

fn serve(stream: Stream, kind: Kind, client: &Connected, service: &Service) -> io::Result<()> {
    let waker = Arc::new(Waker::new()?);
    let mut channel = Channel::new(stream)?;
    if kind == Kind::Web {
        // Where a password is asked for, a name that somebody has pointed here is of no use to them.
        channel = channel.with_web(Web::new(service.security.password.is_some()));
        if let Some(tls) = &service.tls {
            channel.start_tls(Arc::clone(tls), &[])?;
        }
    }
    client::serve(channel, client.place, service, &waker, &client.statistics);
    Ok(())
}

fn forget(shared: &Shared, client: &Arc<Connected>) {
    let mut clients = shared.vnc_clients().lock();
    clients.retain(|other| !Arc::ptr_eq(other, client));
}

impl MutEventSubscriber for VncListener {
    fn init(&mut self, ops: &mut EventOps<'_>) {
        ops.add(Events::new(&self.socket, EventSet::IN))
            .expect("each descriptor is registered once, on an epoll of our own");
    }

    fn process(&mut self, _events: Events, _ops: &mut EventOps<'_>) {
        if let Err(error) = self.accept() {
            error!("cannot accept a VNC client: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let local = |text: &str| text.parse::<Address>().unwrap().is_local();
        assert!(local("127.0.0.1:5900"));
        assert!(local("localhost:5900"));
        assert!(local("[::1]:5901"));
        assert!(local("/run/vnc.sock"));
        assert!(local("./vnc.sock"));
        assert!(!local("0.0.0.0:5900"));
        assert!(!local("[::]:5900"));
        assert!(!local("192.0.2.1:5900"));
        for bad in [
            "",
            "5900",
            ":1",
            "localhost",
            "localhost:x",
            "example.org:5900",
            "127.0.0.1",
        ] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
    }
}
