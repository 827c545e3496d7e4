//! Surveys as page data: which text, which questions, which outcome; one question is in `worded`.
//! Markup lives in `views`; what may be shown to whom in `application::answer`.

mod worded;

use crate::form::Fields;
use crate::survey::Preselected;
use axum::http::{HeaderMap, header};
use relance_application::answer::{Respondent, Survey, Visitor};
use relance_application::links::public_path;
use relance_domain::answer::{Answer, FieldError, Problem, read};
use relance_domain::campaign::{CampaignTexts, Image, RatingStyle};
use relance_domain::name::{LanguageTag, QuestionId};
use relance_domain::question::{AnswerValue, Asked, NOT_APPLICABLE, Question, QuestionKind};
use relance_views::text::{self, Correction, Footing};
use relance_views::theme::Look;
use relance_views::{Picture, page};
use worded::Worded;

/// The language of pages that belong to no survey: what the browser prefers.
pub fn browser_language(headers: &HeaderMap) -> &str {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("en");
    if wanted.trim_start().to_ascii_lowercase().starts_with("fr") { "fr" } else { "en" }
}

/// What the form starts with: the earlier answer, and over it the value that the link preselects (B15).
pub fn chosen(survey: &Survey, query: &Preselected) -> Fields {
    let mut fields = survey.answer.as_ref().map(earlier).unwrap_or_default();
    if let (Some(question), Some(value)) = (query.get("q"), query.get("v")) {
        fields.insert(question.clone(), vec![value.clone()]);
    }
    fields
}

fn earlier(answer: &Answer) -> Fields {
    let texts = |value: &AnswerValue| match value {
        AnswerValue::Number(number) => vec![number.to_string()],
        AnswerValue::Text(text) => vec![text.clone()],
        AnswerValue::Choices(ids) => ids.clone(),
        AnswerValue::NotApplicable => vec![NOT_APPLICABLE.to_owned()],
        AnswerValue::Rows(_) => Vec::new(),
    };
    let mut fields = Fields::new();
    for (id, value) in &answer.values {
        if let AnswerValue::Rows(rows) = value {
            fields.extend(rows.iter().map(|(row, value)| (format!("{id}.{row}"), texts(value))));
        } else {
            fields.insert(id.to_string(), texts(value));
        }
    }
    fields
}

/// What the form already holds.
pub struct Filled<'a> {
    /// What was chosen or written so far.
    pub fields: &'a Fields,
    /// What must be mended.
    pub errors: &'a [FieldError],
    /// Questions that came to light by the answers just sent.
    pub fresh: &'a [QuestionId],
    /// What is wrong with the form as a whole.
    pub form_error: Option<String>,
}

impl<'a> Filled<'a> {
    /// These fields, with which nothing is wrong.
    pub fn with(fields: &'a Fields) -> Self {
        Self { fields, errors: &[], fresh: &[], form_error: None }
    }
}

/// What the page of a public survey has beside its questions.
fn public_part(survey: &Survey) -> Option<page::Public<'_>> {
    let Respondent::Anybody(Visitor { form, .. }) = &survey.respondent else { return None };
    let path = public_path(&survey.organization.id, &survey.campaign.id);
    let tags = survey.campaign.texts.keys().map(LanguageTag::as_str);
    let languages = tags.map(|tag| (tag, format!("{path}?lang={tag}"))).collect();
    Some(page::Public { form: &form.token, languages })
}

/// The survey's page.
pub fn form(survey: &Survey, action: &str, filled: &Filled<'_>, stylesheet: &str) -> String {
    let language = survey.respondent.language();
    let company = survey.organization.name.as_str();
    let texts = survey.campaign.texts_in(language);
    let words = Words::of(survey, texts);
    let asked = survey.questions();
    let worded: Vec<Worded<'_>> =
        asked.questions().map(|question| Worded::of(question, language, filled)).collect();
    let shown: Vec<&QuestionId> =
        read(&asked, filled.fields).shown.iter().map(|question| &question.id).collect();
    let hidden: Vec<&str> = asked
        .questions()
        .map(|question| &question.id)
        .filter(|id| !shown.contains(id))
        .map(QuestionId::as_str)
        .collect();
    let (rules, script, hidden_ids) = (rules(&asked), page::script_path(), hidden.join(" "));
    let logic =
        asked.has_logic().then_some(page::Logic { rules: &rules, script: &script, hidden: &hidden_ids });
    let questions = worded.iter().map(|question| question.shown(&hidden)).collect();
    let (picture, icon) = (picture_of(survey), icon_of(survey));
    page::survey(&page::Survey {
        language: language.as_str(),
        company,
        title: texts.map_or(company, |texts| texts.title.as_str()),
        intro: texts.and_then(|texts| texts.description.as_deref()),
        picture: picture.as_ref().map(|(url, alt, size)| Picture { url, alt, size: *size }),
        look: Look { theme: survey.theme.as_ref(), icon: icon.as_deref() },
        action,
        questions,
        logic,
        form_error: filled.form_error.as_deref(),
        information: &words.information,
        privacy_url: survey.campaign.privacy_url.as_deref(),
        editing_until: survey
            .answer
            .as_ref()
            .and(survey.editable_until)
            .map(|until| until.to_zoned(survey.organization.zone())),
        unsubscribe_url: None,
        anonymous: survey.campaign.respondents.anonymous,
        public: public_part(survey),
        stylesheet,
    })
}

