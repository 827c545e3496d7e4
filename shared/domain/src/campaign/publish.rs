//! What a campaign still misses before it may go live: everything at once, so that nobody fixes one thing to
//! learn of the next (B4). Drafts may be incomplete; a published campaign never is.

use crate::campaign::{Campaign, CampaignTexts, TriggerRule, wrong_sms, wrong_tags};
use crate::name::LanguageTag;
use crate::name::letters::evenly_spaced;
use crate::question::{BankQuestion, Missing, Placed, SurveyType, wrong_logic, wrong_questions};
use crate::schedule::SmsHours;

/// Everything that keeps the campaign from being published; empty when it may go live.
#[must_use]
pub fn missing_to_publish(campaign: &Campaign) -> Vec<Missing> {
    missing_with_bank(campaign, &[])
}

/// The same of a campaign that picks questions of the bank.
#[must_use]
pub fn missing_with_bank(campaign: &Campaign, bank: &[BankQuestion]) -> Vec<Missing> {
    let mut missing = Vec::new();
    if campaign.name.trim().is_empty() {
        missing.push(Missing::new("name", "give the campaign a name"));
    }
    if !campaign.texts.contains_key(&campaign.default_language) {
        let field = format!("texts.{}", campaign.default_language);
        missing.push(Missing::new(field, "the default language needs its texts"));
    }
    for (language, texts) in &campaign.texts {
        missing.extend(missing_texts(language, texts));
    }
    missing.extend(missing_questions(campaign, bank));
    missing.extend(wrong_links(campaign));
    missing.extend(wrong_triggers(&campaign.triggers));
    missing.extend(wrong_window(campaign));
    for (field, url) in [("privacy_url", &campaign.privacy_url), ("redirect_url", &campaign.redirect_url)] {
        if url.as_deref().is_some_and(|url| !is_plain_https(url)) {
            missing.push(Missing::new(field, "use an https address without user name or spaces"));
        }
    }
    missing
}

fn missing_texts(language: &LanguageTag, texts: &CampaignTexts) -> Vec<Missing> {
    let required = [("subject", &texts.subject), ("title", &texts.title)];
    let mut missing: Vec<_> = required
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(field, _)| {
            Missing::new(format!("texts.{language}.{field}"), "this language cannot be enabled without it")
        })
        .collect();
    if let Some(reason) = texts.sms.as_deref().and_then(wrong_sms) {
        missing.push(Missing::new(format!("texts.{language}.sms"), reason));
    }
    missing.extend(wrong_names(language, texts));
    let written = texts.title.len() + texts.description.as_deref().map_or(0, str::len);
    if written > CampaignTexts::MOST_TEXT {
        let most = CampaignTexts::MOST_TEXT;
        let reason = format!(
            "title and description take at most {most} bytes, this is {written}: mail programs cut long mails"
        );
        missing.push(Missing::new(format!("texts.{language}.description"), reason));
    }
    let information = texts.information.as_deref().unwrap_or_default().trim().chars().count();
    if information > CampaignTexts::MAX_INFORMATION {
        let reason = format!("at most {} characters, this has {information}", CampaignTexts::MAX_INFORMATION);
        missing.push(Missing::new(format!("texts.{language}.information"), reason));
    }
    missing
}

/// A name in braces that would reach customers as it is written, in the place where it is written.
fn wrong_names(language: &LanguageTag, texts: &CampaignTexts) -> Vec<Missing> {
    let wrong = |(part, text): (&str, &str)| {
        wrong_tags(text).map(|reason| Missing::new(format!("texts.{language}.{part}"), reason))
    };
    texts.said().into_iter().filter_map(wrong).collect()
}

fn missing_questions(campaign: &Campaign, bank: &[BankQuestion]) -> Vec<Missing> {
    let mut missing = Vec::new();
    let placed = campaign.placed_questions(bank);
    if !placed.iter().any(|placed| placed.question.kind.is_asked()) {
        missing.push(Missing::new("questions", "ask at least one question"));
    }
    missing.extend(wrong_questions(&placed, &campaign.texts.keys().collect::<Vec<_>>()));
    missing.extend(without_lead(campaign.survey_type, &placed));
    missing.extend(wrong_logic(campaign.survey_type, &placed));
    missing
}

/// C7: what a campaign measures first must be asked of everybody. NPS may be left out (B10): its mail then leads to the
/// survey by one button.
fn without_lead(measured: SurveyType, placed: &[Placed<'_>]) -> Option<Missing> {
    let led = measured.leading(placed.iter().map(|placed| placed.question)).is_some();
    let kind = match measured {
        SurveyType::Nps => return None,
        SurveyType::Csat => "csat",
        SurveyType::Ces => "ces",
    };
    (!led)
        .then(|| Missing::new("questions", format!("ask one question of kind `{kind}` without a condition")))
}

/// E7: where people may leave a review.
fn wrong_links(campaign: &Campaign) -> Vec<Missing> {
    let mut missing = Vec::new();
    for (index, link) in campaign.after_answer.review_links.iter().enumerate() {
        if link.name.trim().is_empty() {
            missing
                .push(Missing::new(format!("review_links.{index}.name"), "name the site, such as `Google`"));
        }
        if !is_plain_https(&link.url) {
            let reason = "use an https address without user name or spaces";
            missing.push(Missing::new(format!("review_links.{index}.url"), reason));
        }
    }
    missing
}

/// R3.10: a window that leaves no time for texts would hold them back for ever.
fn wrong_window(campaign: &Campaign) -> Option<Missing> {
    let window = campaign.reach.window.as_ref().filter(|_| campaign.reach.send_by.uses_sms())?;
    let reason = "texts go out between 09:00 and 21:00 only, and this window leaves them no time";
    (!SmsHours::meet(window)).then(|| Missing::new("window", reason))
}

fn wrong_triggers(triggers: &[TriggerRule]) -> Vec<Missing> {
    let mut missing = Vec::new();
    for (index, rule) in triggers.iter().enumerate() {
        let of_tasks = !matches!(rule, TriggerRule::RequestClosed { .. } | TriggerRule::InvoicePaid);
        if of_tasks && rule.states().is_empty() {
            missing.push(Missing::new(format!("triggers.{index}.states"), "choose at least one state"));
        }
        let named =
            if let TriggerRule::TaskState { task_type, .. } = rule { task_type.trim() } else { "any" };
        if ["", "*"].contains(&named) {
            let reason =
                "name the type; for any use `any_task_state`, for jobs without one `untyped_task_state`";
            missing.push(Missing::new(format!("triggers.{index}.task_type"), reason));
        }
        if triggers.iter().take(index).any(|earlier| of_the_same_type(earlier, rule)) {
            let reason = "this type already has a rule: a task type appears in one rule only";
            missing.push(Missing::new(format!("triggers.{index}.task_type"), reason));
        }
    }
    missing
}

/// B20.
fn of_the_same_type(one: &TriggerRule, other: &TriggerRule) -> bool {
    match (one, other) {
        (TriggerRule::TaskState { task_type: one, .. }, TriggerRule::TaskState { task_type: other, .. }) => {
            evenly_spaced(one) == evenly_spaced(other)
        }
        (TriggerRule::AnyTaskState { .. }, TriggerRule::AnyTaskState { .. })
        | (TriggerRule::UntypedTaskState { .. }, TriggerRule::UntypedTaskState { .. }) => true,
        _ => false,
    }
}

/// https, no user name, no spaces or control characters, a host (B11, C10, R5.6).
fn is_plain_https(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let clean = url.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '\\');
    clean && host.contains('.') && !host.contains('@')
}
