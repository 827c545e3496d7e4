//! The one language of conditions as the description of the API shows it. A test holds it against what the domain writes.
//! Which fields a place has is said where the place is described.
#![expect(dead_code, reason = "only their derived descriptions are used")]

use utoipa::ToSchema;

/// A condition: a group (`all`, `any`: 1 to 50 entries, three deep; `not`: one entry), or one comparison: a `field`, or an
/// aggregate of transactions in its place, with `op` and, where the operator needs it, `value` or `values`. Text ignores
/// capitals, numbers are decimals, ids are compared byte for byte. A comparison that looks for something does not hold of
/// what is absent; `ne`, `not_in`, `not_contains` and `is_empty` do. What can never hold is refused.
#[derive(ToSchema)]
#[schema(as = Condition)]
pub struct ConditionSchema {
    /// Each of them holds.
    #[schema(no_recursion, min_items = 1, max_items = 50)]
    all: Option<Vec<ConditionSchema>>,
    /// At least one of them holds.
    #[schema(no_recursion, min_items = 1, max_items = 50)]
    any: Option<Vec<ConditionSchema>>,
    /// It does not hold.
    #[schema(no_recursion)]
    not: Option<Box<ConditionSchema>>,
    /// What is looked at; which fields there are depends on the place.
    #[schema(min_length = 1, max_length = 200)]
    field: Option<String>,
    /// How many transactions there are, instead of a `field`.
    count: Option<CountSchema>,
    /// What a field of the transactions comes to.
    sum: Option<AggregateSchema>,
    /// The largest value of a field of the transactions.
    max: Option<AggregateSchema>,
    /// The smallest value of a field of the transactions.
    min: Option<AggregateSchema>,
    /// The value of a field in the latest of the transactions.
    latest: Option<AggregateSchema>,
    /// How it is compared. `within_last` takes `DD:HH:MM`; `between` two `values`, `in` and `not_in` up to 100.
    op: Option<OperatorSchema>,
    /// A text of 1 to 200 characters, a number, `true` or `false`.
    value: Option<LiteralSchema>,
    /// The same, several times.
    #[schema(min_items = 1, max_items = 100)]
    values: Option<Vec<LiteralSchema>>,
}

/// How a value is compared.
#[derive(ToSchema)]
#[schema(as = Operator, rename_all = "snake_case")]
pub enum OperatorSchema {
    Eq,
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,
    Between,
    Contains,
    NotContains,
    StartsWith,
    In,
    NotIn,
    IsEmpty,
    IsNotEmpty,
    IsAnswered,
    WithinLast,
}

/// What a value is compared with.
#[derive(ToSchema)]
#[schema(as = Literal)]
#[serde(untagged)]
pub enum LiteralSchema {
    /// A text.
    Text(#[schema(inline)] TextSchema),
    /// A number of at most 15 digits.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
}

/// A text to compare with.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 200)]
pub struct TextSchema(String);

/// Transactions that are counted.
#[derive(ToSchema)]
#[schema(as = Count)]
pub struct CountSchema {
    /// Their type.
    #[schema(min_length = 1, max_length = 200)]
    transaction: String,
    /// `DD:HH:MM`: how long ago they took place at most; all there ever were when absent.
    within: Option<String>,
}

/// Transactions of which one field is looked at.
#[derive(ToSchema)]
#[schema(as = Aggregate)]
pub struct AggregateSchema {
    /// Their type.
    #[schema(min_length = 1, max_length = 200)]
    transaction: String,
    /// Their field.
    #[schema(min_length = 1, max_length = 200)]
    of: String,
    /// `DD:HH:MM`: how long ago they took place at most; all there ever were when absent.
    within: Option<String>,
}
