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
