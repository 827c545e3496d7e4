//! `relance welcome`: the first minutes of a stage, after its first deployment. Opens the account of the company that the
//! stage was deployed for, and mails its owner the first sign-in link; where no mail can go out yet, it prints the link and
//! says why. Every later run changes nothing.

use super::{CommandReport, NotDone};
use clap::Args;
use relance_domain::name::{LanguageTag, OrganizationId};

/// Open the account of a new stage.
#[derive(Debug, Clone, Args)]
pub struct Welcome {
    /// The stage on AWS
    #[arg(long)]
    stage: String,
    /// Short name of the account; made of the company's name when absent
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: Option<OrganizationId>,
    /// Whose days and hours count
    #[arg(long, default_value = "America/Toronto")]
    time_zone: String,
    /// Language of staff mails, and of customers whose language is not known
    #[arg(long, default_value = "fr", value_parser = LanguageTag::parse)]
    language: LanguageTag,
}

#[cfg(not(feature = "aws"))]
impl Welcome {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let stage = self.stage.clone();
        std::future::ready(Err(super::NoPlace::OneMachineOnly(stage).into())).await
    }
}

#[cfg(feature = "aws")]
pub(super) use on_aws::mail_link;

#[cfg(feature = "aws")]
mod on_aws {
    use super::{CommandReport, NotDone, OrganizationId, Welcome};
    use crate::operate::place::OpenedPlace;
    use crate::operate::{NoPlace, PlaceArgs};
    use relance_adapters::aws::Aws;
    use relance_adapters::chance::{SystemClock, UlidMint};
    use relance_application::account::IssueKey;
    use relance_application::account::SignIns;
    use relance_application::ports::mail::{Mailer as _, OutgoingMail, SendTag};
    use relance_domain::account::Organization;
    use relance_domain::invitation::SendOutcome;
    use relance_domain::name::{EmailAddress, SendId};
    use std::path::PathBuf;

    impl Welcome {
        pub(in crate::operate) async fn run(&self) -> Result<CommandReport, NotDone> {
            let place = PlaceArgs { stage: Some(self.stage.clone()), data: PathBuf::new(), restore_epoch: 0 };
            let store = place.open().await?;
            let told = self.welcome(&store).await;
            store.close().await;
            told
        }

        async fn welcome(&self, store: &OpenedPlace) -> Result<CommandReport, NotDone> {
            let aws = store.aws.as_ref().ok_or_else(|| NotDone::Refused("this is no stage".to_owned()))?;
            let account = self.account(aws, store.restore_epoch)?;
            let (id, stage) = (&account.id, &self.stage);
            let (records, clock, mint) = (store.records.as_ref(), &SystemClock, &UlidMint);
            if !(IssueKey { records, clock, mint }).open(&account).await? {
                let again = format!("relance sign-in --stage {stage} --organization {id}");
                return Ok(CommandReport::well(format!(
                    "the account `{id}` is open; `{again}` makes a link into the console"
                )));
            }
            let token = SignIns { records, clock, mint }.issue(id, "owner").await?;
            let base_url = aws.base_url().map_err(NoPlace::from)?;
            let link = format!("{base_url}/console/sign-in?token={token}");
            let owner = aws.owner_email().map_err(NoPlace::from)?;
            let owner = EmailAddress::parse(owner).map_err(|error| NotDone::Refused(error.to_string()))?;
            let outcome = match mail_link(aws, &account, &owner, &link).await {
                Ok(()) => {
                    format!("the first sign-in link was mailed to {owner}; it works once, within the hour")
                }
                Err(reason) => format!("console: {link}\nthe link is shown here because {reason}"),
            };
            Ok(CommandReport::well(format!("the account `{id}` of {} was opened\n{outcome}", account.name)))
        }

        fn account(&self, aws: &Aws, restore_epoch: u32) -> Result<Organization, NotDone> {
            let name = aws.organization_name().map_err(NoPlace::from)?;
            let identity = aws.sender_identity().map_err(NoPlace::from)?;
            let id = match &self.organization {
                Some(id) => id.clone(),
                None => OrganizationId::parse(&short_name(name)).map_err(|error| {
                    NotDone::Refused(format!(
                        "`{name}` makes no short name ({error}): choose one with `--organization`"
                    ))
                })?,
            };
            let sender =
                if identity.contains('@') { identity.to_owned() } else { format!("survey@{identity}") };
            let owner = aws.owner_email().map_err(NoPlace::from)?;
            Ok(Organization {
                restore_epoch,
                owner: EmailAddress::parse(owner).ok(),
                ..Organization::new(
                    id,
                    name.to_owned(),
                    self.time_zone.clone(),
                    self.language.clone(),
                    EmailAddress::parse(&sender).map_err(|error| NotDone::Refused(error.to_string()))?,
                )
            })
        }
    }

