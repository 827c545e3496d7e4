//! Figures: counts rebuilt from answers and kept folded by day, statistics, agents, waves, the overview.
//! The formulas live in `relance_domain::report`.

mod agents;
mod read_counts;
mod read_overview;
mod statistics;
mod waves;

pub use agents::{AgentCount, AgentCounts, AgentOptOuts};
pub use read_counts::{CountsRead, ReadCounts};
pub use read_overview::{OpenAlert, Overview, ReadOverview};
pub use statistics::{Figure, Figures, RatedQuestion, Statistics};
pub use waves::{ReadWaves, WaveResult, WavesOfCampaign};
