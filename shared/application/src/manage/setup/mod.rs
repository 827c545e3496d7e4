//! What an organization sets up: campaigns, the question bank, connections, rules, its own settings.
//! What happens by them lives in the modules of the use cases.

mod bank;
mod campaigns;
mod connections;
mod edit;
mod look;
mod rules;
mod settings;

pub use bank::{Categories, NewQuestion, QuestionPlace, Questions};
pub use campaigns::Campaigns;
pub use connections::{ConnectionView, Connections, NewConnection};
pub use edit::Edit;
pub(in crate::manage) use edit::edited;
pub use look::{Checked, Images, Templates, Themes};
pub use rules::Rules;
pub use settings::Settings;
pub(crate) use settings::unusable as unusable_settings;
