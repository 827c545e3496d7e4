//! Writes mails and pages, in both languages, into the folder given as argument, to be looked at.
//! Only invented people live here; nothing is sent.
#![expect(clippy::print_stdout, reason = "a program that tells what it wrote")]

use relance_domain::account::Organization;
use relance_domain::answer::{FieldError, FieldProblem, Form};
use relance_domain::campaign::{
    AfterAnswer, Campaign, CampaignTexts, OccasionKind, ReviewLink, ReviewPrompt,
};
use relance_domain::contact::Stopped;
use relance_domain::invitation::{Invitation, InvitationFacts};
use relance_domain::name::{LanguageTag, QuestionId};
use relance_domain::question::{AnswerValue, Choice, Columns, Question, QuestionKind};
use relance_testkit::builders::{self, at};
use relance_views::answer::{
    AnsweredPage, Nowhere, SurveyPage, SurveyStep, already_answered, nowhere, survey, thanks,
};
use relance_views::campaign::Telling;
use relance_views::contact::{SubscriptionPage, subscription};
use relance_views::frame::page::{SCRIPT, STYLESHEET, script_path, stylesheet_path};
use relance_views::invitation::mail;
use relance_views::question::Filled;
use relance_views::text::Language;
use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

type Written = Result<(), Box<dyn Error>>;

/// A company with its words.
struct Company {
    language: LanguageTag,
    organization: Organization,
    campaign: Campaign,
    invitation: Invitation,
}

