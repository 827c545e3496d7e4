//! Sentences about what mails are made of: templates, and a campaign's choice of them.

use crate::world::World;
use axum::http::StatusCode;
use serde_json::json;

const CAMPAIGN: &str = "/v1/campaigns/cmp_satisfaction";
const TAG: &str = "[InsertSatisfactionEvaluation]";

fn template(html: &str) -> serde_json::Value {
    json!({ "name": "Warm", "texts": { "fr": { "html": html }, "en": { "html": html } } })
}

async fn saved(world: &World) -> String {
    let made = world.post("/v1/templates", template(TAG)).await.expect(StatusCode::CREATED);
    made.json["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn c11_a_template_is_made_read_changed_listed_and_removed() {
    let world = World::new().await;

    let id = saved(&world).await;
    let path = format!("/v1/templates/{id}");
    let subject = json!({ "texts": { "en": { "subject": "Hello {{ customer.first_name }}" } } });
    let changed = world.patch(&path, subject).await.expect(StatusCode::OK);
    let listed = world.get("/v1/templates").await.expect(StatusCode::OK);
    world.call("DELETE", &path, None).await.expect(StatusCode::NO_CONTENT);

    assert_eq!(changed.json["texts"]["en"]["subject"], "Hello {{ customer.first_name }}");
    assert_eq!(changed.json["texts"]["en"]["html"], TAG);
    assert_eq!(changed.header("etag"), "\"2\"");
    assert_eq!(listed.json["items"][0]["languages"], json!(["en", "fr"]));
    world.get(&path).await.expect(StatusCode::NOT_FOUND);
    world.call("DELETE", &path, None).await.expect(StatusCode::NOT_FOUND);
}

/// F11, C12: each flaw is named at its place.
#[tokio::test]
async fn f11_each_flaw_of_a_template_is_named_with_its_field() {
    let world = World::new().await;
    let table = [
        (template("<p>Hi</p>"), "texts.en.html: put `[InsertSatisfactionEvaluation]` where the rating goes"),
        (
            template("[insertsatisfactionevaluation]"),
            "texts.en.html: put `[InsertSatisfactionEvaluation]` where the rating goes",
        ),
        (
            template(&format!("{TAG}{{{{ customer.name }}}}")),
            "texts.en.html: there is no variable `customer.name`: there are `customer.first_name`",
        ),
        (
            template(&format!("{TAG}{{% for x in y %}}")),
            "texts.en.html: `{% for %}` is not part of the template language",
        ),
        (template(&format!("{TAG}<script>x</script>")), "texts.en.html: `<script>` is not part of a mail"),
        (json!({ "name": "x" }), "texts: write it in at least one language"),
        (json!({ "name": "x", "texts": { "fr": { "htm": "" } } }), "texts.fr.htm: there is no such field"),
        (json!({ "name": "", "texts": { "fr": { "html": TAG } } }), "name: give it 1 to 120 characters"),
    ];

    for (body, expected) in table {
        let refused = world.post("/v1/templates", body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.errors()[0].starts_with(expected), "{expected}: {:?}", refused.errors());
    }
}

/// C12: more than one tag is odd, and each is replaced.
#[tokio::test]
async fn c12_two_tags_are_a_warning() {
    let world = World::new().await;

    let made = world.post("/v1/templates", template(&format!("{TAG}<hr>{TAG}"))).await;

    let made = made.expect(StatusCode::CREATED);
    assert_eq!(made.json["warnings"].as_array().unwrap().len(), 2, "{}", made.text);
    assert!(made.json["warnings"][0].as_str().unwrap().contains("2 times"));
}

#[tokio::test]
async fn c11_a_campaign_names_a_template_that_exists_and_keeps_it() {
    let world = World::new().await;
    let id = saved(&world).await;

    let unknown = world.patch(CAMPAIGN, json!({ "look": { "template_id": "tpl_gone" } })).await;
    let named = world.patch(CAMPAIGN, json!({ "look": { "template_id": id } })).await;
    let removed = world.call("DELETE", &format!("/v1/templates/{id}"), None).await;

    let unknown = unknown.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(unknown.errors(), ["look.template_id: there is no such template"]);
    assert_eq!(named.expect(StatusCode::OK).json["look"]["template_id"], id);
    let removed = removed.expect(StatusCode::CONFLICT);
    assert!(removed.text.contains("it is used by `Satisfaction`"), "{}", removed.text);
}

/// B17: a live campaign speaks all its languages in its template too.
#[tokio::test]
async fn b17_a_live_campaign_needs_its_template_in_each_of_its_languages() {
    let world = World::new().await;
    let body = json!({ "name": "French", "texts": { "fr": { "html": TAG } } });
    let made = world.post("/v1/templates", body).await.expect(StatusCode::CREATED);

    let refused = world.patch(CAMPAIGN, json!({ "look": { "template_id": made.json["id"] } })).await;

    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.errors(), ["look.template_id: the template `French` has no texts in `en`"]);
}

