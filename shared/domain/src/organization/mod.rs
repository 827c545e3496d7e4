//! The account: its settings, connections, keys, rules, its people and what binds us about their addresses.
//! What is asked lives in `campaign`.

mod account;
mod api_key;
mod connection;
mod contact;
mod rule;
mod standing;
mod webhook;

pub use account::{ContactPolicy, Organization, SendingPause};
pub use api_key::{ApiKey, Route, RouteTarget};
pub use connection::{
    Connection, ConnectionKind, FieldMap, InvalidPointer, JsonPointer, SignatureScheme, Strength,
};
pub use contact::{Contact, Seen};
pub use rule::{Rule, RuleAction, RuleCondition};
pub use standing::{OptOut, OptOutOrigin, Return, Scope, Standing, Suppression};
pub use webhook::{BadTarget, Disabled, Reach, Webhook, WebhookEvent, target};
