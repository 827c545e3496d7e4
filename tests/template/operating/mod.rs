//! What an operator lives by: alarms and dashboards, and the commands of docs/operate.md.
//! What the system is made of is in the files beside this folder.

mod materials;
mod operate;
mod watch;
