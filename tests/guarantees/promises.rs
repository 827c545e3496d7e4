//! The promises: what, in words for people, and what remains; and what is not promised. The tests that show each are
//! found by their names and the comments above them.

mod mail;
mod outside;
mod people;
mod proof;
mod sends;

/// One promise.
pub struct Promise {
    /// Chapter of the page.
    pub family: &'static str,
    /// Requirement id.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// The promise itself.
    pub words: &'static str,
    /// What remains when everything goes wrong.
    pub residual: &'static str,
}

/// Every promise, in the order of the page.
pub fn promises() -> impl Iterator<Item = &'static Promise> {
    let chapters = [sends::PROMISES, mail::PROMISES, outside::PROMISES, people::PROMISES, proof::PROMISES];
    chapters.into_iter().flatten()
}

/// What a reader of such lists may look for, and what we do not promise, or not yet.
pub const NOT_PROMISED: &[&str] = &[
    "Erasing and exporting one person by their address, and the consent behind each contact.",
    "An answer to a hook within a second: it is measured, on each release, and not held by a test.",
    "A firewall in front of the API: reserved concurrency and throttles bound what a flood costs.",
    "A list of hosts that answers may lead to: any https address of the campaign is taken.",
    "Scopes, a last use and an end of API keys; a second factor for the console.",
    "A log of who changed what: sign-ins, keys, exports, pauses, templates.",
    "Deliveries within a time: when a provider has taken a mail, what follows is theirs.",
    "Reports of SES within an hour on a real account: the wait for evidence is a choice and was not measured there.",
];
