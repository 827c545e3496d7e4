### English, as written in Canada. Every key of this file exists in fr.ftl with the same arguments.

## Said in mails and on pages
reason = { $occasion ->
    [request] Your request of { $date }
    [call] Your call of { $date }
    [invoice] Your invoice of { $date }
    [project] Your project, completed on { $date }
   *[visit] Our visit on { $date }
}
reason-by-hand = You are a customer of { $company }
reminder-subject = Reminder: { $subject }
reminder-line = You have not answered yet, and your opinion still counts. This is the same survey as before.
reason-agent = { $occasion ->
    [request] Your request of { $date }, handled by { $agent }
    [call] Your call with { $agent } on { $date }
    [invoice] Your invoice of { $date }
    [project] Your project with { $agent }, completed on { $date }
   *[visit] { $agent }’s visit on { $date }
}
nps-low = Not at all likely
nps-high = Extremely likely
csat-low = Very dissatisfied
csat-high = Very satisfied
ces-low = Strongly disagree
ces-high = Strongly agree
rating-low = Poor
rating-high = Excellent
label = { $label }:
scale-end = { $number } = { $label }
score = { $score } out of 10
rating = { $score } out of { $best }
privacy-link = Privacy policy
unsubscribe-link = Stop receiving these surveys

## Text messages
sms-ask = { $occasion ->
    [visit] { $company }: how did our visit go?
    [request] { $company }: how did we handle your request?
    [call] { $company }: how did your call go?
    [invoice] { $company }: how was the service we invoiced?
    [project] { $company }: how did your project go?
   *[none] { $company } would like your opinion:
}
sms-stop = Reply STOP to end these texts.

## Default texts of a campaign
default-information = { $occasion ->
    [visit] { $company } uses your answers to follow the quality of its work and, where needed, to contact you about this visit. Answering is optional.
    [request] { $company } uses your answers to follow the quality of its service and, where needed, to contact you about this request. Answering is optional.
    [call] { $company } uses your answers to follow the quality of its service and, where needed, to contact you about this call. Answering is optional.
    [invoice] { $company } uses your answers to follow the quality of its service and, where needed, to contact you about this invoice. Answering is optional.
    [project] { $company } uses your answers to follow the quality of its work and, where needed, to contact you about this project. Answering is optional.
   *[none] { $company } uses your answers to follow the quality of its service and, where needed, to contact you. Answering is optional.
}
anonymous-answers = Your answers are anonymous: nothing links them to you or to your invitation, and only the day on which they arrive is kept.
anonymous-information = { $company } uses the answers to follow the quality of its work. Answering is optional.
public-information = { $company } uses your answers to follow the quality of its work. This survey is open to everybody and does not ask who you are. Answering is optional.
default-nps-question = How likely are you to recommend { $company } to a friend or colleague?

## The invitation
score-hint = Choose a number: the survey opens with your score, and you can still change it before you send it.
answer-button = Answer the survey
sent-by = { $occasion ->
    [visit] Sent by { $sender } ({ $address }) after the visit on { $date }.
    [request] Sent by { $sender } ({ $address }) about your request of { $date }.
    [call] Sent by { $sender } ({ $address }) about your call of { $date }.
    [invoice] Sent by { $sender } ({ $address }) about your invoice of { $date }.
    [project] Sent by { $sender } ({ $address }) about your project, completed on { $date }.
   *[none] Sent by { $sender } ({ $address }).
}
sender-of = { $sender }, { $company }

## Templates: what is said when a fact is missing
template-agent = our team

