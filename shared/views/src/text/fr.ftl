### Français du Québec. Chaque clé de ce fichier existe dans en.ftl avec les mêmes arguments.
### Aucun « de » devant un nom : l'élision (« d'Acme ») ne peut pas être devinée.

## Dans les courriels et sur les pages
reason = { $occasion ->
    [request] Votre demande du { $date }
    [call] Votre appel du { $date }
    [invoice] Votre facture du { $date }
    [project] Votre projet, terminé le { $date }
   *[visit] Visite du { $date }
}
reason-by-hand = Vous faites affaire avec { $company }
reminder-subject = Rappel : { $subject }
reminder-line = Vous n’avez pas encore répondu, et votre avis compte toujours. C’est le même sondage que la première fois.
reason-agent = { $occasion ->
    [request] Votre demande du { $date }, avec { $agent }
    [call] Votre appel du { $date }, avec { $agent }
    [invoice] Votre facture du { $date }
    [project] Votre projet avec { $agent }, terminé le { $date }
   *[visit] Visite du { $date }, par { $agent }
}
nps-low = Pas du tout probable
nps-high = Extrêmement probable
csat-low = Pas du tout satisfaisant
csat-high = Très satisfaisant
ces-low = Pas du tout d’accord
ces-high = Tout à fait d’accord
rating-low = Mauvais
rating-high = Excellent
label = { $label } :
scale-end = { $number } = { $label }
score = { $score } sur 10
rating = { $score } sur { $best }
privacy-link = Politique de confidentialité
unsubscribe-link = Ne plus recevoir ces sondages

## Les textos ; « ARRET » sans accent, parce qu'un « Ê » double le prix d'un texto
sms-ask = { $occasion ->
    [visit] { $company } : comment s’est passée notre visite ?
    [request] { $company } : avons-nous bien répondu à votre demande ?
    [call] { $company } : comment s’est passé votre appel ?
    [invoice] { $company } : comment s’est passé le service facturé ?
    [project] { $company } : comment s’est passé votre projet ?
   *[none] { $company } aimerait votre avis :
}
sms-stop = Répondez ARRET pour ne plus recevoir de textos.

## Textes par défaut d'une campagne
default-information = { $occasion ->
    [visit] { $company } utilise vos réponses pour suivre la qualité de son travail et, au besoin, pour communiquer avec vous au sujet de cette visite. Répondre est facultatif.
    [request] { $company } utilise vos réponses pour suivre la qualité de son service et, au besoin, pour communiquer avec vous au sujet de cette demande. Répondre est facultatif.
    [call] { $company } utilise vos réponses pour suivre la qualité de son service et, au besoin, pour communiquer avec vous au sujet de cet appel. Répondre est facultatif.
    [invoice] { $company } utilise vos réponses pour suivre la qualité de son service et, au besoin, pour communiquer avec vous au sujet de cette facture. Répondre est facultatif.
    [project] { $company } utilise vos réponses pour suivre la qualité de son travail et, au besoin, pour communiquer avec vous au sujet de ce projet. Répondre est facultatif.
   *[none] { $company } utilise vos réponses pour suivre la qualité de son service et, au besoin, pour communiquer avec vous. Répondre est facultatif.
}
anonymous-answers = Vos réponses sont anonymes : rien ne les relie à vous ni à votre invitation, et seul le jour où elles arrivent est conservé.
anonymous-information = { $company } utilise les réponses pour suivre la qualité de son travail. Répondre est facultatif.
public-information = { $company } utilise vos réponses pour suivre la qualité de son travail. Ce sondage est ouvert à tous et ne vous demande pas qui vous êtes. Répondre est facultatif.
default-nps-question = Quelle est la probabilité que vous recommandiez { $company } à des proches ou à des collègues ?

## L'invitation
score-hint = Choisissez une note : le sondage s’ouvre avec celle-ci, et vous pouvez encore la changer avant l’envoi.
answer-button = Répondre au sondage
sent-by = { $occasion ->
    [visit] Envoyé par { $sender } ({ $address }) à la suite de la visite du { $date }.
    [request] Envoyé par { $sender } ({ $address }) au sujet de votre demande du { $date }.
    [call] Envoyé par { $sender } ({ $address }) au sujet de votre appel du { $date }.
    [invoice] Envoyé par { $sender } ({ $address }) au sujet de votre facture du { $date }.
    [project] Envoyé par { $sender } ({ $address }) au sujet de votre projet, terminé le { $date }.
   *[none] Envoyé par { $sender } ({ $address }).
}
sender-of = { $sender }, { $company }

