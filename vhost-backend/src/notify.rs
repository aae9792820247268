//! Tells the service manager how far we are: sd_notify(3), for units of `Type=notify`.

use log::warn;
use sd_notify::NotifyState;

/// The sockets are there.
pub fn ready() {
    tell(NotifyState::Ready);
}

/// Nobody is served any more.
pub fn stopping() {
    tell(NotifyState::Stopping);
}

/// Says so, if there is somebody to tell.
fn tell(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        warn!("cannot tell the service manager: {error}");
    }
}
