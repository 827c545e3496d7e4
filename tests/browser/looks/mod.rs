//! How everything looks: rules of WCAG 2.2 by axe, sizes of targets, nothing to scroll sideways, and pictures of all of
//! it in `target/browser`, to be looked at.

mod fit;
mod mails;
mod pages;
mod themes;

use crate::browser::{Browser, DESK, PHONE, Screen};

/// What is too small to touch, in words: 44 px on a phone, 24 px on a desk, but for links within a sentence.
fn small_targets(browser: &Browser, least: u32) -> Vec<String> {
    let found = browser.read(&format!(
        "const targets = [...document.querySelectorAll('a, button, input, textarea, summary')];
         return targets.filter((e) => e.checkVisibility() && !e.closest('.trap, .skip')).flatMap((e) => {{
           const within = e.matches('a') && getComputedStyle(e).display === 'inline';
           const box = (e.closest('label') ?? e).getBoundingClientRect();
           const small = Math.min(box.width, box.height) < {least} - 0.5;
           return small && !within ? [`${{e.outerHTML.slice(0, 80)}} is ${{box.width}} x ${{box.height}}`] : [];
         }})"
    ));
    found.as_array().unwrap().iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

/// How far a page can be scrolled sideways.
fn overflow(browser: &Browser, (width, _): Screen) -> Vec<String> {
    let wide = browser.read("return document.documentElement.scrollWidth").as_u64().unwrap_or(u64::MAX);
    if wide <= u64::from(width) { Vec::new() } else { vec![format!("{wide} px wide")] }
}

/// Judges what is open now in light and dark, on a phone and on a desk, and keeps pictures of it.
fn judge(browser: &Browser, name: &str, screens: [Screen; 2], found: &mut Vec<String>) {
    for screen in screens {
        browser.resize(screen);
        let least = if screen == PHONE { 44 } else { 24 };
        let mut wrong = small_targets(browser, least);
        wrong.extend(overflow(browser, screen));
        for scheme in ["dark", "light"] {
            browser.prefer_scheme(scheme);
            browser.picture(&format!("{name}-{}-{scheme}", screen.0));
            // Colours are the same on every screen, and everything else is the same in every colour.
            let broken = match (scheme, screen) {
                ("light", _) => browser.violations(),
                (_, PHONE) => Vec::new(),
                _ => browser.faint_colours(),
            };
            wrong.extend(broken.into_iter().map(|line| format!("{scheme}: {line}")));
        }
        found.extend(wrong.iter().map(|line| format!("{name} at {}: {line}", screen.0)));
    }
    browser.resize(DESK);
}

/// A judge that finds nothing anywhere would prove nothing.
#[test]
fn what_is_wrong_with_a_page_is_found() {
    let (browser, folder) = (Browser::start(), tempfile::tempdir().unwrap());
    let file = folder.path().join("bad.html");
    let bad = "<html><meta name=viewport content='width=device-width'><style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style>\
               <p>faint</p><input><img src=x><div style='width: 500px'>wide</div><script>throw 'broken'</script>";
    std::fs::write(&file, bad).unwrap();
    browser.open(&format!("file://{}", file.display()));
    let mut found = browser.complaints();

    judge(&browser, "judge/bad", [PHONE, DESK], &mut found);

    let found = found.join("\n");
    for expected in [
        "at 1280: dark: color-contrast",
        "light: label",
        "light: image-alt",
        "html-has-lang",
        "508 px wide",
        "<input> is",
        "Uncaught",
    ] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}
