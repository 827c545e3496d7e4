//! Chance and misfortune of one simulation: every draw, and how often what goes wrong, follow from the seed.
//! What a misfortune does is up to the ports.

/// Draws from a seed (`SplitMix64`).
#[derive(Debug)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to and excluding `bound`.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.draw().checked_rem(bound).unwrap_or(0)
    }

    /// Both ends included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.saturating_sub(low).unsigned_abs().saturating_add(1);
        low.saturating_add_unsigned(self.below(width))
    }

    /// True this often in a thousand.
    pub(super) fn happens(&mut self, per_mille: u64) -> bool {
        per_mille > 0 && self.below(1_000) < per_mille
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T], otherwise: T) -> T {
        let at = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        from.get(at).copied().unwrap_or(otherwise)
    }
}

/// How often each thing goes wrong, in a thousand calls; `_ms` are bounds in milliseconds.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    /// The worker dies, before the effect of a call or after it.
    pub(super) crash: u64,
    /// A call fails without effect.
    pub(super) refuse: u64,
    /// A call takes effect and its answer is lost.
    pub(super) lose_answer: u64,
    /// A call takes seconds.
    pub(super) slow: u64,
    /// A queue message is received twice.
    pub(super) repeat_hint: u64,
    /// A queue message vanishes.
    pub(super) lose_hint: u64,
    /// A queue refuses a message and says so.
    pub(super) refuse_hint: u64,
    /// A queue message arrives late, so that others overtake it.
    pub(super) delay_hint: u64,
    /// The due index shows its state of up to so long ago.
    pub(super) lag_ms: i64,
    /// A sweep does not take place.
    pub(super) miss_sweep: u64,
    /// Clocks differ from the true time by up to this, and jump within it.
    pub(super) skew_ms: i64,
    /// The transport takes a mail and its answer is lost.
    pub(super) mail_in_doubt: u64,
    /// The transport says that it is too busy, surely without taking the mail.
    pub(super) throttle: u64,
    /// The day's quota is used up.
    pub(super) quota: u64,
    /// The sender is blocked.
    pub(super) blocked: u64,
    /// The transport will never take this mail.
    pub(super) reject: u64,
    /// A delivery report vanishes.
    pub(super) lose_report: u64,
    /// A delivery report arrives after more than the wait for evidence.
    pub(super) late_report: u64,
    /// A delivery report arrives again.
    pub(super) repeat_report: u64,
    /// Mails bounce or are complained about.
    pub(super) bounce: u64,
}

impl Faults {
    /// A seed's own mixture: each class is absent half of the time, so that every combination comes up, single
    /// ones and none at all included (swarm testing: Groce et al., ISSTA 2012).
    pub(super) fn drawn(chance: &mut Chance) -> Self {
        let kept = match chance.below(16) {
            0 => 0,
            1 | 2 => 1 << chance.below(19),
            _ => chance.draw(),
        };
        let mut class = 0_u32;
        let mut up_to = |most: u64| {
            class += 1;
            let drawn = 1 + chance.below(most);
            if kept >> (class - 1) & 1 == 1 { drawn } else { 0 }
        };
        Self {
            crash: up_to(60),
            refuse: up_to(60),
            lose_answer: up_to(60),
            slow: up_to(80),
            repeat_hint: up_to(300),
            lose_hint: up_to(500),
            refuse_hint: up_to(300),
            delay_hint: up_to(300),
            lag_ms: up_to(60_000).cast_signed(),
            miss_sweep: up_to(600),
            skew_ms: up_to(2_000).cast_signed(),
            mail_in_doubt: up_to(300),
            throttle: up_to(300),
            quota: up_to(60),
            blocked: up_to(40),
            reject: up_to(60),
            lose_report: up_to(700),
            late_report: up_to(300),
            repeat_report: up_to(300),
            bounce: up_to(300),
        }
    }

    /// True while every mail that is taken is reported within a minute: then no mail may ever be sent twice.
    pub(super) fn evidence_is_reliable(&self) -> bool {
        self.lose_report == 0 && self.late_report == 0
    }
}
