//! Transports of mails and texts: SES, AWS End User Messaging, SMTP.
//! Stores, queues and secrets are beside this folder.

mod ses;
mod sms;
mod smtp;