## Templates: what is said when a fact is missing
template-agent = notre équipe

## L'alerte
alert-subject-score = { $customer } a donné { $score } sur 10
alert-subject = { $customer } attend un suivi
alert-intro = La réponse est arrivée le { $moment } et attend un suivi.
alert-subject-noticed = Réponse à lire : { $customer }
alert-intro-noticed = La réponse est arrivée le { $moment }. Elle est de celles qu’une règle surveille.
alert-next-noticed = Lisez la réponse et voyez ce qui devrait suivre. Notez ensuite dans l’alerte ce que vous avez décidé.
alert-score = Note
alert-comment = Commentaire
alert-customer = Qui a répondu
alert-email = Courriel
alert-phone = Téléphone
occasion = { $occasion ->
    [request] Demande
    [call] Appel
    [invoice] Facture
    [project] Projet
   *[visit] Visite
}
occasion-agent = { $date }, par { $agent }
alert-campaign = Campagne
alert-unsatisfied = Ce qui a déplu
alert-next = Prochaine étape
alert-next-call = Appelez { $customer } au { $phone } et écoutez d’abord. Notez ensuite dans l’alerte ce dont vous avez convenu.
alert-next-write = Écrivez à { $customer } et proposez d’en parler. Notez ensuite dans l’alerte ce dont vous avez convenu.
alert-next-unknown = Cette réponse vient d’un lien public : on ne sait pas qui l’a donnée. Voyez ce qui peut être corrigé, puis notez-le dans l’alerte.
alert-open = Ouvrir l’alerte
alert-why = Vous recevez ce courriel parce que l’alerte vous est confiée chez { $company }.
nps-type = { $type ->
    [detractor] détracteur
    [passive] passif
    [promoter] promoteur
   *[other] { $type }
}

## La page du sondage
progress = { $number } sur { $total }
anonymous-before = Ce sondage est anonyme : une fois envoyées, vos réponses ne peuvent plus être reliées à vous, ni retrouvées ou modifiées. Relisez-vous avant l’envoi, et n’écrivez rien qui dise qui vous êtes si vous ne le voulez pas.
languages = Langues
optional = facultatif
no-answer = Sans réponse
not-applicable = Ne s’applique pas
choose-several = Vous pouvez en choisir plusieurs.
text-left = Caractères restants : { $left }
error-summary = { $count ->
    [0] Le sondage n’a pas été envoyé
    [one] Une réponse est à corriger
   *[other] { $count } réponses sont à corriger
}
send = { $count ->
    [one] Envoyer ma réponse
   *[other] Envoyer mes réponses
}
more-questions = { $count ->
    [one] Vos réponses mènent à une autre question. Elles ne sont pas encore envoyées.
   *[other] Vos réponses mènent à { $count } autres questions. Elles ne sont pas encore envoyées.
}
save = Enregistrer mes changements
editing = Vous modifiez une réponse déjà enregistrée, ce qui est possible jusqu’au { $moment }.
honeypot = Laissez ce champ vide

## Corrections
correction-missing = Une réponse est nécessaire ici.
correction-scale = Choisissez un nombre de { $min } à { $max }.
correction-choice = Choisissez parmi les réponses proposées.
correction-long = { $max ->
    [one] Raccourcissez ce texte à { $max } caractère.
   *[other] Raccourcissez ce texte à { $max } caractères.
}
unreadable-form = Nous n’avons pas pu lire ce formulaire. Il est peut-être resté ouvert trop longtemps : vérifiez vos réponses et envoyez-les de nouveau.

