//! Sign-in links: made for one user, good for one hour and one use (R5.7). Looking at one changes nothing, so that a
//! mail scanner cannot use it up (P2). The session that it opens is in `session`.

use crate::account::presented::{Presented, place_of};
use crate::account::{Author, Deed, Doer, Done, Journal, Session};
use crate::kind::Kind;
use crate::ports::chance::{Clock, Mint};
use crate::ports::fault::Fault;
use crate::ports::records::{Change, Committed, Records};
use crate::stored::{Stored, entity, key, load, load_settings, record_of};
use jiff::{SignedDuration, Timestamp};
use relance_domain::account::Organization;
use relance_domain::name::OrganizationId;
use serde::{Deserialize, Serialize};

/// How long a link works.
const WORKS_FOR: SignedDuration = SignedDuration::from_hours(1);
const PURPOSE: &str = "sign-in";
/// The call by which somebody comes in.
const SIGN_IN: &str = "POST /console/sign-in";

/// A link that was made; its token is known to its reader only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    organization: OrganizationId,
    digest: String,
    user: String,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
}

entity!(SignIn, SignIn, |s| id: s.digest, expires: Some(s.expires_at));

/// Makes and takes sign-in links.
pub struct SignIns<'a> {
    /// Where they are.
    pub records: &'a dyn Records,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Makes secrets.
    pub mint: &'a dyn Mint,
}

impl SignIns<'_> {
    /// Makes a link for a user of an organization, named as the console shows them; returns its token.
    pub async fn issue(&self, organization: &OrganizationId, user: &str) -> Result<String, Fault> {
        let token = format!("{organization}.{}", self.mint.secret());
        let Presented { organization, digest } = place_of(PURPOSE, &token).ok_or_else(unusable)?;
        let expires_at = self.clock.now().checked_add(WORKS_FOR).unwrap_or(Timestamp::MAX);
        let link = SignIn { organization, digest, user: user.to_owned(), expires_at, used_at: None };
        match self.records.commit(&[Change::Create(record_of(&link, 0)?)]).await? {
            Committed::Done => Ok(token),
            Committed::Conflict => Err(unusable()),
        }
    }

    /// The organization that a link opens; `None` when it is unknown, used or too old: a stranger is not told which.
    pub async fn look(&self, token: &str) -> Result<Option<Organization>, Fault> {
        let Some(link) = self.live(token).await? else { return Ok(None) };
        Ok(load_settings(self.records, &link.value.organization).await?.map(|stored| stored.value))
    }

    /// Uses a link up and opens a session; returns the secret that continues it. Of two uses at once one succeeds.
    pub async fn open(&self, token: &str) -> Result<Option<String>, Fault> {
        let Some(Stored { value: link, version }) = self.live(token).await? else { return Ok(None) };
        let now = self.clock.now();
        let secret = format!("{}.{}", link.organization, self.mint.secret());
        let session = Session::of(&secret, &link.user, now).ok_or_else(unusable)?;
        let used = SignIn { used_at: Some(now), ..link };
        let came = Done { kind: Kind::Session, id: session.user.clone(), deed: Deed::SignedIn };
        let doer = Doer { who: Author::Person(session.user.clone()), call: SIGN_IN.to_owned() };
        let journal = Journal { clock: self.clock, mint: self.mint };
        let entry = journal.entry(&session.organization, &doer, vec![came])?;
        let changes =
            [Change::Update(record_of(&used, version)?), Change::Create(record_of(&session, 0)?), entry];
        Ok(match self.records.commit(&changes).await? {
            Committed::Done => Some(secret),
            Committed::Conflict => None,
        })
    }

    async fn live(&self, token: &str) -> Result<Option<Stored<SignIn>>, Fault> {
        let Some(Presented { organization, digest }) = place_of(PURPOSE, token) else { return Ok(None) };
        let found = load::<SignIn>(self.records, &key::<SignIn>(&organization, &digest)).await?;
        let now = self.clock.now();
        Ok(found.filter(|link| link.value.used_at.is_none() && now < link.value.expires_at))
    }
}

/// A minted secret that is too long, or that was minted before: the mint is broken.
fn unusable() -> Fault {
    Fault::permanent("a sign-in link could not be made")
}
