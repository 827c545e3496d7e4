//! Those who act from outside: tools, respondents and scanners, operators, managers.
//! What they are promised is remembered in `ended`.

use super::Aftermath;
use crate::simulator::ports::Seat;
use crate::simulator::scene::QUESTION;
use crate::simulator::stage::LinkUse;
use relance_application::answer::{OpenSurvey, Opened, Shown, SubmitAnswer, Submitted};
use relance_application::call::Failure;
use relance_application::contact::ChangeSubscription;
use relance_application::invitation::{Again, Invitations, ResendInvitation};
use relance_application::ports::chance::Clock as _;
use relance_application::ports::fault::Fault;
use relance_application::ports::inbound::RawHook;
use relance_application::report::ReadCounts;
use relance_application::source::{AcceptEvent, Accepted};
use relance_application::stored::{UnitOfWork, partition, read_whole};
use relance_application::transaction;
use relance_domain::account::SendingPause;
use relance_domain::campaign::{Campaign, CampaignStatus};
use relance_domain::invitation::Invitation;
use relance_domain::name::{ConnectionId, OrganizationId};
use relance_domain::report::Period;
use std::collections::BTreeMap;

fn organization_named(name: &str) -> Result<OrganizationId, Fault> {
    OrganizationId::parse(name).map_err(|error| Fault::permanent(error.to_string()))
}

pub(super) async fn post(seat: Seat, connection: String, body: String) -> Result<Aftermath, Fault> {
    let hook = RawHook {
        headers: Vec::new(),
        method: "POST".to_owned(),
        url: format!("https://ask.example/hooks/{connection}"),
        body: body.into_bytes(),
        from_loopback: true,
    };
    let accept = AcceptEvent {
        records: &seat,
        announce: &seat,
        verify: &seat,
        read: &seat,
        check: |_| Ok(()),
        pace: &|_, _| Ok(()),
        clock: &seat,
    };
    let id = ConnectionId::parse(&connection).map_err(|error| Fault::permanent(error.to_string()))?;
    match accept.run(&id, &hook).await? {
        Ok(Accepted::New { .. } | Accepted::Duplicate { .. }) => Ok(Aftermath::EventTaken),
        Err(refused) => Err(Fault::permanent(format!("{refused:?}"))),
    }
}

pub(super) async fn respond(seat: Seat, token: String, what: LinkUse) -> Result<Aftermath, Fault> {
    match what {
        LinkUse::Open if seat.stage.patch.records_on_get() => submit(&seat, &token, 9).await,
        LinkUse::Open => {
            OpenSurvey { records: &seat, seal: &seat, clock: &seat }.run(&token).await?;
            Ok(Aftermath::Nothing)
        }
        LinkUse::Submit(score) => submit(&seat, &token, score).await,
        LinkUse::Wish(wish) => {
            let change = ChangeSubscription { records: &seat, seal: &seat, clock: &seat };
            let heard = change.run(&token, wish).await?.is_some();
            Ok(if heard { Aftermath::WishTaken } else { Aftermath::Nothing })
        }
        LinkUse::Forge => {
            let forged = forged(&token);
            let opened = OpenSurvey { records: &seat, seal: &seat, clock: &seat }.run(&forged).await?;
            Ok(if matches!(opened, Opened::Unknown) { Aftermath::Nothing } else { Aftermath::ForgeryTaken })
        }
    }
}

/// A link that nobody made: of another organization with another seal, or other letters where there are no parts.
fn forged(token: &str) -> String {
    if token.contains('.') {
        token.replacen("north.", "south.", 1).replacen(".1.", ".1.x", 1).replacen(".2.", ".2.x", 1)
    } else {
        token.chars().rev().collect()
    }
}

