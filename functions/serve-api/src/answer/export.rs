//! `/answers.csv`: answers for spreadsheets, page by page, with cells that no spreadsheet takes for a formula (R5.11).
//! Which answers there are is decided in `application::answer`.
//!
//! A function on AWS answers with six megabytes at most. A file that is longer is refused, never cut, and read in parts:
//! each is a file of its own, and its `Link` leads to the next.

use crate::Deps;
use crate::account::exported;
use crate::answer::answers::{PeriodName, Score};
use axum::body::{Body, Bytes};
use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures::stream;
use relance_application::answer::{AnswerFilter, Answers, AnswersFound, hidden_because};
use relance_application::call::Wanted;
use relance_application::kind::Kind;
use relance_application::ports::fault::Fault;
use relance_domain::answer::Answer;
use relance_domain::name::{CampaignId, ContactId, OrganizationId, QuestionId};
use relance_domain::question::{AnswerValue, NOT_APPLICABLE};
use relance_wire::{Call, Cursor, HttpResult, Params, Problem, form, wanted};
use serde::Deserialize;
use utoipa::IntoParams;

/// Answers per page of the stream.
const PAGE: usize = 500;
/// A part where nothing else limits an answer.
const USUAL_PART: usize = 5 * 1024 * 1024;
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
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this campaign.
    #[param(value_type = Option<form::CampaignId>)]
    campaign_id: Option<CampaignId>,
    /// Of this person.
    #[param(value_type = Option<form::ContactId>)]
    contact_id: Option<ContactId>,
    /// In this period, as for `/answers`.
    #[param(value_type = Option<form::Period>)]
    period: Option<PeriodName>,
    /// With at least this NPS score.
    #[param(value_type = Option<u8>, maximum = 10)]
    min_score: Option<Score>,
    /// With at most this NPS score.
    #[param(value_type = Option<u8>, maximum = 10)]
    max_score: Option<Score>,
    /// Read the file in parts, each with its own header and, unless it is the last, a `Link` to the next one.
    #[param(value_type = Option<bool>)]
    parts: Option<InParts>,
    /// Where the part before ended: follow its `Link`.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

/// The one word of `parts`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct InParts;

impl TryFrom<String> for InParts {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        (text == "true").then_some(Self).ok_or_else(|| format!("`{text}` is not `true`: leave it out"))
    }
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
    responses(
        (status = 200, content_type = "text/csv", body = String, headers(("link" = Option<String>, description = "Leads to the next part, of `parts=true`"))),
        (status = 413, description = "More than one answer can carry: choose a shorter `period`, or add `parts=true`"),
    ))]
pub async fn export(
    call: Call<Deps>,
    OriginalUri(uri): OriginalUri,
    Params(query): Params<Query>,
) -> HttpResult<Response> {
    let in_parts = query.parts.is_some() || query.cursor.is_some();
    let after = wanted(None, query.cursor.clone()).after;
    let filter = query.filter();
    exported(&call, Kind::Answer, filter.campaign_id.as_ref().map_or("", CampaignId::as_str)).await?;
    let reader = Answers { records: &*call.deps.records, clock: &*call.deps.clock };
    let questions = reader.questions(call.organization(), filter.campaign_id.as_ref()).await?;
    let most = call.deps.most_bytes.or(in_parts.then_some(USUAL_PART));
    let export = ExportUnderWay {
        deps: call.deps.clone(),
        organization: call.caller.organization,
        filter,
        questions,
        at: At::Start(after),
    };
    let Some(most) = most else {
        return Ok(
            (file(), Body::from_stream(stream::try_unfold(export, ExportUnderWay::next))).into_response()
        );
    };
    let (text, next) = export.part(most).await?;
    match next {
        None => Ok((file(), text).into_response()),
        Some(next) if in_parts => Ok((link(&uri, &next)?, file(), text).into_response()),
        Some(_) => Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "these answers are more than one answer can carry: choose a shorter `period`, or add `parts=true` and follow each part's `Link`",
        )),
    }
}

