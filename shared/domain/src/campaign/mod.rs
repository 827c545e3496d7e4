//! What is asked, to whom, when: the definition of a campaign and its parts.
//! Whether one event leads to an invitation is decided in `trigger`.

mod definition;
mod delay;
mod look;
mod publish;
mod question;
mod reach;
mod sms;

pub use definition::{AfterAnswer, Respondents, ReviewLink, ReviewPrompt, ThankYouByBand};
pub use definition::{Campaign, CampaignStatus, CampaignTexts, SurveyType};
pub use definition::{CampaignVersion, CurrentVersion, Definition, versioned};
pub use delay::{Delay, InvalidDelay};
pub use look::{
    Colour, Image, ImageFacts, ImageKind, InvalidColour, Look, MailTemplate, PICK_TAG, Picture, READABLE,
    RatingStyle, TemplateTexts, Theme, gradient,
};
pub use publish::{Missing, missing_to_publish, missing_with_bank};
pub use question::{
    Asked, BankPick, BankQuestion, Category, Choice, Columns, Condition, Expectation, InvalidCondition,
    InvalidQuestion, Jump, JumpTarget, NOT_APPLICABLE, Operand, Placed, Question, QuestionKind,
    QuestionOptions, Test as AnswerTest, Texts, questions_asked, wrong_logic, wrong_questions,
};
pub use reach::{
    AddressSource, Batch, BatchPart, Channels, ClockTime, Criterion, Day, DaysAfter, Field, HeldWave,
    InvalidAddressSource, InvalidChannels, InvalidCriterion, InvalidDays, InvalidPhoneSource,
    InvalidReminders, InvalidWaves, InvalidWindow, NextWave, OnMute, Opening, Operator, PhoneSource, Reach,
    Recipient, RecipientResult, Reminders, SendBy, SendWindow, Test, TriggerRule, WavePlan, Waves, ZoneOf,
};
pub use sms::{
    Encoding, InvalidSmsHours, SMS_VARIABLES, SmsHours, SmsLength, SmsMonth, SmsPolicy, SmsReply, fill_sms,
    says_how_to_stop, thrifty, wrong_sms,
};
