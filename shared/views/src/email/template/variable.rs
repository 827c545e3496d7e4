//! What a template can name: one table, from which the API's description, the checks and the values are made.
//! The values come from the mail's facts; what is missing has a default in the mail's language.

use crate::{
    date,
    email::{Invitation, invitation},
    text::{Catalogue, Measure, filled},
    theme::Look,
};

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

impl Variable {
    /// What it says when the fact is missing; often nothing.
    #[must_use]
    pub fn fallback(&self, language: &str) -> String {
        self.missing.map(|key| Catalogue::of(language).say(key)).unwrap_or_default()
    }
}

/// Every variable with its value in this mail.
pub(super) fn values(mail: &Invitation<'_>) -> Vec<(&'static str, String)> {
    let told = VARIABLES.iter().map(|variable| {
        let value = fact(mail, variable.name).unwrap_or_else(|| variable.fallback(mail.language));
        (variable.name, value.chars().take(LONGEST).collect())
    });
    told.collect()
}

fn fact(mail: &Invitation<'_>, name: &str) -> Option<String> {
    let person = &mail.particulars;
    match name {
        "customer.first_name" | "contact.first_name" => filled(person.first_name),
        "customer.last_name" | "contact.last_name" => filled(person.last_name),
        "customer.full_name" => {
            let names: Vec<_> =
                [person.first_name, person.last_name].into_iter().filter_map(filled).collect();
            (!names.is_empty()).then(|| names.join(" "))
        }
        "agent.name" => filled(mail.agent_name),
        "task.number" => filled(person.task_number),
        "task.type" => filled(person.task_type),
        "date" => Some(date::day(mail.language, mail.occurred_on)),
        "company" => filled(Some(mail.company)),
        "sender" => filled(Some(mail.sender_name)),
        "campaign.title" => filled(Some(mail.title)),
        "campaign.description" => filled(mail.description),
        "survey_url" => Some(mail.survey_url.to_owned()),
        "unsubscribe_url" => Some(mail.unsubscribe_url.to_owned()),
        _ => None,
    }
}

/// A mail of invented facts, to try a template on; `known` is whether anything is known of the customer and the job.
pub(super) fn sample(language: &str, known: bool) -> Invitation<'_> {
    let person = invitation::Particulars {
        first_name: Some("Léa"),
        last_name: Some("Roy"),
        task_number: Some("1001"),
        task_type: Some("Service"),
    };
    Invitation {
        language,
        company: "Nord",
        sender_name: "Nord",
        from_address: "nord@example.com",
        subject: "?",
        preheader: None,
        reminder: false,
        by_hand: false,
        title: "?",
        description: None,
        picture: None,
        look: Look::default(),
        agent_name: known.then_some("Sam"),
        occurred_on: jiff::civil::date(2026, 11, 20),
        question: Some("?"),
        question_id: "q_nps",
        measure: Measure::Recommendation,
        survey_url: "https://survey.example/s/sample",
        unsubscribe_url: "https://survey.example/u/sample",
        information: "",
        privacy_url: None,
        particulars: if known { person } else { invitation::Particulars::default() },
    }
}
