//! The demo's campaign, in French and English, and the rule that makes a detractor an alert with one owner.
//! What a campaign can say is defined in `relance_domain::campaign`.

use super::parsed;
use jiff::Timestamp;
use relance_application::ports::fault::Fault;
use relance_domain::campaign::{
    AddressSource, Campaign, CampaignStatus, CampaignTexts, OnUncertain, TriggerRule,
};
use relance_domain::condition::Condition;
use relance_domain::name::{CampaignId, EmailAddress, LanguageTag, OrganizationId, QuestionId, RuleId};
use relance_domain::question::{Choice, NpsType, Question, QuestionKind, QuestionOptions};
use relance_domain::rule::{Rule, RuleAction};
use relance_domain::schedule::Delay;
use std::collections::BTreeMap;

const FR: &str = "fr";
const EN: &str = "en";

/// Campaign `Satisfaction`: NPS, a comment and two more questions, twelve hours after a service call is done, at
/// most once a week per address.
///
/// # Errors
/// None in practice: the texts below are good.
pub fn satisfaction(organization: &OrganizationId, at: Timestamp) -> Result<Campaign, Fault> {
    Ok(Campaign {
        name: "Satisfaction".to_owned(),
        status: CampaignStatus::Published,
        texts: BTreeMap::from([(tag(FR)?, french()), (tag(EN)?, english())]),
        questions: questions()?,
        triggers: ["Appel de service", "Service call"].map(done).to_vec(),
        delay: parsed(Delay::parse("00:12:00"))?,
        mute: parsed(Delay::parse("07:00:00"))?,
        secondary_address: Some(AddressSource::SecondaryEmail),
        agent_opt_out_allowed: true,
        privacy_url: Some("https://demo.example/privacy".to_owned()),
        on_uncertain: OnUncertain::Resend,
        detractors_watched: true,
        ..Campaign::draft(parsed(CampaignId::parse("cmp_satisfaction"))?, organization.clone(), tag(FR)?, at)
    })
}

/// A detractor becomes an alert owned by one person, who gets a mail (C2, E6).
pub fn detractor_rule(campaign: &Campaign) -> Result<Rule, Fault> {
    Ok(Rule {
        id: parsed(RuleId::parse("rul_detractors"))?,
        organization: campaign.organization.clone(),
        campaign_id: campaign.id.clone(),
        name: "Call detractors back".to_owned(),
        active: true,
        when: Condition::is("nps_type", NpsType::Detractor.as_str()),
        then: RuleAction::RaiseAlert { owner: Some(parsed(EmailAddress::parse(super::OWNER))?) },
    })
}

fn tag(text: &str) -> Result<LanguageTag, Fault> {
    parsed(LanguageTag::parse(text))
}

fn done(task_type: &str) -> TriggerRule {
    TriggerRule::TaskState {
        task_type: task_type.to_owned(),
        states: vec!["600".to_owned(), "610".to_owned()],
    }
}

fn french() -> CampaignTexts {
    CampaignTexts {
        subject: "Comment s’est passée notre visite\u{202f}?".to_owned(),
        title: "Votre avis compte pour nous".to_owned(),
        description: Some("Quatre questions, pour mieux vous servir la prochaine fois.".to_owned()),
        ..CampaignTexts::default()
    }
}

fn english() -> CampaignTexts {
    CampaignTexts {
        subject: "How did our visit go?".to_owned(),
        title: "Your opinion matters to us".to_owned(),
        description: Some("Four questions, so that we serve you better next time.".to_owned()),
        ..CampaignTexts::default()
    }
}

fn questions() -> Result<Vec<Question>, Fault> {
    let choices = [
        ("on_time", "À l’heure prévue", "On time"),
        ("late", "En retard", "Late"),
        ("early", "En avance", "Early"),
    ];
    let choice = |(id, fr, en): (&str, &str, &str)| Ok(Choice { id: id.to_owned(), texts: texts(fr, en)? });
    let choices = choices.into_iter().map(choice).collect::<Result<_, Fault>>()?;
    Ok(vec![
        question(
            "q_nps",
            QuestionKind::Nps,
            true,
            "Quelle est la probabilité que vous recommandiez Plomberie Boréale à votre entourage\u{202f}?",
            "How likely are you to recommend Plomberie Boréale to those around you?",
        )?,
        question(
            "q_comment",
            QuestionKind::Text,
            false,
            "Qu’est-ce qui explique votre note\u{202f}?",
            "What is the reason for your score?",
        )?,
        question(
            "q_work",
            QuestionKind::Csat,
            false,
            "Le travail vous a-t-il satisfait\u{202f}?",
            "How satisfied are you with the work done?",
        )?,
        question(
            "q_arrival",
            QuestionKind::Single { choices },
            false,
            "Sommes-nous arrivés à l’heure\u{202f}?",
            "Did we arrive on time?",
        )?,
    ])
}

fn question(id: &str, kind: QuestionKind, required: bool, fr: &str, en: &str) -> Result<Question, Fault> {
    let (id, texts) = (parsed(QuestionId::parse(id))?, texts(fr, en)?);
    Ok(Question { id, texts, kind, required, options: QuestionOptions::default() })
}

fn texts(fr: &str, en: &str) -> Result<BTreeMap<LanguageTag, String>, Fault> {
    Ok(BTreeMap::from([(tag(FR)?, fr.to_owned()), (tag(EN)?, en.to_owned())]))
}
