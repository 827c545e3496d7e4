//! Whom a campaign reaches and when: trigger rules, addresses, criteria, channels, send window, reminders.
//! What it asks lives beside this folder; how one event is judged by all of it, in `invitation::policy`.

use crate::campaign::{PhoneSource, Reminders, SendBy, Waves};
use crate::condition::Condition;
use crate::schedule::SendWindow;
use crate::source::Channels;
use serde::{Deserialize, Serialize};

/// What narrows a campaign's triggers, and what moves or follows its sends. The default narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reach {
    /// Channels whose customers are asked (C3); the organization's when empty.
    pub channels: Channels,
    /// What must hold of the customer and the task (C23); everybody when absent.
    pub criteria: Option<Condition>,
    /// Days and hours in which mails go out (C16); always when absent.
    pub window: Option<SendWindow>,
    /// Repetitions of the ask to whoever has not answered (P5).
    pub reminders: Reminders,
    /// What becomes of a trigger that is muted (decision 3).
    pub on_mute: OnMute,
    /// By which way it asks (A32).
    pub send_by: SendBy,
    /// Where phone numbers are.
    pub phone: PhoneSource,
    /// Whom it asks again and again, beside its triggers (P12).
    pub waves: Option<Waves>,
}

/// What becomes of a trigger whose customer was asked too recently.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnMute {
    /// Nothing is sent; the decision says when the customer could be asked again (B26).
    #[default]
    Drop,
    /// It is sent at the first moment that every rule allows.
    Delay,
}