    /// `Plomberie Boréale inc.` is `plomberie-boreale-inc`.
    fn short_name(name: &str) -> String {
        let mut short = String::new();
        for letter in name.to_lowercase().chars() {
            let plain = match letter {
                'à' | 'â' | 'ä' => "a",
                'ç' => "c",
                'é' | 'è' | 'ê' | 'ë' => "e",
                'î' | 'ï' => "i",
                'ô' | 'ö' => "o",
                'ù' | 'û' | 'ü' => "u",
                'œ' => "oe",
                'æ' => "ae",
                letter if letter.is_ascii_alphanumeric() => {
                    short.push(letter);
                    continue;
                }
                _ if short.is_empty() || short.ends_with('-') => continue,
                _ => "-",
            };
            short.push_str(plain);
        }
        short.trim_end_matches('-').to_owned()
    }

    /// Mails a link into the console; otherwise says why it cannot go out, to follow "because".
    pub(in crate::operate) async fn mail_link(
        aws: &Aws,
        account: &Organization,
        to: &EmailAddress,
        link: &str,
    ) -> Result<(), String> {
        let standing = aws.sender_standing().await.map_err(|fault| fault.to_string())?;
        let identity = aws.sender_identity().map_err(|error| error.to_string())?;
        match standing.verified {
            None => return Err(format!("SES does not know the sender identity `{identity}` yet")),
            Some(false) => return Err(format!("the sender identity `{identity}` is not verified yet")),
            Some(true) if !standing.sending => return Err("SES has stopped the account".to_owned()),
            Some(true) => {}
        }
        let mailer = aws.mailer().map_err(|error| error.to_string())?;
        match mailer.deliver(&letter(account, to, link)).await {
            SendOutcome::Accepted { .. } => Ok(()),
            SendOutcome::Rejected { reason }
            | SendOutcome::AddressRefused { reason }
            | SendOutcome::SenderBlocked { reason } => {
                let sandbox = if standing.production {
                    ""
                } else {
                    " (in its sandbox it mails verified addresses only)"
                };
                Err(format!("SES refused the mail to {to}: {reason}{sandbox}"))
            }
            _ => Err(format!("SES did not take the mail to {to}")),
        }
    }

    /// In both languages, because nobody has said yet which one its reader prefers.
    fn letter(account: &Organization, to: &EmailAddress, link: &str) -> OutgoingMail {
        let name = &account.name;
        let french = format!(
            "Voici un lien vers la console de {name}. Il l’ouvre une seule fois, dans l’heure qui vient\u{a0}:"
        );
        let english =
            format!("Here is a link into the console of {name}. It opens it once, within the hour:");
        let html = maud::html! {
            p lang="fr" { "Bonjour," }
            p lang="fr" { (french) }
            p { a href=(link) { (link) } }
            p lang="en" { "Hello," }
            p lang="en" { (english) }
            p { a href=(link) { (link) } }
        };
        OutgoingMail {
            from_name: name.clone(),
            from_address: account.sender.clone(),
            to: to.clone(),
            subject: "Votre accès à la console · Your way into the console".to_owned(),
            headers: Vec::new(),
            text: format!("Bonjour,\n\n{french}\n{link}\n\nHello,\n\n{english}\n{link}\n"),
            html: html.into_string(),
            tag: SendTag { organization: account.id.clone(), send_id: SendId::SignIn, attempt: 1 },
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_company_s_name_becomes_a_short_name() {
            let table = [
                ("Plomberie Boréale inc.", "plomberie-boreale-inc"),
                ("  Œuvre & Cie  ", "oeuvre-cie"),
                ("Example", "example"),
                ("3M", "3m"),
            ];

            for (name, short) in table {
                assert_eq!(short_name(name), short);
            }
        }
    }
}
