//! Wishes, verdicts, mute periods and frequency rules, at planning and again at the send (B25, C17, C18, R1.6).
//! The arithmetic of periods is tested in `schedule`.

use super::*;

fn may(standing: Option<&Standing>, bounds: &[Bound]) -> Result<Timestamp, Conclusion> {
    may_with(&campaign(), standing, bounds)
}

fn may_with(
    campaign: &Campaign,
    standing: Option<&Standing>,
    bounds: &[Bound],
) -> Result<Timestamp, Conclusion> {
    let Consideration::Candidate(candidate) = consider(campaign, &done("600"), None, None, at(0)) else {
        unreachable!("the campaign waits for this event")
    };
    may_invite(&candidate, Asker { organization: &organization(), campaign }, Standings { standing, bounds })
}

fn standing() -> Standing {
    Standing::unknown(&organization().id, Digest::of(&["a"]).to_hex(), at(0))
}

#[test]
fn wishes_and_verdicts_about_the_address_come_before_the_mute() {
    let wish = OptOut { since: at(0), origin: OptOutOrigin::Operator };
    let mut everything = standing();
    everything.opt_out(&Scope::All, wish.clone());
    let mut this_campaign = standing();
    this_campaign.opt_out(&Scope::Campaign(campaign().id), wish.clone());
    let mut other_campaign = standing();
    other_campaign.opt_out(&Scope::Campaign(CampaignId::parse("cmp_2").unwrap()), wish);
    let bounced = Standing {
        suppressed: Some(Suppression { since: at(0), reason: SuppressedBy::Bounce }),
        ..standing()
    };

    let outcome = |standing: &Standing| may(Some(standing), &[]).err().map(|drop| drop.outcome);

    assert_eq!(outcome(&everything), Some(Outcome::OptedOut));
    assert_eq!(outcome(&this_campaign), Some(Outcome::OptedOut));
    assert_eq!(outcome(&other_campaign), None);
    assert_eq!(outcome(&bounced), Some(Outcome::Suppressed));
    assert_eq!(may(None, &[]), Ok(at(720)));
}

#[test]
fn c18_every_mute_must_pass_and_the_decision_names_the_one_that_did_not() {
    let book = |scope, due| {
        let mut book = MuteBook::empty(&organization().id, scope, Digest::of(&["a"]));
        book.reserve(
            InvitationId::parse("inv_8").unwrap(),
            due,
            SendTrace::default(),
            jiff::SignedDuration::ZERO,
        );
        book
    };
    let mine = book(MuteScope::Campaign(campaign().id), at(720 - 10 * 1440));
    let everybody = book(MuteScope::Organization, at(720 - 1440));
    let week = Delay::parse("07:00:00").unwrap();

    let me = InvitationId::parse("inv_9").unwrap();
    let (mine, everybody) = (mine.muted_by(week, &me), everybody.muted_by(week, &me));

    let drop = may(None, &[mine.clone(), everybody]).unwrap_err();

    assert_eq!(drop.outcome, Outcome::Muted);
    assert!(drop.reason.starts_with("the organization's mute period"), "{}", drop.reason);
    assert_eq!(drop.next_eligible_at, Some(at(720 + 6 * 1440)));
    assert_eq!(may(None, &[mine]), Ok(at(720)));
}

#[test]
fn r1_6_asked_again_the_answer_may_have_changed() {
    let due = invitation(SendState::Sending { attempt: 1, lease_until: at(721), due_at: None });
    let mut gone = standing();
    gone.opt_out(&Scope::All, OptOut { since: at(1), origin: OptOutOrigin::Respondent });
    let paused = Campaign { status: CampaignStatus::Paused, ..campaign() };
    let stopped = Organization {
        sending_paused: Some(SendingPause { since: at(0), reason: "stop".to_owned(), until: Some(at(800)) }),
        ..organization()
    };
    let reopened = task_after(&TriggerEvent { occurred_at: at(5), ..done("500") });
    let still_done = task_after(&done("610"));
    let ask = |campaign: Option<&Campaign>, organization: &Organization, standing, task| {
        let invitation = &due;
        let mail = DueMail { invitation, organization, campaign, standing, task, planned_for: at(720) };
        still_welcome(mail, at(720))
    };
    let never = |reason| Some(Ruling::Never { reason });

    assert_eq!(ask(Some(&campaign()), &organization(), None, Some(&still_done)), None);
    assert_eq!(ask(Some(&campaign()), &organization(), Some(&gone), None), never(CancelReason::OptedOut));
    assert_eq!(
        ask(Some(&campaign()), &organization(), None, Some(&reopened)),
        never(CancelReason::TaskReopened)
    );
    assert_eq!(ask(None, &organization(), None, None), never(CancelReason::NothingToSay));
    assert!(matches!(ask(Some(&paused), &organization(), None, None), Some(Ruling::Later { .. })));
    assert!(matches!(ask(Some(&campaign()), &stopped, None, None), Some(Ruling::Later { .. })));
    let mail = DueMail {
        invitation: &due,
        organization: &stopped,
        campaign: Some(&campaign()),
        standing: None,
        task: None,
        planned_for: at(720),
    };
    assert_eq!(still_welcome(mail, at(800)), None, "the pause ended by itself");
}

fn booked(minute: i64, rule: Option<&str>) -> Vec<Bound> {
    let mut book = MuteBook::empty(&organization().id, MuteScope::Organization, Digest::of(&["a"]));
    book.reserve(
        InvitationId::parse("inv_8").unwrap(),
        at(minute),
        SendTrace::default(),
        jiff::SignedDuration::ZERO,
    );
    let me = InvitationId::parse("inv_9").unwrap();
    match rule {
        Some(json) => book.ruled_by(&serde_json::from_str::<FrequencyRule>(json).unwrap(), &me),
        None => vec![book.muted_by(Delay::parse("07:00:00").unwrap(), &me)],
    }
}

#[test]
fn c17_c18_a_frequency_rule_is_named_with_the_date_when_the_customer_is_free() {
    let bounds = booked(720 - 1440, Some(r#"{"name":"Once a month","max":1,"period":"30:00:00"}"#));

    let drop = may(None, &bounds).unwrap_err();

    assert_eq!(drop.outcome, Outcome::FrequencyRule);
    assert!(drop.reason.starts_with("the frequency rule `Once a month`: "), "{}", drop.reason);
    assert_eq!(drop.next_eligible_at, Some(at(720 + 29 * 1440)));
}

#[test]
fn decision_3_muted_is_dropped_unless_the_campaign_prefers_to_wait() {
    let patient = Campaign { reach: reach(r#"{"on_mute":"delay"}"#), ..campaign() };
    let bounds = booked(720 - 1440, None);

    assert_eq!(may(None, &bounds).unwrap_err().outcome, Outcome::Muted);
    assert_eq!(may_with(&patient, None, &bounds), Ok(at(720 + 6 * 1440)));
}
