//! The HTTP API: every public route has a reason, requests are throttled, and no log holds a path.
//! What stands behind each route is the routers' affair.

use crate::document::{Document, Resource, target};
use serde_json::Value;
use std::collections::BTreeMap;

/// Route, function, and why it may be reached without an authorizer (R4.7).
const PUBLIC: &[(&str, &str, &str)] = &[
    (
        "POST /hooks/{connection}",
        "IntakeWebhook",
        "the body's signature is checked over its raw bytes (R4.1)",
    ),
    ("GET /s/{token}", "SubmitAnswer", "the token is the right to see one survey (R5.1)"),
    (
        "HEAD /s/{token}",
        "SubmitAnswer",
        "link scanners ask; recorded as a bot signal, never as an answer (R3.2)",
    ),
    ("POST /s/{token}", "SubmitAnswer", "the token is the right to answer once (R5.3)"),
    ("POST /s/{token}/review", "SubmitAnswer", "the token leads on to a site that takes reviews (E7)"),
    ("GET /u/{token}", "SubmitAnswer", "shows a page that asks; changes nothing (R3.3)"),
    ("HEAD /u/{token}", "SubmitAnswer", "link scanners ask; changes nothing (R3.3)"),
    ("POST /u/{token}", "SubmitAnswer", "one click, without sign-in, by RFC 8058 (R3.3)"),
    ("GET /p/{organization}/{survey}", "SubmitAnswer", "public link or QR code, answered anonymously"),
    ("HEAD /p/{organization}/{survey}", "SubmitAnswer", "link scanners ask; changes nothing (R3.1)"),
    (
        "POST /p/{organization}/{survey}",
        "SubmitAnswer",
        "anybody may answer where the campaign says so; one answer per sealed form (P10), slowed per address (R4.3)",
    ),
    (
        "GET /i/{organization}/{file}",
        "SubmitAnswer",
        "pictures of mails and pages, named by their content; nothing personal (B6)",
    ),
    ("GET /assets/{file}", "SubmitAnswer", "style sheets and pictures of the pages; nothing personal"),
    ("ANY /v1/{proxy+}", "ServeApi", "asks for an API key of its own on each request (R5.9)"),
    ("GET /console", "ServeConsole", "leads to the console for whoever left out the slash"),
    ("GET /console/", "ServeConsole", "asks for a session on each request (R5.7)"),
    (
        "ANY /console/{proxy+}",
        "ServeConsole",
        "asks for a session on each request, but for the one-time link that opens one (R5.7)",
    ),
];

/// R4.7.
#[test]
fn no_route_is_public_without_a_reason() {
    let document = Document::system();
    let agreed: BTreeMap<_, _> = PUBLIC
        .iter()
        .map(|(route, function, _)| ((*route).to_owned(), format!("integrations/{function}Integration")))
        .collect();

    let open: BTreeMap<_, _> = document
        .resources("AWS::ApiGatewayV2::Route")
        .iter()
        .filter(|route| route.property("AuthorizerId").is_null())
        .map(|route| {
            (route.property("RouteKey").as_str().unwrap().to_owned(), target(route.property("Target")))
        })
        .collect();

    assert_eq!(open, agreed, "write the reason of a new public route into the table of this file");
}

/// The function that an integration hands requests to.
pub fn called_function(integration: &Resource) -> String {
    target(integration.property("IntegrationUri"))
}

#[test]
fn an_integration_calls_the_function_that_it_is_named_after() {
    for integration in Document::system().resources("AWS::ApiGatewayV2::Integration") {
        let function = called_function(&integration);

        assert_eq!(integration.id, format!("{function}Integration"));
        assert_eq!(integration.property("PayloadFormatVersion"), "2.0", "`{}`", integration.id);
    }
}

/// R4.7.
#[test]
fn only_our_own_api_may_call_a_public_function() {
    for permission in Document::system().resources("AWS::Lambda::Permission") {
        let source = target(permission.property("SourceArn"));

        assert_eq!(permission.property("Principal"), "apigateway.amazonaws.com", "`{}`", permission.id);
        assert_eq!(source, "HttpApi/*", "`{}`", permission.id);
    }
}

/// R4.8; browsers of other sites have no business here.
#[test]
fn requests_are_throttled_and_other_sites_are_not_invited() {
    let document = Document::system();

    for stage in document.resources("AWS::ApiGatewayV2::Stage") {
        let settings = stage.property("DefaultRouteSettings");
        assert_eq!(target(&settings["ThrottlingRateLimit"]), "GatewayRate", "throttle `{}`", stage.id);
        assert_eq!(target(&settings["ThrottlingBurstLimit"]), "GatewayBurst", "throttle `{}`", stage.id);
    }
    for parameter in document.section("Parameters").filter(|one| one.id.starts_with("Gateway")) {
        assert!(parameter.definition["MinValue"].as_i64().is_some_and(|least| least > 0), "{}", parameter.id);
    }
    for api in document.resources("AWS::ApiGatewayV2::Api") {
        assert_eq!(
            api.property("CorsConfiguration"),
            &Value::Null,
            "`{}`: pages are served from the API's own origin",
            api.id
        );
    }
}

/// R5.5 and R5.4: a path holds a token, an address is personal.
#[test]
fn the_access_log_names_the_route_and_never_the_path_or_the_person() {
    const FORBIDDEN: [&str; 7] = [
        "path",
        "$context.identity",
        "$context.domainName",
        "header",
        "querystring",
        "userAgent",
        "sourceIp",
    ];

    for stage in Document::system().resources("AWS::ApiGatewayV2::Stage") {
        let format = stage.property("AccessLogSettings")["Format"].as_str().unwrap();

        assert!(format.contains("$context.routeKey"), "the access log must name the route");
        for word in FORBIDDEN {
            assert!(!format.contains(word), "the access log may not hold `{word}`");
        }
        let line: Result<Value, _> = serde_json::from_str(format);
        assert!(line.is_ok(), "an access log line must be JSON: {format}");
    }
}