fn file() -> [(header::HeaderName, &'static str); 2] {
    [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"answers.csv\""),
    ]
}

/// The way to the next part (RFC 8288): the same question, from where this part ended.
fn link(uri: &Uri, position: &str) -> Result<HeaderMap, Fault> {
    let broken = |_| Fault::permanent("the next part cannot be linked to");
    let asked = uri.query().unwrap_or_default();
    let asked = serde_urlencoded::from_str::<Vec<(String, String)>>(asked).unwrap_or_default();
    let mut pairs: Vec<_> =
        asked.into_iter().filter(|(name, _)| name != "cursor" && name != "parts").collect();
    pairs.push(("parts".to_owned(), "true".to_owned()));
    pairs.push(("cursor".to_owned(), URL_SAFE_NO_PAD.encode(position)));
    let query = serde_urlencoded::to_string(pairs).map_err(|error| Fault::permanent(error.to_string()))?;
    let link = HeaderValue::try_from(format!("<{}?{query}>; rel=\"next\"", uri.path())).map_err(broken)?;
    Ok(HeaderMap::from_iter([(header::LINK, link)]))
}

/// An export under way.
struct ExportUnderWay {
    deps: Deps,
    organization: OrganizationId,
    filter: AnswerFilter,
    questions: Vec<QuestionId>,
    at: At,
}

enum At {
    /// Before the header, and behind which answer the file begins.
    Start(Option<String>),
    After(String),
    End,
}

impl ExportUnderWay {
    /// The next piece of the whole file: the header with the first page, then a page each.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Fault> {
        let (mut text, after) = match std::mem::replace(&mut self.at, At::End) {
            At::End => return Ok(None),
            At::Start(after) => (self.header()?, after),
            At::After(position) => (String::new(), Some(position)),
        };
        let found = self.page(after).await?;
        for (line, _) in self.lines(&found)? {
            text.push_str(&line);
        }
        self.at = found.page.next.map_or(At::End, At::After);
        Ok(Some((text.into(), self)))
    }

    /// As much of the file as fits into `most` bytes of an answer, at least one line; and where the rest begins.
    async fn part(mut self, most: usize) -> Result<(String, Option<String>), Fault> {
        let mut text = self.header()?;
        let mut room = most.saturating_sub(weight(&text));
        let mut after = match std::mem::replace(&mut self.at, At::End) {
            At::Start(after) => after,
            At::After(position) => Some(position),
            At::End => return Ok((text, None)),
        };
        let mut last: Option<String> = None;
        loop {
            let found = self.page(after).await?;
            for (line, position) in self.lines(&found)? {
                match room.checked_sub(weight(&line)) {
                    None if last.is_some() => return Ok((text, last)),
                    left => room = left.unwrap_or(0),
                }
                text.push_str(&line);
                last = position.or(last);
            }
            match found.page.next {
                None => return Ok((text, None)),
                Some(next) => after = Some(next),
            }
        }
    }

    /// The lines of a page, each with where the file goes on behind it. Behind the last answer the file itself says what is
    /// hidden, where its reader looks for what is missing (R5.4).
    fn lines(&self, found: &AnswersFound) -> Result<Vec<(String, Option<String>)>, Fault> {
        let mut lines = Vec::new();
        for answer in &found.page.items {
            lines.push((line(self.row(answer))?, Some(answer.id.to_string())));
        }
        for campaign in found.hidden.iter().filter(|_| found.page.next.is_none()) {
            lines.push((line(self.remark(&hidden_because(campaign)))?, None));
        }
        Ok(lines)
    }

    async fn page(&self, after: Option<String>) -> Result<AnswersFound, Fault> {
        let reader = Answers { records: &*self.deps.records, clock: &*self.deps.clock };
        reader.list(&self.organization, &self.filter, &Wanted { limit: PAGE, after }).await
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

/// What a text weighs in the answer of a function: it is carried as a string of JSON.
fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if c.is_control() => 6,
            c => c.len_utf8(),
        })
        .sum()
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
