//! Questions and what is answered, as the description of the API shows them; a test holds them against the domain.
//! Conditions are in `condition`.
#![expect(dead_code, clippy::zero_sized_map_values, reason = "only their derived descriptions are used")]

use super::{
    Byte, ChoiceId, ConditionSchema, JumpTarget, LanguageTag, QuestionId, QuestionKind, Score, Text,
};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One question.
#[derive(ToSchema)]
#[schema(as = Question,
    example = json!({ "id": "q_delay", "kind": "csat", "texts": { "fr": "Le délai vous convient-il ?" } }))]
#[serde(deny_unknown_fields)]
pub struct QuestionSchema {
    /// Starts with `q_`; also the name of its form control.
    id: QuestionId,
    /// What is asked, per language.
    #[schema(required = false)]
    texts: BTreeMap<LanguageTag, Text>,
    /// How it is answered.
    kind: QuestionKind,
    /// The best value of a `rating` or of the rows of a `matrix`, 2 to 10.
    #[schema(minimum = 0, maximum = 255)]
    max: Option<u8>,
    /// The choices of a `single` or `multiple`, or of the rows of a `matrix`.
    choices: Option<Vec<ChoiceSchema>>,
    /// The rows of a `matrix`, each answered by a control `{question}.{row}`.
    rows: Option<Vec<ChoiceSchema>>,
    /// Must be answered before the form is accepted; never while it is hidden.
    #[schema(required = false)]
    required: bool,
    /// Offers "does not apply", which is stored as `not_applicable` and counts nowhere.
    #[schema(required = false)]
    not_applicable: bool,
    /// Numbers or ids of choices that are satisfied answers; the kind's own when absent, no filter when empty.
    satisfied_choices: Option<Vec<OperandSchema>>,
    /// Shown only when this holds of earlier answers: `answer.<question>`, `answer.<question>.<row>`, `nps_score`, `nps_type`.
    show_if: Option<ConditionSchema>,
    /// Where to go on from here: the first jump that holds, else the next question.
    #[schema(required = false)]
    jump_if: Vec<JumpSchema>,
}

/// A number of a scale, or the id of a choice.
#[derive(ToSchema)]
#[schema(as = Operand, example = json!(5))]
#[serde(untagged)]
pub enum OperandSchema {
    /// Of a scale.
    Number(Byte),
    /// Of choices.
    Text(ChoiceId),
}

/// Where to go on when a condition holds.
#[derive(ToSchema)]
#[schema(as = Jump)]
#[serde(deny_unknown_fields)]
pub struct JumpSchema {
    /// Of answers up to and including the question's own.
    when: ConditionSchema,
    /// A later question's id, or `end`.
    to: JumpTarget,
}

/// One choice of a closed question, or one row of a matrix.
#[derive(ToSchema)]
#[schema(as = Choice, example = json!({ "id": "yes", "texts": { "fr": "Oui", "en": "Yes" } }))]
#[serde(deny_unknown_fields)]
pub struct ChoiceSchema {
    /// Stored value; stays when labels change.
    id: ChoiceId,
    /// What is shown, per language.
    texts: BTreeMap<LanguageTag, Text>,
}

/// What was answered to one question.
#[derive(ToSchema)]
#[schema(as = AnswerValue, example = json!(9))]
#[serde(untagged)]
pub enum AnswerValueSchema {
    /// Of a scale.
    Number(Score),
    /// A text, the id of a choice, or `not_applicable`.
    Text(Text),
    /// Ids of choices.
    Choices(Vec<ChoiceId>),
    /// Answers by row of a matrix.
    Rows(BTreeMap<ChoiceId, RowValueSchema>),
}

/// What was answered to one row.
#[derive(ToSchema)]
#[schema(as = RowValue, example = json!(4))]
#[serde(untagged)]
pub enum RowValueSchema {
    /// Of a scale.
    Number(Score),
    /// The id of a choice, or `not_applicable`.
    Text(ChoiceId),
}
