### Français du Québec. Chaque clé de ce fichier existe dans en.ftl avec les mêmes arguments.
### Aucun « de » devant un nom : l'élision (« d'Acme ») ne peut pas être devinée.

## Dans les courriels et sur les pages
reason = À la suite de notre visite du { $date }
reason-agent = { $agent } vous a rendu visite le { $date }
nps-low = Pas du tout probable
nps-high = Extrêmement probable
label = { $label } :
scale-end = { $number } = { $label }
score = { $score } sur 10
privacy-link = Politique de confidentialité
unsubscribe-link = Ne plus recevoir ces sondages

## Textes par défaut d'une campagne
default-information = { $company } utilise vos réponses pour suivre la qualité de son travail et, au besoin, pour communiquer avec vous au sujet de cette visite. Répondre est facultatif.
default-nps-question = Quelle est la probabilité que vous recommandiez { $company } à un proche ou à un collègue ?
default-subject = Comment s'est passée notre visite ?
default-title = Comment ça s'est passé ?
default-description = { $company } aimerait le savoir. Il suffit d'environ une minute.

## L'invitation
score-hint = Choisissez une note : le sondage s'ouvre avec celle-ci, et vous pouvez encore la changer avant l'envoi.
answer-button = Répondre au sondage
sent-by = Envoyé par { $sender } ({ $address }) à la suite de la visite du { $date }.
sender-of = { $sender }, { $company }

## L'alerte
alert-subject-score = { $customer } a donné { $score } sur 10
alert-subject = { $customer } attend un suivi
alert-intro = La réponse est arrivée le { $moment } et attend un suivi auprès du client.
alert-score = Note
alert-comment = Commentaire
alert-customer = Client
alert-email = Courriel
alert-phone = Téléphone
alert-visit = Visite
alert-visit-agent = { $date }, par { $agent }
alert-campaign = Campagne
alert-next = Prochaine étape
alert-next-call = Appelez { $customer } au { $phone } et écoutez d'abord. Notez ensuite dans l'alerte ce dont vous avez convenu.
alert-next-write = Écrivez à { $customer } et proposez d'en parler. Notez ensuite dans l'alerte ce dont vous avez convenu.
alert-open = Ouvrir l'alerte
alert-why = Vous recevez ce courriel parce que l'alerte vous est confiée chez { $company }.
nps-type = { $type ->
    [detractor] détracteur
    [passive] passif
    [promoter] promoteur
   *[other] { $type }
}

## La page du sondage
progress = { $number } sur { $total }
optional = facultatif
no-answer = Sans réponse
choose-several = Vous pouvez en choisir plusieurs.
text-limit = { $max ->
    [one] Au plus { $max } caractère
   *[other] Au plus { $max } caractères
}
error-summary = { $count ->
    [0] Le sondage n'a pas été envoyé
    [one] Une réponse est à corriger
   *[other] { $count } réponses sont à corriger
}
send = { $count ->
    [one] Envoyer ma réponse
   *[other] Envoyer mes réponses
}
save = Enregistrer mes changements
editing = Vous modifiez une réponse déjà enregistrée, ce qui est possible jusqu'au { $moment }.
honeypot = Laissez ce champ vide

## Corrections
correction-missing = Une réponse est nécessaire ici.
correction-scale = Choisissez un nombre de { $min } à { $max }.
correction-choice = Choisissez parmi les réponses proposées.
correction-long = { $max ->
    [one] Raccourcissez ce texte à { $max } caractère.
   *[other] Raccourcissez ce texte à { $max } caractères.
}
unreadable-form = Nous n'avons pas pu lire ce formulaire. Il est peut-être resté ouvert trop longtemps : vérifiez vos réponses et envoyez-les de nouveau.

## Suites
thanks-title = Merci, votre réponse est enregistrée.
thanks-next = { $company } la reçoit dès maintenant et s'en sert pour améliorer ses visites.
edit-until = Vous pouvez la modifier jusqu'au { $moment }.
edit-link = Modifier ma réponse
next-link = Continuer vers { $host }
already-title = Votre réponse est déjà enregistrée.
already-final = Elle ne peut plus être modifiée, et il n'y a rien d'autre à faire.
expired-title = Ce lien est expiré.
expired-text = Le temps prévu pour répondre à ce sondage est écoulé. Vous n'avez rien à faire.
closed-title = Ce sondage est fermé.
closed-text = Il est terminé, ou un courriel plus récent l'a remplacé : si vous en avez reçu un, ouvrez le lien qu'il contient.
not-found-title = Nous n'avons pas pu lire ce lien.
not-found-text = Il a peut-être été coupé : ouvrez-le de nouveau à partir du courriel.
problem-title = Un problème est survenu de notre côté.
problem-text = Attendez une minute et réessayez. Si vous envoyiez une réponse, revenez en arrière et envoyez-la de nouveau : elle ne compte qu'une fois.

## Désabonnement
unsubscribe-title = Arrêter les sondages envoyés par { $company } ?
unsubscribe-text = Plus aucun sondage ne sera envoyé à cette adresse. Les autres courriels envoyés par { $company } ne sont pas touchés.
unsubscribe-button = Arrêter les sondages
unsubscribed-title = Les sondages envoyés par { $company } sont arrêtés.
unsubscribed-text = L'arrêt prend effet dès maintenant. Si c'était une erreur, vous pouvez l'annuler ici.
resubscribe-button = Recevoir de nouveau les sondages
resubscribed-title = Vous pourrez de nouveau recevoir les sondages envoyés par { $company }.
resubscribed-text = Chaque courriel contient un lien pour les arrêter.
