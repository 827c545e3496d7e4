//! The scene of one simulation: two organizations with the same campaigns and the same customers, jobs that get
//! done, reopened and done again, operators who interfere. All drawn from the seed.

use super::stage::{Act, Event, Stage};
use super::sure;
use jiff::{SignedDuration, Timestamp};
use relance_application::account::keep_route;
use relance_application::ports::records::{Change, Committed};
use relance_application::stored::{Entity, record_of};
use relance_domain::account::{ContactPolicy, Organization, Route, RouteTarget, SmsPolicy};
use relance_domain::campaign::{
    Campaign, CampaignStatus, CampaignTexts, OnUncertain, Reach, SendBy, TriggerRule,
};
use relance_domain::condition::Condition;
use relance_domain::name::{
    CampaignId, ConnectionId, EmailAddress, LanguageTag, OrganizationId, QuestionId, RuleId,
};
use relance_domain::question::{NpsType, Question, QuestionKind, QuestionOptions};
use relance_domain::rule::{Rule, RuleAction};
use relance_domain::schedule::Delay;
use relance_domain::source::{Connection, Customer, Task, TaskState, TriggerEvent, TriggerKind};
use std::collections::BTreeMap;

/// The two organizations.
pub(super) const ORGANIZATIONS: [&str; 2] = ["north", "south"];
/// The campaigns of each.
pub(super) const CAMPAIGNS: [&str; 2] = ["cmp_a", "cmp_b"];
/// States that both campaigns wait for.
pub(super) const DONE: [&str; 2] = ["600", "610"];
/// The question that every survey asks.
pub(super) const QUESTION: &str = "q_nps";

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Stores the organizations and puts what everybody will do on the agenda.
pub(super) fn set(stage: &Stage) {
    for name in ORGANIZATIONS {
        set_organization(stage, name);
    }
    let jobs = 1 + stage.world().chance.below(3);
    for number in 0..jobs {
        set_job(stage, number);
    }
    let others = stage.world().chance.below(4);
    for _ in 0..others {
        set_other(stage);
    }
}

fn set_organization(stage: &Stage, name: &str) {
    let now = stage.world().now();
    let id = sure(OrganizationId::parse(name));
    let mute = (stage.world().chance.happens(300)).then(|| sure(Delay::parse("00:06:00")));
    let organization = Organization {
        mute,
        contact_policy: ContactPolicy { sms: sms_policy(stage), ..ContactPolicy::default() },
        ..Organization::new(
            id.clone(),
            name.to_owned(),
            "America/Toronto".to_owned(),
            sure(LanguageTag::parse("fr")),
            sure(EmailAddress::parse("ask@company.example")),
        )
    };
    let connection =
        Connection::of_the_api(sure(ConnectionId::parse(&format!("hook-{name}"))), id.clone(), now);
    let target = RouteTarget::Connection(connection.id.clone());
    let route = Route { organization: id.clone(), target };
    let mut changes = vec![sure(keep_route(&Route::hook(&connection.id), &route))];
    changes.extend([create(&organization), create(&connection)]);
    for campaign in CAMPAIGNS {
        let campaign = campaign_of(stage, &id, campaign, now);
        changes.push(create(&rule_of(&campaign)));
        changes.push(create(&campaign));
    }
    let committed = stage.commit(&changes);
    assert_eq!(committed, Ok(Committed::Done), "the scene is set before anybody acts");
}

fn create<T: Entity>(value: &T) -> Change {
    Change::Create(sure(record_of(value, 0)))
}

fn campaign_of(stage: &Stage, organization: &OrganizationId, id: &str, now: Timestamp) -> Campaign {
    let mut world = stage.world();
    let french = sure(LanguageTag::parse("fr"));
    let delay = world.chance.pick(&["", "00:00:05", "00:00:20", "00:12:00", "02:00:00"], "");
    let mute = world.chance.pick(&["", "00:01:00", "07:00:00"], "");
    let hold = world.chance.happens(300);
    let texts = BTreeMap::from([(french.clone(), "?".to_owned())]);
    let states = DONE.map(str::to_owned).to_vec();
    Campaign {
        name: id.to_owned(),
        status: CampaignStatus::Published,
        texts: BTreeMap::from([(french.clone(), CampaignTexts::default())]),
        questions: vec![Question {
            id: sure(QuestionId::parse(QUESTION)),
            texts,
            kind: QuestionKind::Nps,
            required: true,
            options: QuestionOptions::default(),
        }],
        triggers: vec![TriggerRule::TaskState { task_type: "visit".to_owned(), states }],
        delay: sure(Delay::parse(delay)),
        mute: sure(Delay::parse(mute)),
        agent_opt_out_allowed: true,
        on_uncertain: if hold { OnUncertain::Hold } else { OnUncertain::Resend },
        reach: Reach { send_by: send_by(world.now_ms), ..Reach::default() },
        ..Campaign::draft(sure(CampaignId::parse(id)), organization.clone(), french, now)
    }
}

/// One seed in four asks by text. Not drawn, so that the others play as they do without texts.
fn send_by(now_ms: i64) -> SendBy {
    match now_ms / MINUTE_MS % 8 {
        0 => SendBy::Sms,
        4 => SendBy::SmsThenEmail,
        _ => SendBy::Email,
    }
}

