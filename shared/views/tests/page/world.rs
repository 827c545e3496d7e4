//! A survey of every kind of question, to be shown; a test changes what it is about.
//! Only invented people live here.

use jiff::Timestamp;
use relance_domain::account::Organization;
use relance_domain::answer::{Answer, FieldError, FieldProblem, Form};
use relance_domain::campaign::{Campaign, CampaignTexts, Theme};
use relance_domain::invitation::Invitation;
use relance_domain::name::{LanguageTag, QuestionId};
use relance_domain::question::{Choice, Columns, Question, QuestionKind};
use relance_testkit::builders::{self, at};
use relance_views::answer::{AnsweredPage, SurveyPage, SurveyStep, already_answered, survey, thanks};
use relance_views::campaign::Telling;
use relance_views::question::Filled;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

pub struct World {
    pub organization: Organization,
    pub campaign: Campaign,
    pub invitation: Option<Invitation>,
    pub language: LanguageTag,
    pub theme: Option<Theme>,
    pub form: Form,
    pub errors: Vec<FieldError>,
    pub fresh: Vec<QuestionId>,
    pub is_stale: bool,
    pub editing_until: Option<Timestamp>,
    pub token: Option<&'static str>,
    pub alert_follows: bool,
}

/// 5 p.m. in Montreal.
pub fn until() -> Timestamp {
    at("2026-11-24T22:00:00Z")
}

pub fn choice(id: &str, label: &str) -> Choice {
    let texts = ["fr", "en"].map(|tag| (LanguageTag::parse(tag).unwrap(), label.to_owned()));
    Choice { id: id.to_owned(), texts: texts.into() }
}

pub fn asked(id: &str, kind: QuestionKind) -> Question {
    let mut question = builders::question(id, kind, true);
    question.texts.values_mut().for_each(|text| "How was it?".clone_into(text));
    question
}

pub fn id(text: &str) -> QuestionId {
    QuestionId::parse(text).unwrap()
}

fn choices() -> Vec<Choice> {
    vec![choice("a", "On time"), choice("b", "Tidy")]
}

pub fn matrix() -> Question {
    let rows = vec![choice("speed", "Speed"), choice("care", "Care")];
    let mut question = asked("q_m", QuestionKind::Matrix { rows, columns: Columns::Scale { max: 5 } });
    question.options.not_applicable = true;
    question
}

impl World {
    pub fn new(language: &str) -> Self {
        let language = LanguageTag::parse(language).unwrap();
        let mut campaign = builders::campaign();
        campaign.texts = BTreeMap::from([(
            language.clone(),
            CampaignTexts {
                title: "How did it go?".to_owned(),
                information: Some("We read every answer.".to_owned()),
                ..CampaignTexts::default()
            },
        )]);
        campaign.privacy_url = Some("https://nord.example/privacy".to_owned());
        campaign.questions = vec![
            asked("q_nps", QuestionKind::Nps),
            asked("q_csat", QuestionKind::Csat),
            asked("q_one", QuestionKind::Single { choices: choices() }),
            asked("q_many", QuestionKind::Multiple { choices: choices() }),
            asked("q_words", QuestionKind::Text),
        ];
        let form =
            [("q_nps", &["8"][..]), ("q_one", &["b"]), ("q_many", &["a", "b"]), ("q_words", &["\nFine."])];
        let form = form
            .map(|(name, texts)| (name.to_owned(), texts.iter().map(|text| (*text).to_owned()).collect()));
        let invitation = Invitation {
            language: language.clone(),
            occurred_at: at("2026-11-20T17:00:00Z"),
            ..builders::invitation(1, "lea@example.com")
        };
        Self {
            organization: Organization { name: "Nord".to_owned(), ..builders::organization() },
            campaign,
            invitation: Some(invitation),
            language,
            theme: None,
            form: form.into(),
            errors: Vec::new(),
            fresh: Vec::new(),
            is_stale: false,
            editing_until: None,
            token: None,
            alert_follows: false,
        }
    }

    pub fn holding(mut self, control: &str, text: &str) -> Self {
        self.form.insert(control.to_owned(), vec![text.to_owned()]);
        self
    }

    pub fn wrong(mut self, field: &str, problem: FieldProblem) -> Self {
        self.errors.push(FieldError { field: field.to_owned(), problem });
        self
    }

    pub fn telling(&self) -> Telling<'_> {
        Telling {
            organization: &self.organization,
            campaign: &self.campaign,
            language: &self.language,
            invitation: self.invitation.as_ref(),
            contact: None,
        }
    }

    pub fn survey(&self) -> String {
        self.survey_at(SurveyStep::Whole)
    }

    pub fn survey_at(&self, step: SurveyStep<'_>) -> String {
        survey(&SurveyPage {
            telling: self.telling(),
            theme: self.theme.as_ref(),
            asked: &self.campaign.asked_by("inv_1"),
            filled: Filled { form: &self.form, errors: &self.errors, fresh: &self.fresh },
            step,
            is_stale: self.is_stale,
            path: "/s/tok",
            editing_until: self.editing_until,
            form: self.token,
        })
    }

    pub fn answered<'a>(&'a self, answer: Option<&'a Answer>) -> AnsweredPage<'a> {
        AnsweredPage {
            telling: self.telling(),
            answer,
            editable_until: self.editing_until,
            edit_url: Some("/s/tok"),
            alert_follows: self.alert_follows,
            review_action: None,
        }
    }

    pub fn thanks(&self, answer: Option<&Answer>) -> String {
        thanks(&self.answered(answer))
    }

    pub fn already(&self) -> String {
        already_answered(&self.answered(None))
    }
}

pub fn parsed(html: &str) -> Html {
    Html::parse_document(html)
}

pub fn all<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

pub fn text(element: &ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}
