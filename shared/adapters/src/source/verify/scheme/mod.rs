//! One file per way of signing. Each is given live secrets (one or two, none blank) and the untouched request.
//! Which connection uses which is in `relance_domain::source::SignatureScheme`.

pub(super) mod bearer;
pub(super) mod body_hmac;
pub(super) mod housecall_pro;
pub(super) mod loopback_only;
pub(super) mod secret_header;
pub(super) mod standard_webhooks;

use super::freshness;
use crate::secret::mac;
use relance_application::ports::inbound::NotVerified;
use subtle::Choice;

fn verdict(holds: Choice) -> Result<(), NotVerified> {
    if holds.into() { Ok(()) } else { Err(NotVerified::WrongSignature) }
}