## Suites
thanks-title = Merci, votre réponse est enregistrée.
thanks-next = { $company } la reçoit dès maintenant et s’en sert pour améliorer son service.
thanks-promoter = { $company } la transmet à l’équipe, qui sera heureuse de vous lire.
thanks-passive = { $company } la lit avec attention : c’est ainsi que son service devient meilleur.
thanks-detractor = Nous regrettons de ne pas avoir répondu à vos attentes. { $company } lit chaque réponse comme la vôtre et s’en sert pour corriger ce qui doit l’être.
alert-follows = Quelqu’un, chez { $company }, communiquera avec vous à ce sujet.
rest-title = Encore quelques questions, si vous avez un moment
rest-text = Votre réponse compte déjà, même si vous vous arrêtez ici.
send-rest = Envoyer la suite
review-title = Voulez-vous le dire à d’autres ?
review-text = Un avis public sur { $company } aide les gens à choisir. C’est à vous d’en décider, quelle que soit votre opinion.
review-link = Écrire un avis sur { $site }
review-own-words = Vos mots, pour les copier
edit-until = Vous pouvez modifier votre réponse jusqu’au { $moment }.
edit-link = Modifier ma réponse
anonymous-after = Elle est anonyme : personne ne peut dire que c’est la vôtre, et c’est pourquoi elle ne peut plus être modifiée.
already-title = Votre réponse est déjà enregistrée.
already-final = Elle ne peut plus être modifiée, et il n’y a rien d’autre à faire.
expired-title = Ce lien est expiré.
expired-text = Le temps prévu pour répondre à ce sondage est écoulé. Vous n’avez rien à faire.
closed-title = Ce sondage est fermé.
closed-text = Il est terminé, ou un courriel plus récent l’a remplacé : si vous en avez reçu un, ouvrez le lien qu’il contient.
not-found-title = Nous n’avons pas pu lire ce lien.
not-found-text = Il a peut-être été coupé : ouvrez-le de nouveau à partir du courriel.
not-open-title = Ce sondage n’est pas ouvert.
not-open-text = Il est peut-être terminé ou suspendu, ou son adresse a été mal copiée : balayez de nouveau le code, ou demandez l’adresse à qui vous l’a donnée.
crowded-title = Beaucoup de réponses arrivent en même temps.
crowded-text = Attendez une minute, revenez en arrière et envoyez la vôtre de nouveau : elle n’est pas encore enregistrée.
problem-title = Un problème est survenu de notre côté.
problem-text = Attendez une minute et réessayez. Si vous envoyiez une réponse, revenez en arrière et envoyez-la de nouveau : elle ne compte qu’une fois.

## Désabonnement
unsubscribe-title = Arrêter les sondages envoyés par { $company } ?
unsubscribe-text = Plus aucun sondage ne sera envoyé à cette adresse. Les autres courriels envoyés par { $company } ne sont pas touchés.
unsubscribe-button = Arrêter les sondages
unsubscribe-kind-button = Arrêter seulement ce type de sondage
unsubscribe-all-button = Arrêter tous les sondages
kind-unsubscribed-title = Ce type de sondage envoyé par { $company } est arrêté.
kind-unsubscribed-text = L’arrêt prend effet dès maintenant. D’autres sondages peuvent encore arriver : vous pouvez les arrêter aussi, ou annuler ici.
unsubscribed-title = Les sondages envoyés par { $company } sont arrêtés.
unsubscribed-text = L’arrêt prend effet dès maintenant. Si c’était une erreur, vous pouvez l’annuler ici.
resubscribe-button = Recevoir de nouveau les sondages
resubscribed-title = Vous pourrez de nouveau recevoir les sondages envoyés par { $company }.
resubscribed-text = Chaque courriel contient un lien pour les arrêter.

