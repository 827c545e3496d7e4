//! What strangers send to the respondent's pages with a true link in hand: forms, JSON and anything else are recorded
//! or answered with what to mend; never a fault, and never more than one answer (R5.3). Fuzzed at each change (R6.5).
#![no_main]

use axum::body::Body;
use axum::http::{Request, header};
use libfuzzer_sys::fuzz_target;
use relance_application::kind::Kind;
use relance_fuzz::respondent;
use tower::ServiceExt as _;

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let content_type = if first % 2 == 0 { "application/x-www-form-urlencoded" } else { "application/json" };
    let (router, path, records) = respondent();
    let request = Request::post(path).header(header::CONTENT_TYPE, content_type);
    let request = request.body(Body::from(body.to_vec())).expect("a request");

    let response = pollster::block_on(router.oneshot(request)).expect("a router answers");

    assert!(!response.status().is_server_error(), "{}", response.status());
    let answers = records.everything().into_iter().filter(|record| record.key.partition.kind == Kind::Answer);
    assert!(answers.count() <= 1);
});
