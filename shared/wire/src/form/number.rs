//! Numbers with their ends.
//! Texts are in `text`.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! numbers {
    ($($(#[doc = $about:literal])+ $name:ident: $kind:ident, $least:expr, $most:expr, $example:expr;)+) => {
        $(
            $(#[doc = $about])+
            pub struct $name;

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    let number = ObjectBuilder::new()
                        .schema_type(Type::$kind)
                        .description(Some(concat!($($about),+).trim()))
                        .minimum(Some($least))
                        .maximum(Some($most))
                        .examples([$example]);
                    number.into()
                }
            }

            impl ToSchema for $name {}
        )+

        /// Each by its name.
        pub(crate) fn all() -> Vec<(String, RefOr<Schema>)> {
            vec![$((stringify!($name).to_owned(), $name::schema())),+]
        }
    };
}

numbers! {
    /// A number of a scale.
    Byte: Integer, 0, 255, 5;
    /// A number to compare with, of at most 15 digits.
    Decimal: Number, -1e15, 1e15, 9;
    /// A number that was answered.
    Score: Integer, 0, 10, 9;
}