#[tokio::test]
async fn r3_8_what_templates_can_name_is_listed_with_its_defaults() {
    let world = World::new().await;

    let language = world.get("/v1/template-variables").await.expect(StatusCode::OK);

    let agent = language.json["items"].as_array().unwrap().iter().find(|item| item["name"] == "agent.name");
    assert_eq!(agent.unwrap()["defaults"], json!({ "en": "our team", "fr": "notre équipe" }));
    assert_eq!(language.json["filters"], json!(["capitalize", "default", "lower", "upper", "url"]));
    assert_eq!(language.json["pick_tag"], TAG);
}

/// C19-C21: each bad field of a theme is named with its reason.
#[tokio::test]
async fn c21_each_bad_field_of_a_theme_is_named_with_its_reason() {
    let world = World::new().await;
    let table = [
        (json!({ "name": "" }), "name: give it 1 to 120 characters"),
        (
            json!({ "name": "x", "rating": { "style": "gradient", "stops": ["#ffffff"] } }),
            "rating.stops: give two or three colours",
        ),
        (
            json!({ "name": "x", "rating": { "style": "gradient", "stops": ["#fff", "#000000"] } }),
            "rating: `#fff` is not a colour such as `#1a7a4c`",
        ),
        (
            json!({ "name": "x", "rating": { "style": "hearts" } }),
            "rating.style: `hearts` is none of `stars`, `numerals`, `icons`, `gradient`",
        ),
        (
            json!({ "name": "x", "accent": "#ffcc00" }),
            "accent: `#ffcc00` has a contrast of 1.5 on white and needs 4.5: `#806600` has it",
        ),
        (json!({ "name": "x", "colour": "red" }), "colour: there is no such field here"),
    ];

    for (body, expected) in table {
        let refused = world.post("/v1/themes", body).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.errors(), [expected]);
    }
}

#[tokio::test]
async fn c19_a_theme_has_stars_until_it_says_otherwise_and_stays_while_it_is_used() {
    let world = World::new().await;

    let made = world.post("/v1/themes", json!({ "name": "Ours" })).await.expect(StatusCode::CREATED);
    let path = format!("/v1/themes/{}", made.json["id"].as_str().unwrap());
    let gradient = json!({ "rating": { "style": "gradient", "stops": ["#b4421a", "#1a7a4c"] } });
    let coloured = world.patch(&path, gradient).await.expect(StatusCode::OK);
    let plain = world.patch(&path, json!({ "rating": { "style": "numerals" } })).await.expect(StatusCode::OK);
    world.patch(CAMPAIGN, json!({ "look": { "theme_id": made.json["id"] } })).await.expect(StatusCode::OK);
    let kept = world.call("DELETE", &path, None).await;
    world.patch(CAMPAIGN, json!({ "look": { "theme_id": null } })).await.expect(StatusCode::OK);
    let removed = world.call("DELETE", &path, None).await;

    assert_eq!(made.json["rating"], json!({ "style": "stars" }));
    assert_eq!(coloured.json["rating"]["stops"], json!(["#b4421a", "#1a7a4c"]));
    assert_eq!(plain.json["rating"], json!({ "style": "numerals" }));
    kept.expect(StatusCode::CONFLICT);
    removed.expect(StatusCode::NO_CONTENT);
    let gone = world.patch(CAMPAIGN, json!({ "look": { "theme_id": made.json["id"] } })).await;
    assert_eq!(gone.errors(), ["look.theme_id: there is no such theme"]);
}

