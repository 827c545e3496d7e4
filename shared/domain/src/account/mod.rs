//! The organization: its settings, keys, public names, and its policy of text messages.
//! Its people's answers, campaigns and connections are subjects of their own.

mod api_key;
mod key_scope;
mod organization;
mod text_policy;

pub use api_key::{ApiKey, Route, RouteTarget};
pub use key_scope::{KeyScope, KeyScopes, NoScope};
pub use organization::{ContactPolicy, Organization, SendingPause};
pub use text_policy::{SmsMonth, SmsPolicy};
