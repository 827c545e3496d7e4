//! No signature at all: taken from this machine only (the demo connection).
//! Who tells whether a sender is on this machine is the program that received the request.

use relance_application::ports::inbound::{NotVerified, RawHook};

pub(in super::super) fn check(hook: &RawHook) -> Result<(), NotVerified> {
    if hook.from_loopback { Ok(()) } else { Err(NotVerified::NotLoopback) }
}
