//! Pictures of an organization: from the upload to the mail and to whoever shows them (B6, C20).
//! How uploads are read is tested in `adapters`.

use axum::body::Body;
use axum::http::{Request, header};
use relance_tests::{API_KEY, Job, Reply, World, hours, survey_link};
use serde_json::json;

/// One red pixel, as a PNG.
const PIXEL: [u8; 69] = *b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x38\xc1\xc0\x00\x00\x02\x5c\x00\xc9\x43\xc8\x12\x46\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

async fn upload(world: &World, bytes: &[u8]) -> Reply {
    let request = Request::post("/v1/images")
        .header(header::AUTHORIZATION, format!("Bearer {API_KEY}"))
        .header(header::CONTENT_TYPE, "image/svg+xml");
    world.send(request.body(Body::from(bytes.to_vec())).unwrap()).await
}

#[tokio::test]
async fn b6_an_uploaded_picture_stands_above_the_mail_and_is_shown_to_whoever_knows_its_name() {
    let world = World::demo().await;
    let kept = upload(&world, &PIXEL).await;
    let picture = kept.json();
    let again = upload(&world, &PIXEL).await;
    let alt = json!({ "fr": "Notre camion", "en": "Our van" });
    world.change_campaign(json!({ "look": { "picture": { "image_id": picture["id"], "alt": alt } } })).await;

    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;
    let mail = world.inbox("lea@example.com").only().clone();
    let url = picture["url"].as_str().unwrap();
    let shown = world.open_link(url).await;
    let removed =
        world.call("DELETE", &format!("/v1/images/{}", picture["id"].as_str().unwrap()), None).await;

    assert_eq!((kept.status, again.status), (201, 201), "{}", kept.body);
    assert_eq!(again.json(), picture, "the same bytes are the same picture");
    assert!(mail.html.contains(url) && mail.html.contains("alt=\"Notre camion\""), "{}", mail.html);
    assert_eq!(shown.status(), 200);
    assert_eq!(shown.reply.header("content-type"), "image/jpeg");
    assert_eq!(shown.reply.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(shown.reply.header("x-content-type-options"), "nosniff");
    assert_eq!(removed.status, 409, "{}", removed.body);
    let page = world.open_link(&survey_link(&mail)).await;
    assert_eq!(page.count("img.picture[alt='Notre camion']"), 1);
}

#[tokio::test]
async fn b6_what_is_no_picture_or_has_no_alternative_text_is_refused_by_field() {
    let world = World::demo().await;
    let svg = upload(&world, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>").await;
    let large = upload(&world, &vec![0; 1_100_000]).await;
    let kept = upload(&world, &PIXEL).await.json();
    let speechless =
        json!({ "look": { "picture": { "image_id": kept["id"], "alt": { "fr": "Notre camion" } } } });
    let speechless = world.call("PATCH", "/v1/campaigns/cmp_satisfaction", Some(speechless)).await;
    let gone = world.open_link("/i/demo/0000-1x1.png").await;
    let other = world.open_link("/i/other/0000-1x1.png").await;

    assert_eq!(svg.status, 422);
    assert!(svg.body.contains("send a png, jpeg or webp picture"), "{}", svg.body);
    assert_eq!(large.status, 413, "{}", large.body);
    assert_eq!(speechless.status, 422);
    assert!(speechless.body.contains("look.picture.alt.en"), "{}", speechless.body);
    assert_eq!((gone.status(), other.status()), (404, 404));
}

/// C20: the numeral stays, whatever is drawn above it.
#[tokio::test]
async fn c20_an_icon_of_the_organization_stands_above_each_numeral() {
    let world = World::demo().await;
    let icon = upload(&world, &PIXEL).await.json();
    let unknown = json!({ "name": "Ours", "rating": { "style": "icons", "image_id": "img_gone" } });
    let unknown = world.call("POST", "/v1/themes", Some(unknown)).await;
    let theme = json!({ "name": "Ours", "rating": { "style": "icons", "image_id": icon["id"] } });
    let theme = world.call("POST", "/v1/themes", Some(theme)).await;
    world.change_campaign(json!({ "look": { "theme_id": theme.json()["id"] } })).await;

    world.report(&Job::done("T1", world.now())).await;
    world.advance(hours(12)).await;

    let mail = world.inbox("lea@example.com").only().clone();
    assert!(unknown.body.contains("rating.image_id"), "{}", unknown.body);
    assert_eq!(mail.html.matches(icon["url"].as_str().unwrap()).count(), 11);
    for score in 0..=10 {
        assert!(mail.html.contains(&format!(">{score}</a>")), "{score} is written");
    }
}
