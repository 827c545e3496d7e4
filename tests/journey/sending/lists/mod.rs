//! Many people asked at once: by hand, and again and again in waves.
//! One ask after one job is in `mails`.

mod by_hand;
mod waves;