/// The display logic as the page's script reads it: every question in the order of asking, since jumps lead along all.
fn rules(asked: &Asked<'_>) -> String {
    let rule = |question: &&Question| {
        let Question { id, options, kind, .. } = question;
        let nps = *kind == QuestionKind::Nps;
        serde_json::json!({ "id": id, "nps": nps, "show_if": options.show_if, "jump_if": options.jump_if })
    };
    asked.order().iter().map(rule).collect::<serde_json::Value>().to_string()
}

/// Path of the theme's icon (C20).
fn icon_of(survey: &Survey) -> Option<String> {
    match &survey.theme.as_ref()?.rating {
        RatingStyle::Icons { image_id } => Some(Image::path(&survey.organization.id, image_id)),
        _ => None,
    }
}

/// Path, alternative text, and size in pixels.
type ShownPicture = (String, String, Option<(u32, u32)>);

/// The campaign's picture (B6).
fn picture_of(survey: &Survey) -> Option<ShownPicture> {
    let shown = survey.campaign.look.picture.as_ref()?;
    let alt = shown.alt.get(survey.respondent.language()).or_else(|| shown.alt.values().next());
    let size = Image::facts(&shown.image_id).map(|facts| (facts.width, facts.height));
    Some((Image::path(&survey.organization.id, &shown.image_id), alt.cloned().unwrap_or_default(), size))
}

struct Words {
    information: String,
}

impl Words {
    /// The campaign's own information message, or the built-in one when it is blank (C9).
    fn of(survey: &Survey, texts: Option<&CampaignTexts>) -> Self {
        let own = texts.and_then(|texts| texts.information.as_deref());
        let footing = match survey.respondent {
            _ if survey.campaign.respondents.anonymous => Footing::Anonymous,
            Respondent::Invited(_) => Footing::Known,
            Respondent::Anybody(_) => Footing::Public,
        };
        let place = (survey.respondent.language().as_str(), survey.organization.name.as_str());
        Self { information: text::information(place, own, footing) }
    }
}

/// The page after a recorded answer, or for one that can no longer change.
pub fn answered<'a>(
    survey: &'a Survey,
    edit_url: Option<&'a str>,
    review_action: Option<&'a str>,
    stylesheet: &'a str,
) -> page::Answered<'a> {
    let band = survey.answer.as_ref().and_then(Answer::nps_type);
    let reviews = survey.campaign.after_answer.review_links_for(band);
    page::Answered {
        language: survey.respondent.language().as_str(),
        company: &survey.organization.name,
        editing_until: survey
            .editable_until
            .filter(|_| edit_url.is_some())
            .map(|until| until.to_zoned(survey.organization.zone())),
        edit_url,
        thanks: thanks(survey),
        reviews: reviews.iter().map(|link| (link.name.as_str(), link.url.as_str())).collect(),
        anonymous: survey.campaign.respondents.anonymous,
        review_action,
        next_url: None,
        stylesheet,
    }
}

/// The campaign's own thanks: for the band of the score, else for everybody.
fn thanks(survey: &Survey) -> Option<&str> {
    let texts = survey.campaign.texts_in(survey.respondent.language())?;
    let band = survey.answer.as_ref().and_then(Answer::nps_type);
    let by_band = band.and_then(|band| texts.thank_you_by_band.of(band));
    by_band.or(texts.thank_you.as_deref()).filter(|text| !text.trim().is_empty())
}

fn correction(language: &LanguageTag, problem: Problem) -> String {
    let correction = match problem {
        Problem::Required => Correction::Missing,
        Problem::NotOnScale { min, max } => Correction::OffScale { min, max },
        Problem::NotAChoice | Problem::OnlyOne | Problem::NotAsked => Correction::UnknownChoice,
        Problem::TooLong { max } => Correction::TooLong { max_chars: u32::try_from(max).unwrap_or(u32::MAX) },
    };
    text::correction(language.as_str(), correction)
}

/// A problem in the words of the JSON answer.
pub fn problem(problem: Problem) -> String {
    match problem {
        Problem::Required => "an answer is required".to_owned(),
        Problem::NotOnScale { min, max } => format!("use a whole number from {min} to {max}"),
        Problem::NotAChoice => "use one of the choices".to_owned(),
        Problem::OnlyOne => "give one value".to_owned(),
        Problem::TooLong { max } => format!("use at most {max} characters"),
        Problem::NotAsked => "this question was not asked".to_owned(),
    }
}