async fn submit(seat: &Seat, token: &str, score: u8) -> Result<Aftermath, Fault> {
    let submit = SubmitAnswer {
        records: seat,
        announce: seat,
        seal: seat,
        clock: seat,
        mint: seat,
        shown: Shown::default(),
        manner: relance_domain::answer::Manner::default(),
    };
    let form = BTreeMap::from([(QUESTION.to_owned(), vec![score.to_string()])]);
    match submit.run(token, &form).await? {
        Submitted::Recorded(survey) => Ok(Aftermath::AnswerTaken(survey.respondent.drawn_by().to_owned())),
        Submitted::Unknown | Submitted::Stale(_) | Submitted::Standstill(..) => Ok(Aftermath::Nothing),
        Submitted::Invalid(errors, _) => Err(Fault::permanent(format!("{errors:?}"))),
    }
}

pub(super) async fn pause_sending(
    seat: Seat,
    organization: &'static str,
    paused: bool,
) -> Result<Aftermath, Fault> {
    let id = organization_named(organization)?;
    transaction!(work in &seat => async {
        let Some(mut found) = work.settings(&id).await? else { return Ok(()) };
        let reason = "an operator stopped it".to_owned();
        found.sending_paused = paused.then(|| SendingPause { since: seat.now(), reason, until: None });
        found.contact_policy.sms.paused = None;
        work.put(&found)
    });
    Ok(Aftermath::Nothing)
}

pub(super) async fn pause_campaign(
    seat: Seat,
    organization: &'static str,
    campaign: &'static str,
    paused: bool,
) -> Result<Aftermath, Fault> {
    let id = organization_named(organization)?;
    transaction!(work in &seat => async {
        let Some(mut found) = work.get::<Campaign>(&id, campaign).await? else { return Ok(()) };
        found.status = if paused { CampaignStatus::Paused } else { CampaignStatus::Published };
        work.put(&found)
    });
    Ok(Aftermath::Nothing)
}

async fn some_invitation(seat: &Seat, id: &OrganizationId, drawn: u64) -> Result<Option<Invitation>, Fault> {
    let all = read_whole::<Invitation>(seat, partition::<Invitation>(id)).await?;
    let at = usize::try_from(drawn.checked_rem(all.len() as u64).unwrap_or(0)).unwrap_or(0);
    Ok(all.into_iter().nth(at).map(|stored| stored.value))
}

pub(super) async fn cancel(seat: Seat, organization: &'static str, drawn: u64) -> Result<Aftermath, Fault> {
    let id = organization_named(organization)?;
    let Some(invitation) = some_invitation(&seat, &id, drawn).await? else { return Ok(Aftermath::Nothing) };
    let invitations = Invitations { records: &seat, clock: &seat, mint: &seat };
    match invitations.cancel(&id, invitation.id.as_str()).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(Aftermath::Nothing),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

pub(super) async fn resend(seat: Seat, organization: &'static str, drawn: u64) -> Result<Aftermath, Fault> {
    let id = organization_named(organization)?;
    let Some(invitation) = some_invitation(&seat, &id, drawn).await? else { return Ok(Aftermath::Nothing) };
    let resend = ResendInvitation { records: &seat, announce: &seat, clock: &seat, mint: &seat };
    match resend.run(&id, invitation.id.as_str(), &Again::default()).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(Aftermath::Nothing),
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

pub(super) async fn read_nps(seat: Seat, organization: &'static str) -> Result<Aftermath, Fault> {
    let id = organization_named(organization)?;
    let settings = UnitOfWork::new(&seat).settings(&id).await?;
    let Some(settings) = settings else { return Ok(Aftermath::Nothing) };
    let campaigns = read_whole::<Campaign>(&seat, partition::<Campaign>(&id)).await?;
    let campaigns: Vec<_> = campaigns.into_iter().map(|stored| stored.value).collect();
    let before = seat.stage.world().ledger.answers_written();
    let read = ReadCounts { records: &seat, clock: &seat };
    let reading = read.run(&settings, &campaigns, Period::LastDays(30)).await?;
    Ok(Aftermath::Score(Box::new(reading), before, organization))
}
