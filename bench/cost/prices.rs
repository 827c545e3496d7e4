//! What AWS asks for: list prices of us-east-1 in US dollars, on demand, first tier, without any free tier; and where each
//! was read. They change: look again, then run `make cost`.

use crate::meter::{Counts, Other};

/// When the sources below were last held beside this list.
pub const READ_ON: &str = "2026-11-22";

const MILLION: f64 = 1e6;
const GB: f64 = 1e9;

/// Dollars for one of something, and who says so.
pub struct Price {
    pub of: &'static str,
    pub dollars: f64,
    pub source: &'static str,
}

macro_rules! prices {
    ($($name:ident = $of:literal, $dollars:expr, $source:literal;)*) => {
        $(pub const $name: Price = Price { of: $of, dollars: $dollars, source: $source };)*
        /// Every price, in the order in which they are shown.
        pub const ALL: &[Price] = &[$($name),*];
    };
}

prices! {
    WRITE_UNIT = "DynamoDB, a million write units", 0.625 / MILLION, "airbyte.com/data-engineering-resources/dynamodb-pricing";
    READ_UNIT = "DynamoDB, a million read units", 0.125 / MILLION, "airbyte.com/data-engineering-resources/dynamodb-pricing";
    INVOCATION = "Lambda, a million invocations", 0.20 / MILLION, "cloudchipr.com/blog/aws-lambda-pricing";
    GB_SECOND = "Lambda on arm64, a million GB-seconds", 0.000_013_333_4, "cloudchipr.com/blog/aws-lambda-pricing";
    HTTP_REQUEST = "HTTP API, a million requests", 1.0 / MILLION, "docs.aws.amazon.com/whitepapers (best-practices-api-gateway-private-apis-integration, table 4)";
    QUEUE_REQUEST = "SQS, a million requests", 0.40 / MILLION, "cloudburn.io/blog/amazon-sqs-pricing";
    FAIR_REQUEST = "SQS, a million requests to a fair queue, on top", 0.10 / MILLION, "cloudburn.io/blog/amazon-sqs-pricing";
    NOTIFICATION = "SNS, a million publications", 0.50 / MILLION, "awsnegotiations.com/sqs-sns-cost-optimization.html";
    LOG_BYTE = "CloudWatch, a GB of logs", 0.50 / GB, "factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards";
    BYTE_OUT = "a GB to the internet", 0.09 / GB, "apigatewaycost.com/aws";
    MAIL = "SES, a million mails", 100.0 / MILLION, "docs/operate.md, as of every region";
    METRIC = "CloudWatch, a custom metric each month", 0.30, "signoz.io/guides/cloudwatch-pricing";
}

/// Memory of every function that a survey passes (infra/template.yaml).
const MEMORY_GB: f64 = 0.25;
/// How long a function waits for one call of the SDK. Assumed: only an account can tell; DynamoDB, SQS and SES answer
/// within ten milliseconds.
pub const WAIT_S: f64 = 0.010;
/// How long a function works at each invocation. Assumed: twice what bench/RESULTS.md measured at most.
pub const WORK_S: f64 = 0.005;

/// One service's part in what something costs.
pub struct Part {
    pub service: &'static str,
    pub dollars: f64,
}

/// What was counted, in dollars by service; mails apart, because SES asks the same whoever sends.
pub fn dollars(counts: &Counts) -> Vec<Part> {
    #[expect(clippy::cast_precision_loss, reason = "counts of one survey")]
    let times = |what: Other| counts.other(what) as f64;
    let seconds = counts.waited * WAIT_S + f64::from(counts.invoked()) * WORK_S;
    let tables = counts.write_units * WRITE_UNIT.dollars + counts.read_units * READ_UNIT.dollars;
    let functions =
        f64::from(counts.invoked()) * INVOCATION.dollars + seconds * MEMORY_GB * GB_SECOND.dollars;
    let queues = times(Other::Queue) * QUEUE_REQUEST.dollars + times(Other::FairQueue) * FAIR_REQUEST.dollars;
    [
        ("DynamoDB", tables),
        ("Lambda", functions),
        ("HTTP API", times(Other::Http) * HTTP_REQUEST.dollars + times(Other::BytesOut) * BYTE_OUT.dollars),
        ("SQS", queues),
        ("SNS", times(Other::Notification) * NOTIFICATION.dollars),
        ("CloudWatch Logs", times(Other::LogBytes) * LOG_BYTE.dollars),
    ]
    .map(|(service, dollars)| Part { service, dollars })
    .into()
}
