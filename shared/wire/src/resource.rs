//! Things that are listed, read, made, changed and removed: one piece of code, and one description, for all of them.
//! What a thing is like and what may be saved of it lives with each resource.

use crate::openapi::{Describe, Schemas};
use crate::{HttpResult, IfMatch, JsonBody, Listing, Params, Problem, Routes, tagged};
use axum::Json;
use axum::extract::{FromRequestParts, MatchedPath, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use relance_application::account::{Author, Caller, Doer};
use relance_application::call::{Page, Reply};
use relance_application::ports::fault::Fault;
use relance_application::ports::records::Version;
use relance_application::stored::Stored;
use relance_domain::name::OrganizationId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, Paths,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::{ContentBuilder, Ref, Required, ResponseBuilder};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// A call by whoever the key belongs to.
pub struct Call<S> {
    /// What the function needs.
    pub deps: S,
    /// Who calls.
    pub caller: Caller,
    /// The same for the audit.
    pub doer: Doer,
}

impl<S> Call<S> {
    /// Whose things are meant.
    pub fn organization(&self) -> &OrganizationId {
        &self.caller.organization
    }
}

/// What the function needs, as one caller uses it: whatever they change is told of (R5.12).
pub trait ForDoer {
    /// The same for them.
    #[must_use]
    fn for_doer(&self, doer: Doer) -> Self;
}

impl<S: ForDoer + Send + Sync> FromRequestParts<S> for Call<S> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, deps: &S) -> Result<Self, Problem> {
        let caller = parts.extensions.get::<Caller>().cloned();
        let caller = caller.ok_or_else(|| Fault::permanent("a resource is not behind the gate"))?;
        // The pattern of the path, never the path: what it was about is said by what was done.
        let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let doer = Doer { who: Author::Key(caller.key.clone()), call: format!("{} {path}", parts.method) };
        Ok(Self { deps: deps.for_doer(doer.clone()), caller, doer })
    }
}

/// One thing as it is answered, with its version where it can be changed.
pub struct Representation<T> {
    value: T,
    version: Option<Version>,
}

impl<T> Representation<T> {
    /// A thing that nobody changes by this API.
    pub fn plain(value: T) -> Self {
        Self { value, version: None }
    }

    /// A stored thing, shown.
    pub fn shown<U>(stored: Stored<U>, show: impl FnOnce(U) -> T) -> Self {
        Self { value: show(stored.value), version: Some(stored.version) }
    }
}

impl<T: Serialize> IntoResponse for Representation<T> {
    fn into_response(self) -> Response {
        match self.version {
            Some(version) => tagged(version, self.value),
            None => Json(self.value).into_response(),
        }
    }
}

/// What is said of each operation.
#[derive(Clone, Copy)]
pub struct Summaries {
    /// Of the list.
    pub list: &'static str,
    /// Of one.
    pub get: &'static str,
}

/// What is said of the operations that write.
#[derive(Clone, Copy)]
pub struct WritingSummaries {
    /// Of a new one.
    pub create: &'static str,
    /// Of a change.
    pub change: &'static str,
}

/// What can be listed and read. It is implemented by what one of them is answered as.
pub trait Resource: Serialize + ToSchema + Send + Sized + 'static {
    /// What the function needs.
    type Deps: ForDoer + Clone + Send + Sync + 'static;
    /// What ids are like.
    type Id: PartialSchema;
    /// Which of them a list holds.
    type Query: DeserializeOwned + IntoParams + Send + 'static;
    /// One of them in a list.
    type Listed: Serialize + ToSchema + Send + 'static;

    /// Where they are, such as `/themes`; also the tag.
    const PATH: &'static str;
    /// What is said of them.
    const ABOUT: Summaries;

    /// A page of them.
    fn list(
        call: Call<Self::Deps>,
        query: Self::Query,
    ) -> impl Future<Output = Reply<Page<Self::Listed>>> + Send;
    /// One of them.
    fn get(call: Call<Self::Deps>, id: String) -> impl Future<Output = Reply<Representation<Self>>> + Send;
}

/// What can be made and changed.
pub trait Writable: Resource {
    /// What makes one.
    type New: ToSchema;
    /// What changes one.
    type Changes: ToSchema;

    /// What is said of writing.
    const WRITING: WritingSummaries;

    /// A new one.
    fn create(
        call: Call<Self::Deps>,
        given: Map<String, Value>,
    ) -> impl Future<Output = Reply<Representation<Self>>> + Send;
    /// A changed one (merge-patch), as the caller has seen it.
    fn change(
        call: Call<Self::Deps>,
        id: String,
        change: MergePatch,
    ) -> impl Future<Output = Reply<Representation<Self>>> + Send;
}

/// A merge-patch, and the version that its sender has seen.
pub struct MergePatch {
    /// The version; any when absent.
    pub seen: Option<Version>,
    /// The patch.
    pub given: Map<String, Value>,
}

/// What can be taken away.
pub trait Removable: Resource {
    /// What is said of it.
    const REMOVING: &'static str;

    /// Takes one away.
    fn remove(call: Call<Self::Deps>, id: String) -> impl Future<Output = Reply<()>> + Send;
}

async fn listed<R: Resource>(
    call: Call<R::Deps>,
    Params(query): Params<R::Query>,
) -> HttpResult<Json<Listing<R::Listed>>> {
    Ok(Json(Listing::of(R::list(call, query).await?, |one| one)))
}

async fn read<R: Resource>(call: Call<R::Deps>, Path(id): Path<String>) -> HttpResult<Representation<R>> {
    Ok(R::get(call, id).await?)
}

