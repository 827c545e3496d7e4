//! Writes every mail and page, in both languages, into the folder given as argument, to be looked at.
//! Only invented people live here; nothing is sent.
#![expect(clippy::print_stdout, reason = "a program that tells what it wrote")]

use std::{env, error::Error, fs, path::Path};

use jiff::{Zoned, civil::date};
use relance_views::{
    email::{self, Invitation, Particulars, UnhappyAnswer},
    page::{self, Answered, Choice, Control, Place, Question, Sight, Subscription, Survey, Value},
    text::{self, Correction},
    theme::Look,
};

const SHEET: &str = "page.css";
const TOKEN_URL: &str = "https://sondage.example/s/4f0c2d6e8a1b4c7d9e3f5a6b";

/// What one language says where a company would have written its own words.
struct Voice {
    language: &'static str,
    company: &'static str,
    questions: [&'static str; 3],
    ends: [&'static str; 2],
    choices: [&'static str; 3],
    comment: &'static str,
    unhappy_about: (&'static str, &'static str),
}

const ENGLISH: Voice = Voice {
    language: "en",
    company: "Northside Plumbing",
    questions: [
        "How satisfied are you with the work that was done?",
        "What mattered most to you?",
        "What could we do better next time?",
    ],
    ends: ["Not at all satisfied", "Very satisfied"],
    choices: ["Arriving on time", "Clear explanations", "A tidy place afterwards"],
    unhappy_about: ("How satisfied are you with the work that was done?", "2 out of 5"),
    comment: "He came two hours late and nobody called.\nThe repair itself is fine.",
};

const FRENCH: Voice = Voice {
    language: "fr-CA",
    company: "Plomberie du Nord",
    questions: [
        "Êtes-vous satisfait du travail effectué\u{a0}?",
        "Qu'est-ce qui comptait le plus pour vous\u{a0}?",
        "Que pourrions-nous mieux faire la prochaine fois\u{a0}?",
    ],
    ends: ["Pas du tout satisfait", "Très satisfait"],
    choices: ["L'arrivée à l'heure", "Des explications claires", "Un endroit propre après la visite"],
    unhappy_about: ("Êtes-vous satisfait du travail effectué\u{a0}?", "2 sur 5"),
    comment: "Il est arrivé deux heures en retard et personne n'a appelé.\nLa réparation est correcte.",
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("give a folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join(SHEET), page::STYLESHEET)?;

    for voice in [ENGLISH, FRENCH] {
        write_mails(folder, &voice)?;
        write_pages(folder, &voice)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}

fn write_mails(folder: &Path, voice: &Voice) -> Result<(), Box<dyn Error>> {
    let language = voice.language;
    let default = text::default_mail(language, voice.company);
    let question = text::default_nps_question(language, voice.company);
    let information = text::default_information(language, voice.company);
    let with_scores = Invitation {
        language,
        company: voice.company,
        sender_name: "Marie Roy",
        from_address: "marie@plomberie.example",
        subject: &default.subject,
        preheader: None,
        reminder: false,
        by_hand: false,
        title: &default.title,
        description: Some(&default.description),
        picture: None,
        agent_name: Some("Sam"),
        occurred_on: date(2026, 11, 20),
        question: Some(&question),
        question_id: "nps",
        measure: text::Measure::Recommendation,
        survey_url: TOKEN_URL,
        unsubscribe_url: "https://sondage.example/u/4f0c2d6e8a1b4c7d9e3f5a6b",
        information: &information,
        privacy_url: Some("https://plomberie.example/privacy"),
        look: Look::default(),
        particulars: Particulars::default(),
    };
    let with_button = Invitation { question: None, agent_name: None, ..with_scores.clone() };
    let alert = UnhappyAnswer {
        language,
        company: voice.company,
        campaign_name: "Visites 2026",
        score: Some(3),
        nps_type: Some("Detractor"),
        comment: Some(voice.comment),
        customer_name: Some("Jeanne Tremblay"),
        customer_email: "jeanne@client.example",
        customer_phone: Some("418 555-0134"),
        agent_name: Some("Sam"),
        occurred_on: Some(date(2026, 11, 20)),
        answered_at: evening()?,
        console_url: "https://sondage.example/console/alerts/al_01",
        unsatisfied: vec![(voice.unhappy_about.0.to_owned(), voice.unhappy_about.1.to_owned())],
    };

    for (name, mail) in [
        ("mail-scores", email::invitation(&with_scores)),
        ("mail-button", email::invitation(&with_button)),
        ("mail-alert", email::unhappy_answer(&alert)),
    ] {
        fs::write(folder.join(format!("{name}.{language}.html")), mail.html)?;
        let text = format!("{}\n\n{}", mail.subject, mail.text);
        fs::write(folder.join(format!("{name}.{language}.txt")), text)?;
    }
    Ok(())
}

fn write_pages(folder: &Path, voice: &Voice) -> Result<(), Box<dyn Error>> {
    for (name, html) in surveys(voice)?.into_iter().chain(outcomes(voice)?) {
        // The gallery is opened as files: the style sheet lies beside the page.
        let html = html.replace("/page.css", SHEET);
        fs::write(folder.join(format!("{name}.{}.html", voice.language)), html)?;
    }
    Ok(())
}

fn surveys(voice: &Voice) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let language = voice.language;
    let title = text::default_mail(language, voice.company).title;
    let nps = text::default_nps_question(language, voice.company);
    let information = text::default_information(language, voice.company);
    let fresh = Survey {
        language,
        company: voice.company,
        title: &title,
        intro: None,
        picture: None,
        look: Look::default(),
        action: "/s/4f0c",
        questions: questions(voice, &nps),
        logic: None,
        form_error: None,
        information: &information,
        privacy_url: Some("https://plomberie.example/privacy"),
        editing_until: None,
        unsubscribe_url: Some("/u/4f0c"),
        anonymous: false,
        public: None,
        stylesheet: "/page.css",
    };
    let missing = text::correction(language, Correction::Missing);
    let mut refused = fresh.clone();
    for question in refused.questions.iter_mut().take(2) {
        question.error = Some(&missing);
        question.value = Value::None;
    }
    let stale = text::unreadable_form(language);
    let mut unreadable = fresh.clone();
    unreadable.form_error = Some(&stale);
    let mut editing = fresh.clone();
    editing.editing_until = Some(evening()?);
    let mut single = fresh.clone();
    single.questions.truncate(1);

    Ok(vec![
        ("page-survey", page::survey(&fresh)),
        ("page-refused", page::survey(&refused)),
        ("page-unreadable", page::survey(&unreadable)),
        ("page-editing", page::survey(&editing)),
        ("page-single", page::survey(&single)),
    ])
}

fn questions<'a>(voice: &'a Voice, nps: &'a str) -> Vec<Question<'a>> {
    let [satisfied, mattered, better] = voice.questions;
    let [low_label, high_label] = voice.ends;
    let choices = ["time", "words", "tidy"].iter().zip(voice.choices);
    let choices = choices.map(|(id, label)| Choice { id, label }).collect();
    let asked = |id, text, required, control, value| Question {
        id,
        text,
        help: None,
        required,
        not_applicable: false,
        sight: Sight::Shown,
        control,
        error: None,
        value,
    };

    vec![
        asked("nps", nps, true, Control::Nps, Value::Number(8)),
        asked("csat", satisfied, true, Control::Scale { min: 1, max: 5, low_label, high_label }, Value::None),
        asked("mattered", mattered, false, Control::Single { choices }, Value::Choices(vec!["words"])),
        asked("better", better, false, Control::Text { max_chars: 2000 }, Value::None),
    ]
}

fn outcomes(voice: &Voice) -> Result<Vec<(&'static str, String)>, Box<dyn Error>> {
    let (language, company, stylesheet) = (voice.language, voice.company, "/page.css");
    let place = Place { language, company: Some(company), stylesheet };
    let nowhere = Place { company: None, ..place };
    let subscription = Subscription { language, company, action: "/u/4f0c", stylesheet };
    let answered = Answered {
        language,
        company,
        editing_until: Some(evening()?),
        edit_url: Some("/s/4f0c"),
        thanks: None,
        reviews: Vec::new(),
        anonymous: false,
        review_action: None,
        next_url: Some("https://plomberie.example/tips"),
        stylesheet,
    };
    let settled = Answered { editing_until: None, ..answered.clone() };

    Ok(vec![
        ("page-thanks", page::thanks(&answered)),
        ("page-already", page::already_answered(&answered)),
        ("page-settled", page::already_answered(&settled)),
        ("page-expired", page::expired(&place)),
        ("page-closed", page::closed(&place)),
        ("page-not-found", page::not_found(&nowhere)),
        ("page-problem", page::problem(&nowhere)),
        ("page-unsubscribe", page::unsubscribe_confirm(&subscription)),
        ("page-unsubscribed", page::unsubscribed(&subscription)),
        ("page-resubscribed", page::resubscribed(&subscription)),
    ])
}

fn evening() -> Result<Zoned, jiff::Error> {
    date(2026, 11, 24).at(17, 0, 0, 0).in_tz("America/Montreal")
}
