//! Routes and what describes them. `utoipa_axum` describes every route while it makes the router: half of a start, for a
//! document that hardly anybody asks for. Here a description is a function beside the handler that it was named with,
//! called when the document is asked for: a route still cannot be left out of it.

use crate::Deps;
use axum::Router;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{HttpMethod, Paths};
use utoipa::openapi::schema::Schema;
use utoipa_axum::PathItemExt as _;

/// Names and schemas of what operations take and give.
pub type Schemas = Vec<(String, RefOr<Schema>)>;
/// Describes one operation.
pub type Describe = fn(&mut Paths, &mut Schemas);

/// What answers, where, and what describes it.
pub struct Operation {
    path: String,
    handlers: MethodRouter<Deps>,
    describe: Describe,
}

/// The operation of one handler.
pub fn operation<H, T>(path: String, methods: &[HttpMethod], handler: &H, describe: Describe) -> Operation
where
    H: Handler<T, Deps>,
    T: 'static,
{
    let on = |handlers: MethodRouter<Deps>, method: &HttpMethod| {
        handlers.on(method.to_method_filter(), handler.clone())
    };
    Operation { path, handlers: methods.iter().fold(MethodRouter::new(), on), describe }
}

/// The operations of some handlers, each as its `#[utoipa::path]` says.
macro_rules! routes {
    ($($($part:ident)::+),+) => {
        [$($crate::openapi::operation(
            utoipa_axum::routes!(@path [path()] of $($part)::+),
            &utoipa_axum::routes!(@path [methods()] of $($part)::+),
            &$($part)::+,
            |paths, schemas| {
                let (path, operation, methods) =
                    utoipa_axum::routes!(@resolve_types $($part)::+ : (*schemas));
                paths.add_path_operation(path, methods, operation);
            },
        )),+]
    };
}
pub(crate) use routes;

/// Routes, of which none is without a description.
#[derive(Default)]
pub struct Routes {
    router: Router<Deps>,
    described: Vec<Describe>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// These too, by `routes!`.
    pub fn routes<const N: usize>(mut self, operations: [Operation; N]) -> Self {
        for operation in operations {
            self.router = self.router.route(&operation.path, operation.handlers);
            self.described.push(operation.describe);
        }
        self
    }

    /// Those of another file too.
    pub fn merge(mut self, other: Self) -> Self {
        self.described.extend(other.described);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Puts something around all routes so far.
    pub fn within(self, layers: impl FnOnce(Router<Deps>) -> Router<Deps>) -> Self {
        Self { router: layers(self.router), ..self }
    }

    /// What answers, and what describes it.
    pub fn split(self) -> (Router<Deps>, Vec<Describe>) {
        (self.router, self.described)
    }
}