## La console
skip = Aller au contenu
sections = Sections
overview = Aperçu
overview-back = Retour à l’aperçu
to-handle = À traiter
decisions = Dernières décisions
campaigns = Campagnes
signed-in-as = Session ouverte : { $user }
sign-out = Fermer la session
period-days = { $days } derniers jours
all-campaigns = Toutes les campagnes
nps-finding = { $count ->
    [one] NPS de { $score } d’après une réponse
   *[other] NPS de { $score } d’après { $count } réponses
}
nps-none = Aucune réponse pour l’instant
nps-none-next = Le score apparaît dès la première réponse. Terminez une tâche dans votre outil : le sondage part après le délai de la campagne.
nps-hidden = { $count ->
    [one] Une campagne anonyme n’est pas comptée ici : ses réponses restent cachées tant qu’il y en a moins de cinq.
   *[other] { $count } campagnes anonymes ne sont pas comptées ici : leurs réponses restent cachées tant qu’il y en a moins de cinq.
}
nps-interval = 19 fois sur 20, le score de l’ensemble des clients se situe entre { $low } et { $high }.
nps-anytime = Même consulté chaque jour, il se situe entre { $low } et { $high }.
nps-low-confidence = Fiabilité faible : voyez-y une première impression, car quelques réponses de plus peuvent encore le changer beaucoup.
band = Réponses
band-detractors = Détracteurs, de 0 à 6
band-passives = Passifs, 7 et 8
band-promoters = Promoteurs, 9 et 10
count = Nombre
share = Part
percent = { $share } %
to-handle-none = Rien n’attend. Une réponse qui demande un suivi apparaît ici, confiée à une seule personne.
to-handle-newest = Les { $shown } plus récentes sur { $count } sont affichées.
customer-unknown = Quelqu’un
status = État
owner = Responsable
raised = Reçue
alert-status = { $status ->
    [to_handle] À traiter
    [assigned] Attribuée
    [contacted] Client joint
    [done] Réglée
   *[other] { $status }
}
decisions-none = Aucun événement reçu pour l’instant. Dirigez le webhook de votre outil vers un de vos points d’entrée : chaque événement apparaît ici avec sa suite, et pourquoi.
decisions-try = Pour essayer à partir de cette machine, envoyez un événement :
when = Quand
event = Événement
outcome = Suite
why = Pourquoi
outcome-word = { $outcome ->
    [planned] Envoi prévu
    [cancelled] Annulé
    [expired] Trop tard
    [failed] Échec
    [bounced] Revenu
    [complained] Signalé comme pourriel
    [held] En attente d’une décision
    [not_matched] Aucune campagne concernée
    [too_old] Annoncé trop tard
    [channel_off] Canal désactivé
    [criteria] Critères non remplis
    [agent_opt_out] Exclu par l’agent
    [campaign_inactive] Campagne inactive
    [duplicate_event] Événement déjà traité
    [duplicate_task] Tâche déjà sondée
    [muted] En sourdine
    [frequency_rule] Règle de fréquence
    [no_address] Sans adresse
    [invalid_address] Adresse inutilisable
    [opted_out] Désabonné
    [suppressed] Adresse bloquée
    [sms_cap] Textos du mois épuisés
    [anonymous] Anonyme
    [loop_stopped] Boucle arrêtée
   *[other] { $outcome }
}
outcome-why = { $outcome ->
    [planned] L’invitation est planifiée.
    [cancelled] La tâche a été rouverte, ou l’invitation a été annulée.
    [expired] Le moment de demander un avis était passé.
    [failed] Le service d’envoi l’a refusée.
    [bounced] Le courriel est revenu.
    [complained] La personne l’a signalé comme pourriel.
    [held] Rien ne dit si elle est partie : quelqu’un doit décider.
    [not_matched] Aucune campagne n’attend ce type ou cet état.
    [too_old] L’événement est trop ancien pour demander un avis.
    [channel_off] Les demandes de ce canal ne donnent pas lieu à un sondage.
    [criteria] Un critère de la campagne n’est pas rempli.
    [agent_opt_out] La personne qui a fait le travail a demandé de ne pas sonder.
    [campaign_inactive] La campagne est en pause.
    [duplicate_event] Cet événement avait déjà été traité.
    [duplicate_task] Cette tâche a déjà donné lieu à une invitation.
    [muted] Cette adresse a reçu un sondage trop récemment.
    [frequency_rule] Une règle de fréquence ne le permet pas.
    [no_address] Aucune adresse n’est connue.
    [invalid_address] L’adresse ne peut pas être utilisée.
    [opted_out] La personne ne veut plus de sondages.
    [suppressed] Le service d’envoi ne livre plus à cette adresse.
    [sms_cap] Les textos du mois sont épuisés.
    [anonymous] La réponse est anonyme.
    [loop_stopped] Des règles se rappelaient l’une l’autre.
   *[other] { $outcome }
}
decision-again = Un sondage sera de nouveau possible le { $moment }
campaigns-none = Aucune campagne pour l’instant. Une campagne dit ce qui est demandé, à qui et quand : créez la première avec POST /v1/campaigns.
delay = Délai
delay-none = Aussitôt
mute = Sourdine
mute-none = Aucune
campaign-status = { $status ->
    [draft] Brouillon
    [published] Publiée
    [paused] En pause
   *[other] { $status }
}
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
just-now = à l’instant
ago-minutes = { $count ->
    [one] il y a une minute
   *[other] il y a { $count } minutes
}
ago-hours = { $count ->
    [one] il y a une heure
   *[other] il y a { $count } heures
}
ago-days = { $count ->
    [one] il y a un jour
   *[other] il y a { $count } jours
}

## Une alerte dans la console
handling = Suivi
first-contact = Premier contact
not-yet = Pas encore
first-contact-by = Premier contact avant
overdue = En retard
deadline-sum = { $start } + { $open } dans { $hours } = { $due }
deadline-all-day = toute la journée
deadline-closed = , fermé le { $days }
deadline-closed-days = , fermé { $count } jours
steps = Étapes
told = La réponse
answered-at = Répondu
answer-gone = La réponse n’est plus conservée.
call = Appeler { $customer }
write = Écrire à { $customer }
customer-heading = Qui, et à quel sujet

