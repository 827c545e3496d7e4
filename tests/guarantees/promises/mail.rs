//! Mail and text messages (R3): what is promised, and what remains.
//! The other chapters are beside.

use super::Promise;

const MAIL: &str = "Mail: wanted, honest, well-formed";

/// In the order of the page.
pub const PROMISES: &[Promise] = &[
    Promise {
        family: MAIL,
        id: "R3.1",
        title: "A visit is not an answer",
        words: "Following a link records nothing and unsubscribes nobody, however often and by whomever; only a button pressed on the page does.",
        residual: "A scanner that presses buttons.",
    },
    Promise {
        family: MAIL,
        id: "R3.2",
        title: "Machines are kept apart",
        words: "An answer that bears the marks of a program counts nowhere and alerts nobody; it stays visible and can be restored.",
        residual: "A program without such marks.",
    },
    Promise {
        family: MAIL,
        id: "R3.3",
        title: "One-click unsubscribe",
        words: "Every survey mail carries the headers of RFC 8058 and a visible link; a POST in either encoding acts at once, without a redirect, as often as it comes.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.4",
        title: "One gate",
        words: "Every mail passes one gate that asks for opt-outs and suppression; one function holds the right to send.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.5",
        title: "An opt-out binds at once",
        words: "Also for invitations that are already planned, also for people never seen, by address, for one campaign or all.",
        residual: "As R1.6.",
    },
    Promise {
        family: MAIL,
        id: "R3.6",
        title: "Bounces and complaints bind",
        words: "A permanent bounce or a complaint suppresses the address at once, the third soft bounce in a row does; every order and repetition of the same reports ends in the same state.",
        residual: "Reports that the provider never sends.",
    },
    Promise {
        family: MAIL,
        id: "R3.7",
        title: "No header but ours",
        words: "No name, subject or text adds a header to a mail or an element to its markup.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.8",
        title: "Templates can say little",
        words: "Mail templates know named variables and nothing of the machine; an unknown variable is refused when it is saved; what customers wrote is never read as template; running is bounded.",
        residual: "None.",
    },
    Promise {
        family: MAIL,
        id: "R3.9",
        title: "What is personal expires",
        words: "Bodies of received events are kept for thirty days, lists of people for ninety, decisions for thirteen months; no key, and so no index or message, holds an address but its digest.",
        residual: "What stands in contacts, invitations and answers stays until somebody erases it; see what is not promised.",
    },
    Promise {
        family: MAIL,
        id: "R3.10",
        title: "Texts by the same rules",
        words: "Text messages go to checked numbers, between nine and nine by their reader's clock, within the month's parts, and never once somebody replied with a word that stops them, in either language; a carrier that refuses us stops texts and no mails.",
        residual: "Carriers that deliver late; readers whose number says another region than they are in.",
    },
];