## The alert
alert-subject-score = { $customer } gave { $score } out of 10
alert-subject = { $customer } needs a follow-up
alert-intro = The answer came in on { $moment } and waits for someone to get back to the customer.
alert-subject-noticed = { $customer } sent an answer that you watch for
alert-intro-noticed = The answer came in on { $moment } and is one of those that a rule watches for.
alert-next-noticed = Read the answer and see what should follow. Then note in the alert what you decided.
alert-score = Score
alert-comment = Comment
alert-customer = Customer
alert-email = Email
alert-phone = Telephone
occasion = { $occasion ->
    [request] Request
    [call] Call
    [invoice] Invoice
    [project] Project
   *[visit] Visit
}
occasion-agent = { $date }, by { $agent }
alert-campaign = Campaign
alert-unsatisfied = Not satisfied with
alert-next = Next step
alert-next-call = Call { $customer } at { $phone } and listen first. Then note in the alert what you agreed on.
alert-next-write = Write to { $customer } and offer to talk. Then note in the alert what you agreed on.
alert-next-unknown = This answer came by a public link: nobody knows who gave it. See what can be put right, then note it in the alert.
alert-open = Open the alert
alert-why = You received this email because the alert is in your care at { $company }.
nps-type = { $type ->
    [detractor] detractor
    [passive] passive
    [promoter] promoter
   *[other] { $type }
}

## The survey page
progress = { $number } of { $total }
anonymous-before = This survey is anonymous: once sent, your answers can no longer be linked to you, found or changed. Read them again before you send them, and write nothing that says who you are unless you want to.
languages = Languages
optional = optional
no-answer = No answer
not-applicable = Does not apply
choose-several = You may choose several.
text-left = Characters left: { $left }
error-summary = { $count ->
    [0] The survey was not sent
    [one] One answer needs a correction
   *[other] { $count } answers need a correction
}
send = { $count ->
    [one] Send my answer
   *[other] Send my answers
}
more-questions = { $count ->
    [one] One more question follows from your answers. They are not sent yet.
   *[other] { $count } more questions follow from your answers. They are not sent yet.
}
save = Save my changes
editing = Until { $moment } you can change the answer you already gave.
honeypot = Leave this field empty

## Corrections
correction-missing = An answer is needed here.
correction-scale = Choose a number from { $min } to { $max }.
correction-choice = Choose among the answers shown.
correction-long = { $max ->
    [one] Shorten this text to one character.
   *[other] Shorten this text to { $max } characters.
}
unreadable-form = We could not read this form. It may have been open for too long: check your answers and send them again.

## Outcomes
thanks-title = Thank you, your answer is saved.
thanks-next = { $company } receives it now and uses it to improve its service.
thanks-promoter = { $company } passes it on to the team, who will be glad to read it.
thanks-passive = { $company } reads it with care: this is how its service gets better.
thanks-detractor = We are sorry that we did not meet your expectations. { $company } reads every answer like yours and uses it to put right what must be.
alert-follows = Somebody at { $company } will get in touch with you about this.
rest-title = A few more questions, if you have a moment
rest-text = Your answer counts already, even if you stop here.
send-rest = Send these too
review-title = Would you tell others?
review-text = A public review of { $company } helps people choose. It is up to you, whatever your opinion.
review-link = Write a review on { $site }
review-own-words = Your own words, to copy
edit-until = Until { $moment } you can still change your answer.
edit-link = Change my answer
anonymous-after = It is anonymous: nobody can tell that it is yours, which is why it can no longer be changed.
already-title = Your answer is already saved.
already-final = It can no longer be changed, and there is nothing left to do.
expired-title = This link has expired.
expired-text = The time to answer this survey is over. There is nothing you need to do.
closed-title = This survey is closed.
closed-text = It has ended, or a newer email took its place: if you received one, open the link in it.
not-found-title = We could not read this link.
not-found-text = It may have been cut: open it again from the email.
not-open-title = This survey is not open.
not-open-text = It may be over or on hold, or its address was copied wrongly: scan the code again, or ask whoever gave you the address.
crowded-title = Many answers are arriving at once.
crowded-text = Wait a minute, go back and send yours again: it is not recorded yet.
problem-title = Something failed on our side.
problem-text = Wait a minute and try again. If you were sending an answer, go back and send it again: it counts only once.

