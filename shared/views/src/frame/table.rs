//! Tables that become one card per row on a phone. Roles are written out, because a table that is laid out otherwise
//! would lose them for screen readers. What stands in the cells belongs to each page.

use maud::{Markup, html};

pub(crate) struct Column {
    pub(crate) head: String,
    /// Whether it holds figures, which stand right-aligned.
    pub(crate) figures: bool,
}

impl Column {
    /// A column of words.
    pub(crate) fn words(head: String) -> Self {
        Self { head, figures: false }
    }

    /// A column of figures.
    pub(crate) fn figures(head: String) -> Self {
        Self { head, figures: true }
    }

    fn class(&self) -> Option<&'static str> {
        self.figures.then_some("figure")
    }
}

/// A table named by the heading with id `labelled_by`; the first cell of a row names it.
pub(crate) fn table(labelled_by: &str, columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    html! {
        table role="table" aria-labelledby=(labelled_by) {
            thead role="rowgroup" {
                tr role="row" {
                    @for column in columns {
                        th role="columnheader" scope="col" class=[column.class()] { (column.head) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for row in rows { tr role="row" { @for (column, cell) in columns.iter().zip(row).take(1) {
                    th role="rowheader" scope="row" class=[column.class()] data-head=(column.head) { (cell) }
                }
                @for (column, cell) in columns.iter().zip(row).skip(1) {
                    td role="cell" class=[column.class()] data-head=(column.head) { (cell) }
                } } }
            }
        }
    }
}
