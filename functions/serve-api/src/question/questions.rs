//! `/questions`: the question bank. What makes a question fit to be asked is decided in the domain.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Refusal;
use relance_application::call::Reply;
use relance_application::question::{NewQuestion, QuestionPlace, Questions};
use relance_application::stored::Stored;
use relance_domain::name::CategoryId;
use relance_domain::question::{BankQuestion, Question};
use relance_wire::form::{self, QuestionSchema};
use relance_wire::{
    Call, Cursor, MergePatch, PageLimit, Removable, Representation, Resource, Summaries, Writable,
    WritingSummaries, patched_onto, wanted,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};

/// Where a question stands in the bank.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// The category that it belongs to.
    #[schema(value_type = form::CategoryId)]
    category_id: CategoryId,
    /// Its place in the category, then by id.
    #[serde(default)]
    position: u32,
}

/// What can be written of a question of the bank: a question, and where it stands. Without an `id` it gets one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its derived description is used: bodies are read in two parts")]
pub struct BankQuestionBody {
    #[schema(inline)]
    #[serde(flatten)]
    question: QuestionSchema,
    #[serde(flatten)]
    place: PlaceBody,
}

/// A question of the bank.
#[derive(Debug, Serialize, ToSchema)]
pub struct BankQuestionShown {
    #[serde(flatten)]
    #[schema(value_type = QuestionSchema)]
    question: Question,
    #[serde(flatten)]
    place: PlaceBody,
    /// When it was taken out: asked no more, kept for the answers that were given to it.
    retired_at: Option<Timestamp>,
    /// When it was made.
    created_at: Timestamp,
}

/// Which questions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Of this category.
    #[param(value_type = Option<form::CategoryId>)]
    category_id: Option<CategoryId>,
    /// Items at most, 1 to 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<PageLimit>,
    /// The `cursor` of the page before.
    #[param(value_type = Option<form::Cursor>)]
    cursor: Option<Cursor>,
}

fn show(one: BankQuestion) -> BankQuestionShown {
    let BankQuestion { category_id, position, question, retired_at, created_at, .. } = one;
    BankQuestionShown { question, place: PlaceBody { category_id, position }, retired_at, created_at }
}

fn answer(stored: Stored<BankQuestion>) -> Representation<BankQuestionShown> {
    Representation::shown(stored, show)
}

fn questions(deps: &Deps) -> Questions<'_> {
    Questions { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

/// A body in its two parts, each read over what is there already; what is wrong in both is named at once.
fn read(given: &Map<String, Value>, place: &Value, question: &Value) -> Result<NewQuestion, Refusal> {
    let (of_place, of_question): (Map<_, _>, Map<_, _>) =
        given.clone().into_iter().partition(|(name, _)| name == "category_id" || name == "position");
    let place = patched_onto::<PlaceBody>(place, &of_place);
    let question = patched_onto::<Question>(question, &of_question);
    match (place, question) {
        (Ok(PlaceBody { category_id, position }), Ok(question)) => {
            Ok(NewQuestion { place: QuestionPlace { category_id, position }, question })
        }
        (Err(mut refusal), Err(other)) => {
            refusal.errors.extend(other.errors);
            Err(refusal)
        }
        (Err(refusal), Ok(_)) | (Ok(_), Err(refusal)) => Err(refusal),
    }
}

impl Resource for BankQuestionShown {
    type Deps = Deps;
    type Id = form::QuestionId;
    type Query = Query;
    type Listed = Self;

    const PATH: &'static str = "/questions";
    const ABOUT: Summaries = Summaries {
        list: "Questions of the bank, in order of their ids",
        get: "One question, also a retired one",
    };

    async fn list(call: Call<Deps>, query: Query) -> Reply<Page<Self>> {
        let Query { category_id, limit, cursor } = query;
        let wanted = wanted(limit, cursor);
        Ok(questions(&call.deps).list(call.organization(), category_id.as_ref(), &wanted).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(questions(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for BankQuestionShown {
    type New = BankQuestionBody;
    type Changes = BankQuestionBody;

    const WRITING: WritingSummaries = WritingSummaries {
        create: "A new question: campaigns that pick its category ask it from now on",
        change: "Changes a question (merge-patch). Published campaigns that ask it must stay complete",
    };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let base = json!({ "id": questions(&call.deps).fresh_id() });
        let new = read(&given, &json!({}), &base)?;
        Ok(answer(questions(&call.deps).create(call.organization(), new).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &BankQuestion| {
            let BankQuestion { category_id, position, question, .. } = present;
            let place = json!({ "category_id": category_id, "position": position });
            let NewQuestion { place, question } = read(&given, &place, &json!(question))?;
            let QuestionPlace { category_id, position } = place;
            Ok(BankQuestion { category_id, position, question, ..present.clone() })
        };
        Ok(answer(questions(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for BankQuestionShown {
    const REMOVING: &'static str =
        "Takes a question out of the bank: asked no more, kept for the answers that were given to it";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        questions(&call.deps).retire(call.organization(), &id).await
    }
}
