//! Intervals of NPS that hold whenever one looks, from counts alone: a martingale over a uniform Dirichlet mixture (Lindon
//! and Malek, "Anytime-Valid Inference for Multinomial Count Data", 2022). The interval for one look is in `nps`.

use crate::report::Nps;

/// How often the truth may be outside at some moment, ever.
const ALPHA: f64 = 0.05;
/// Halvings of a bracket: more than a double tells apart.
const HALVINGS: u32 = 100;
/// What an answer of each band adds to the score.
const GAINS: [f64; 3] = [1.0, 0.0, -1.0];

/// From one end to the other, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Bounds {
    /// Whether nothing is none of it.
    #[must_use]
    pub fn exclude_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Counts of the three bands, and what a share of each adds to what is bounded.
#[derive(Clone, Copy)]
struct CountsOfKinds {
    counts: [f64; 3],
    gains: [f64; 3],
}

impl Nps {
    fn group(&self, sign: f64) -> CountsOfKinds {
        let counts = [self.promoters, self.passives, self.detractors].map(f64::from);
        CountsOfKinds { counts, gains: GAINS.map(|gain| sign * gain) }
    }

    /// Where the true score is, 19 times out of 20, however often one looks and whenever one stops; −100 to 100 while
    /// nothing is known.
    #[must_use]
    pub fn anytime(&self) -> Bounds {
        let most = |sign| 100.0 * furthest(&[self.group(sign)]);
        Bounds { low: -most(-1.0), high: most(1.0) }
    }

    /// Where the true difference to another score is, whenever one looks at either: the product of the two martingales is
    /// one, so both share one allowance. Narrower than two intervals side by side.
    #[must_use]
    pub fn anytime_since(&self, earlier: &Self) -> Bounds {
        let most = |sign: f64| 100.0 * furthest(&[self.group(sign), earlier.group(-sign)]);
        Bounds { low: -most(-1.0), high: most(1.0) }
    }

    /// How much the counts speak against these shares of promoters, passives and detractors: the natural logarithm of the
    /// martingale. [`Self::anytime`] is the projection of all shares against which it is at most that of 20.
    #[must_use]
    pub fn evidence_against(&self, shares: [f64; 3]) -> f64 {
        let group = self.group(1.0);
        group.log_mixture() - group.log_likelihood(shares)
    }
}

/// The most that the gains can come to over all shares that the counts do not speak against.
fn furthest(groups: &[CountsOfKinds]) -> f64 {
    let floor = groups.iter().map(CountsOfKinds::log_mixture).sum::<f64>() + ALPHA.ln();
    let total = |pull: f64| groups.iter().map(|group| group.log_likelihood(group.shares(pull))).sum::<f64>();
    // A weak pull of the counts lets the shares go to the best end, a strong one keeps them where they were counted.
    let (mut weak, mut strong) = (-60.0_f64, 60.0_f64);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(weak, strong);
        if total(middle.exp()) >= floor { strong = middle } else { weak = middle }
    }
    groups.iter().map(|group| group.gained(group.shares(strong.exp()))).sum()
}

impl CountsOfKinds {
    /// Logarithm of how likely the counts are under the mixture of all shares.
    fn log_mixture(&self) -> f64 {
        let of_prior = 2.0_f64.ln();
        let beta: f64 = self.counts.iter().map(|count| libm::lgamma(count + 1.0)).sum();
        beta - libm::lgamma(self.counts.iter().sum::<f64>() + 3.0) + of_prior
    }

    fn log_likelihood(&self, shares: [f64; 3]) -> f64 {
        let each = self.counts.iter().zip(shares).filter(|(count, _)| **count > 0.0);
        each.map(|(count, share)| count * share.ln()).sum()
    }

    fn gained(&self, shares: [f64; 3]) -> f64 {
        self.gains.iter().zip(shares).map(|(gain, share)| gain * share).sum()
    }

    /// The shares that maximise gains plus `pull` times the log-likelihood: each is `pull · count / (price − gain)` at the
    /// price at which they sum to one. What was never seen has no share, but the best band takes what the others leave.
    fn shares(&self, pull: f64) -> [f64; 3] {
        let best = self.gains.iter().copied().fold(f64::MIN, f64::max);
        let at = |above: f64| {
            let mut shares = self.counts;
            for (share, gain) in shares.iter_mut().zip(self.gains) {
                // No count, no share: zero over zero is none either.
                *share = if *share > 0.0 { pull * *share / (above + (best - gain)) } else { 0.0 };
            }
            shares
        };
        let sum = |shares: [f64; 3]| shares.iter().sum::<f64>();
        let (mut below, mut above) = (0.0_f64, pull * self.counts.iter().sum::<f64>());
        if sum(at(0.0)) <= 1.0 {
            let mut shares = at(0.0);
            let left = 1.0 - sum(shares);
            for (share, gain) in shares.iter_mut().zip(self.gains) {
                if gain >= best {
                    *share += left;
                }
            }
            return shares;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(below, above);
            if sum(at(middle)) > 1.0 { below = middle } else { above = middle }
        }
        at(above)
    }
}

#[cfg(test)]
mod tests;
