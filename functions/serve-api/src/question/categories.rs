//! `/categories`: questions of the bank that belong together. Which campaigns ask them is said by the campaigns.

use crate::Deps;
use jiff::Timestamp;
use relance_application::call::Page;
use relance_application::call::Reply;
use relance_application::question::Categories;
use relance_application::stored::Stored;
use relance_domain::question::Category;
use relance_wire::{
    Call, MergePatch, PageQuery, Removable, Representation, Resource, Summaries, Writable, WritingSummaries,
    decoded, form, patched,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;
use serde_json::Value;
use utoipa::ToSchema;

/// What can be written of a category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryBody {
    /// Shown to managers only.
    name: String,
}

/// A category.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryShown {
    /// Its id.
    #[schema(value_type = form::CategoryId)]
    id: String,
    /// Shown to managers only.
    name: String,
    /// When it was made.
    created_at: Timestamp,
}

fn show(category: Category) -> CategoryShown {
    let Category { id, name, created_at, .. } = category;
    CategoryShown { id: id.into(), name, created_at }
}

fn answer(stored: Stored<Category>) -> Representation<CategoryShown> {
    Representation::shown(stored, show)
}

fn categories(deps: &Deps) -> Categories<'_> {
    Categories { records: &*deps.records, clock: &*deps.clock, mint: &*deps.mint }
}

impl Resource for CategoryShown {
    type Deps = Deps;
    type Id = form::CategoryId;
    type Query = PageQuery;
    type Listed = Self;

    const PATH: &'static str = "/categories";
    const ABOUT: Summaries = Summaries { list: "Categories, oldest first", get: "One category" };

    async fn list(call: Call<Deps>, query: PageQuery) -> Reply<Page<Self>> {
        Ok(categories(&call.deps).list(call.organization(), &query.wanted()).await?.map(show))
    }

    async fn get(call: Call<Deps>, id: String) -> Reply<Representation<Self>> {
        Ok(answer(categories(&call.deps).get(call.organization(), &id).await?))
    }
}

impl Writable for CategoryShown {
    type New = CategoryBody;
    type Changes = CategoryBody;

    const WRITING: WritingSummaries =
        WritingSummaries { create: "A new category", change: "Changes a category (merge-patch)" };

    async fn create(call: Call<Deps>, given: Map<String, Value>) -> Reply<Representation<Self>> {
        let CategoryBody { name } = decoded(&given)?;
        Ok(answer(categories(&call.deps).create(call.organization(), &name).await?))
    }

    async fn change(
        call: Call<Deps>,
        id: String,
        MergePatch { seen, given }: MergePatch,
    ) -> Reply<Representation<Self>> {
        let edit = |present: &Category| {
            let CategoryBody { name } = patched(&CategoryBody { name: present.name.clone() }, &given)?;
            Ok(Category { name: name.trim().to_owned(), ..present.clone() })
        };
        Ok(answer(categories(&call.deps).change(call.organization(), &id, seen, &edit).await?))
    }
}

impl Removable for CategoryShown {
    const REMOVING: &'static str = "Removes a category that holds no question and that no campaign picks";

    async fn remove(call: Call<Deps>, id: String) -> Reply<()> {
        categories(&call.deps).remove(call.organization(), &id).await
    }
}