fn main() -> Written {
    let folder = env::args().nth(1).ok_or("give a folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("page.css"), STYLESHEET)?;
    fs::write(folder.join("page.js"), SCRIPT)?;

    for tag in ["en", "fr"] {
        let company = company(tag)?;
        company.mails(folder)?;
        company.pages(folder)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}

fn company(tag: &str) -> Result<Company, Box<dyn Error>> {
    let language = LanguageTag::parse(tag)?;
    let french = tag == "fr";
    let say = |fr: &str, en: &str| if french { fr.to_owned() } else { en.to_owned() };
    let texts = CampaignTexts {
        subject: say("Comment s’est passée notre visite\u{202f}?", "How did our visit go?"),
        title: say("Votre avis compte", "Your opinion counts"),
        ..CampaignTexts::default()
    };
    let review = ReviewLink { name: "Google".to_owned(), url: "https://g.example/r".to_owned() };
    let campaign = Campaign {
        texts: BTreeMap::from([
            (language.clone(), texts.clone()),
            (LanguageTag::parse(if french { "en" } else { "fr" })?, texts),
        ]),
        questions: questions(&language, french),
        after_answer: AfterAnswer { review_links: vec![review], review_prompt: ReviewPrompt::All },
        privacy_url: Some("https://plomberie.example/privacy".to_owned()),
        ..builders::campaign()
    };
    Ok(Company {
        organization: Organization {
            name: say("Plomberie du Nord", "Northside Plumbing"),
            language: language.clone(),
            ..builders::organization()
        },
        invitation: Invitation {
            language: language.clone(),
            occurred_at: at("2026-11-20T17:00:00Z"),
            ..builders::invitation(1, "jeanne@client.example")
        },
        campaign,
        language,
    })
}

/// What it asks, of every kind that looks different.
fn questions(language: &LanguageTag, french: bool) -> Vec<Question> {
    let say = |fr: &str, en: &str| if french { fr.to_owned() } else { en.to_owned() };
    let choice = |id: &str, fr, en| Choice {
        id: id.to_owned(),
        texts: BTreeMap::from([(language.clone(), say(fr, en))]),
    };
    let ask = |id: &str, kind, required, fr, en| {
        let mut question: Question = builders::question(id, kind, required);
        question.texts = BTreeMap::from([(language.clone(), say(fr, en))]);
        question
    };
    let choices = vec![
        choice("time", "L’arrivée à l’heure", "Arriving on time"),
        choice("words", "Des explications claires", "Clear explanations"),
        choice("tidy", "Un endroit propre après la visite", "A tidy place afterwards"),
    ];
    let rows = vec![choice("speed", "La rapidité", "Speed"), choice("care", "Le soin apporté", "Care")];
    vec![
        ask(
            "q_nps",
            QuestionKind::Nps,
            true,
            "Recommanderiez-vous Plomberie du Nord à des proches\u{202f}?",
            "Would you recommend Northside Plumbing to a friend?",
        ),
        ask(
            "q_comment",
            QuestionKind::Text,
            false,
            "Qu’est-ce qui explique votre note\u{202f}?",
            "What explains your score?",
        ),
        ask(
            "q_csat",
            QuestionKind::Csat,
            false,
            "Le travail vous a-t-il satisfait\u{202f}?",
            "How satisfied are you with the work?",
        ),
        ask(
            "q_mattered",
            QuestionKind::Single { choices },
            false,
            "Qu’est-ce qui comptait le plus\u{202f}?",
            "What mattered most to you?",
        ),
        ask(
            "q_m",
            QuestionKind::Matrix { rows, columns: Columns::Scale { max: 5 } },
            false,
            "Comment évaluez-vous…",
            "How would you rate…",
        ),
    ]
}

impl Company {
    fn write(&self, folder: &Path, name: &str, html: &str) -> Written {
        // The gallery is opened as files: style sheet and script lie beside the page.
        let html = html.replace(stylesheet_path(), "page.css").replace(script_path(), "page.js");
        fs::write(folder.join(format!("{name}.{}.html", self.language)), html)?;
        Ok(())
    }

    fn mails(&self, folder: &Path) -> Written {
        for kind in [
            OccasionKind::Visit,
            OccasionKind::Request,
            OccasionKind::Call,
            OccasionKind::Invoice,
            OccasionKind::Project,
        ] {
            let campaign = Campaign { occasion: Some(kind), ..self.campaign.clone() };
            let facts = InvitationFacts {
                organization: &self.organization,
                campaign: &campaign,
                invitation: &self.invitation,
                base_url: "https://sondage.example",
                survey_url: "https://sondage.example/s/4f0c",
                unsubscribe_url: "https://sondage.example/u/4f0c",
                template: None,
                theme: None,
                contact: None,
                reminder: None,
            };
            let mail = mail(&facts).ok_or("a campaign with texts")?;
            let name = format!("mail-{}", kind.as_str());
            self.write(folder, &name, &mail.html)?;
            let text = format!("{}\n\n{}", mail.subject, mail.text);
            fs::write(folder.join(format!("{name}.{}.txt", self.language)), text)?;
        }
        Ok(())
    }

    fn telling(&self) -> Telling<'_> {
        Telling {
            organization: &self.organization,
            campaign: &self.campaign,
            language: &self.language,
            invitation: Some(&self.invitation),
            contact: None,
        }
    }

    fn survey(&self, step: SurveyStep<'_>, filled: Filled<'_>) -> String {
        survey(&SurveyPage {
            telling: self.telling(),
            theme: None,
            asked: &self.campaign.asked_by("inv_1"),
            filled,
            step,
            is_stale: false,
            path: "/s/4f0c",
            editing_until: None,
            form: None,
        })
    }

    fn pages(&self, folder: &Path) -> Written {
        let form: Form = BTreeMap::from([("q_nps".to_owned(), vec!["8".to_owned()])]);
        let carried = [QuestionId::parse("q_nps")?, QuestionId::parse("q_comment")?];
        let errors = [FieldError { field: "q_csat".to_owned(), problem: FieldProblem::Required }];
        let filled = Filled::with(&form);
        self.write(folder, "page-1-opening", &self.survey(SurveyStep::Opening, filled))?;
        self.write(folder, "page-2-rest", &self.survey(SurveyStep::Rest(&carried), filled))?;
        self.write(folder, "page-whole", &self.survey(SurveyStep::Whole, filled))?;
        self.write(
            folder,
            "page-refused",
            &self.survey(SurveyStep::Whole, Filled { errors: &errors, ..filled }),
        )?;
        for (name, score) in [("promoter", 10), ("passive", 7), ("detractor", 2)] {
            let mut answer = builders::answer(at("2026-11-22T22:00:00Z"), score);
            let said = "Sam a tout expliqué, et la réparation tient.".to_owned();
            answer.values.insert(QuestionId::parse("q_comment")?, AnswerValue::Text(said));
            let page = AnsweredPage {
                telling: self.telling(),
                answer: Some(&answer),
                editable_until: Some(at("2026-11-24T22:00:00Z")),
                edit_url: Some("/s/4f0c"),
                alert_follows: name == "detractor",
                review_action: Some("/s/4f0c/review"),
            };
            self.write(folder, &format!("page-3-thanks-{name}"), &thanks(&page))?;
            self.write(folder, "page-already", &already_answered(&page))?;
        }
        let (language, organization) = (Language::of(&self.language), &self.organization);
        for (name, stopped) in
            [("ask", Stopped::Nothing), ("kind", Stopped::Kind), ("all", Stopped::Everything)]
        {
            let changed = stopped != Stopped::Nothing;
            let page = SubscriptionPage { language, organization, stopped, changed, action: "/u/4f0c" };
            self.write(folder, &format!("page-unsubscribe-{name}"), &subscription(&page))?;
        }
        self.write(folder, "page-expired", &nowhere(Nowhere::Expired, language, Some(organization)))
    }
}
