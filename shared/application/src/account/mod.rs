//! The organization: its settings, keys, sign-in and sessions, its public names, and how it moves to another store.
//! Its connections and campaigns are subjects of their own.

mod api_keys;
mod audit;
mod authenticate;
mod carry;
mod issue_key;
mod presented;
mod route;
mod session;
mod settings;
mod sign_in;

pub use api_keys::ApiKeys;
pub use audit::{Audit, AuditEntry, AuditFilter, Audited, Author, Deed, Doer, Done, Journal};
pub use authenticate::{Authenticate, Caller};
pub use carry::{Arrived, Carry, Line};
pub use issue_key::{IssueKey, IssuedKey, NewKey};
pub use route::{find_route, keep_route, keep_sms_route, sms_routes};
pub use session::{Session, Sessions};
pub use settings::Settings;
pub(crate) use settings::unusable;
pub use sign_in::{SignIn, SignIns};
