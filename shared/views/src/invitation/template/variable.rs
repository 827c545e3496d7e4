//! What a template can name: one table, from which the API's description, the checks and the values are made.
//! The values come from the mail's facts; what is missing has a default in the mail's language.

use crate::date;
use crate::invitation::words::InvitationWords;
use crate::text::{Catalogue, Language};
use jiff::civil::Date;

/// Variables and what they say in one mail.
pub(super) type VariableValues = Vec<(&'static str, String)>;

/// One variable of the template language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// As templates write it.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Key of what it says when the fact is missing; blank without one.
    missing: Option<&'static str>,
}

const fn blank(name: &'static str, about: &'static str) -> Variable {
    Variable { name, about, missing: None }
}

/// Every variable.
pub(super) const VARIABLES: [Variable; 15] = [
    blank("customer.first_name", "The customer's first name"),
    blank("customer.last_name", "The customer's last name"),
    blank("customer.full_name", "First and last name"),
    blank("contact.first_name", "The same as `customer.first_name`"),
    blank("contact.last_name", "The same as `customer.last_name`"),
    Variable { name: "agent.name", about: "Who did the job", missing: Some("template-agent") },
    blank("task.number", "The tool's number of the job"),
    blank("task.type", "The type of the job, such as `Service call`"),
    blank("date", "The day of the job, in words, such as `November 20`"),
    blank("company", "The organization's name"),
    blank("sender", "The name that the mail is signed with"),
    blank("campaign.title", "The title of the campaign"),
    blank("campaign.description", "The description of the campaign"),
    blank("survey_url", "The address of the survey; in `href` as `{{ survey_url | url }}`"),
    blank("unsubscribe_url", "The address that ends the surveys; in `href` as `{{ unsubscribe_url | url }}`"),
];

/// Longest value, in characters: a name of any length cannot make a mail of any length.
const LONGEST: usize = 300;

pub(super) fn is_known(name: &str) -> bool {
    VARIABLES.iter().any(|variable| variable.name == name)
}

/// The names that a template may use, for refusals.
pub(super) fn known_names() -> String {
    VARIABLES.map(|variable| format!("`{}`", variable.name)).join(", ")
}

impl Variable {
    /// What it says when the fact is missing; often nothing.
    #[must_use]
    pub fn fallback(&self, language: Language) -> String {
        self.missing.map(|key| Catalogue::of(language).say(key)).unwrap_or_default()
    }

    fn said(&self, value: String, language: Language) -> (&'static str, String) {
        let value = if value.is_empty() { self.fallback(language) } else { value };
        (self.name, value.chars().take(LONGEST).collect())
    }
}

/// Every variable with its value in this mail.
pub(super) fn values(said: &InvitationWords<'_>) -> VariableValues {
    let value = |name| match name {
        "campaign.title" => said.telling.title(),
        "campaign.description" => said.telling.description(),
        "survey_url" => said.facts.survey_url.to_owned(),
        "unsubscribe_url" => said.facts.unsubscribe_url.to_owned(),
        name => said.telling.value(name),
    };
    VARIABLES.iter().map(|variable| variable.said(value(variable.name), said.words.language)).collect()
}

/// Invented values, to try a template on; `known` is whether anything is known of the customer and the job.
pub(super) fn sample(language: Language, known: bool) -> VariableValues {
    let value = |name| match name {
        "company" | "sender" => "Nord".to_owned(),
        "campaign.title" => "?".to_owned(),
        "date" => date::day(language, Date::constant(2026, 11, 20)),
        "survey_url" => "https://survey.example/s/sample".to_owned(),
        "unsubscribe_url" => "https://survey.example/u/sample".to_owned(),
        name if known => name.to_owned(),
        _ => String::new(),
    };
    VARIABLES.iter().map(|variable| variable.said(value(variable.name), language)).collect()
}
