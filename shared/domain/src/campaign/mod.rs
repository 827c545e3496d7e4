//! What is asked, to whom, when, in which words and with which look.
//! Whether one event leads to an invitation is decided in `invitation`.

mod address_source;
mod after_answer;
mod colour;
mod definition;
mod image;
mod look;
mod merge;
mod occasion;
mod on_uncertain;
mod publish;
mod reach;
mod reminders;
mod respondents;
mod template;
mod text_length;
mod text_wording;
mod theme;
mod trigger_rule;
mod version;
mod waves;

pub use address_source::{AddressSource, InvalidAddressSource, InvalidPhoneSource, PhoneSource, SendBy};
pub use after_answer::{AfterAnswer, ReviewLink, ReviewPrompt, ThankYouByBand};
pub use colour::{Colour, InvalidColour, READABLE, gradient};
pub use definition::{Campaign, CampaignStatus, CampaignTexts};
pub use image::{Image, ImageFacts, ImageKind, Picture};
pub use look::Look;
pub use merge::{TEXT_TAGS, fill, names_the_customer, wrong_tags};
pub use occasion::OccasionKind;
pub use on_uncertain::OnUncertain;
pub use publish::{missing_to_publish, missing_with_bank};
pub use reach::{OnMute, Reach};
pub use reminders::{InvalidReminders, Reminders};
pub use respondents::Respondents;
pub use template::{MailTemplate, PICK_TAG, TemplateTexts};
pub use text_length::{Encoding, SmsLength, thrifty};
pub use text_wording::{SMS_TAGS, fill_sms, says_how_to_stop, wrong_sms};
pub use theme::{RatingStyle, Theme};
pub use trigger_rule::{DaysAfter, InvalidDays, TriggerRule};
pub use version::{CampaignVersion, CurrentVersion, Definition, Made, Versioned, versioned};
pub use waves::{HeldWave, InvalidWaves, NextWave, WavePlan, Waves};
