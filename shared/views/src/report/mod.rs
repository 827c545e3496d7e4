//! The console's overview: figures, what waits, what was decided lately.
//! Formulas live in the domain.

mod decision;
mod nps;
mod overview;
#[cfg(test)]
mod tests;

pub use overview::{AlertLine, OverviewPage, overview};
