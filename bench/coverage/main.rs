//! How often an interval of NPS is wrong at some moment for whoever looks after every answer (M2.1): simulated years, the
//! interval of one look beside the one that holds whenever one looks. Prints a part of RESULTS.md; asserts nothing.
#![expect(clippy::print_stdout, reason = "a measurement is there to be seen")]

use relance_domain::report::Nps;

/// Simulated years, and answers in each.
const RUNS: u32 = 10_000;
const ANSWERS: u32 = 1_000;
/// Nobody draws a conclusion from fewer answers.
const FIRST_LOOK: u32 = 10;
/// 97.5 % quantile of the normal distribution.
const Z: f64 = 1.959_964;
/// How unlikely shares must be: 5 %.
const ENOUGH: f64 = 20.0;

/// Draws from a seed (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One more answer of customers of whom so many in a thousand are promoters and passives.
    fn answer(&mut self, nps: &mut Nps, [promoters, passives]: [u64; 2]) {
        match self.draw() % 1_000 {
            drawn if drawn < promoters => nps.promoters += 1,
            drawn if drawn < promoters + passives => nps.passives += 1,
            _ => nps.detractors += 1,
        }
    }
}

/// Whether the truth was outside at some moment.
#[derive(Default)]
struct Wrong {
    one_look: bool,
    anytime: bool,
}

/// In how many of the runs it was.
#[derive(Default)]
struct Share {
    one_look: u32,
    anytime: u32,
}

impl Share {
    fn add(&mut self, wrong: &Wrong) {
        self.one_look += u32::from(wrong.one_look);
        self.anytime += u32::from(wrong.anytime);
    }

    fn row(&self, what: &str) -> String {
        let percent = |count: u32| 100.0 * f64::from(count) / f64::from(RUNS);
        format!("| {what} | {:.1} % | {:.1} % |", percent(self.one_look), percent(self.anytime))
    }
}

fn none() -> Nps {
    Nps { promoters: 0, passives: 0, detractors: 0 }
}

fn shares([promoters, passives]: [u64; 2]) -> [f64; 3] {
    let share = |of: u64| f64::from(u32::try_from(of).unwrap_or(0)) / 1_000.0;
    [share(promoters), share(passives), share(1_000 - promoters - passives)]
}

/// One score that is watched: is the true one outside?
fn of_a_score(chance: &mut Chance, customers: [u64; 2]) -> Wrong {
    let (mut nps, mut wrong, truth) = (none(), Wrong::default(), shares(customers));
    let score = truth.first().zip(truth.last()).map_or(0.0, |(up, down)| 100.0 * (up - down));
    for answer in 1..=ANSWERS {
        chance.answer(&mut nps, customers);
        if answer >= FIRST_LOOK {
            wrong.anytime |= nps.evidence_against(truth) > ENOUGH.ln();
            wrong.one_look |= nps.interval().is_some_and(|one| score < one.low || one.high < score);
        }
    }
    wrong
}

/// Two groups of the same customers that are compared: is a difference found where there is none?
fn of_a_difference(chance: &mut Chance, customers: [u64; 2]) -> Wrong {
    let (mut before, mut after, mut wrong, truth) = (none(), none(), Wrong::default(), shares(customers));
    for answer in 1..=ANSWERS {
        chance.answer(&mut before, customers);
        chance.answer(&mut after, customers);
        if answer >= FIRST_LOOK {
            let evidence = before.evidence_against(truth) + after.evidence_against(truth);
            wrong.anytime |= evidence > ENOUGH.ln();
            wrong.one_look |= one_look_differs(&before, &after);
        }
    }
    wrong
}

/// Beyond 1.96 standard errors of the difference.
fn one_look_differs(before: &Nps, after: &Nps) -> bool {
    let error = |nps: &Nps| nps.interval().map_or(f64::MAX, |interval| interval.half_width / Z);
    let points = after.score().zip(before.score()).map_or(0.0, |(after, before)| after - before);
    points.abs() > Z * error(before).hypot(error(after))
}

fn main() {
    println!(
        "| {RUNS} years of {ANSWERS} answers, looked at after each | One look (adjusted Wald) | Whenever one looks |"
    );
    println!("|---|---:|---:|");
    for (customers, what) in [([500, 300], "50/30/20"), ([700, 200], "70/20/10"), ([330, 340], "33/34/33")] {
        let (mut score, mut difference, mut chance) = (Share::default(), Share::default(), Chance(1));
        for _ in 0..RUNS {
            score.add(&of_a_score(&mut chance, customers));
            difference.add(&of_a_difference(&mut chance, customers));
        }
        println!("{}", score.row(&format!("the true score of {what} is outside at some moment")));
        println!("{}", difference.row(&format!("two groups of {what} seem different at some moment")));
    }
}
