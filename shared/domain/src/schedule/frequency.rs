//! How often somebody may be asked: limits over rolling periods (B25, C17, D25), and the organization's rules that
//! set them for parts of its sends (P13). Where the times that they count are kept is `mute`.

use crate::name::CampaignId;
use crate::name::letters::evenly_spaced;
use crate::schedule::Delay;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// At most so many sends in any period of this length; exactly the period apart is allowed (B25).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Sends.
    pub most: usize,
    /// Length of the rolling period.
    pub period: Delay,
}

impl Limit {
    /// The first instant at or after `due` at which one more send keeps the limit, given the others' times in order.
    #[must_use]
    pub fn free_from(&self, times: &[Timestamp], due: Timestamp) -> Timestamp {
        let ends = times.iter().map(|time| self.period.after(*time)).filter(|end| *end > due);
        let mut tries: Vec<_> = std::iter::once(due).chain(ends).collect();
        tries.sort_unstable();
        let last = tries.last().copied().unwrap_or(due);
        tries.into_iter().find(|at| self.allows(times, *at)).unwrap_or(last)
    }

    /// True when no period that holds `at` holds more than `most` sends, `at` included.
    fn allows(&self, times: &[Timestamp], at: Timestamp) -> bool {
        let near = |time: &&Timestamp| time.duration_since(at).abs() < self.period.duration();
        let mut crowd: Vec<_> = times.iter().filter(near).copied().chain([at]).collect();
        crowd.sort_unstable();
        let one_too_many = self.most.saturating_add(1);
        !crowd.windows(one_too_many).any(|group| match (group.first(), group.last()) {
            (Some(first), Some(last)) => {
                *first <= at && at <= *last && last.duration_since(*first) < self.period.duration()
            }
            _ => false,
        })
    }
}

/// A limit with the times that it counts, and who set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Who set it.
    pub set_by: SetBy,
    pub limit: Limit,
    /// Reserved times in order, without those of the invitation that asks.
    pub times: Vec<Timestamp>,
}

/// Who set a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetBy {
    /// The campaign's mute period.
    Campaign,
    /// The organization's mute period.
    Organization,
    /// A frequency rule, by its name.
    Rule(String),
}

/// The first instant that keeps every bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstFree<'b> {
    /// The instant.
    pub at: Timestamp,
    /// The bound that asks for the longest wait.
    pub slowest: &'b Bound,
}

/// The first instant at or after `due` that keeps every bound; none when `due` itself keeps them all (C18).
#[must_use]
pub fn first_free(due: Timestamp, bounds: &[Bound]) -> Option<FirstFree<'_>> {
    let wait = |bound: &&Bound| bound.limit.free_from(&bound.times, due);
    let slowest = bounds.iter().max_by_key(wait).filter(|bound| wait(bound) > due)?;
    let mut free = due;
    loop {
        let next = bounds.iter().map(|bound| bound.limit.free_from(&bound.times, free)).max().unwrap_or(free);
        if next <= free {
            return Some(FirstFree { at: free, slowest });
        }
        free = next;
    }
}

/// What a send is about, as far as frequency rules tell sends apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SendTrace {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<CampaignId>,
    /// Such as `Appel de service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_type: Option<String>,
    /// How the customer reached the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Which sends a rule is about: each list that is not empty must hold the send's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrequencyScope {
    /// Of these campaigns.
    pub campaigns: Vec<CampaignId>,
    /// About tasks of these types.
    pub task_types: Vec<String>,
    /// For customers who used these channels.
    pub channels: Vec<String>,
}

impl FrequencyScope {
    /// True when a rule with this scope is about the send.
    #[must_use]
    pub fn covers(&self, send: &SendTrace) -> bool {
        let named = |names: &[String], own: Option<&String>| {
            let same = |name: &String| {
                own.is_some_and(|own| evenly_spaced(own).to_lowercase() == evenly_spaced(name).to_lowercase())
            };
            names.is_empty() || names.iter().any(same)
        };
        let campaign = send.campaign_id.as_ref();
        (self.campaigns.is_empty() || campaign.is_some_and(|id| self.campaigns.contains(id)))
            && named(&self.task_types, send.task_type.as_ref())
            && named(&self.channels, send.channel.as_ref())
    }
}

