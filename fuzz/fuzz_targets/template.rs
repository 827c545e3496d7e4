//! Mail templates that managers write (R3.8): any text is refused with a reason or rendered, within a second and 64 MiB.
//! That what is rendered holds no markup but ours is proved in `views`. Fuzzed at each change (R6.5).
#![no_main]

use libfuzzer_sys::fuzz_target;
use relance_domain::campaign::TemplateTexts;
use relance_fuzz::text_and_rest;
use relance_views::invitation::template::check;
use relance_views::text::Language;

fuzz_target!(|data: &[u8]| {
    let Some((subject, rest)) = text_and_rest(data) else { return };
    let (text, html) = text_and_rest(rest).map_or((None, rest), |(text, html)| (Some(text), html));
    let Ok(html) = std::str::from_utf8(html) else { return };
    let texts = TemplateTexts {
        subject: Some(subject.to_owned()).filter(|subject| !subject.is_empty()),
        html: html.to_owned(),
        text: text.map(str::to_owned),
    };

    match check(&texts, Language::French) {
        Ok(remarks) => assert!(remarks.len() < 1_000),
        Err(flaws) => assert!(flaws.iter().all(|flaw| !flaw.reason.is_empty())),
    }
});
