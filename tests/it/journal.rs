//! A search that is cut off at any moment goes on where it was.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use proofwright::{
    driver::{self, Progress, Searched, Settings, Watch, Written},
    proposer::Usage,
    search::{Budget, Outcome, journal::Journal},
    testing::{ScriptedProposer, ScriptedProver, Table},
    theorem::{ProverKind, Theorem},
};
use tokio_util::sync::CancellationToken;

const WORLD: &str = "root: split [-1] => a, b
root: other [-2] => c
a: no [-1] => rejected no
a: slow [-1] => inconclusive time
a: on [-3] => d
d: end => closed
b: on [-1] => e, f
e: end => closed
f: no [-1] => rejected no
f: back [-2] => b
f: on [-4] => c
c: end [-5] => closed";

/// A file in memory that is full after so many bytes.
#[derive(Clone)]
pub(crate) struct Disk {
    text: Arc<Mutex<Vec<u8>>>,
    room: usize,
}

impl Disk {
    pub(crate) fn new(room: usize) -> Disk {
        Disk { text: Arc::default(), room }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.text.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = self.text.lock().unwrap();
        let taken = bytes.len().min(self.room - text.len());
        text.extend(&bytes[..taken]);
        if taken == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Watcher {
    past: Option<Journal>,
    disk: Disk,
}

impl Watch for Watcher {
    fn progress(&mut self, _: Progress) {}

    fn journal(&mut self, hole: usize) -> Option<Written> {
        assert_eq!(hole, 0);
        Some(Written { past: self.past.take(), out: Box::new(self.disk.clone()) })
    }
}

async fn search(statement: &str, past: Option<Journal>, disk: &Disk) -> Searched {
    let table = Arc::new(Table::parse(WORLD).unwrap());
    let theorem = Theorem::new("t", ProverKind::Lean, "", statement, statement.len() - 5..statement.len());
    let mut session = ScriptedProver::new(table.clone());
    let proposer = ScriptedProposer::new(table, "scripted", Usage { calls: 1, ..Usage::default() });
    let settings =
        Settings { budget: Budget { steps: Some(100), ..Budget::default() }, ..Settings::default() };
    let mut watch = Watcher { past, disk: disk.clone() };
    let cancel = CancellationToken::new();
    let searched = driver::search(
        &mut session,
        driver::Sources::new(&proposer),
        &theorem,
        &settings,
        &cancel,
        &mut watch,
    )
    .await;
    let searched = searched.unwrap();
    assert_eq!(session.states(), 0, "every state is given back");
    searched
}

const STATEMENT: &str = "theorem t : root := sorry";

#[tokio::test]
async fn a_search_that_is_cut_off_goes_on() {
    let disk = Disk::new(usize::MAX);
    let whole = search(STATEMENT, None, &disk).await;
    assert_eq!((whole.outcome, whole.complaints.len()), (Outcome::Proved, 0));
    let text = disk.text();
    let journal = Journal::read(&text).unwrap();
    assert_eq!(journal.search().unwrap().spent().steps, whole.spent.steps);
    // In front of each line, and in the middle of it.
    let ends: Vec<usize> = text.match_indices('\n').map(|it| it.0 + 1).collect();
    for cut in ends.iter().flat_map(|&it| [it, it + 7]).filter(|&it| it < text.len()) {
        let disk = Disk::new(usize::MAX);
        let past = Journal::read(&text[..cut]).unwrap();
        let known = past.entries.len();
        let again = search(STATEMENT, Some(past), &disk).await;
        assert_eq!((again.outcome, &again.scripts), (Outcome::Proved, &whole.scripts), "cut at {cut}");
        assert_eq!((again.spent.steps, again.spent.calls), (whole.spent.steps, whole.spent.calls));
        assert_eq!(again.complaints, [""; 0]);
        // What was appended, behind what was there, is the whole search once more.
        let kept = &text[..text[..cut].rfind('\n').unwrap() + 1];
        let both = Journal::read(&format!("{kept}{}", disk.text())).unwrap();
        assert!(both.entries.len() > known);
        assert_eq!(both.search().unwrap().spent().steps, whole.spent.steps);
    }
}

#[tokio::test]
async fn a_journal_of_something_else_is_not_gone_on_with() {
    let disk = Disk::new(usize::MAX);
    search(STATEMENT, None, &disk).await;
    let past = Journal::read(&disk.text()).unwrap();
    let again = search("theorem u : root := sorry", Some(past.clone()), &disk).await;
    assert!(again.complaints[0].contains("of another statement"), "{:?}", again.complaints);
    assert_eq!(again.outcome, Outcome::Proved);
    let last = Journal::read(&disk.text()).unwrap();
    assert_eq!(last.entries.len(), past.entries.len(), "the second search counts, from its head on");

    let mut odd = past;
    odd.entries.remove(0);
    let again = search(STATEMENT, Some(odd), &disk).await;
    assert!(again.complaints[0].contains("line 2 does not fit the search"), "{:?}", again.complaints);
    assert_eq!(again.outcome, Outcome::Proved);
}

#[tokio::test]
async fn a_full_disk_costs_the_journal_only() {
    let disk = Disk::new(2_000);
    let searched = search(STATEMENT, None, &disk).await;
    assert_eq!(searched.outcome, Outcome::Proved);
    assert!(searched.complaints[0].contains("cannot be written down any more"), "{:?}", searched.complaints);
    assert!(!Journal::read(&disk.text()).unwrap().entries.is_empty());
    assert!(Journal::read("").is_err() && Journal::read("{}\n").is_err());
}
