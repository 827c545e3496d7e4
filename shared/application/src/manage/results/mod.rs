//! What came of asking: answers, alerts, figures. Recording and evaluating answers live in `respond` and `follow_up`.

mod agents;
mod alerts;
mod answers;
mod statistics;
mod waves;

pub use agents::{AgentCount, AgentCounts, AgentOptOuts};
pub(in crate::manage) use alerts::all_alerts;
pub use alerts::{Alerts, Handling};
pub use answers::{AnswerFilter, Answers, Found, hidden_because};
pub use statistics::{Figure, Figures, RatedQuestion, Statistics};
pub use waves::{WaveResult, Waves, WavesOfCampaign};