/// C22: previews per language, of drafts too; nothing is stored or announced.
#[tokio::test]
async fn c22_a_preview_shows_the_mail_and_the_messages_in_each_language() {
    let world = World::new().await;
    let body = json!({ "name": "x", "texts": { "fr": { "html": format!("<p>Bonjour {{{{ contact.first_name }}}}</p>{TAG}") },
        "en": { "html": format!("<p>Hello {{{{ contact.first_name }}}}</p>{TAG}"), "subject": "y".repeat(70) } } });
    let template = world.post("/v1/templates", body).await.expect(StatusCode::CREATED);
    world
        .patch(CAMPAIGN, json!({ "look": { "template_id": template.json["id"] } }))
        .await
        .expect(StatusCode::OK);
    world.given(&relance_testkit::builders::contact("Zoé", "zoe@example.com")).await;
    let zoe = relance_testkit::builders::contact("Zoé", "zoe@example.com").id;
    let before = world.records.everything();

    let path = format!("{CAMPAIGN}/preview");
    let french = world.post(&path, json!({ "language": "fr", "sample": true })).await.expect(StatusCode::OK);
    let english =
        world.post(&path, json!({ "language": "en", "contact_id": zoe })).await.expect(StatusCode::OK);
    let german = world.post(&path, json!({ "language": "de" })).await;
    let nobody = world.post(&path, json!({ "contact_id": "con_gone" })).await;

    assert!(french.json["html"].as_str().unwrap().contains("Bonjour Léa"), "{}", french.text);
    assert!(french.json["text"].as_str().unwrap().contains("Bonjour Léa"));
    assert_eq!(french.json["warnings"], json!([]));
    assert!(french.json["messages"]["information"].as_str().unwrap().contains("Plomberie Tremblay"));
    assert!(french.json["messages"]["thank_you"].as_str().unwrap().starts_with("Merci"));
    assert!(english.json["html"].as_str().unwrap().contains("Hello Zoé"));
    assert_eq!(
        english.json["warnings"],
        json!(["the subject has 70 characters: mail programs show about 60"])
    );
    assert_eq!(german.errors(), ["language: the campaign has no texts in `de`: use `en` or `fr`"]);
    assert_eq!(nobody.errors(), ["contact_id: there is no such contact"]);
    assert!(world.records.everything() == before && world.heard.ids().is_empty());
}

/// R3.4: opt-outs and suppressions hold for test mails too.
#[tokio::test]
async fn r3_4_a_test_mail_is_planned_for_whoever_may_be_written_to() {
    let world = World::new().await;
    let path = format!("{CAMPAIGN}/test");
    world.post("/v1/opt-outs", json!({ "email": "out@x.ca" })).await.expect(StatusCode::CREATED);

    let sent = world.post(&path, json!({ "email": "Boss@X.ca", "language": "en" })).await;
    let refused = world.post(&path, json!({ "email": "out@x.ca" })).await;
    let bad = world.post(&path, json!({ "email": "boss" })).await;

    let sent = sent.expect(StatusCode::ACCEPTED);
    assert_eq!((&sent.json["address"], &sent.json["language"]), (&json!("boss@x.ca"), &json!("en")));
    let id = sent.json["id"].as_str().unwrap().to_owned();
    assert_eq!(world.heard.ids(), std::slice::from_ref(&id));
    assert_eq!(world.get(&format!("/v1/invitations/{id}")).await.json["test"], true);
    assert_eq!(world.get("/v1/invitations").await.json["items"], json!([]));
    world.call("POST", &format!("/v1/invitations/{id}/resend"), None).await.expect(StatusCode::CONFLICT);
    refused.expect(StatusCode::CONFLICT);
    bad.expect(StatusCode::UNPROCESSABLE_ENTITY);
}
