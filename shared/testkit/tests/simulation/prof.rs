use relance_testkit::simulator::*;
#[test]
fn prof() {
    let mut v: Vec<(u128, u64, u64)> = (0..600)
        .map(|s| {
            let t = std::time::Instant::now();
            let r = simulate(s, std::sync::Arc::new(Straight), false);
            (t.elapsed().as_micros(), s, r.counts["event"])
        })
        .collect();
    v.sort();
    let tot: u128 = v.iter().map(|x| x.0).sum();
    let ev: u64 = v.iter().map(|x| x.2).sum();
    println!("total {tot} us, events {ev}");
    for x in v.iter().rev().take(15) {
        println!("{x:?}");
    }
    println!("median {:?}", v[300]);
}
