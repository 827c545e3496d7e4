//! One file per tool: where it keeps what we need. A new tool is a new file here and a new `ConnectionKind`.
//! How its requests are verified lives in `webhook::verify`.

pub(super) mod generic;
pub(super) mod housecall_pro;
pub(super) mod progressionlive;
pub(super) mod standard;

use super::{derived, named, unreadable, value};
