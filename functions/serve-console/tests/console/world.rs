//! One deployment for a test: the real router over the memory store, and a browser with one cookie.
//! What is in it lives in the testkit's builders.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use relance_application::account::SignIns;
use relance_domain::account::Organization;
use relance_domain::alert::{Alert, AlertKind};
use relance_domain::answer::Answer;
use relance_domain::name::{OrganizationId, QuestionId, RuleId};
use relance_domain::question::AnswerValue;
use relance_testkit::builders::{address, answer, campaign, contact, given, invitation, now, organization};
use relance_testkit::{FixedClock, MemoryRecords, SeededMint};
use serve_console::{Deps, router};
use std::sync::Arc;
use tower::ServiceExt as _;

const HOST: &str = "127.0.0.1:8080";
pub const OURS: (&str, &str) = ("origin", "http://127.0.0.1:8080");

/// One deployment, with the clock that sessions last by and the one that pages speak of.
pub struct World {
    pub records: Arc<MemoryRecords>,
    pub wall_clock: FixedClock,
    pub mint: Arc<SeededMint>,
    router: Router,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::at("http://127.0.0.1:8080").await
    }

    pub async fn at(base_url: &str) -> Self {
        let (records, wall_clock) = (Arc::new(MemoryRecords::new()), FixedClock::new(now()));
        let mint = Arc::new(SeededMint::new(7));
        let router = router(Deps {
            records: records.clone(),
            clock: Arc::new(FixedClock::new(now())),
            wall_clock: Arc::new(wall_clock.clone()),
            mint: mint.clone(),
            base_url: base_url.into(),
        });
        let english = Organization { language: "en".to_owned().try_into().unwrap(), ..organization() };
        given(&*records, &english).await;
        Self { records, wall_clock, mint, router }
    }

    pub async fn link(&self, organization: &OrganizationId) -> String {
        let (records, clock, mint) = (&*self.records, &self.wall_clock, &*self.mint);
        let token = SignIns { records, clock, mint }.issue(organization, "owner").await.unwrap();
        format!("/console/sign-in?token={token}")
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[]).await
    }

    /// Signs in and returns what the browser sends from then on.
    pub async fn signed_in(&self, organization: &OrganizationId) -> String {
        let reply = self.call("POST", &self.link(organization).await, &[OURS]).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        reply.header(header::SET_COOKIE).split(';').next().unwrap().to_owned()
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Reply {
        self.call("GET", path, &[("cookie", cookie)]).await
    }

    pub async fn given_alert(&self, comment: &str) -> Alert {
        let nps = QuestionId::parse("q_nps").unwrap();
        let why = QuestionId::parse("q_why").unwrap();
        let (asked, who) = (invitation(1, "lea@example.com"), contact("Léa", "lea@example.com"));
        let answer = Answer {
            invitation_id: Some(asked.id.clone()),
            contact_id: Some(who.id.clone()),
            values: [(nps, AnswerValue::Number(3)), (why, AnswerValue::Text(comment.to_owned()))].into(),
            ..answer(now(), 3)
        };
        let alert = Alert::raised(
            &RuleId::parse("rul_1").unwrap(),
            &answer,
            AlertKind::Detractor,
            address("owner@demo.example"),
            now(),
        );
        given(&*self.records, &campaign()).await;
        given(&*self.records, &asked).await;
        given(&*self.records, &who).await;
        given(&*self.records, &answer).await;
        given(&*self.records, &alert).await;
        alert
    }
}
