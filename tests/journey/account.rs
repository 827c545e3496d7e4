//! Keys of an account, and what the audit tells of its operator.

use relance::keys::{KeyWanted, KeysWanted, make, show_or_revoke};
use relance_application::account::{Audit, AuditFilter, Authenticate, Author};
use relance_application::call::Wanted;
use relance_application::ports::records::Records;
use relance_domain::account::KeyScopes;
use relance_domain::name::ApiKeyId;
use relance_testkit::builders::{given, now, organization};
use relance_testkit::{FixedClock, MemoryRecords};
use std::sync::Arc;

#[tokio::test]
async fn r5_12_an_operator_makes_sees_and_revokes_keys_and_all_of_it_is_told() {
    let memory = Arc::new(MemoryRecords::new());
    given(&*memory, &organization()).await;
    let (records, demo): (Arc<dyn Records>, _) = (memory.clone(), organization().id);
    let wanted = KeyWanted {
        organization: demo.clone(),
        name: "erp".to_owned(),
        scopes: KeyScopes::all(),
        expires_at: None,
        account: None,
    };
    let opens = async |secret: &str| {
        let clock = FixedClock::new(now());
        Authenticate { records: &*records, clock: &clock }.run(secret).await.unwrap().is_some()
    };

    let secret = make(&records, wanted).await.unwrap();
    let opened = opens(&secret).await;
    let looked = KeysWanted { organization: demo.clone(), revoke: None };
    let listed = show_or_revoke(&records, &looked).await.unwrap();
    let id = ApiKeyId::parse(listed.split(' ').next().unwrap()).unwrap();
    let taken = KeysWanted { organization: demo.clone(), revoke: Some(id) };
    let after = show_or_revoke(&records, &taken).await.unwrap();

    assert!(secret.len() >= 32 && opened && !listed.contains(&secret), "{listed}");
    assert!(listed.contains("`erp`: read, manage, hooks; made ") && listed.contains("; used "), "{listed}");
    assert!(after.contains("; revoked ") && !opens(&secret).await, "{after}");
    let wanted = Wanted { limit: 10, after: None };
    let told = Audit { records: &*records }.list(&demo, &AuditFilter::default(), &wanted).await.unwrap();
    let calls: Vec<_> = told.items.into_iter().map(|entry| (entry.who, entry.call)).collect();
    let by_operator = |call: &str| (Author::Operator, call.to_owned());
    assert_eq!(calls, [by_operator("relance api-key revoke"), by_operator("relance api-key create")]);
}