## Unsubscribing
unsubscribe-title = Stop the surveys from { $company }?
unsubscribe-text = No more surveys will be sent to this address. Other emails from { $company } are not affected.
unsubscribe-button = Stop the surveys
unsubscribe-kind-button = Stop only this kind of survey
unsubscribe-all-button = Stop all surveys
kind-unsubscribed-title = This kind of survey from { $company } is stopped.
kind-unsubscribed-text = This takes effect now. Other surveys may still come: you can stop them too, or undo this here.
unsubscribed-title = The surveys from { $company } are stopped.
unsubscribed-text = This takes effect now. If it was a mistake, you can undo it here.
resubscribe-button = Receive surveys again
resubscribed-title = You may receive surveys from { $company } again.
resubscribed-text = Each email has a link to stop them.

## The console
skip = Skip to the content
sections = Sections
overview = Overview
overview-back = Back to the overview
to-handle = To handle
decisions = Latest decisions
campaigns = Campaigns
signed-in-as = Signed in as { $user }
sign-out = Sign out
period-days = Last { $days } days
all-campaigns = All campaigns
nps-finding = { $count ->
    [one] NPS { $score } from one answer
   *[other] NPS { $score } from { $count } answers
}
nps-none = No answers yet
nps-none-next = The score appears with the first answer. Finish a job in your tool: its customer is asked after the campaign’s delay.
nps-hidden = { $count ->
    [one] One anonymous campaign is not counted here: its answers stay hidden while there are fewer than five.
   *[other] { $count } anonymous campaigns are not counted here: their answers stay hidden while there are fewer than five.
}
nps-interval = 19 times out of 20, the score of all customers lies between { $low } and { $high }.
nps-anytime = However often you look, it lies between { $low } and { $high }.
nps-low-confidence = Low confidence: take it as a first impression, because a few more answers can still move it a lot.
band = Answers
band-detractors = Detractors, 0 to 6
band-passives = Passives, 7 and 8
band-promoters = Promoters, 9 and 10
count = Number
share = Share
percent = { $share }%
to-handle-none = Nothing waits. An unhappy answer appears here, with one person in charge of it.
to-handle-newest = The { $shown } newest of { $count } are shown.
customer-unknown = Somebody
status = Status
owner = In charge
raised = Raised
alert-status = { $status ->
    [to_handle] To handle
    [assigned] Assigned
    [contacted] Customer contacted
    [done] Done
   *[other] { $status }
}
decisions-none = No event has come in yet. Point your tool’s webhook at one of your hooks: each event appears here with what became of it, and why.
decisions-try = To try it from this machine, send one event:
when = When
event = Event
outcome = Outcome
why = Why
outcome-word = { $outcome ->
    [planned] Planned
    [cancelled] Cancelled
    [expired] Too late
    [failed] Failed
    [bounced] Came back
    [complained] Called spam
    [held] Held for a decision
    [not_matched] No campaign waits for it
    [too_old] Told too late
    [channel_off] Channel switched off
    [criteria] Criteria not met
    [agent_opt_out] Opted out by the agent
    [campaign_inactive] Campaign not live
    [duplicate_event] Event already handled
    [duplicate_task] Job already asked about
    [muted] Muted
    [frequency_rule] Frequency rule
    [no_address] No address
    [invalid_address] Unusable address
    [opted_out] Opted out
    [suppressed] Address suppressed
    [sms_cap] Texts used up
    [anonymous] Anonymous
    [loop_stopped] Loop stopped
   *[other] { $outcome }
}
outcome-why = { $outcome ->
   *[other] { $outcome }
}
decision-again = Can be asked again on { $moment }
campaigns-none = No campaign yet. A campaign says what is asked, to whom, and when: create the first one with POST /v1/campaigns.
delay = Delay
delay-none = At once
mute = Mute
mute-none = None
campaign-status = { $status ->
    [draft] Draft
    [published] Published
    [paused] Paused
   *[other] { $status }
}
span-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
span-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
span-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
just-now = just now
ago-minutes = { $count ->
    [one] a minute ago
   *[other] { $count } minutes ago
}
ago-hours = { $count ->
    [one] an hour ago
   *[other] { $count } hours ago
}
ago-days = { $count ->
    [one] a day ago
   *[other] { $count } days ago
}

