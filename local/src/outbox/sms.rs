//! Where texts go on one machine: beside the mails, under the same promise.
//! What is replied to them is played by hand, in `web`.

use super::log::Named;
use super::{Outbox, id_of, links, outcome, unreadable};
use async_trait::async_trait;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_application::ports::mail::{Acceptance, OutgoingText, SendTag, Texter};
use relance_domain::invitation::SendOutcome;
use serde::{Deserialize, Serialize};

/// One text as it would have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sms {
    /// Also its message id.
    pub id: String,
    /// Recipient, in E.164 form.
    pub to: String,
    /// What it says.
    pub text: String,
    /// Every address that it links to, in order.
    pub links: Vec<String>,
    /// When it was taken.
    pub sent_at: Timestamp,
}

impl Named for Sms {
    fn id(&self) -> &str {
        &self.id
    }
}

#[async_trait]
impl Texter for Outbox {
    async fn deliver(&self, text: &OutgoingText) -> SendOutcome {
        let id = id_of(&text.tag);
        let sms = Sms {
            id: id.clone(),
            to: text.to.to_string(),
            text: text.text.clone(),
            links: links(&text.text),
            sent_at: self.clock.now(),
        };
        outcome(id, self.texts.take(&sms))
    }

    async fn was_accepted(&self, tag: &SendTag) -> Result<Acceptance, Fault> {
        self.texts.acceptance(id_of(tag)).map_err(|error| unreadable(&error))
    }
}
