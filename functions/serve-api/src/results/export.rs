//! `/answers.csv`: answers for spreadsheets, page by page, with cells that no spreadsheet takes for a formula (R5.11).
//! Which answers there are is decided in `application::manage`.

use super::answers::{PeriodName, Score};
use crate::Deps;
use crate::wire::{Answer as Reply, Params};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream;
use relance_application::manage::call::{Caller, Wanted};
use relance_application::manage::results::{AnswerFilter, Answers, hidden_because};
use relance_application::ports::fault::Fault;
use relance_domain::answer::{Answer, AnswerValue};
use relance_domain::campaign::NOT_APPLICABLE;
use relance_domain::name::{CampaignId, ContactId, OrganizationId, QuestionId};
use serde::Deserialize;
use utoipa::IntoParams;

/// Answers per page of the stream.
const PAGE: usize = 500;
/// Tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

const COLUMNS: [&str; 12] = [
    "id",
    "campaign_id",
    "campaign_version",
    "invitation_id",
    "contact_id",
    "language",
    "completed_at",
    "edited_at",
    "nps_score",
    "nps_type",
    "satisfied",
    "ignored",
];

/// Which answers; all of them are sent.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this campaign.
    #[param(value_type = Option<String>)]
    campaign_id: Option<CampaignId>,
    /// Of this person.
    #[param(value_type = Option<String>)]
    contact_id: Option<ContactId>,
    /// In this period, as for `/answers`.
    #[param(value_type = Option<String>)]
    period: Option<PeriodName>,
    /// With at least this NPS score.
    #[param(value_type = Option<u8>)]
    min_score: Option<Score>,
    /// With at most this NPS score.
    #[param(value_type = Option<u8>)]
    max_score: Option<Score>,
}

impl Query {
    fn filter(self) -> AnswerFilter {
        AnswerFilter {
            campaign_id: self.campaign_id,
            contact_id: self.contact_id,
            invitation_id: None,
            period: self.period.map(|PeriodName(period)| period),
            min_score: self.min_score.map(|Score(score)| score),
            max_score: self.max_score.map(|Score(score)| score),
        }
    }
}

/// Answers as CSV, newest first; one column per question. A last row names each anonymous campaign whose answers are
/// hidden.
#[utoipa::path(get, path = "/answers.csv", tag = "answers", params(Query),
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn export(
    State(deps): State<Deps>,
    Extension(caller): Extension<Caller>,
    Params(query): Params<Query>,
) -> Reply<Response> {
    let filter = query.filter();
    let reader = Answers { records: &*deps.records, clock: &*deps.clock };
    let questions = reader.questions(&caller.organization, filter.campaign_id.as_ref()).await?;
    let begin =
        Export { deps: deps.clone(), organization: caller.organization, filter, questions, after: At::Start };
    let body = Body::from_stream(stream::try_unfold(begin, Export::next));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"answers.csv\""),
    ];
    Ok((headers, body).into_response())
}

/// An export under way.
struct Export {
    deps: Deps,
    organization: OrganizationId,
    filter: AnswerFilter,
    questions: Vec<QuestionId>,
    after: At,
}

enum At {
    Start,
    After(String),
    End,
}

impl Export {
    /// The next piece of the file: first the header, then a page each.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Fault> {
        let after = match std::mem::replace(&mut self.after, At::End) {
            At::End => return Ok(None),
            At::Start => None,
            At::After(position) => Some(position),
        };
        let mut text = if after.is_none() { self.header()? } else { String::new() };
        let reader = Answers { records: &*self.deps.records, clock: &*self.deps.clock };
        let found = reader.list(&self.organization, &self.filter, &Wanted { limit: PAGE, after }).await?;
        let page = found.page;
        for answer in &page.items {
            text.push_str(&line(self.row(answer))?);
        }
        if page.next.is_none() {
            // Said in the file itself, where its reader looks for what is missing (R5.4).
            for campaign in &found.hidden {
                text.push_str(&line(self.remark(&hidden_because(campaign)))?);
            }
        }
        self.after = page.next.map_or(At::End, At::After);
        Ok(Some((text.into(), self)))
    }

    fn header(&self) -> Result<String, Fault> {
        let columns = COLUMNS.into_iter().chain(self.questions.iter().map(QuestionId::as_str));
        Ok(format!("{BYTE_ORDER_MARK}{}", line(columns.map(str::to_owned))?))
    }

    /// A row that holds only words, as wide as the others.
    fn remark(&self, words: &str) -> impl Iterator<Item = String> {
        let width = COLUMNS.len() + self.questions.len();
        let empty = std::iter::repeat_n(String::new(), width.saturating_sub(1));
        std::iter::once(words.to_owned()).chain(empty)
    }

    fn row(&self, answer: &Answer) -> impl Iterator<Item = String> {
        let text = |value: Option<String>| value.unwrap_or_default();
        let fixed = [
            answer.id.to_string(),
            answer.campaign_id.to_string(),
            text(answer.campaign_version.map(|version| version.to_string())),
            text(answer.invitation_id.as_ref().map(ToString::to_string)),
            text(answer.contact_id.as_ref().map(ToString::to_string)),
            answer.language.to_string(),
            answer.completed_at.to_string(),
            text(answer.edited_at.map(|at| at.to_string())),
            text(answer.nps_score.map(|score| score.to_string())),
            text(answer.nps_type().map(|band| band.as_str().to_owned())),
            text(answer.satisfied.map(|satisfied| satisfied.to_string())),
            answer.ignored.to_string(),
        ];
        fixed.into_iter().chain(self.questions.iter().map(|id| cell(answer.values.get(id))))
    }
}

fn cell(value: Option<&AnswerValue>) -> String {
    match value {
        None => String::new(),
        Some(AnswerValue::Number(number)) => number.to_string(),
        Some(AnswerValue::Text(text)) => text.clone(),
        Some(AnswerValue::Choices(ids)) => ids.join("; "),
        Some(AnswerValue::NotApplicable) => NOT_APPLICABLE.to_owned(),
        Some(AnswerValue::Rows(rows)) => {
            let cells = rows.iter().map(|(row, value)| format!("{row}: {}", cell(Some(value))));
            cells.collect::<Vec<_>>().join("; ")
        }
    }
}

fn line(cells: impl IntoIterator<Item = String>) -> Result<String, Fault> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let cells = cells.into_iter().map(|cell| harmless(&cell));
    writer.write_record(cells).map_err(|error| Fault::permanent(error.to_string()))?;
    let bytes = writer.into_inner().map_err(|error| Fault::permanent(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Fault::permanent(error.to_string()))
}

/// A cell that starts like a formula gets an apostrophe before it.
fn harmless(cell: &str) -> String {
    let dangerous = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if cell.starts_with(dangerous) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    #[test]
    fn r5_11_no_cell_is_taken_for_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        assert_eq!(harmless("all good = fine"), "all good = fine");
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let cells = ["a \"quoted\", text", "two\nlines", "", "é"].map(str::to_owned);

        let written = line(cells.clone()).unwrap();

        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
        let read: Vec<String> = reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(read, cells);
    }
}