/// Who is counted as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    #[default]
    Address,
    /// A person: the tool's id of the customer, else the address (C17).
    Contact,
}

/// Why a frequency rule cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFrequency {
    /// Without a name, no decision could name it.
    #[error("give the rule a name of 1 to 120 characters on one line")]
    Name,
    /// It forbids nothing.
    #[error("a rule needs `max` with `period`, or `gap`")]
    NoLimit,
    /// Half of a limit.
    #[error("`max` and `period` belong together")]
    Half,
    /// Nobody could ever be asked, or everybody always.
    #[error("`max` is 1 to 1000")]
    Max,
}

/// One of the organization's rules: at most `max` sends in any `period`, or at least `gap` between two, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "FrequencyForm", into = "FrequencyForm")]
pub struct FrequencyRule {
    /// Decisions name it.
    pub name: String,
    limits: Vec<(LimitKind, Limit)>,
    /// Who is counted as one.
    pub per: Per,
    /// Which sends it is about.
    pub when: FrequencyScope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LimitKind {
    Max,
    Gap,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrequencyForm {
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<Delay>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gap: Option<Delay>,
    #[serde(default)]
    per: Per,
    #[serde(default)]
    when: FrequencyScope,
}

impl FrequencyRule {
    /// Rules of an organization at most (D25).
    pub const MOST: usize = 20;

    /// The longest period that it counts.
    #[must_use]
    pub fn longest(&self) -> Delay {
        self.limits.iter().map(|(_, limit)| limit.period).max().unwrap_or(Delay::NONE)
    }

    /// Its limits over the given times.
    #[must_use]
    pub fn bounds(&self, times: &[Timestamp]) -> Vec<Bound> {
        let bound = |(_, limit): &(LimitKind, Limit)| Bound {
            set_by: SetBy::Rule(self.name.clone()),
            limit: *limit,
            times: times.to_vec(),
        };
        self.limits.iter().map(bound).collect()
    }
}

impl TryFrom<FrequencyForm> for FrequencyRule {
    type Error = InvalidFrequency;
    fn try_from(form: FrequencyForm) -> Result<Self, InvalidFrequency> {
        let name = form.name.trim().to_owned();
        if !(1..=120).contains(&name.chars().count()) || name.chars().any(char::is_control) {
            return Err(InvalidFrequency::Name);
        }
        let lasting = |delay: Option<Delay>| delay.filter(|delay| !delay.is_none());
        let mut limits = Vec::new();
        match (form.max, lasting(form.period)) {
            (Some(max), Some(period)) if (1..=1_000).contains(&max) => {
                limits.push((LimitKind::Max, Limit { most: usize::from(max), period }));
            }
            (Some(_), Some(_)) => return Err(InvalidFrequency::Max),
            (None, None) => {}
            _ => return Err(InvalidFrequency::Half),
        }
        if let Some(period) = lasting(form.gap) {
            limits.push((LimitKind::Gap, Limit { most: 1, period }));
        }
        if limits.is_empty() {
            return Err(InvalidFrequency::NoLimit);
        }
        Ok(Self { name, limits, per: form.per, when: form.when })
    }
}

impl From<FrequencyRule> for FrequencyForm {
    fn from(rule: FrequencyRule) -> Self {
        let of = |kind| rule.limits.iter().find(|(own, _)| *own == kind).map(|(_, limit)| *limit);
        let (max, gap) = (of(LimitKind::Max), of(LimitKind::Gap));
        Self {
            max: max.and_then(|limit| u16::try_from(limit.most).ok()),
            period: max.map(|limit| limit.period),
            gap: gap.map(|limit| limit.period),
            name: rule.name,
            per: rule.per,
            when: rule.when,
        }
    }
}

#[cfg(test)]
mod tests;
