//! Links, pages, console and exports (R5): what is promised, and what remains.
//! The other chapters are beside.

use super::Promise;

const PEOPLE: &str = "Links, pages, console: nobody else's business";

/// In the order of the page.
pub const PROMISES: &[Promise] = &[
    Promise {
        family: PEOPLE,
        id: "R5.1",
        title: "Links cannot be guessed",
        words: "A survey link is sealed with 128 bits and opens one invitation; a link that we did not make gets the same page as one that never was, and nothing that opens a survey is stored. A link in a text message is short: it has 83 bits, no copy of the tables helps to guess one, and whoever tries them here is slowed down.",
        residual: "Whoever is given the link. For a short link, one chance in twelve million billion for each try while a billion of them are open.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.2",
        title: "Unsubscribe links last",
        words: "They are sealed for one address and one scope, open nothing else, never expire, and outlive a change of the key.",
        residual: "A key that was withdrawn before its links were used.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.3",
        title: "One answer each",
        words: "An invitation has one answer, whatever is sent and how often at once; within the edit window it can be changed and the earlier values are kept, after it nothing changes.",
        residual: "None.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.4",
        title: "Anonymous is anonymous",
        words: "Of an answer to an anonymous campaign only its local day is kept beside what was said: nothing leads to the invitation, the contact or their order, and nothing back. It cannot be changed, nobody is alerted or called, fewer than five answers are shown nowhere, and people are told so in the mail, before they send and after.",
        residual: "Timing in the tables' backups, or seen by listing invitations and answers again and again; what people write into comments.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.5",
        title: "Pages tell nobody",
        words: "Pages behind a link send no referrer, are not cached, load nothing of others, and the access log knows the route and never the path.",
        residual: "Browser extensions, and what readers do with a link.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.6",
        title: "Nowhere but where the campaign says",
        words: "After an answer people are led to a stored https address and never to one from the request.",
        residual: "An address that its owner lost to somebody else.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.7",
        title: "Sessions end",
        words: "The console opens by a mailed link that works once within the hour; its session is a cookie of twelve hours at most, kept as a digest, bound to the host, gone as soon as it is ended; what other sites send changes nothing.",
        residual: "Whoever can read the owner's mail.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.8",
        title: "Nobody else's",
        words: "The organization of a call comes from its key or session and from nowhere else; every route has a row that says who may use it, and a route without one stops the build.",
        residual: "A stolen key, until it is revoked.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.9",
        title: "Keys open what they say",
        words: "An API key is shown when it is made and kept as a digest: nothing that is stored opens anything, and no answer with a key is kept to be repeated. It opens its scopes and nothing else, until its end or until it is revoked, and gives no more than it has. Many wrong keys slow down where they come from, and nobody else.",
        residual: "A stolen key, until it is revoked: its last use is shown to the hour.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.10",
        title: "What people write stays text",
        words: "Pages allow no frames, no foreign content and no scripts but our own; no comment, name or task adds markup to a page or a mail.",
        residual: "Mail programs that show what they should not.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.11",
        title: "Exports are no programs",
        words: "No cell of an export is taken for a formula by a spreadsheet.",
        residual: "Spreadsheets that invent new beginnings of formulas.",
    },
    Promise {
        family: PEOPLE,
        id: "R5.12",
        title: "Changes have an author",
        words: "Whatever somebody changes by the API, the console or the program is written down in the same transaction with who, what and when: no change goes untold and none is told that was not made. Coming in and reading answers out are told, too. The functions that add to it may not change it.",
        residual: "Whoever has the store's own credentials; two people who share a key.",
    },
];