## Connexion
sign-in-title = Connexion à { $company }
sign-in-text = Ce lien sert une seule fois et garde votre session ouverte sur cet appareil pendant douze heures.
sign-in-button = Ouvrir la session
signed-out-title = Votre session n’est pas ouverte
link-dead-title = Ce lien de connexion ne fonctionne plus
link-dead-text = Il a déjà servi, ou il date de plus d’une heure.
sign-in-again = Demandez un nouveau lien à la personne qui gère relance dans votre entreprise. Sur une seule machine, le programme en affiche un à chaque démarrage.
foreign-title = Cette demande vient d’un autre site
foreign-text = Rien n’a été changé. Ouvrez de nouveau la page à sa propre adresse et réessayez.
nothing-here-title = Il n’y a rien à cette adresse
nothing-here-text = Elle a peut-être été coupée, ou elle appartient à une autre entreprise.
console-problem-text = Attendez une minute et rechargez la page. Si le problème persiste, le journal du programme dit pourquoi.

## Les conditions, en une phrase
condition-field = { $field ->
    [nps_score] la note NPS
    [nps_type] la note NPS
    [satisfied] la satisfaction
    [comment] le commentaire
    [contact-id] le client
    [contact-first_name] le prénom
    [contact-last_name] le nom de famille
    [contact-email] le courriel
    [contact-phone] le téléphone
    [contact-language] la langue du client
    [contact-tags] la liste des étiquettes du client
    [contact-street] la rue
    [contact-house_number] le numéro civique
    [contact-box] l’appartement ou la case postale
    [contact-postal_code] le code postal
    [contact-city] la ville
    [contact-province] la province
    [contact-state] l’État
    [contact-country] le pays
    [task-type] le type de tâche
    [task-state] l’état de la tâche
    [task-priority] la priorité de la tâche
    [task-reasons] la liste des raisons de la tâche
    [task-tags] la liste des étiquettes de la tâche
    [task-channel] le canal de la demande
    [agent-id] l’agent
    [agent-name] le nom de l’agent
    [invoice-amount] le montant de la facture
    [meta-campaign_id] la campagne
    [meta-language] la langue de la réponse
    [meta-channel] le mode d’envoi
    [meta-completed_at] le moment de la réponse
    [meta-sent_at] le moment de l’envoi
    [meta-source] la provenance de la réponse
   *[other] « { $field } »
}
condition-slot = le champ personnalisé { $number }
condition-named-slot = le champ « { $name } »
condition-answer = la réponse à « { $question } »
condition-count = le nombre de transactions « { $transaction } »
condition-sum = le total de « { $of } » des transactions « { $transaction } »
condition-max = le plus grand « { $of } » des transactions « { $transaction } »
condition-min = le plus petit « { $of } » des transactions « { $transaction } »
condition-latest = le dernier « { $of } » des transactions « { $transaction } »
condition-window = { $counted } depuis { $time }
condition-value = { $value ->
    [promoter] un promoteur
    [passive] un passif
    [detractor] un détracteur
    [yes] « oui »
    [no] « non »
    [not_applicable] « ne s’applique pas »
    [email] le courriel
    [sms] le texto
    [link] le lien public
   *[other] « { $value } »
}
condition-quoted = « { $text } »
condition-more = { $count } autres
condition-is = { $field } est { $value }
condition-is-not = { $field } n’est pas { $value }
condition-above = { $field } est au-dessus de { $value }
condition-at-least = { $field } est au moins { $value }
condition-below = { $field } est au-dessous de { $value }
condition-at-most = { $field } est au plus { $value }
condition-after = { $field } vient après le { $value }
condition-since = { $field } ne vient pas avant le { $value }
condition-before = { $field } vient avant le { $value }
condition-until = { $field } ne vient pas après le { $value }
condition-between = { $field } est entre { $low } et { $high }
condition-between-moments = { $field } est entre le { $low } et le { $high }
condition-contains = { $field } contient { $value }
condition-contains-not = { $field } ne contient pas { $value }
condition-starts-with = { $field } commence par { $value }
condition-holds-starting = { $field } a un élément qui commence par { $value }
condition-is-empty = { $field } est vide
condition-is-not-empty = { $field } n’est pas vide
condition-is-answered = on a reçu { $field }
condition-is-not-answered = on n’a pas reçu { $field }
condition-within-last = { $field } date de moins de { $time }
condition-and = { $first } et { $second }
condition-or = { $first } ou { $second }
condition-nor = { $first } ni { $second }
condition-group = ({ $inner })
condition-not = il est faux que { $first }
condition-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
condition-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
condition-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}

