//! What each room may do, as one table: a new action, resource or kind must be added here, by a person who thinks.
//! infra/README.md says the same in words; that the template says it too is held by the file above.

/// One line of the table.
pub struct May {
    /// Logical id of the function.
    pub function: &'static str,
    /// Short name of the resource.
    pub resource: &'static str,
    /// Actions, a space between them.
    pub actions: &'static str,
    /// Under which condition: for items the kinds of records, a space between them; empty for none.
    pub only: &'static str,
}

const fn may(
    function: &'static str,
    resource: &'static str,
    actions: &'static str,
    only: &'static str,
) -> May {
    May { function, resource, actions, only }
}

const GET: &str = "dynamodb:GetItem";
const READ: &str = "dynamodb:GetItem dynamodb:Query";
const WRITE: &str = "dynamodb:PutItem dynamodb:UpdateItem";
const PUT: &str = "dynamodb:PutItem";
const UPDATE: &str = "dynamodb:UpdateItem";
const CONSUME: &str = "sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage";
const SEND: &str = "sqs:SendMessage";
const SECRET: &str = "ssm:GetParameter";

/// Each may also write its own log. Nobody checks an item without writing it, and only the API deletes.
pub const RIGHTS: &[May] = &[
    may("IntakeWebhook", "CoreTable", GET, ""),
    may("IntakeWebhook", "EventsTable", PUT, "raw_event"),
    may("IntakeWebhook", "WorkQueue", SEND, ""),
    may("IntakeWebhook", "parameter/relance/Stage/*/connections/*", SECRET, ""),
    may("SubmitAnswer", "CoreTable", READ, ""),
    may("SubmitAnswer", "CoreTable", WRITE, "answer invitation day_tally action"),
    may("SubmitAnswer", "EventsTable", "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem", "standing"),
    may("SubmitAnswer", "EventsTable", GET, "short_link"),
    may("SubmitAnswer", "WorkQueue", SEND, ""),
    may("SubmitAnswer", "parameter/relance/Stage/seal", SECRET, ""),
    may("ServeApi", "CoreTable", READ, ""),
    may("ServeApi", "CoreTable", WRITE, ""),
    may(
        "ServeApi",
        "CoreTable",
        "dynamodb:DeleteItem",
        "category template theme image webhook calendar rule",
    ),
    may("ServeApi", "EventsTable", READ, ""),
    may("ServeApi", "EventsTable", WRITE, "raw_event standing batch_part decision"),
    may("ServeApi", "EventsTable", PUT, "audit_entry"),
    may("ServeApi", "EventsTable/index/listed", "dynamodb:Query", ""),
    may("ServeApi", "CoreTable/index/open", "dynamodb:Query", ""),
    may("ServeApi", "CoreTable/index/person", "dynamodb:Query", ""),
    may(
        "ServeApi",
        "SessionsTable",
        "dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem",
        "idempotency",
    ),
    may("ServeApi", "parameter/relance/Stage/*/connections/*", "ssm:GetParameter ssm:PutParameter", ""),
    may("ServeApi", "parameter/relance/Stage/*/webhooks/*", "ssm:GetParameter ssm:PutParameter", ""),
    may("ServeApi", "WorkQueue", SEND, ""),
    may("ServeApi", "SendQueue", SEND, ""),
    may("ServeConsole", "CoreTable", READ, ""),
    may("ServeConsole", "CoreTable", WRITE, "day_tally"),
    may("ServeConsole", "CoreTable/index/open", "dynamodb:Query", ""),
    may("ServeConsole", "EventsTable", "dynamodb:Query", ""),
    may("ServeConsole", "EventsTable", PUT, "audit_entry"),
    may(
        "ServeConsole",
        "SessionsTable",
        "dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem",
        "sign_in session",
    ),
    may("EvaluateRules", "WorkQueue", CONSUME, ""),
    may("EvaluateRules", "CoreTable", READ, ""),
    may(
        "EvaluateRules",
        "CoreTable",
        WRITE,
        "contact task mute_book invitation batch campaign answer alert staff_mail action",
    ),
    may("EvaluateRules", "EventsTable", READ, ""),
    may("EvaluateRules", "EventsTable", WRITE, "raw_event decision batch_part"),
    may("EvaluateRules", "SendQueue", SEND, ""),
    may("EvaluateRules", "ActionQueue", SEND, ""),
    may("ReleaseDue", "CoreTable/index/due", "dynamodb:Query", ""),
    may("ReleaseDue", "EventsTable/index/due", "dynamodb:Query", ""),
    may("ReleaseDue", "CoreTable", GET, "organization campaign"),
    may("ReleaseDue", "CoreTable", UPDATE, ""),
    may("ReleaseDue", "EventsTable", UPDATE, ""),
    may("ReleaseDue", "WorkQueue", SEND, ""),
    may("ReleaseDue", "SendQueue", SEND, ""),
    may("ReleaseDue", "ActionQueue", SEND, ""),
    may("DispatchSends", "SendQueue", CONSUME, ""),
    may("DispatchSends", "SendQueue", SEND, ""),
    may("DispatchSends", "CoreTable", READ, ""),
    may("DispatchSends", "CoreTable/index/person", "dynamodb:Query", ""),
    may("DispatchSends", "CoreTable", WRITE, "invitation reminder staff_mail mute_book organization"),
    may("DispatchSends", "CoreTable", PUT, "route"),
    may("DispatchSends", "EventsTable", GET, ""),
    may("DispatchSends", "EventsTable", PUT, "decision short_link"),
    may("DispatchSends", "EventsTable", WRITE, "sms_month"),
    may("DispatchSends", "SessionsTable", UPDATE, ""),
    may("DispatchSends", "parameter/relance/Stage/seal", SECRET, ""),
    may("DispatchSends", "*", "ses:GetAccount", ""),
    may("DispatchSends", "identity/*", "ses:SendEmail", "ses:FromAddress"),
    may("DispatchSends", "configuration-set/ConfigurationSet", "ses:SendEmail", "ses:FromAddress"),
    may("DispatchSends", "SmsOriginationIdentity", "sms-voice:SendTextMessage", ""),
    may("RunActions", "ActionQueue", CONSUME, ""),
    may("RunActions", "ActionQueue", SEND, ""),
    may("RunActions", "CoreTable", "dynamodb:GetItem dynamodb:UpdateItem", "action webhook"),
    may("RunActions", "parameter/relance/Stage/*/webhooks/*", SECRET, ""),
    may("RecordDelivery", "DeliveryQueue", CONSUME, ""),
    may("RecordDelivery", "CoreTable", READ, ""),
    may("RecordDelivery", "CoreTable", WRITE, "invitation reminder staff_mail mute_book organization action"),
    may("RecordDelivery", "EventsTable", READ, ""),
    may("RecordDelivery", "EventsTable", WRITE, "evidence standing decision"),
    may("RecordDelivery", "SessionsTable", "dynamodb:Query dynamodb:UpdateItem", ""),
];
