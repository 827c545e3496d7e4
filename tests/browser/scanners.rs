//! R3.1, R3.2, F32: what link scanners, prefetchers and mail providers do to every link of a mail answers nothing and
//! unsubscribes nobody; the person behind it still answers, once.

use crate::browser::Browser;
use crate::program::{Program, every_kind, links, survey_link, unsubscribe_link};
use serde_json::json;

/// As they name themselves, or disguise themselves.
const SCANNERS: [&str; 12] = [
    // Microsoft: Safe Links looks like a desktop browser, its previews say who they are.
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0; BingPreview/1.0b) like Gecko",
    "Mozilla/5.0 (compatible; Microsoft Office Existence Discovery)",
    "SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
    // Appliances and services between the mail and its reader.
    "BarracudaCentral/1.0 (+https://www.barracudacentral.org)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36 Mimecast",
    "Mozilla/5.0 (compatible; Proofpoint URL Defense)",
    "Mozilla/5.0 (compatible; CloudFlare-AlwaysOnline/1.0; area1security)",
    // Mailboxes.
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "",
];

#[test]
fn r3_1_r3_2_f32_scanners_visit_every_link_in_bursts_and_nothing_happens_until_a_person_answers() {
    let program = Program::start();
    program.change_campaign(&every_kind());
    let mail = program.mail_to("scanned@example.com", "fr");
    let (links, survey) = (links(&mail), survey_link(&mail));

    // All of them at once, each from the first link to the last and back.
    std::thread::scope(|threads| {
        for scanner in SCANNERS {
            let (program, links) = (&program, &links);
            threads.spawn(move || {
                for link in links.iter().chain(links.iter().rev()) {
                    for method in ["HEAD", "GET"] {
                        assert_eq!(program.fetch(method, link, scanner), 200, "{method} {link} {scanner}");
                    }
                }
            });
        }
    });
    program.pass(1);

    let scores = (0..=10).filter(|score| links.iter().any(|link| link.ends_with(&format!("v={score}"))));
    assert_eq!((scores.count(), links.contains(&unsubscribe_link(&mail))), (11, true), "{links:?}");
    nothing_happened(&program);

    let browser = Browser::start();
    browser.open(&format!("{survey}?q=q_nps&v=9"));
    browser.go(|page| page.click("button[type=submit]"));

    let answers = program.items("/v1/answers");
    assert_eq!((answers.len(), &answers[0]["values"]), (1, &json!({"q_nps": 9})));
}

/// F32: the ones that render what they fetch, and let its scripts run, make no gesture.
#[test]
fn r3_1_f32_a_scanner_that_runs_scripts_answers_nothing_and_unsubscribes_nobody() {
    let (program, browser) = (Program::start(), Browser::start());
    program.change_campaign(&every_kind());
    let links = links(&program.mail_to("rendered@example.com", "en"));

    for link in &links {
        browser.open(link);
        // Everything that a page may do by itself once it is idle, scrolled through, and left.
        browser.wait_for(
            "const done = arguments[arguments.length - 1];
             scrollTo(0, document.body.scrollHeight);
             requestIdleCallback(() => requestAnimationFrame(() => done(true)));",
        );
    }
    browser.open("about:blank");
    program.pass(1);

    assert!(links.len() >= 12, "{links:?}");
    nothing_happened(&program);
}

fn nothing_happened(program: &Program) {
    assert_eq!(program.items("/v1/answers"), [json!(null); 0]);
    assert_eq!(program.items("/v1/opt-outs"), [json!(null); 0]);
    assert_eq!(program.items("/v1/alerts"), [json!(null); 0]);
    assert_eq!(program.items("/v1/invitations")[0]["state"], "sent");
}
