//! Hooks, calls, secrets, rights and stores (R4): what is promised, and what remains.
//! The other chapters are beside.

use super::Promise;

const OUTSIDE: &str = "The outside: believed late, answered early";

/// In the order of the page.
pub const PROMISES: &[Promise] = &[
    Promise {
        family: OUTSIDE,
        id: "R4.1",
        title: "Who sent it is known first",
        words: "An event is believed only after its raw bytes were checked by the scheme of its connection, in constant time; any flipped bit refuses it, a signed time may be 300 seconds off, two secrets may be live, and on AWS nothing unsigned is taken.",
        residual: "Whoever holds the secret. Tools that sign no time can be replayed, which has no second effect.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.2",
        title: "Stored before it is answered",
        words: "A hook answers 2xx only after the raw event was stored, once, whatever it holds; the same event again is answered alike and has no second effect.",
        residual: "How fast that is, is measured and not held by a test: bench/RESULTS.md.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.3",
        title: "Too much is refused",
        words: "Bodies beyond 256 KiB, 32 levels or 10,000 values and other content types are refused before they are read; one source's flood is answered 429 with the time to come back; kinds of events that we do not know are stored and acknowledged.",
        residual: "Floods are counted per process: many processes take as many times more, up to the gateway's throttle.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.4",
        title: "Safe to repeat",
        words: "A POST to the API with an `Idempotency-Key` is carried out once within a day and answered alike again; another body under the same key is refused, one in flight is not started twice.",
        residual: "Without a key, a repeated POST is a second one.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.5",
        title: "Calls to others",
        words: "Endpoints are called over https at public addresses only, as the connection finds them and not as a name said before; signed, without redirects, within ten seconds, with ids and scores and no names; repeated under the same id for three days, and no more once the endpoint is gone.",
        residual: "An endpoint that answers 2xx and forgets.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.6",
        title: "Secrets stay secret",
        words: "Secrets are looked up by name, forgotten within five minutes after they were withdrawn, two live at a time, never in the template, the environment or an error; on one machine only the owner can read them.",
        residual: "What an operator's shell remembers.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.7",
        title: "Least rights",
        words: "Each function has a role of its own that may do what the table of its rights says and nothing else, under the conditions that are written there; nobody scans, nothing is a wildcard, no route is public without a reason.",
        residual: "Rights of the operator who deploys.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.8",
        title: "Kept, encrypted, throttled",
        words: "Tables are retained, restorable, protected from deletion and encrypted; queues and topics are encrypted and refuse plain HTTP; logs end; routes are throttled and public functions have concurrency of their own.",
        residual: "A flood from very many addresses costs money: a firewall is not part of the stack, see what is not promised.",
    },
    Promise {
        family: OUTSIDE,
        id: "R4.9",
        title: "What it is made of",
        words: "All dependencies are locked, none brings OpenSSL, a release lists everything that is in it, and builds of the same sources have the same bytes.",
        residual: "Flaws that nobody has reported yet: `make audit` asks for those that somebody has.",
    },
];
