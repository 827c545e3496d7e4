//! One-time links, sessions, other organizations and other sites: who comes in, and who does not.

use crate::world::{OURS, World};
use axum::http::{StatusCode, header};
use jiff::SignedDuration;
use relance_application::account::{Audit, AuditEntry, AuditFilter, Author, Deed};
use relance_application::call::Wanted;
use relance_domain::account::Organization;
use relance_domain::name::OrganizationId;
use relance_testkit::builders::{given, organization};

/// R5.7.
#[tokio::test]
async fn p2_looking_at_a_link_does_not_use_it_up_and_the_button_works_once() {
    let world = World::new().await;
    let link = world.link(&organization().id).await;

    let looked = [world.get(&link).await, world.call("HEAD", &link, &[]).await, world.get(&link).await];
    let first = world.call("POST", &link, &[OURS]).await;
    let second = world.call("POST", &link, &[OURS]).await;
    let third = world.get(&link).await;

    assert!(looked.iter().all(|reply| reply.status == StatusCode::OK));
    assert!(looked[0].text.contains("Sign in to Plomberie Tremblay"), "{}", looked[0].text);
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header(header::LOCATION), "/console/");
    assert_eq!(second.status, StatusCode::UNAUTHORIZED);
    assert_eq!(second.header(header::SET_COOKIE), "");
    assert!(third.text.contains("no longer works"), "{}", third.text);
}

#[tokio::test]
async fn r5_12_who_signs_in_is_told() {
    let world = World::new().await;
    let link = world.link(&organization().id).await;

    world.get(&link).await;
    let looked = audit(&world).await;
    world.call("POST", &link, &[OURS]).await;
    world.call("POST", &link, &[OURS]).await;

    assert!(looked.is_empty(), "looking is no coming in");
    let [came] = audit(&world).await.try_into().unwrap();
    assert_eq!((came.who, came.call.as_str()), (Author::Person("owner".to_owned()), "POST /console/sign-in"));
    assert_eq!(came.done.first().map(|done| done.deed), Some(Deed::SignedIn));
}

async fn audit(world: &World) -> Vec<AuditEntry> {
    let audit = Audit { records: &*world.records };
    let wanted = Wanted { limit: 10, after: None };
    audit.list(&organization().id, &AuditFilter::default(), &wanted).await.unwrap().items
}

#[tokio::test]
async fn whoever_follows_their_used_link_again_is_led_to_the_console() {
    let world = World::new().await;
    let link = world.link(&organization().id).await;
    let opened = world.call("POST", &link, &[OURS]).await;
    let cookie = opened.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();

    let again = world.get_as(&cookie, &link).await;

    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(again.header(header::LOCATION), "/console/");
}

/// R5.7.
#[tokio::test]
async fn a_link_works_for_an_hour() {
    let world = World::new().await;
    let (early, late) = (world.link(&organization().id).await, world.link(&organization().id).await);

    world.wall_clock.advance(SignedDuration::from_secs(3599));
    let in_time = world.call("POST", &early, &[OURS]).await;
    world.wall_clock.advance(SignedDuration::from_secs(1));
    let (looked, used) = (world.get(&late).await, world.call("POST", &late, &[OURS]).await);

    assert_eq!(in_time.status, StatusCode::SEE_OTHER);
    assert_eq!(looked.status, StatusCode::UNAUTHORIZED);
    assert_eq!(used.status, StatusCode::UNAUTHORIZED);
}

/// R5.7.
#[tokio::test]
async fn neither_token_nor_session_is_stored_as_its_owner_holds_it() {
    let world = World::new().await;
    let link = world.link(&organization().id).await;

    let reply = world.call("POST", &link, &[OURS]).await;

    let stored = format!("{:?}", world.records.everything());
    let secret = reply.header(header::SET_COOKIE).split(['=', ';']).nth(1).unwrap().to_owned();
    for held in [link.split_once("token=").unwrap().1, &secret] {
        assert!(!stored.contains(held.split_once('.').unwrap().1));
    }
}

/// R5.7.
#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_this_very_host() {
    let world = World::at("https://ask.example.com").await;
    let link = world.link(&organization().id).await;

    let reply = world.call("POST", &link, &[("sec-fetch-site", "same-origin")]).await;

    let cookie = reply.header(header::SET_COOKIE);
    assert!(cookie.starts_with("__Host-relance=demo."), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
}

/// R5.7.
#[tokio::test]
async fn without_a_session_no_page_shows_anything_but_how_to_sign_in() {
    let world = World::new().await;
    let alert = world.given_alert("late").await;
    let paths =
        ["/console/", &format!("/console/alerts/{}", alert.id), "/console/nothing", "/console/sign-in"];

    for path in paths {
        for cookie in ["", "relance=", "relance=demo.guess", "relance=other.guess", "relance=nonsense"] {
            let reply = world.get_as(cookie, path).await;

            assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path} {cookie}");
            assert!(reply.text.contains("You are not signed in"), "{}", reply.text);
            assert!(!reply.text.contains("Tremblay"));
        }
    }
    let french = world.call("GET", "/console/", &[("accept-language", "fr-CA,fr;q=0.9")]).await;
    assert!(french.text.contains("Votre session n’est pas ouverte"), "{}", french.text);
}

/// R5.7.
#[tokio::test]
async fn a_session_lasts_twelve_hours_or_until_its_owner_leaves() {
    let world = World::new().await;
    let (stays, leaves) =
        (world.signed_in(&organization().id).await, world.signed_in(&organization().id).await);

    let left = world.call("POST", "/console/sign-out", &[OURS, ("cookie", &leaves)]).await;
    let after_leaving = world.get_as(&leaves, "/console/").await;
    let still_in = world.get_as(&stays, "/console/").await;
    world.wall_clock.advance(SignedDuration::from_hours(12));
    let too_late = world.get_as(&stays, "/console/").await;

    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(left.header(header::SET_COOKIE).contains("Max-Age=0"));
    assert_eq!(after_leaving.status, StatusCode::UNAUTHORIZED);
    assert_eq!(still_in.status, StatusCode::OK);
    assert_eq!(too_late.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn r5_7_what_another_site_sends_changes_nothing() {
    let world = World::new().await;
    let link = world.link(&organization().id).await;
    let cookie = world.signed_in(&organization().id).await;
    let foreign = [("origin", "https://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")];

    for from in foreign {
        for path in [&link, "/console/sign-out"] {
            let reply = world.call("POST", path, &[from, ("cookie", &cookie)]).await;

            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path} {from:?}");
        }
    }

    assert_eq!(world.get(&link).await.status, StatusCode::OK);
    assert_eq!(world.get_as(&cookie, "/console/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn r5_8_another_organizations_alert_is_not_found() {
    let world = World::new().await;
    let alert = world.given_alert("late").await;
    let other = Organization { id: OrganizationId::parse("other").unwrap(), ..organization() };
    given(&*world.records, &other).await;
    let cookie = world.signed_in(&other.id).await;

    let theirs = world.get_as(&cookie, &format!("/console/alerts/{}", alert.id)).await;
    let overview = world.get_as(&cookie, "/console/").await;

    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert!(!overview.text.contains(alert.id.as_str()));
    let forged = cookie.replace("=other.", "=demo.");
    assert_eq!(world.get_as(&forged, "/console/").await.status, StatusCode::UNAUTHORIZED);
}
