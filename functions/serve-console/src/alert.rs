//! `/console/alerts/{id}`: the page that the mail to an alert's owner links to, as page data.
//! What may be read of it is decided in `application`, its words are in `views`.

use crate::{Deps, nothing_here, our_fault, page, word};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Zoned;
use relance_application::account::Session;
use relance_application::alert::{AlertStory, ReadAlert};
use relance_domain::answer::Answer;
use relance_domain::contact::Contact;
use relance_domain::name::{EmailAddress, PhoneNumber};
use relance_domain::question::NpsType;
use relance_views::console::{self, AnswerLine, Place, Step};
use relance_wording::answers;

/// Shows an alert of the session's organization.
pub async fn show(
    State(deps): State<Deps>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let read = ReadAlert { records: &*deps.records };
    match read.run(&session.organization, &id).await {
        Ok(Some(story)) => {
            let now = deps.clock.now().to_zoned(story.organization.zone());
            page(StatusCode::OK, shown(&story, &session.user, now))
        }
        Ok(None) => nothing_here(headers).await,
        Err(fault) => our_fault(&headers, &fault),
    }
}

fn shown(story: &AlertStory, user: &str, now: Zoned) -> String {
    let AlertStory { organization, alert, answer, campaign, contact, invitation } = story;
    let zone = organization.zone();
    let language = &organization.language;
    let told = answer.as_ref().zip(campaign.as_ref());
    let address = invitation.as_ref().map(|invitation| &invitation.address);
    let email = address.and_then(|address| address.email());
    let email = email.or_else(|| contact.as_ref().and_then(|contact| contact.email.as_ref()));
    let phone = address.and_then(|address| address.phone());
    let phone = phone.or_else(|| contact.as_ref().and_then(|contact| contact.phone.as_ref()));
    let name = contact.as_ref().and_then(Contact::full_name);
    let visit = invitation.as_ref().map(|invitation| invitation.occurred_at.to_zoned(zone.clone()).date());
    let steps = alert.history.iter().map(|step| Step {
        at: step.at.to_zoned(zone.clone()),
        status: word(step.status),
        owner: step.assignee.as_str(),
    });
    let lines = told.map(|(answer, campaign)| answers::beside_the_score(answer, campaign, language));
    let lines = lines.unwrap_or_default();
    console::alert(&console::Alert {
        place: Place { language: language.as_str(), company: Some(&organization.name), user: Some(user) },
        now,
        customer: name
            .as_deref()
            .or_else(|| email.map(EmailAddress::as_str))
            .or_else(|| phone.map(PhoneNumber::as_str)),
        score: answer.as_ref().and_then(|answer| answer.nps_score),
        band: answer.as_ref().and_then(Answer::nps_type).map(NpsType::as_str),
        comment: told.and_then(|(answer, campaign)| answers::comment(answer, campaign)),
        status: word(alert.status),
        owner: alert.assignee.as_str(),
        raised_at: alert.created_at.to_zoned(zone.clone()),
        first_contact_at: alert.first_contact_at.map(|at| at.to_zoned(zone.clone())),
        email: email.map(EmailAddress::as_str),
        phone: phone.map(PhoneNumber::as_str),
        agent: invitation.as_ref().and_then(|invitation| invitation.agent_name.as_deref()),
        visited_on: visit,
        campaign: campaign.as_ref().map(|campaign| campaign.name.as_str()),
        answered_at: answer.as_ref().map(|answer| answer.completed_at.to_zoned(zone.clone())),
        answers: lines.into_iter().map(|(question, value)| AnswerLine { question, value }).collect(),
        steps: steps.collect(),
    })
}
