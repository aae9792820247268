//! Tells the service manager that the sockets are there: sd_notify(3), for units of `Type=notify`.

use std::{
    ffi::{OsStr, OsString},
    io,
    os::{
        linux::net::SocketAddrExt,
        unix::{
            ffi::OsStrExt,
            net::{SocketAddr, UnixDatagram},
        },
    },
};

use log::warn;

/// Says so, if there is somebody to tell.
pub fn ready() {
    if let Some(socket) = manager()
        && let Err(error) = tell(&socket)
    {
        warn!("cannot tell the service manager that we are ready: {error}");
    }
}

fn manager() -> Option<OsString> {
    std::env::var_os("NOTIFY_SOCKET").filter(|socket| !socket.is_empty())
}

/// `@` at the beginning stands for the zero of an abstract address.
fn tell(socket: &OsStr) -> io::Result<()> {
    let address = match socket.as_bytes() {
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name)?,
        path => SocketAddr::from_pathname(OsStr::from_bytes(path))?,
    };
    UnixDatagram::unbound()?.send_to_addr(b"READY=1", &address)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manager_is_told_at_either_kind_of_address() {
        let name = format!("vhost-wgpu-notify-{}", std::process::id());
        let path = std::env::temp_dir().join(&name);
        for (address, socket) in [
            (
                SocketAddr::from_abstract_name(&name).unwrap(),
                OsString::from(format!("@{name}")),
            ),
            (SocketAddr::from_pathname(&path).unwrap(), path.clone().into()),
        ] {
            let manager = UnixDatagram::bind_addr(&address).unwrap();
            tell(&socket).unwrap();
            let mut message = [0; 16];
            let length = manager.recv(&mut message).unwrap();
            assert_eq!(&message[..length], b"READY=1");
        }
        std::fs::remove_file(&path).unwrap();
        assert!(tell(path.as_os_str()).is_err());
    }
}
