//! What a template may hold, what becomes of it, and what no contact can do to it (R3.8, C12, F11, F20).

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use super::*;
use crate::invitation::tests::Sample;
use crate::invitation::words::InvitationWords;
use proptest::prelude::*;
use scraper::{Html, Selector};
use std::time::{Duration, Instant};

const TAG: &str = "[InsertSatisfactionEvaluation]";

fn html(html: &str) -> TemplateTexts {
    TemplateTexts { html: html.to_owned(), ..TemplateTexts::default() }
}

fn a_sample(first_name: &str) -> Sample {
    let mut sample = Sample::new("en");
    sample.organization.name = "Nord".to_owned();
    sample.campaign.questions[0].texts.insert(sample.invitation.language.clone(), "?".to_owned());
    sample.survey_url = "https://survey.example/s/sample".to_owned();
    sample.contact.first_name = Some(first_name.to_owned());
    sample
}

fn render(texts: &TemplateTexts, sample: &Sample) -> Result<Composed, Flaw> {
    rendered(texts, &InvitationWords::of(&sample.facts()).unwrap())
}

/// Nothing is known of the customer and the job.
fn unknown(language: &str) -> Sample {
    let mut sample = Sample { organization: a_sample("").organization, ..Sample::new(language) };
    (sample.contact.first_name, sample.contact.last_name) = (None, None);
    (sample.invitation.agent_name, sample.invitation.task_id) = (None, None);
    sample
}

fn reasons(texts: &TemplateTexts) -> Vec<String> {
    check(texts, Language::English)
        .unwrap_err()
        .into_iter()
        .map(|flaw| format!("{}: {}", flaw.part, flaw.reason))
        .collect()
}

fn only_reason(source: &str) -> String {
    let found = reasons(&html(&format!("{source}{TAG}")));
    assert_eq!(found.len(), 1, "{source}: {found:?}");
    found.into_iter().next().unwrap()
}

/// C12: replaced in the HTML and in the derived text, each time it occurs.
#[test]
fn c12_the_pick_tag_becomes_the_eleven_links_in_both_parts() {
    let template =
        html(&format!("<p>Hello {{{{ customer.first_name }}}},</p>{TAG}<p>Again:</p><div>{TAG}</div>"));

    let mail = render(&template, &a_sample("Léa")).unwrap();

    let document = Html::parse_document(&mail.html);
    let links = document.select(&Selector::parse("a.score").unwrap()).count();
    assert_eq!(links, 22);
    assert_eq!(mail.text.matches("/s/sample?q=q_nps&v=10").count(), 2);
    assert!(!mail.html.contains(TAG) && !mail.text.contains(TAG));
    assert!(mail.text.contains("Hello Léa,"), "{}", mail.text);
    assert_eq!(
        check(&template, Language::English).unwrap(),
        [format!("`html` holds `{TAG}` 2 times: each is replaced")]
    );
}

/// F11.
#[test]
fn f11_a_template_without_the_tag_is_refused_and_the_tag_is_case_sensitive() {
    for source in
        ["<p>Hello</p>", "<p>[insertsatisfactionevaluation]</p>", "", "{# [InsertSatisfactionEvaluation] #}"]
    {
        assert_eq!(
            reasons(&html(source)),
            [format!("html: put `{TAG}` where the rating goes, written exactly so")],
            "{source}"
        );
    }
    let text = TemplateTexts { text: Some("Hello".to_owned()), ..html(TAG) };
    assert!(reasons(&text)[0].starts_with("text: put"));
}

#[test]
fn c12_a_tag_that_may_go_missing_or_stands_in_an_attribute_is_refused() {
    assert!(
        only_reason(&format!("{{% if agent.name %}}{TAG}{{% endif %}}")).contains("outside of conditions")
    );
    assert!(
        only_reason(&format!("<p title=\"{TAG}\">x</p>")).contains("only a variable can stand in `title`")
    );
    let subject = TemplateTexts { subject: Some(TAG.to_owned()), ..html(TAG) };
    assert!(reasons(&subject)[0].starts_with("subject: "));
}

#[test]
fn r3_8_an_unknown_variable_is_named_with_the_known_ones() {
    let reason = only_reason("{{ customer.frist_name }}");

    assert!(
        reason
            .starts_with("html: there is no variable `customer.frist_name`: there are `customer.first_name`")
    );
}

