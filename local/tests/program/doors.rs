//! What others on the same machine can reach of the real program: its one port, and no file (R5, issue 11 line 19).
//! What the port answers to whom is in `tests/journey`.

use crate::program::Program;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::tempdir;

/// A page of somebody else, open in a browser on this machine.
const STRANGER: &str = "Origin: https://elsewhere.example";

/// Sockets that wait for others, by protocol and port: TCP in state `LISTEN`, and every UDP socket.
fn open_doors(pid: u32) -> BTreeSet<(&'static str, u16)> {
    let ours = sockets_of(pid);
    let mut doors = BTreeSet::new();
    for protocol in ["tcp", "tcp6", "udp", "udp6"] {
        let table = fs::read_to_string(format!("/proc/{pid}/net/{protocol}")).unwrap();
        for line in table.lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let waits = fields[3] == "0A" || protocol.starts_with("udp");
            if waits && ours.contains(fields[9]) {
                let (_, port) = fields[1].rsplit_once(':').unwrap();
                doors.insert((protocol, u16::from_str_radix(port, 16).unwrap()));
            }
        }
    }
    doors
}

/// The kernel's numbers of a process's sockets.
fn sockets_of(pid: u32) -> BTreeSet<String> {
    let open = fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
    let targets = open.filter_map(|file| fs::read_link(file.unwrap().path()).ok());
    let number =
        |target: PathBuf| Some(target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned());
    targets.filter_map(number).collect()
}

/// Runs a command as another user of this machine; `None`, with a word about it, where we are not root.
fn as_somebody_else(command: &[&str]) -> Option<Output> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        eprintln!("not checked: only root can run a command as another user");
        return None;
    }
    let mut setpriv = Command::new("setpriv");
    setpriv.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).args(command);
    Some(setpriv.output().expect("setpriv, of util-linux"))
}

/// Every file below a directory.
fn files_below(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files
}

/// Every directory below one, itself included.
fn directories_below(directory: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut all = vec![directory.to_owned()];
    all.extend(inside.filter(|path| path.is_dir()).flat_map(|path| directories_below(&path)));
    all
}

/// A program with a mail in its outbox and a moved clock, so that all its files exist.
fn program_with_everything(data: &Path) -> Program {
    let program = Program::start(data, 0);
    let client = program.client();
    client.finish_task("T-1", "lea@example.com", &client.now().unwrap()).unwrap();
    client.advance(36 * 3_600).unwrap();
    assert_eq!(client.mails().unwrap().len(), 1);
    program
}

#[test]
fn the_program_listens_on_its_own_port_and_on_nothing_else() {
    let data = tempdir().unwrap();

    let program = program_with_everything(data.path());

    assert_eq!(open_doors(program.id()), BTreeSet::from([("tcp", program.port())]));
}

#[test]
fn a_page_of_somebody_else_is_told_by_no_answer_that_it_may_read_it() {
    let data = tempdir().unwrap();
    let program = program_with_everything(data.path());
    let base = format!("http://127.0.0.1:{}", program.port());
    let calls_of_a_store: &[&str] = &[
        "-H",
        "X-Amz-Target: DynamoDB_20120810.ListTables",
        "-H",
        "Content-Type: application/x-amz-json-1.0",
        "-d",
        "{}",
    ];
    let asked: &[&[&str]] =
        &[&[], calls_of_a_store, &["-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST"]];

    for path in
        ["/", "/local/outbox.json", "/local/metrics.json", "/v1/answers", "/console/", "/s/x", "/hooks/demo"]
    {
        for more in asked {
            let url = format!("{base}{path}");
            let command: Vec<&str> = ["curl", "--silent", "--include", "-H", STRANGER, &url]
                .into_iter()
                .chain(more.iter().copied())
                .collect();
            let Some(output) = as_somebody_else(&command) else { return };

            let answer = String::from_utf8_lossy(&output.stdout).to_lowercase();
            assert!(answer.starts_with("http/1.1 "), "{path}: {}", String::from_utf8_lossy(&output.stderr));
            assert!(!answer.contains("access-control-allow"), "{path} {more:?}: {answer}");
            assert!(!answer.contains("tablenames"), "{path} {more:?}: {answer}");
        }
    }
}

#[test]
fn no_file_of_the_data_directory_can_be_read_by_another_user() {
    let home = tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let data = home.path().join("data");
    let program = program_with_everything(&data);

    for directory in directories_below(&data) {
        let mode = fs::metadata(&directory).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} is open to others", directory.display());
        // Somebody opened it, by a careless `chmod`: the files still say no.
        fs::set_permissions(&directory, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let files = files_below(&data);
    assert!(files.len() >= 6, "{files:?}");
    for file in files {
        let Some(output) = as_somebody_else(&["cat", file.to_str().unwrap()]) else { return };

        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains("Permission denied"), "{}: {told}", file.display());
    }
    drop(program);
}
