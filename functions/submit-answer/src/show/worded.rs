//! One question as page data, in one language: its words, its control, its value, its correction.
//! The page around it is made by `show`.

use super::{Filled, correction};
use relance_domain::name::LanguageTag;
use relance_domain::question::{Choice, Columns, NOT_APPLICABLE, Question, QuestionKind, Texts};
use relance_views::page;
use relance_views::text::{self, Measure};

/// A question with its words, which page data only borrows.
pub struct Worded<'a> {
    question: &'a Question,
    language: &'a LanguageTag,
    filled: &'a Filled<'a>,
    text: String,
    ends: [String; 2],
    error: Option<String>,
    rows: Vec<WordedRow>,
}

struct WordedRow {
    name: String,
    label: String,
    error: Option<String>,
}

impl<'a> Worded<'a> {
    /// The words of a question in one language.
    pub fn of(question: &'a Question, language: &'a LanguageTag, filled: &'a Filled<'a>) -> Self {
        let measure = match question.kind {
            QuestionKind::Nps => Measure::Recommendation,
            QuestionKind::Csat => Measure::Satisfaction,
            QuestionKind::Ces => Measure::Ease,
            _ => Measure::Quality,
        };
        let wrong = |name: &str| {
            let error = filled.errors.iter().find(|error| error.field == name)?;
            Some(correction(language, error.problem))
        };
        let row = |row: &Choice| {
            let name = format!("{}.{}", question.id, row.id);
            WordedRow {
                error: wrong(&name),
                name,
                label: said(&row.texts, language).unwrap_or(&row.id).to_owned(),
            }
        };
        Self {
            question,
            language,
            filled,
            text: said(&question.texts, language).unwrap_or_default().to_owned(),
            ends: text::scale_ends(language.as_str(), measure),
            error: wrong(question.id.as_str()),
            rows: question.kind.rows().iter().map(row).collect(),
        }
    }

    /// The question as the page takes it.
    pub fn shown(&self, hidden: &[&str]) -> page::Question<'_> {
        let Question { id, kind, required, options, .. } = self.question;
        page::Question {
            id: id.as_str(),
            text: &self.text,
            help: None,
            // A statement asks for nothing, so it is not optional either.
            required: *required || !kind.is_asked(),
            not_applicable: options.not_applicable,
            sight: match (hidden.contains(&id.as_str()), self.filled.fresh.contains(id)) {
                (true, _) => page::Sight::Hidden,
                (false, true) => page::Sight::Fresh,
                (false, false) => page::Sight::Shown,
            },
            control: self.control(),
            error: self.error.as_deref(),
            value: self.value(id.as_str()),
        }
    }

    fn control(&self) -> page::Control<'_> {
        let [low_label, high_label] = &self.ends;
        match &self.question.kind {
            QuestionKind::Nps => page::Control::Nps,
            QuestionKind::Statement => page::Control::Statement,
            QuestionKind::Single { choices } => page::Control::Single { choices: self.offered(choices) },
            QuestionKind::Multiple { choices } => page::Control::Multiple { choices: self.offered(choices) },
            QuestionKind::Matrix { columns, .. } => {
                let columns = match columns {
                    Columns::Scale { max } => {
                        page::Columns::Scale { min: 1, max: *max, low_label, high_label }
                    }
                    Columns::Choices { choices } => page::Columns::Choices { choices: self.offered(choices) },
                };
                page::Control::Matrix { rows: self.rows.iter().map(|row| self.row(row)).collect(), columns }
            }
            kind => match kind.scale() {
                Some((min, max)) => page::Control::Scale { min, max, low_label, high_label },
                None => page::Control::Text {
                    max_chars: u32::try_from(QuestionKind::MAX_TEXT).unwrap_or(u32::MAX),
                },
            },
        }
    }

    fn row<'r>(&'r self, row: &'r WordedRow) -> page::Row<'r> {
        let value = self.value(&row.name);
        page::Row { name: &row.name, label: &row.label, error: row.error.as_deref(), value }
    }

    fn offered<'r>(&'r self, choices: &'r [Choice]) -> Vec<page::Choice<'r>> {
        let label = |choice: &'r Choice| said(&choice.texts, self.language).unwrap_or(&choice.id);
        choices.iter().map(|choice| page::Choice { id: &choice.id, label: label(choice) }).collect()
    }

    /// What is chosen or written in one control.
    fn value(&self, control: &str) -> page::Value<'_> {
        let given = self.filled.fields.get(control).map_or(&[][..], Vec::as_slice);
        let kind = &self.question.kind;
        match given {
            [] => page::Value::None,
            [none] if none == NOT_APPLICABLE && self.question.options.not_applicable => {
                page::Value::NotApplicable
            }
            [text, ..] if kind.scale().is_some() => {
                text.parse().map_or(page::Value::None, page::Value::Number)
            }
            [text, ..] if kind.choices().is_empty() => page::Value::Text(text),
            ids => page::Value::Choices(ids.iter().map(String::as_str).collect()),
        }
    }
}

fn said<'t>(texts: &'t Texts, language: &LanguageTag) -> Option<&'t str> {
    texts.get(language).or_else(|| texts.values().next()).map(String::as_str)
}
