//! `relance reconcile`: after the tables were restored to an earlier moment, brings one account up to now, and only then
//! lets its mails go again (R2.7). What is brought back is decided in `application::invitation`.

use super::{CommandReport, NotDone, PlaceArgs};
use clap::Args;
use jiff::Timestamp;
use relance_adapters::chance::SystemClock;
use relance_adapters::source::EventReader;
use relance_application::invitation;
use relance_application::invitation::PlanInvitations;
use relance_application::ports::due::{Announce, Announcement};
use relance_domain::name::OrganizationId;

/// Which account, and from when on.
#[derive(Debug, Clone, Args)]
pub struct ReconcileArgs {
    /// Short name of the account
    #[arg(long, value_parser = OrganizationId::parse)]
    organization: OrganizationId,
    /// The moment that the tables were restored to, such as `2026-11-22T14:05:00Z`
    #[arg(long)]
    restored_to: Timestamp,
    #[command(flatten)]
    place: PlaceArgs,
}

/// Nobody is told at once: the due index brings everything within two minutes.
struct Later;

#[async_trait::async_trait]
impl Announce for Later {
    async fn announce(&self, announcements: &[Announcement]) -> Vec<bool> {
        vec![false; announcements.len()]
    }
}

impl ReconcileArgs {
    pub(super) async fn run(&self) -> Result<CommandReport, NotDone> {
        let store = self.place.open().await?;
        let (records, clock) = (store.records.as_ref(), &SystemClock);
        let plan = PlanInvitations { records, announce: &Later, read: &EventReader, clock };
        let reconcile =
            invitation::Reconcile { records, plan: &plan, clock, restore_epoch: store.restore_epoch };
        let done = reconcile.run(&self.organization, self.restored_to).await;
        store.close().await;
        let invitation::Reconciled { events, cancelled, proven } = done?;
        Ok(CommandReport::well(format!(
            "{events} events were planned again, {cancelled} invitations cancelled again, {proven} mails proven sent; \
             sending of `{}` starts again after the wait for late evidence",
            self.organization
        )))
    }
}
