//! When an organization's sending must stop itself: too many mails bounce, or are called spam (R3.6).
//! Counting lives behind a port; stopping and resuming in the use cases.
//!
//! Providers judge a sender by shares: SES reviews an account at 5 % bounces or 0.1 % complaints and stops it at 10 %
//! and 0.5 %. We stop earlier, at 4 % and 0.08 %, over the latest hours that hold a thousand sends: fewer say little
//! about a share of one in a thousand. Small numbers say little too: one complaint in a thousand is 0.1 % already,
//! and nine dead addresses in an old list of fifty are no habit. So one complaint never stops anything, nor do nine
//! bounces, however few mails went out; no provider acts on such numbers.

/// Sends that make a share meaningful; hours are added until they hold as many.
const WINDOW_SENDS: u64 = 1_000;
/// Bounces that stop sending.
const BOUNCES: Threshold = Threshold { share: 400, least: 10 };
/// Complaints that stop it.
const COMPLAINTS: Threshold = Threshold { share: 8, least: 2 };

/// A share of the sends, in parts of ten thousand, that counts from so many on.
struct Threshold {
    share: u64,
    least: u64,
}

/// What became of one mail, as far as the breaker cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailFate {
    /// A transport took it.
    Sent,
    /// It will never be delivered there.
    Bounced,
    /// Its recipient called it spam.
    Complained,
}

/// How many mails of an organization met each fate in one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourOfSends {
    /// Taken by a transport.
    pub sent: u64,
    /// Bounced for good.
    pub bounced: u64,
    /// Called spam.
    pub complained: u64,
}

impl HourOfSends {
    /// Counts one mail more.
    pub fn count(&mut self, fate: MailFate) {
        let counter = match fate {
            MailFate::Sent => &mut self.sent,
            MailFate::Bounced => &mut self.bounced,
            MailFate::Complained => &mut self.complained,
        };
        *counter = counter.saturating_add(1);
    }
}

/// Why sending stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// Addresses that do not exist.
    Bounces,
    /// People who did not want the mail.
    Complaints,
}

/// How an organization's latest mails fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SendHealth(HourOfSends);

impl SendHealth {
    /// Adds hours, latest first, until they hold enough sends; the rest is history.
    #[must_use]
    pub fn over(latest_first: impl IntoIterator<Item = HourOfSends>) -> Self {
        let mut sum = HourOfSends::default();
        for hour in latest_first {
            if sum.sent >= WINDOW_SENDS {
                break;
            }
            sum.sent = sum.sent.saturating_add(hour.sent);
            sum.bounced = sum.bounced.saturating_add(hour.bounced);
            sum.complained = sum.complained.saturating_add(hour.complained);
        }
        Self(sum)
    }

    /// Whether sending must stop. Complaints weigh more, so they are named first.
    #[must_use]
    pub fn verdict(&self) -> Option<TooMany> {
        if self.reaches(self.0.complained, &COMPLAINTS) {
            Some(TooMany::Complaints)
        } else if self.reaches(self.0.bounced, &BOUNCES) {
            Some(TooMany::Bounces)
        } else {
            None
        }
    }

    fn reaches(&self, count: u64, limit: &Threshold) -> bool {
        count >= limit.least && count.saturating_mul(10_000) >= self.0.sent.saturating_mul(limit.share)
    }

    /// What people read where sending is stopped: what happened, and what to do.
    #[must_use]
    pub fn reason(&self, verdict: TooMany) -> String {
        let HourOfSends { sent, bounced, complained } = self.0;
        match verdict {
            TooMany::Bounces => format!(
                "sending stopped itself: {bounced} of the latest {sent} mails went to addresses that do not exist, \
                 and providers block senders for that; check where these addresses come from, then resume sending"
            ),
            TooMany::Complaints => format!(
                "sending stopped itself: {complained} of the latest {sent} mails were reported as spam, and providers \
                 block senders for that; check who is asked and how often, then resume sending"
            ),
        }
    }
}

#[cfg(test)]
mod tests;
