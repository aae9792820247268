//! Displays: what is plugged in, and who answers when the guest asks (GET_DISPLAY_INFO and GET_EDID, virtio 1.3
//! §5.7.6.8): the front end if it has displays of its own, or the device.

use wire::virtio_gpu::{CtrlHdr, DisplayOne, Events, MAX_SCANOUTS};
use zerocopy::FromZeros;

use super::{Device, DisplayUpdate, Token, requests::Outcome};
use crate::{
    command::Payload,
    edid::{self, Edid},
    error::Error,
    gpu::HostGpu,
    ids::ScanoutId,
    limits,
    mode::Mode,
};

/// A question about displays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    /// GET_DISPLAY_INFO.
    DisplayInfo,
    /// GET_EDID.
    Edid(ScanoutId),
}

/// The answer to a [`Query`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Query::DisplayInfo`].
    DisplayInfo(Box<[DisplayOne; MAX_SCANOUTS]>),
    /// To [`Query::Edid`].
    Edid(Box<Edid>),
    /// To any: nobody else knows, so the device's own displays count.
    Own,
}

impl<G: HostGpu> Device<G> {
    /// Plugs a display into a scanout, changes its mode, or unplugs it. The driver is told by an event.
    ///
    /// # Errors
    /// [`Error::NoScanout`].
    pub fn set_display(&mut self, scanout: u32, display: Option<Mode>) -> Result<(), Error> {
        let id = self.scanout_id(scanout)?;
        let scanout = &mut self.scanouts[id.index()];
        if scanout.display != display {
            scanout.display = display;
            self.events.insert(Events::DISPLAY);
        }
        Ok(())
    }

    /// Whether display queries go to the front end from now on. What waits is answered by the device if not.
    pub fn set_front_end_displays(&mut self, front_end: bool) {
        self.front_end_displays = front_end;
        if !front_end {
            self.answer_all_pending();
        }
    }

    /// Answers everything that waits for the front end with the device's own data.
    pub fn answer_all_pending(&mut self) {
        for (token, _, _) in self.pending.clone() {
            self.answer(token, Answer::Own);
        }
    }

    /// Whether a request waits for [`Device::answer`].
    pub fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Answers the query of `token`. A token that does not wait, or an answer to another question, is ignored.
    pub fn answer(&mut self, token: Token, answer: Answer) {
        let Some(index) = self.pending.iter().position(|(waiting, ..)| *waiting == token) else {
            return;
        };
        let payload = match (self.pending[index].2, answer) {
            (Query::DisplayInfo, Answer::DisplayInfo(pmodes)) => Payload::DisplayInfo(pmodes),
            (Query::Edid(_), Answer::Edid(edid)) => Payload::Edid(edid),
            (query, Answer::Own) => self.own_answer(query),
            (Query::DisplayInfo, Answer::Edid(_)) | (Query::Edid(_), Answer::DisplayInfo(_)) => return,
        };
        let (token, header, _) = self.pending.remove(index);
        self.complete(token, &header, payload);
    }

    /// Answered whether or not the driver has accepted the feature: Windows' viogpudo asks where it is offered, and
    /// never accepts it.
    pub(super) fn get_edid(&self, scanout: u32) -> Result<Outcome, Error> {
        let id = self.scanout_id(scanout)?;
        if !self.front_end_displays && self.scanouts[id.index()].display.is_none() {
            return Err(Error::NoDisplay(id));
        }
        Ok(self.query(Query::Edid(id)))
    }

    /// Who answers a query: the front end if it has displays, or the device.
    pub(super) fn query(&self, query: Query) -> Outcome {
        if self.front_end_displays && self.pending.len() < limits::MAX_PENDING_QUERIES {
            Outcome::Ask(query)
        } else {
            Outcome::Done(self.own_answer(query))
        }
    }

    pub(super) fn ask(&mut self, token: Token, header: CtrlHdr, query: Query) {
        self.pending.push((token, header, query));
        self.updates.push_back(DisplayUpdate::Query { token, query });
    }

    fn own_answer(&self, query: Query) -> Payload {
        match query {
            Query::DisplayInfo => Payload::DisplayInfo(self.own_displays()),
            Query::Edid(scanout) => match self.scanouts[scanout.index()].display {
                Some(mode) => Payload::Edid(Box::new(edid::edid(mode, scanout.get()))),
                None => Payload::Error(Error::NoDisplay(scanout).response()),
            },
        }
    }

    /// The displays side by side, from left to right.
    fn own_displays(&self) -> Box<[DisplayOne; MAX_SCANOUTS]> {
        let mut pmodes = Box::new(<[DisplayOne; MAX_SCANOUTS]>::new_zeroed());
        let mut x: u32 = 0;
        for (one, scanout) in pmodes.iter_mut().zip(&self.scanouts) {
            let Some(mode) = scanout.display else { continue };
            one.r.x.set(x);
            one.r.width.set(mode.width);
            one.r.height.set(mode.height);
            one.enabled.set(1);
            x = x.saturating_add(mode.width);
        }
        pmodes
    }
}