async fn made<R: Writable>(
    call: Call<R::Deps>,
    JsonBody(given): JsonBody,
) -> HttpResult<(StatusCode, Representation<R>)> {
    Ok((StatusCode::CREATED, R::create(call, given).await?))
}

async fn changed<R: Writable>(
    call: Call<R::Deps>,
    Path(id): Path<String>,
    IfMatch(seen): IfMatch,
    JsonBody(given): JsonBody,
) -> HttpResult<Representation<R>> {
    Ok(R::change(call, id, MergePatch { seen, given }).await?)
}

async fn removed<R: Removable>(call: Call<R::Deps>, Path(id): Path<String>) -> HttpResult<StatusCode> {
    R::remove(call, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl<S: ForDoer + Clone + Send + Sync + 'static> Routes<S> {
    /// A list and its items.
    #[must_use]
    pub fn resource<R: Resource<Deps = S>>(self) -> Self {
        let list: Describe =
            |paths, schemas| add::<R>(paths, HttpMethod::Get, false, describe_list::<R>(schemas));
        let read: Describe =
            |paths, schemas| add::<R>(paths, HttpMethod::Get, true, describe_get::<R>(schemas));
        self.described(R::PATH, get(listed::<R>), list).described(&one::<R>(), get(self::read::<R>), read)
    }

    /// Those that can be written, too.
    #[must_use]
    pub fn writable<R: Writable<Deps = S>>(self) -> Self {
        let make: Describe =
            |paths, schemas| add::<R>(paths, HttpMethod::Post, false, describe_create::<R>(schemas));
        let change: Describe =
            |paths, schemas| add::<R>(paths, HttpMethod::Patch, true, describe_change::<R>(schemas));
        let writing = self.resource::<R>().described(R::PATH, post(made::<R>), make);
        writing.described(&one::<R>(), patch(changed::<R>), change)
    }

    /// Those that can be taken away.
    #[must_use]
    pub fn removable<R: Removable<Deps = S>>(self) -> Self {
        let remove: Describe = |paths, _| add::<R>(paths, HttpMethod::Delete, true, describe_remove::<R>());
        self.described(&one::<R>(), delete(removed::<R>), remove)
    }
}

fn one<R: Resource>() -> String {
    format!("{}/{{id}}", R::PATH)
}

fn add<R: Resource>(paths: &mut Paths, method: HttpMethod, of_one: bool, operation: OperationBuilder) {
    let path = if of_one { one::<R>() } else { R::PATH.to_owned() };
    let of_one =
        of_one.then(|| parameter("id", ParameterIn::Path, Required::True).schema(Some(R::Id::schema())));
    let operation = operation.tag(R::PATH.trim_start_matches('/'));
    let operation = of_one.into_iter().fold(operation, OperationBuilder::parameter);
    paths.add_path_operation(path, vec![method], Operation::from(operation));
}

fn parameter(name: &str, place: ParameterIn, required: Required) -> ParameterBuilder {
    ParameterBuilder::new().name(name).parameter_in(place).required(required)
}

/// A body of this shape, whose parts are described too.
fn shape<T: ToSchema>(name: String, schemas: &mut Schemas) -> ContentBuilder {
    T::schemas(schemas);
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(&name)));
    schemas.push((name, T::schema()));
    content
}

fn body<T: ToSchema>(schemas: &mut Schemas) -> ContentBuilder {
    shape::<T>(T::name().into_owned(), schemas)
}

fn operation(verb: &str, about: &str, status: &str, answer: ContentBuilder) -> OperationBuilder {
    let answer = ResponseBuilder::new().content("application/json", answer.build());
    OperationBuilder::new().operation_id(Some(verb)).summary(Some(about)).response(status, answer.build())
}

fn describe_list<R: Resource>(schemas: &mut Schemas) -> OperationBuilder {
    schemas.push((R::Listed::name().into_owned(), R::Listed::schema()));
    let page = shape::<Listing<R::Listed>>(format!("Listing_{}", R::Listed::name()), schemas);
    let parameters = R::Query::into_params(|| Some(ParameterIn::Query));
    operation("list", R::ABOUT.list, "200", page).parameters(Some(parameters))
}

fn describe_get<R: Resource>(schemas: &mut Schemas) -> OperationBuilder {
    operation("get", R::ABOUT.get, "200", body::<R>(schemas))
}

fn describe_create<R: Writable>(schemas: &mut Schemas) -> OperationBuilder {
    let given = RequestBodyBuilder::new().required(Some(Required::True));
    let given = given.content("application/json", body::<R::New>(schemas).build()).build();
    operation("create", R::WRITING.create, "201", body::<R>(schemas)).request_body(Some(given))
}

fn describe_change<R: Writable>(schemas: &mut Schemas) -> OperationBuilder {
    let given = RequestBodyBuilder::new().required(Some(Required::True));
    let given = given.content("application/merge-patch+json", body::<R::Changes>(schemas).build()).build();
    let change = operation("change", R::WRITING.change, "200", body::<R>(schemas));
    change.request_body(Some(given)).parameter(if_match())
}

fn describe_remove<R: Removable>() -> OperationBuilder {
    let gone = ResponseBuilder::new().description("It is gone").build();
    OperationBuilder::new().operation_id(Some("remove")).summary(Some(R::REMOVING)).response("204", gone)
}

/// The version that the caller has seen.
fn if_match() -> Parameter {
    let said = parameter("If-Match", ParameterIn::Header, Required::False);
    said.description(Some("The `ETag` that you have seen")).schema(Some(String::schema())).build()
}
