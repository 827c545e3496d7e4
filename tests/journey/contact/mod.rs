//! What is kept of people, and their wishes.
//! Whether they may be asked is in `invitation`.

mod kept;