## One alert in the console
handling = Handling
first-contact = First contact
not-yet = Not yet
first-contact-by = First contact by
overdue = Overdue
deadline-sum = { $start } + { $open } in { $hours } = { $due }
deadline-all-day = all day
deadline-closed = , closed on { $days }
deadline-closed-days = , closed on { $count } days
steps = Steps
told = The answer
answered-at = Answered
answer-gone = The answer is no longer kept.
call = Call { $customer }
write = Write to { $customer }
customer-heading = Who, and about what

## Signing in
sign-in-title = Sign in to { $company }
sign-in-text = This link works once, and keeps you signed in on this device for twelve hours.
sign-in-button = Sign in
signed-out-title = You are not signed in
link-dead-title = This sign-in link no longer works
link-dead-text = It was used already, or it is more than an hour old.
sign-in-again = Ask whoever runs relance in your company for a new sign-in link. On a single machine, the program prints one each time it starts.
foreign-title = This request came from another site
foreign-text = Nothing was changed. Open the page again from its own address and try once more.
nothing-here-title = There is nothing at this address
nothing-here-text = It may have been cut, or it may belong to another company.
console-problem-text = Wait a minute and load the page again. If it keeps happening, the program’s log says why.

## Conditions, in one sentence
condition-field = { $field ->
    [nps_score] the NPS score
    [nps_type] the NPS score
    [satisfied] satisfaction
    [comment] the comment
    [contact-id] the customer
    [contact-first_name] the first name
    [contact-last_name] the last name
    [contact-email] the email address
    [contact-phone] the phone number
    [contact-language] the customer’s language
    [contact-tags] the list of the customer’s tags
    [contact-street] the street
    [contact-house_number] the street number
    [contact-box] the unit or box number
    [contact-postal_code] the postal code
    [contact-city] the city
    [contact-province] the province
    [contact-state] the state
    [contact-country] the country
    [task-type] the task type
    [task-state] the task’s state
    [task-priority] the task’s priority
    [task-reasons] the list of the task’s reasons
    [task-tags] the list of the task’s tags
    [task-channel] the channel of the request
    [agent-id] the agent
    [agent-name] the agent’s name
    [invoice-amount] the invoice amount
    [meta-campaign_id] the campaign
    [meta-language] the language of the answer
    [meta-channel] the way of sending
    [meta-completed_at] the time of the answer
    [meta-sent_at] the time of sending
    [meta-source] the origin of the answer
   *[other] “{ $field }”
}
condition-slot = custom field { $number }
condition-named-slot = the field “{ $name }”
condition-answer = the answer to “{ $question }”
condition-count = the number of “{ $transaction }” transactions
condition-sum = the total “{ $of }” of “{ $transaction }” transactions
condition-max = the largest “{ $of }” of “{ $transaction }” transactions
condition-min = the smallest “{ $of }” of “{ $transaction }” transactions
condition-latest = the latest “{ $of }” of “{ $transaction }” transactions
condition-window = { $counted } within { $time }
condition-value = { $value ->
    [promoter] a promoter
    [passive] a passive
    [detractor] a detractor
    [yes] “yes”
    [no] “no”
    [not_applicable] “does not apply”
    [email] email
    [sms] text message
    [link] the public link
   *[other] “{ $value }”
}
condition-quoted = “{ $text }”
condition-more = { $count } more
condition-is = { $field } is { $value }
condition-is-not = { $field } is not { $value }
condition-above = { $field } is above { $value }
condition-at-least = { $field } is at least { $value }
condition-below = { $field } is below { $value }
condition-at-most = { $field } is at most { $value }
condition-after = { $field } is after { $value }
condition-since = { $field } is not before { $value }
condition-before = { $field } is before { $value }
condition-until = { $field } is not after { $value }
condition-between = { $field } is between { $low } and { $high }
condition-between-moments = { $field } is between { $low } and { $high }
condition-contains = { $field } contains { $value }
condition-contains-not = { $field } does not contain { $value }
condition-starts-with = { $field } starts with { $value }
condition-holds-starting = { $field } has an entry that starts with { $value }
condition-is-empty = { $field } is empty
condition-is-not-empty = { $field } is not empty
condition-is-answered = { $field } was given
condition-is-not-answered = { $field } was not given
condition-within-last = { $field } is less than { $time } ago
condition-and = { $first } and { $second }
condition-or = { $first } or { $second }
condition-nor = { $first } or { $second }
condition-group = ({ $inner })
condition-not = it is not so that { $first }
condition-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
condition-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
condition-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

