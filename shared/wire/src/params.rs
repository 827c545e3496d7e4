//! Query parameters as typed structs: an unknown or unreadable one is refused by name.
//! Which parameters there are lives with each resource.

use crate::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use relance_application::call::{BadField, Refusal};
use serde::de::DeserializeOwned;

/// Longest value of a parameter, in bytes.
pub(crate) const LONGEST_PARAMETER: usize = 1_000;

/// The parameters of a request.
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default();
        let unfit =
            pairs.iter().filter_map(|(name, value)| Some(BadField::of_parameter(name, unfit(value)?)));
        let unfit: Vec<_> = unfit.collect();
        if !unfit.is_empty() {
            return Err(Refusal::invalid("a parameter cannot be used", unfit).into());
        }
        let deserializer = serde::de::value::MapDeserializer::new(
            pairs.into_iter().map(|(name, value)| (name, Text(value))),
        );
        serde_path_to_error::deserialize(deserializer).map(Self).map_err(|error| {
            let (path, words) = (error.path().to_string(), error.inner().to_string());
            let named = words.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            let bad = match named {
                Some(name) => BadField::of_parameter(name, "there is no such parameter here"),
                None => BadField::of_parameter(path, words),
            };
            Refusal::invalid("a parameter cannot be used", vec![bad]).into()
        })
    }
}

/// Why no parameter can be this text, whatever it is for.
fn unfit(value: &str) -> Option<String> {
    match () {
        () if value.len() > LONGEST_PARAMETER => Some(format!("at most {LONGEST_PARAMETER} characters")),
        () if value.chars().any(char::is_control) => {
            Some("control characters cannot be part of it".to_owned())
        }
        () => None,
    }
}

/// A parameter's text, which may be a number or an optional value.
struct Text(String);

impl serde::de::IntoDeserializer<'_, serde::de::value::Error> for Text {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> serde::Deserializer<'de> for Text {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_option<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(serde::de::value::StringDeserializer::new(self.0))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
