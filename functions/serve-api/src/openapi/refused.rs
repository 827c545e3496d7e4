//! What each operation refuses beyond what its schema can say (422): what must exist, belong together or lie ahead.
//! A test finds an operation that can refuse and is not here.

use relance_wire::openapi::Refusing;

/// Of a list that is only turned page by page.
const PAGES: &str = "A parameter is unknown, or `cursor` is not what a page of this list answered";

const fn refusing(operation: &'static str, because: &'static str) -> Refusing {
    Refusing { operation, because }
}

/// Each operation that can refuse.
pub const REFUSING: &[Refusing] = &[
    refusing("receive", "The event is believed and cannot be read in the words of the connection's tool"),
    refusing(
        "alert_routing_route_alerts",
        "The last row does not take every alert, a row behind it takes none, a calendar does not exist or has too few open hours for the deadline, or a condition cannot hold",
    ),
    refusing(
        "alerts_list",
        "A parameter is unknown, a status is no status, or `cursor` is not what a page of this list answered",
    ),
    refusing("alerts_assign", "The mailbox of who shall handle it cannot be one"),
    refusing("alerts_contacted", "The `Idempotency-Key` was used with another body"),
    refusing("alerts_done", "The `Idempotency-Key` was used with another body"),
    refusing(
        "answers_list",
        "A parameter is unknown or cannot be read, the first day lies behind the last, or `cursor` is not what a page of this list answered",
    ),
    refusing(
        "answers_export",
        "A parameter is unknown or cannot be read, or the first day lies behind the last",
    ),
    refusing("answers_ignore", "The `Idempotency-Key` was used with another body"),
    refusing("answers_restore", "The `Idempotency-Key` was used with another body"),
    refusing("api_keys_list", PAGES),
    refusing("api_keys_create", "The name is blank or of several lines, or its end does not lie ahead"),
    refusing("audit_list", "A parameter is unknown, or `cursor` is not what a page of this list answered"),
    refusing("calendars_list", PAGES),
    refusing(
        "calendars_create",
        "The time zone is none of IANA's, hours of a day overlap or end before they begin, or there is no open hour at all",
    ),
    refusing(
        "calendars_change",
        "The time zone is none of IANA's, hours of a day overlap or end before they begin, or there would be no open hour at all",
    ),
    refusing(
        "calendars_put",
        "The id is none, the time zone is none of IANA's, hours of a day overlap or end before they begin, or there is no open hour at all",
    ),
    refusing("calendars_close", "The file is no iCalendar, has no whole days, or repeats one by a rule"),
    refusing("campaigns_list", PAGES),
    refusing(
        "campaigns_create",
        "A question, a condition, a look or a category names what there is not, or texts hold what mails cannot show",
    ),
    refusing(
        "campaigns_change",
        "The campaign would name what there is not, change what stays once it was published, or, while it is published, lack what publishing needs",
    ),
    refusing("campaigns_pause", "The `Idempotency-Key` was used with another body"),
    refusing(
        "campaigns_preview",
        "Both the sample and a contact are asked for, or the language is none of the campaign's",
    ),
    refusing(
        "campaigns_publish",
        "Something is missing: texts of a language, questions, what starts it; each with its place",
    ),
    refusing(
        "campaigns_send",
        "There are neither `recipients` nor `contacts`, or both; there is nobody on the list; or the criteria look at more than a person",
    ),
    refusing(
        "campaigns_send_recipients",
        "A parameter is unknown, or `cursor` is not what a page of this list answered",
    ),
    refusing(
        "campaigns_test",
        "There is neither `email` nor `phone`, or both, the language is none of the campaign's, or its texts cannot be filled in",
    ),
    refusing("campaigns_versions", PAGES),
    refusing("campaigns_waves", "A parameter is unknown, or `limit` is none"),
    refusing("categories_list", PAGES),
    refusing("categories_create", "The name is blank or of several lines"),
    refusing("categories_change", "The name is blank or of several lines"),
    refusing("connections_list", PAGES),
    refusing(
        "connections_create",
        "Tool, scheme and secrets do not belong together, a secret is too weak for the scheme, or the field map lacks what is needed",
    ),
    refusing(
        "connections_change",
        "Tool, scheme and secrets would not belong together, or what proves the sender would be taken away without anything in its place",
    ),
    refusing("contacts_list", "A parameter is unknown, or `cursor` is not what a page of this list answered"),
    refusing(
        "decisions_list",
        "A parameter is unknown, an outcome or an id is none, or `cursor` is not what a page of this list answered",
    ),
    refusing("images_keep", "The bytes are no picture that we know, or one that is too large to be shown"),
    refusing(
        "invitations_list",
        "A parameter is unknown, a state, an id or an address is none, or `cursor` is not what a page of this list answered",
    ),
    refusing("invitations_cancel", "The `Idempotency-Key` was used with another body"),
    refusing("invitations_resend", "The language is none of its campaign's"),
    refusing("opt_outs_list", PAGES),
    refusing(
        "opt_outs_enter",
        "There is neither `email` nor `phone`, or both, or the campaign does not exist",
    ),
    refusing("opt_outs_take_back", "The reason does not say how it is known that the person wants it"),
    refusing(
        "questions_list",
        "A parameter is unknown, the category's id is none, or `cursor` is not what a page of this list answered",
    ),
    refusing(
        "questions_create",
        "The category does not exist, what the kind needs is missing or does not belong to it, or a condition looks at a question that is not asked before",
    ),
    refusing(
        "questions_change",
        "The question would have another id or kind, the category does not exist, or a published campaign that asks it would lack something",
    ),
    refusing("rules_list", PAGES),
    refusing(
        "rules_create",
        "The campaign does not exist, the condition looks at what it does not have or can never hold, or nobody is named and there is no routing table",
    ),
    refusing(
        "rules_change",
        "The rule would leave its campaign, the condition looks at what that does not have or can never hold, or nobody is named and there is no routing table",
    ),
    refusing(
        "settings_change",
        "The time zone is none of IANA's, two rules have one name, `too_old_after` is under an hour, or a pause has no reason",
    ),
    refusing(
        "stats_agent_opt_outs",
        "A parameter is unknown, or the period is none or ends before it begins",
    ),
    refusing(
        "stats_ces",
        "A parameter is unknown, the campaign's id is none, or the period is none or ends before it begins",
    ),
    refusing(
        "stats_csat",
        "A parameter is unknown, the campaign's id is none, or the period is none or ends before it begins",
    ),
    refusing(
        "stats_nps",
        "A parameter is unknown, the campaign's id is none, or the period is none or ends before it begins",
    ),
    refusing(
        "stats_rates",
        "A parameter is unknown, the campaign's id is none, or the period is none or ends before it begins",
    ),
    refusing("suppressions_list", PAGES),
    refusing("templates_list", PAGES),
    refusing(
        "templates_create",
        "A source names what there is not, stands where a value could become more than text, or lacks the pick tag; each flaw with its place",
    ),
    refusing(
        "templates_change",
        "A source names what there is not, stands where a value could become more than text, or lacks the pick tag; each flaw with its place",
    ),
    refusing("themes_list", PAGES),
    refusing(
        "themes_create",
        "A gradient has not two or three colours, the accent cannot be read on white, or a picture does not exist",
    ),
    refusing(
        "themes_change",
        "A gradient has not two or three colours, the accent cannot be read on white, or a picture does not exist",
    ),
    refusing("triggers_list", PAGES),
    refusing(
        "triggers_accept",
        "The event has no name of its own, its date stands for none, or what its type needs is missing",
    ),
    refusing("webhooks_list", PAGES),
    refusing(
        "webhooks_create",
        "The address is not https or leads to a network of our own, no event is chosen, or a secret cannot sign",
    ),
    refusing(
        "webhooks_change",
        "The address is not https or leads to a network of our own, no event would be left, or a secret cannot sign",
    ),
];