#[test]
fn r3_8_the_language_has_no_loops_calls_includes_or_arithmetic() {
    for source in [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% set a = company %}",
        "{% include \"/etc/passwd\" %}",
        "{% macro m() %}{% endmacro %}",
        "{% extends \"x\" %}",
        "{{ company * 1000000000 }}",
        "{{ company ~ company }}",
        "{{ range(10) }}",
        "{{ company.__class__ }}",
        "{{ company[0] }}",
        "{{ env(\"HOME\") }}",
        "{{ company | safe }}",
        "{{ company | default }}",
        "{{ __satisfaction }}",
        "{{ \"{{ company }}\" }}",
        "{{ company",
        "{% if company %}x",
        "{% else %}",
        "{% endif %}",
        "{# never closed",
    ] {
        only_reason(source);
    }
}

#[test]
fn r3_8_hostile_sources_end_fast_with_an_error() {
    let nested = format!("{}{}", "{% if company %}".repeat(3_000), "{% endif %}".repeat(3_000));
    let deep = format!("{{{{ {}company{} }}}}", "(".repeat(5_000), ")".repeat(5_000));
    let many = "{{ company }}".repeat(4_000);
    let long = "x".repeat(70_000);
    let tags = TAG.repeat(2_000);
    let negated = format!("{{{{ {} company }}}}", "not ".repeat(5_000));
    let filters = format!("{{{{ company {} }}}}", "| upper ".repeat(5_000));

    for source in [nested, deep, many, long, tags, negated, filters, "<div>".repeat(10_000)] {
        let started = Instant::now();
        assert!(
            check(&html(&source), Language::English).is_err(),
            "{}",
            source.chars().take(40).collect::<String>()
        );
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn r3_8_a_variable_stands_in_an_address_only_through_the_filter_for_addresses() {
    for source in [
        "<a href=\"{{ company }}\">x</a>",
        "<a href=\"https://x.example/{{ company | url }}\">x</a>",
        "<a href=\"{{ company | url }}{{ company | url }}\">x</a>",
        "<a href='javascript:{{ company }}'>x</a>",
        "<img alt=\"x\" src=\"{{ company }}\">",
        "<td background=\"{{ company }}\"></td>",
    ] {
        only_reason(source);
    }

    let template = html(&format!(
        "<a href=\"{{{{ survey_url | url }}}}\">x</a><a href=\"{{{{ customer.first_name|url }}}}\">y</a>{TAG}"
    ));
    let mail = render(&template, &a_sample("javascript:alert(1)")).unwrap();
    assert!(
        mail.html.contains("<a href=\"https:&#x2f;&#x2f;survey.example&#x2f;s&#x2f;sample\">x</a>"),
        "{}",
        mail.html
    );
    assert!(mail.html.contains("<a href=\"#\">y</a>"));
}

#[test]
fn r3_8_nothing_of_the_language_stands_where_it_could_change_the_markup() {
    for source in [
        "<p title={{ company }}>x</p>",
        "<a href={{ company | url }}>x</a>",
        "<p {{ company }}>x</p>",
        "<p {% if company %}title=\"x\"{% endif %}>x</p>",
        "<{{ company }}>",
        "<p style=\"color:{{ company }}\">x</p>",
        "<style>p { color: {{ company }} }</style>",
        "<!-- {{ company }} -->",
        "<p title='a' title='{{ company }}'>x</p>",
        "</{{ company }}>",
        "<p title=\"{% if company %}\">x</p>",
    ] {
        reasons(&html(&format!("{source}{TAG}")));
    }
}

#[test]
fn what_does_not_belong_in_a_mail_is_refused() {
    for source in [
        "<script>alert(1)</script>",
        "<iframe src=\"https://x.example\"></iframe>",
        "<form action=\"https://x.example\"></form>",
        "<p onclick=\"x\">x</p>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"x\">",
        "<svg onload=alert(1)></svg>",
        "<meta http-equiv=\"refresh\" content=\"0;url=https://x.example\">",
        "<div><p>x</div>",
        "<div>",
        "</div>",
        "\u{e000} 0 \u{e001}",
        "\u{0}",
    ] {
        assert!(check(&html(&format!("{source}{TAG}")), Language::English).is_err(), "{source}");
    }
}

/// F20: variables expand once.
#[test]
fn f20_what_a_contact_is_called_is_shown_literally() {
    let template = TemplateTexts {
        subject: Some("Hello {{ contact.first_name }}".to_owned()),
        text: Some(format!("Hello {{{{ contact.first_name }}}}\n\n{TAG}")),
        ..html(&format!("<p>Hello <b>{{{{ contact.first_name }}}}</b></p>{TAG}"))
    };
    let name = format!("{{{{ company }}}}<b>{TAG}");

    let mail = render(&template, &a_sample(&name)).unwrap();

    assert_eq!(mail.subject, format!("Hello {name}"));
    assert!(mail.text.contains(&format!("Hello {name}")), "{}", mail.text);
    let document = Html::parse_document(&mail.html);
    let shown: Vec<String> =
        document.select(&Selector::parse("b").unwrap()).map(|b| b.text().collect()).collect();
    assert_eq!(shown, [name]);
    assert_eq!(mail.text.matches("&v=7").count(), 1);
}

#[test]
fn conditions_filters_and_defaults_do_what_they_say() {
    let template = TemplateTexts {
        subject: Some("{% if task.number %}Task {{ task.number }}{% else %}Your job{% endif %}".to_owned()),
        ..html(&format!(
            "<p>{{{{ customer.first_name | default('dear customer') | capitalize }}}}, {{{{ agent.name }}}} came on \
             {{{{ date }}}} for {{{{- company | upper -}}}}.</p>{{% if not customer.last_name %}}<p>no name</p>{{% endif %}}{TAG}"
        ))
    };

    let mut sample = a_sample("Ana");
    sample.invitation.origin.job.number = Some("1001".to_owned());
    let known = render(&template, &sample).unwrap();
    let french = render(&template, &unknown("fr")).unwrap();
    let unknown = render(&template, &unknown("en")).unwrap();

    assert_eq!((known.subject.as_str(), unknown.subject.as_str()), ("Task 1001", "Your job"));
    assert!(
        unknown.text.contains("Dear customer, our team came on November 20 for NORD."),
        "{}",
        unknown.text
    );
    assert!(unknown.text.contains("no name") && !known.text.contains("no name"));
    assert!(french.text.contains("notre équipe came on 20 novembre"), "{}", french.text);
}

/// R3.3, C8-C10: whatever the template says, the reader learns who asks and how to stop it.
#[test]
fn r3_3_every_mail_ends_with_the_small_print() {
    let mut sample = a_sample("Léa");
    sample.texts().information = Some("We read all.".to_owned());
    sample.campaign.privacy_url = Some("https://n.example/p".to_owned());
    for source in [TAG.to_owned(), format!("<html><body><p>x</p>{TAG}</body></html>")] {
        let mail = render(&html(&source), &sample).unwrap();

        for said in ["We read all.", "https://s.example/u/tok", "https://n.example/p", "marie@nord.example"] {
            assert!(mail.html.contains(said) && mail.text.contains(said), "{said}: {}", mail.html);
        }
        assert_eq!(mail.html.matches("</body>").count(), 1);
        assert!(mail.html.find("/u/tok") < mail.html.find("</body>"));
    }
}

#[test]
fn the_derived_text_reads_like_the_mail() {
    let template = html(&format!(
        "<style>p {{ margin: 0 }}</style><h1>Hello &amp; thanks</h1><p>One<br>two   three</p><ul><li>a</li><li>b</li></ul>\
         <table><tr><td>x</td><td>y</td></tr></table><a href=\"https://n.example/a\">Our site</a>\
         <img src=\"https://n.example/i.png\" alt=\"Our van\">{TAG}"
    ));

    let mail = render(&template, &a_sample("Léa")).unwrap();

    let until_rating = mail.text.split("\n?\n").next().unwrap();
    assert_eq!(
        until_rating,
        "Nord\n\nHello & thanks\n\nOne\ntwo three\n\n- a\n- b\n\nx y\n\nOur site\nhttps://n.example/a\nOur van\n"
    );
}

/// Elements with their attributes' names, in order.
fn shape(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let elements = document.tree.values().filter_map(|node| node.as_element());
    elements
        .map(|element| {
            let mut names: Vec<_> = element.attrs().map(|(name, _)| name).collect();
            names.sort_unstable();
            format!("{} {}", element.name(), names.join(" "))
        })
        .collect()
}

fn rich() -> TemplateTexts {
    TemplateTexts {
        subject: Some("{{ customer.first_name }}: {{ agent.name }}".to_owned()),
        ..html(&format!(
            "<table><tr><td title=\"{{{{ customer.first_name }}}}\">{{{{ customer.first_name }}}}</td></tr></table>\
             <a href=\"{{{{ customer.first_name | url }}}}\">{{{{ customer.first_name | upper }}}}</a>\
             <img alt='{{{{ customer.first_name }}}}' src='https://n.example/i.png'>{TAG}"
        ))
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("<script>alert(1)</script>".to_owned()),
        Just("\" onmouseover=\"x".to_owned()),
        Just("' autofocus x='".to_owned()),
        Just("{{ company }}{% if x %}{#".to_owned()),
        Just(TAG.to_owned()),
        Just("</td></table></style></title>-->]]>".to_owned()),
        Just("\r\nBcc: x@y.example".to_owned()),
        Just("&lt;b&gt;&#60;".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("<relance-rating></relance-rating><div class=\"slot\"></div>".to_owned()),
        "\\PC{0,30}",
        ".{0,10}",
    ];
    prop::collection::vec(pieces, 0..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// R3.8: for any name, the HTML has the elements and attributes of the template and no other.
    #[test]
    fn r3_8_no_name_adds_an_element_an_attribute_or_a_header(name in hostile()) {
        let plain = render(&rich(), &a_sample("Lea")).unwrap();

        let mail = render(&rich(), &a_sample(&name)).unwrap();

        prop_assert_eq!(shape(&mail.html), shape(&plain.html));
        prop_assert!(!mail.subject.chars().any(char::is_control));
        prop_assert_eq!(mail.text.matches("&v=10").count(), 1);
        let document = Html::parse_document(&mail.html);
        for link in document.select(&Selector::parse("a").unwrap()) {
            let href = link.attr("href").unwrap();
            let safe = ["https:", "http:", "mailto:"].iter().any(|start| href.to_lowercase().starts_with(start));
            prop_assert!(safe || href == "#", "{}", href);
        }
    }

    /// Whatever somebody saves as a template, the check ends with an answer, and what it accepts renders.
    #[test]
    fn r3_8_any_source_is_either_refused_or_renders(parts in prop::collection::vec(prop_oneof![
        Just("{{".to_owned()), Just("}}".to_owned()), Just("{%".to_owned()), Just("%}".to_owned()),
        Just(" if ".to_owned()), Just("company".to_owned()), Just("| url".to_owned()), Just("<a href=\"".to_owned()),
        Just("\">".to_owned()), Just("</a>".to_owned()), Just("<".to_owned()), Just("'".to_owned()), Just("endif".to_owned()),
        Just("{% if company %}".to_owned()), Just("{% endif %}".to_owned()), Just("{{ customer.first_name }}".to_owned()),
        Just("<p title=\"".to_owned()), Just("</p>".to_owned()), Just(TAG.to_owned()), "\\PC{0,5}",
    ], 0..14), name in hostile()) {
        let template = html(&format!("{}{TAG}", parts.concat()));
        if check(&template, Language::English).is_ok() {
            let mail = render(&template, &a_sample(&name)).unwrap();
            let plain = render(&template, &a_sample("Lea")).unwrap();
            prop_assert_eq!(shape(&mail.html), shape(&plain.html));
        }
    }
}

/// Gmail cuts what is longer than 102 kB, and with it the way to stop the surveys: refused when it is saved.
#[test]
fn a_mail_that_would_be_cut_is_refused_and_what_is_taken_is_shorter() {
    let long = |ratings: usize| html(&format!("<p>{}</p>{}", "x".repeat(60_000), TAG.repeat(ratings)));

    assert!(check(&long(1), Language::English).is_ok());
    assert!(reasons(&long(4))[0].contains("kB: mail programs cut it after 102"), "{:?}", reasons(&long(4)));
    let own = "<p>x</p>".len() + TAG.len();
    let mut sample = a_sample("Léa");
    sample.texts().information = Some("x".repeat(800));
    let mail = render(&html(&format!("<p>x</p>{TAG}")), &sample).unwrap();
    let frame = mail.html.len() - own;
    assert!(frame < FRAME + ONE_RATING, "{frame} bytes are not the template's own");
}
