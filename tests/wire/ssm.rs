//! Secrets through the real client of the parameter store (R4.6).
//! How long they are remembered is the affair of those who use them.

use crate::fake::http::{Act, Http};
use crate::sample;
use relance_application::ports::fault::Fault;
use relance_application::ports::seal::Secrets as _;

async fn live(act: Act) -> (Result<Vec<String>, Fault>, Http) {
    let server = Http::start(act).await;
    let live = sample::aws(&server.url).await.secrets().unwrap().live("demo/connections/hook").await;
    (live, server)
}

fn holding(value: &str) -> Act {
    Act::Answer(200, serde_json::json!({ "Parameter": { "Name": "n", "Value": value } }).to_string())
}

#[tokio::test]
async fn r4_6_a_secret_is_a_decrypted_list_under_the_prefix() {
    let (live, server) = live(holding(r#"["new","old"]"#)).await;

    assert_eq!(live.unwrap(), ["new", "old"]);
    let body = server.seen().remove(0).body;
    assert_eq!(body["Name"], "/relance/test/demo/connections/hook");
    assert_eq!(body["WithDecryption"], true);
}

#[tokio::test]
async fn a_secret_that_is_not_there_has_no_values() {
    let (live, _) = live(Act::Error(400, "ParameterNotFound", "")).await;

    assert_eq!(live, Ok(Vec::new()));
}

#[tokio::test]
async fn r4_6_no_fault_repeats_a_secret() {
    let (malformed, _) = live(holding("hunter2")).await;
    let (denied, _) = live(Act::Error(400, "AccessDeniedException", "may not read hunter2")).await;

    assert!(
        matches!(&malformed, Err(fault @ Fault::Permanent(_)) if !fault.chain().contains("hunter2")),
        "{malformed:?}"
    );
    assert!(
        matches!(&denied, Err(fault @ Fault::Transient(_)) if !fault.chain().contains("hunter2")),
        "{denied:?}"
    );
}

#[tokio::test]
async fn a_replaced_secret_is_written_encrypted() {
    let server = Http::start(Act::Answer(200, "{}".to_owned())).await;
    let secrets = sample::aws(&server.url).await.secrets().unwrap();

    secrets.replace("demo/connections/hook", &["new".to_owned(), "old".to_owned()]).await.unwrap();

    let body = server.seen().remove(0).body;
    assert_eq!(body["Name"], "/relance/test/demo/connections/hook");
    assert_eq!(body["Type"], "SecureString");
    assert_eq!(body["Value"], r#"["new","old"]"#);
    assert_eq!(body["Overwrite"], true);
}
