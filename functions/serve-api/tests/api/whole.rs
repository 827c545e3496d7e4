//! Sentences about reads that give everything, however much there is: none stops at a number without a word.
//! That every store is read to its end is in the contract of stores.

use crate::world::World;
use jiff::SignedDuration;
use relance_application::account::{keep_sms_route, sms_routes};
use relance_application::ports::records::Records as _;
use relance_application::report::ReadOverview;
use relance_domain::campaign::Campaign;
use relance_domain::invitation::{Decision, Invitation, Outcome};
use relance_domain::name::{CampaignId, DecisionId, OrganizationId, PhoneNumber, Unique};
use relance_testkit::builders::{campaign, invitation, now, organization};

#[tokio::test]
async fn the_overview_knows_more_than_a_thousand_campaigns() {
    let world = World::new().await;
    for number in 0..1_100 {
        let id = CampaignId::parse(&format!("cmp_{number:04}")).unwrap();
        world.given(&Campaign { id, ..campaign() }).await;
    }

    let read = ReadOverview { records: &*world.records, clock: &world.clock };
    let overview = read.run(&organization().id).await.unwrap().unwrap();

    assert_eq!(overview.campaigns.len(), 1_101);
}

#[tokio::test]
async fn a_reply_from_a_phone_reaches_everybody_who_texted_it() {
    let world = World::new().await;
    let phone = PhoneNumber::parse("+15145550123").unwrap();
    for number in 0..1_100 {
        let organization = OrganizationId::parse(&format!("org{number}")).unwrap();
        let route = keep_sms_route(&phone, &organization).unwrap();
        assert!(world.records.commit(&[route]).await.is_ok());
    }

    assert_eq!(sms_routes(&*world.records, &phone).await.unwrap().len(), 1_100);
}

fn decision(number: u32, about: &Invitation) -> Decision {
    let at = now() + SignedDuration::from_secs(i64::from(number));
    Decision {
        id: DecisionId::new(&Unique::derived_at(at, &[&number.to_string()])),
        organization: organization().id,
        event_id: "evt".to_owned(),
        trigger_type: None,
        campaign_id: None,
        invitation_id: Some(about.id.clone()),
        outcome: Outcome::Cancelled,
        reason: "because".to_owned(),
        next_eligible_at: None,
        decided_at: at,
        agent: None,
    }
}

#[tokio::test]
async fn what_became_of_an_invitation_is_told_however_much_was_decided_about_others_since() {
    let world = World::new().await;
    let (asked, other) = (invitation(1, "lea@example.com"), invitation(2, "bob@example.com"));
    world.given(&asked).await;
    for number in 0..5_100 {
        world.given(&decision(number, &other)).await;
    }
    world.given(&decision(5_100, &asked)).await;

    let shown = world.get(&format!("/v1/invitations/{}", asked.id)).await;

    assert_eq!(shown.json["history"].as_array().unwrap().len(), 1);
}
