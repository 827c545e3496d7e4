//! Routes and what describes them. `utoipa_axum` describes every route while it makes the router: half of a start, for a
//! document that hardly anybody asks for. Here a description is a function beside the handler that it was named with,
//! called when the document is asked for: a route still cannot be left out of it.

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
pub struct Operation<S> {
    path: String,
    handlers: MethodRouter<S>,
    describe: Describe,
}

/// The operation of one handler.
pub fn operation<H, T, S>(
    path: String,
    methods: &[HttpMethod],
    handler: &H,
    describe: Describe,
) -> Operation<S>
where
    H: Handler<T, S>,
    T: 'static,
    S: Clone + Send + Sync + 'static,
{
    let on = |handlers: MethodRouter<S>, method: &HttpMethod| {
        handlers.on(method.to_method_filter(), handler.clone())
    };
    Operation { path, handlers: methods.iter().fold(MethodRouter::new(), on), describe }
}

/// The operations of some handlers, each as its `#[utoipa::path]` says.
#[macro_export]
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

/// Routes, of which none is without a description.
pub struct Routes<S> {
    /// What answers.
    pub router: Router<S>,
    /// What describes it.
    pub described: Vec<Describe>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self { router: Router::new(), described: Vec::new() }
    }

    /// These too, by `routes!`.
    #[must_use]
    pub fn routes<const N: usize>(mut self, operations: [Operation<S>; N]) -> Self {
        for Operation { path, handlers, describe } in operations {
            self = self.described(&path, handlers, describe);
        }
        self
    }

    /// What answers at a path, with what describes it.
    pub(crate) fn described(mut self, path: &str, handlers: MethodRouter<S>, describe: Describe) -> Self {
        self.router = self.router.route(path, handlers);
        self.described.push(describe);
        self
    }

    /// Those of another file too.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.described.extend(other.described);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// Puts something around all routes so far.
    #[must_use]
    pub fn within(self, layers: impl FnOnce(Router<S>) -> Router<S>) -> Self {
        Self { router: layers(self.router), ..self }
    }
}