## What is wrong with a condition
condition-wrong-object = A condition must be an object
condition-wrong-form = Give “all”, “any” or “not”, or else a field and an operator
condition-wrong-two-forms = “{ $first }” and “{ $second }” cannot stand in one condition: put them into a group
condition-wrong-member = A condition has no “{ $name }”
condition-wrong-member-twice = “{ $name }” is written twice
condition-wrong-list = Give a list of conditions
condition-wrong-empty-group = A group holds at least one condition
condition-wrong-large-group = A group holds at most { $most } conditions
condition-wrong-deep-group = Groups in groups have at most { $most } levels
condition-wrong-deep-not = Negations in negations have at most { $most } levels
condition-wrong-many = A condition makes at most { $most } comparisons
condition-wrong-no-operator = Say how to compare
condition-wrong-operator = “{ $op }” is not an operator
condition-wrong-name = Give a name of 1 to { $most } characters
condition-wrong-value = “{ $op }” needs one value
condition-wrong-values = “{ $op }” needs { $least } to { $most } values
condition-wrong-takes-none = “{ $op }” takes no value
condition-wrong-literal = A value is a text, a number, “yes” or “no”
condition-wrong-blank = A value is never blank: “is_empty” finds what is
condition-wrong-long-text = A value has at most { $most } characters
condition-wrong-long-number = A number has at most 15 digits: write a longer one as a text
condition-wrong-delay = Give a time: days, hours and minutes, with colons between them
condition-wrong-aggregate = “{ $function }” needs an object that names a transaction
condition-wrong-of = Say which field of the transactions “{ $function }” looks at
condition-wrong-field = “{ $field }” is not a field here
condition-wrong-question = “{ $field }” names a question that the campaign does not have
condition-wrong-row = “{ $field }” names a row that the question does not have
condition-wrong-statement = “{ $field }” is a statement: nobody answers it
condition-wrong-later = “{ $field }” comes later: a condition can only look back
condition-wrong-slot = “{ $field }” does not exist: custom fields go from 1 to 20
condition-wrong-transactions = Transactions cannot be counted here
condition-wrong-compares = “{ $op }” cannot compare { $sort }: use { $offered }
condition-wrong-incomparable = “{ $given }” cannot be compared with { $sort }
condition-wrong-offered = “{ $given }” is not in the list: { $offered }
condition-wrong-off-scale = “{ $given }” is not { $scale }
condition-wrong-scale = This can never hold: the field has { $scale }
condition-wrong-ends = Give the lower end first
condition-wrong-contradicts = This and “{ $other }” can never hold together
condition-wrong-contradicts-all = With what stands before it, this can never hold
condition-wrong-never = This can never hold
condition-sort = { $sort ->
    [text] a text
    [amount] a text or a number
    [texts] a list of texts
    [word] a word of the list
    [id] an id
    [choice] a choice of the question
    [choices] a list of choices of the question
    [number] a number
    [boolean] “yes” or “no”
    [instant] a date with its time and its offset
   *[rows] all rows together: name one of them
}
condition-scale = { $scale ->
    [whole-between] a whole number from { $low } to { $high }
    [whole-from] a whole number of at least { $low }
    [whole-to] a whole number of at most { $high }
    [whole] a whole number
    [between] a number from { $low } to { $high }
    [from] a number of at least { $low }
    [to] a number of at most { $high }
   *[any] a number
}
