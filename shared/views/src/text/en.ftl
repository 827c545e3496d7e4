### English, as written in Canada. Every key of this file exists in fr.ftl with the same arguments.

## Said in mails and on pages
reason = Following our visit on { $date }
reason-agent = Following { $agent }'s visit on { $date }
nps-low = Not at all likely
nps-high = Extremely likely
label = { $label }:
scale-end = { $number } = { $label }
score = { $score } out of 10
privacy-link = Privacy policy
unsubscribe-link = Stop receiving these surveys

## Default texts of a campaign
default-information = { $company } uses your answers to follow the quality of its work and, where needed, to contact you about this visit. Answering is optional.
default-nps-question = How likely are you to recommend { $company } to a friend or colleague?
default-subject = How did our visit go?
default-title = How did it go?
default-description = { $company } would like to know. It takes about a minute.

## The invitation
score-hint = Choose a number: the survey opens with your score, and you can still change it before you send it.
answer-button = Answer the survey
sent-by = Sent by { $sender } ({ $address }) after the visit on { $date }.
sender-of = { $sender }, { $company }

## The alert
alert-subject-score = { $customer } gave { $score } out of 10
alert-subject = { $customer } needs a follow-up
alert-intro = The answer came in on { $moment } and waits for someone to get back to the customer.
alert-score = Score
alert-comment = Comment
alert-customer = Customer
alert-email = E-mail
alert-phone = Telephone
alert-visit = Visit
alert-visit-agent = { $date }, by { $agent }
alert-campaign = Campaign
alert-next = Next step
alert-next-call = Call { $customer } at { $phone } and listen first. Then note in the alert what you agreed on.
alert-next-write = Write to { $customer } and offer to talk. Then note in the alert what you agreed on.
alert-open = Open the alert
alert-why = You received this mail because the alert is in your care at { $company }.
nps-type = { $type ->
    [detractor] detractor
    [passive] passive
    [promoter] promoter
   *[other] { $type }
}

## The survey page
progress = { $number } of { $total }
optional = optional
no-answer = No answer
choose-several = You may choose several.
text-limit = { $max ->
    [one] Up to one character
   *[other] Up to { $max } characters
}
error-summary = { $count ->
    [0] The survey was not sent
    [one] One answer needs a correction
   *[other] { $count } answers need a correction
}
send = { $count ->
    [one] Send my answer
   *[other] Send my answers
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
thanks-next = { $company } receives it now and uses it to improve its visits.
edit-until = Until { $moment } you can still change it.
edit-link = Change my answer
next-link = Continue to { $host }
already-title = Your answer is already saved.
already-final = It can no longer be changed, and there is nothing left to do.
expired-title = This link has expired.
expired-text = The time to answer this survey is over. There is nothing you need to do.
closed-title = This survey is closed.
closed-text = It has ended, or a newer mail took its place: if you received one, open the link in it.
not-found-title = We could not read this link.
not-found-text = It may have been cut: open it again from the mail.
problem-title = Something failed on our side.
problem-text = Wait a minute and try again. If you were sending an answer, go back and send it again: it counts only once.

## Unsubscribing
unsubscribe-title = Stop the surveys from { $company }?
unsubscribe-text = No more surveys will be sent to this address. Other mails from { $company } are not affected.
unsubscribe-button = Stop the surveys
unsubscribed-title = The surveys from { $company } are stopped.
unsubscribed-text = This takes effect now. If it was a mistake, you can undo it here.
resubscribe-button = Receive surveys again
resubscribed-title = You may receive surveys from { $company } again.
resubscribed-text = Each mail has a link to stop them.
