//! The carrier of the journeys: texts go to the outbox, and its answers can be lost on the way back.
//! What a carrier may say at all is tested at the wire.

use async_trait::async_trait;
use relance::outbox::Outbox;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, OutgoingText, SendTag, Texter};
use relance_domain::invitation::SendOutcome;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Takes texts.
pub(crate) struct Carrier {
    outbox: Arc<Outbox>,
    mute: AtomicBool,
}

impl Carrier {
    pub(crate) fn over(outbox: &Arc<Outbox>) -> Self {
        Self { outbox: outbox.clone(), mute: AtomicBool::new(false) }
    }

    /// From now on it takes texts and nobody learns of it, or everybody does again.
    pub(crate) fn lose_answers(&self, lost: bool) {
        self.mute.store(lost, Ordering::Relaxed);
    }
}

#[async_trait]
impl Texter for Carrier {
    async fn deliver(&self, text: &OutgoingText) -> SendOutcome {
        let outcome = Texter::deliver(self.outbox.as_ref(), text).await;
        if self.mute.load(Ordering::Relaxed) { SendOutcome::Unknown } else { outcome }
    }

    /// As AWS: it cannot be asked.
    async fn was_accepted(&self, _: &SendTag) -> Result<Acceptance, Fault> {
        Ok(Acceptance::Unknown)
    }
}