/// A month without end, one that is soon used up, or one without texts.
fn sms_policy(stage: &Stage) -> SmsPolicy {
    let caps = [350, 3, 350, 5, 0];
    let place = usize::try_from(stage.world().now_ms / MINUTE_MS / 8).unwrap_or(0) % caps.len();
    SmsPolicy { monthly_cap: caps.get(place).copied().unwrap_or(350), ..SmsPolicy::default() }
}

/// A phone for every customer; whoever asks by mail never looks.
fn phone_of(customer: &str) -> String {
    format!("+1514555{:04}", customer.bytes().next().unwrap_or(0))
}

/// A rule that makes each detractor of the campaign an alert.
fn rule_of(campaign: &Campaign) -> Rule {
    Rule {
        id: sure(RuleId::parse(&format!("rul_{}", campaign.id))),
        organization: campaign.organization.clone(),
        campaign_id: campaign.id.clone(),
        name: "call back".to_owned(),
        active: true,
        when: Condition::is("nps_type", NpsType::Detractor.as_str()),
        then: RuleAction::RaiseAlert { owner: Some(sure(EmailAddress::parse("owner@company.example"))) },
    }
}

/// One job: its states in the order in which they were reached, posted in whatever order, some twice.
fn set_job(stage: &Stage, number: u64) {
    let mut world = stage.world();
    let world = &mut *world;
    let chance = &mut world.chance;
    let organization = chance.pick(&ORGANIZATIONS, "north");
    let customer = chance.pick(&["ada@home.example", "bob@home.example"], "ada@home.example");
    let stories: [&[&str]; 6] = [
        &["600"],
        &["600", "610"],
        &["600", "500"],
        &["600", "500", "610"],
        &["300", "600"],
        &["600", "500", "600", "500"],
    ];
    let story = chance.pick(&stories, &["600"]);
    let mut at_ms = world.now_ms + chance.between(0, 2 * HOUR_MS);
    for (step, state) in story.iter().enumerate() {
        let event = event(&format!("job-{number}"), state, at_ms, step, customer, chance.happens(40));
        let body = serde_json::to_string(&event).unwrap_or_default();
        let copies = 1 + u64::from(chance.happens(250));
        for _ in 0..copies {
            let overtaken = chance.happens(200);
            let after_ms = if overtaken { chance.between(0, 3 * HOUR_MS) } else { chance.between(50, 3_000) };
            let act = Act::Post {
                connection: format!("hook-{organization}"),
                event_id: event.event_id.clone(),
                body: body.clone(),
                tries: 0,
            };
            world.agenda.add(at_ms + after_ms, Event::Play(act), chance);
        }
        at_ms += if chance.happens(200) { chance.between(0, 300) } else { chance.between(500, HOUR_MS) };
    }
}

fn event(task: &str, state: &str, at_ms: i64, step: usize, customer: &str, opt_out: bool) -> TriggerEvent {
    TriggerEvent {
        event_id: format!("{task}-{step}"),
        kind: TriggerKind::TaskStateChanged,
        occurred_at: Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::MAX),
        task: Some(Task {
            id: task.to_owned(),
            task_type: Some("visit".to_owned()),
            state: Some(TaskState { code: state.to_owned(), label: None }),
            ..Task::default()
        }),
        customer: Customer {
            email: Some(customer.to_owned()),
            phone: Some(phone_of(customer)),
            ..Customer::default()
        },
        agent: None,
        survey_opt_out: opt_out,
        transaction: None,
    }
}

/// Something that an operator or a manager does in between.
fn set_other(stage: &Stage) {
    let mut world = stage.world();
    let world = &mut *world;
    let chance = &mut world.chance;
    let organization = chance.pick(&ORGANIZATIONS, "north");
    let campaign = chance.pick(&CAMPAIGNS, "cmp_a");
    let latest_ms = chance.pick(&[6, 60], 6) * HOUR_MS;
    let at_ms = world.now_ms + chance.between(0, latest_ms);
    let until_ms = at_ms + chance.between(MINUTE_MS, HOUR_MS);
    let drawn = chance.draw();
    let [first, second] = match chance.below(7) {
        0 => [true, false].map(|paused| Act::PauseSending { organization, paused, tries: 0 }),
        1 => [true, false].map(|paused| Act::PauseCampaign { organization, campaign, paused, tries: 0 }),
        2 => [Act::Cancel { organization, drawn }, Act::ReadNps { organization, tries: 0 }],
        3 => [Act::Resend { organization, drawn }, Act::ReadNps { organization, tries: 0 }],
        _ => [0, 1].map(|_| Act::ReadNps { organization, tries: 0 }),
    };
    world.agenda.add(at_ms, Event::Play(first), chance);
    world.agenda.add(until_ms, Event::Play(second), chance);
}

/// How long faults go on after the start.
pub(super) fn time_of_healing(stage: &Stage) -> i64 {
    let mut world = stage.world();
    world.now_ms + world.chance.between(2 * HOUR_MS, 60 * HOUR_MS)
}

/// A start of the simulation: some instant of a month with a change of daylight saving time in it.
pub(super) fn start(seed: u64) -> Timestamp {
    let first = Timestamp::from_second(1_793_400_000).unwrap_or(Timestamp::UNIX_EPOCH);
    let later =
        SignedDuration::from_mins(i64::try_from(seed.wrapping_mul(7_919) % (14 * 24 * 60)).unwrap_or(0));
    first.saturating_add(later).unwrap_or(first)
}