## Ce qui ne va pas dans une condition
condition-wrong-object = Une condition doit être un objet
condition-wrong-form = Donnez « all », « any » ou « not », ou bien un champ et un opérateur
condition-wrong-two-forms = « { $first } » et « { $second } » ne vont pas ensemble dans une même condition : mettez-les dans un groupe
condition-wrong-member = Une condition n’a pas de « { $name } »
condition-wrong-member-twice = « { $name } » est écrit deux fois
condition-wrong-list = Donnez une liste de conditions
condition-wrong-empty-group = Un groupe contient au moins une condition
condition-wrong-large-group = Un groupe contient au plus { $most } conditions
condition-wrong-deep-group = Des groupes dans des groupes ont au plus { $most } niveaux
condition-wrong-deep-not = Des négations dans des négations ont au plus { $most } niveaux
condition-wrong-many = Une condition fait au plus { $most } comparaisons
condition-wrong-no-operator = Dites comment comparer
condition-wrong-operator = « { $op } » n’est pas un opérateur
condition-wrong-name = Donnez un nom de 1 à { $most } caractères
condition-wrong-value = « { $op } » demande une valeur
condition-wrong-values = « { $op } » demande de { $least } à { $most } valeurs
condition-wrong-takes-none = « { $op } » ne prend pas de valeur
condition-wrong-literal = Une valeur est un texte, un nombre, « oui » ou « non »
condition-wrong-blank = Une valeur n’est jamais vide : « is_empty » trouve ce qui l’est
condition-wrong-long-text = Une valeur a au plus { $most } caractères
condition-wrong-long-number = Un nombre a au plus 15 chiffres : écrivez-en un plus long comme un texte
condition-wrong-delay = Donnez une durée : jours, heures et minutes, séparés par des deux-points
condition-wrong-aggregate = « { $function } » demande un objet qui nomme une transaction
condition-wrong-of = Dites quel champ des transactions « { $function } » regarde
condition-wrong-field = « { $field } » n’est pas un champ ici
condition-wrong-question = « { $field } » nomme une question que la campagne n’a pas
condition-wrong-row = « { $field } » nomme une ligne que la question n’a pas
condition-wrong-statement = « { $field } » est un énoncé : personne n’y répond
condition-wrong-later = « { $field } » vient plus loin : une condition ne regarde qu’en arrière
condition-wrong-slot = « { $field } » n’existe pas : les champs personnalisés vont de 1 à 20
condition-wrong-transactions = Ici, on ne peut pas compter de transactions
condition-wrong-compares = « { $op } » ne compare pas { $sort } : utilisez { $offered }
condition-wrong-incomparable = « { $given } » ne se compare pas à { $sort }
condition-wrong-offered = « { $given } » n’est pas dans la liste : { $offered }
condition-wrong-off-scale = « { $given } » n’est pas { $scale }
condition-wrong-scale = Cela ne peut jamais être vrai : le champ contient { $scale }
condition-wrong-ends = Donnez d’abord la plus petite borne
condition-wrong-contradicts = Cela et « { $other } » ne peuvent pas être vrais ensemble
condition-wrong-contradicts-all = Avec ce qui précède, cela ne peut jamais être vrai
condition-wrong-never = Cela ne peut jamais être vrai
condition-sort = { $sort ->
    [text] un texte
    [amount] un texte ou un nombre
    [texts] une liste de textes
    [word] un mot de la liste
    [id] un identifiant
    [choice] un choix de la question
    [choices] une liste de choix de la question
    [number] un nombre
    [boolean] une valeur « oui » ou « non »
    [instant] une date avec son heure et son fuseau
   *[rows] l’ensemble des lignes : nommez-en une
}
condition-scale = { $scale ->
    [whole-between] un nombre entier de { $low } à { $high }
    [whole-from] un nombre entier d’au moins { $low }
    [whole-to] un nombre entier d’au plus { $high }
    [whole] un nombre entier
    [between] un nombre de { $low } à { $high }
    [from] un nombre d’au moins { $low }
    [to] un nombre d’au plus { $high }
   *[any] un nombre
}
