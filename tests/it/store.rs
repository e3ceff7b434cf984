//! The store of lemmas: processes that share it or die in the middle, and files that are none.

use std::{
    env, fs,
    io::Write as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use proofwright::{
    lemma::{
        Lemma,
        store::{Added, Store, StoreError},
    },
    testing::lemma::forged_lemma,
};
use rusqlite::Connection;

/// Names the index that this test program is to write to when it is started as a child.
const INDEX: &str = "PROOFWRIGHT_TEST_INDEX";
/// What the child is to do: the number it begins with, how many lemmas it adds, and the name they ask for.
const TASK: &str = "PROOFWRIGHT_TEST_TASK";

/// A lemma with a number; some are long, so that writing them takes several pages.
fn numbered(number: usize) -> Lemma {
    let lemma = forged_lemma(&format!("l{number}"), &[]);
    let padding = format!("-- {}", "x".repeat(number * 7919 % 30_000));
    Lemma { proof: format!("{}\n{padding}", lemma.proof), ..lemma }
}

/// When other tests start this one as a child it adds lemmas, and says what it has done after it was done; by itself
/// it does the same to a file of its own.
#[test]
fn writer() {
    let alone = tempfile::tempdir().unwrap();
    let index = env::var_os(INDEX).map_or(alone.path().join("lemmas.db"), Into::into);
    let task = env::var(TASK).unwrap_or("0 20 ".into());
    let [first, count, name] = task.split(' ').collect::<Vec<_>>()[..] else { panic!("{task}") };
    let first: usize = first.parse().unwrap();
    let mut out = std::io::stdout();
    let mut say = |text: &str| {
        writeln!(out, "{text}").unwrap();
        out.flush().unwrap();
    };
    let store = Store::open(&index).unwrap();
    for number in first..first + count.parse::<usize>().unwrap() {
        let lemma = numbered(number);
        let lemma = if name.is_empty() { lemma } else { Lemma { name: name.into(), ..lemma } };
        match store.add(&lemma) {
            Ok(Added::New(kept)) => say(&format!("kept {number} {}", kept.name)),
            Ok(other) => panic!("{other:?}"),
            Err(error) => return say(&format!("failed {error} - {}", error.hint())),
        }
        assert_eq!(store.get(&lemma.id).unwrap().unwrap().proof, lemma.proof);
        if number % 5 == 4 {
            store.withdraw(&lemma.id, "for a test").unwrap();
            say(&format!("withdrawn {number}"));
        }
        if number % 1000 % 16 == 15 {
            store.gc().unwrap();
        }
    }
}

fn start(index: &Path, task: &str) -> Child {
    command(Command::new(env::current_exe().unwrap()), index, task).spawn().unwrap()
}

fn command(mut command: Command, index: &Path, task: &str) -> Command {
    command.args(["--exact", "store::writer", "--nocapture"]).env(INDEX, index).env(TASK, task);
    command.stdout(Stdio::piped());
    command
}

/// What a child said, without what the test harness says and what was cut off.
fn said(child: Child) -> Vec<String> {
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let whole = text.rfind('\n').map_or("", |it| &text[..it]);
    // The harness has no end of line after the name of the test.
    let lines = whole.lines().map(|it| it.trim_start_matches("test store::writer ... "));
    lines
        .filter(|it| ["kept", "withdrawn", "failed"].iter().any(|word| it.starts_with(word)))
        .map(Into::into)
        .collect()
}

/// Every lemma of which a child said that it was kept is there, and is what it was.
fn assert_kept(store: &Store, said: &[String]) {
    for line in said {
        let Some(line) = line.strip_prefix("kept ") else { continue };
        let (number, name) = line.split_once(' ').unwrap();
        let number: usize = number.parse().unwrap();
        let expected = Lemma { name: name.into(), ..numbered(number) };
        match number % 5 {
            // It may have been withdrawn since, and swept away after that.
            4 => {}
            _ => assert_eq!(store.get(&expected.id).unwrap(), Some(expected)),
        }
    }
    for line in said.iter().filter_map(|it| it.strip_prefix("withdrawn ")) {
        assert_eq!(store.get(&numbered(line.parse().unwrap()).id).unwrap(), None);
    }
}

#[test]
fn a_process_that_is_killed_loses_nothing_that_it_was_told_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("lemmas.db");
    let (mut all, mut chance, mut cut_off) = (Vec::new(), 88_172_645_463_325_252_u64, 0);
    for round in 0..200 {
        let children: Vec<Child> = (0..1 + round % 2)
            .map(|it| start(&index, &format!("{} 1000 ", (round * 2 + it) * 1000)))
            .collect();
        for at in 0..4 {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            thread::sleep(Duration::from_micros(chance % (1 + 6000 * (at + 1))));
        }
        let said: Vec<String> = children
            .into_iter()
            .flat_map(|mut child| {
                child.kill().unwrap();
                said(child)
            })
            .collect();
        cut_off += usize::from(!said.is_empty());
        let store = Store::open(&index).unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert_kept(&store, &said);
        all.extend(said);
    }
    assert!(cut_off > 50, "only {cut_off} children were killed while they wrote");
    let store = Store::open_existing(&index).unwrap();
    assert_kept(&store, &all);
    assert_eq!(store.damaged().unwrap(), []);
    // What was not told of before the end may be there, but then it is whole.
    for lemma in store.all(None).unwrap() {
        let number = lemma.theorem.name[1..].parse().unwrap();
        assert_eq!(lemma, numbered(number));
    }
    let checked = Connection::open(&index).unwrap();
    let verdict: String = checked.query_row("PRAGMA integrity_check", [], |it| it.get(0)).unwrap();
    assert_eq!(verdict, "ok");
}

#[test]
fn processes_share_an_index_and_names_stay_unique() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("lemmas.db");
    let children: Vec<Child> = (0..4).map(|it| start(&index, &format!("{} 14 same", it * 1000))).collect();
    let said: Vec<String> = children.into_iter().flat_map(said).collect();
    let kept: Vec<&str> = said.iter().filter_map(|it| it.strip_prefix("kept ")).collect();
    assert_eq!(kept.len(), 4 * 14, "{said:?}");
    let store = Store::open(&index).unwrap();
    assert_kept(&store, &said);
    let mut names: Vec<String> = store.kept().unwrap().into_iter().map(|it| it.lemma.name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), count), (56, 56));
}

#[test]
fn processes_that_make_an_index_at_once_all_get_it() {
    for _ in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("lemmas.db");
        let children: Vec<Child> = (0..6).map(|it| start(&index, &format!("{it} 1 "))).collect();
        let said: Vec<String> = children.into_iter().flat_map(said).collect();
        assert_eq!(said.iter().filter(|it| it.starts_with("kept ")).count(), 6, "{said:?}");
    }
}

#[test]
fn a_file_that_may_not_grow_fails_with_what_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("lemmas.db");
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\""]).arg(env::current_exe().unwrap());
    let said = said(command(shell, &index, "0 1000 ").spawn().unwrap());
    let failed = said.last().and_then(|it| it.strip_prefix("failed ")).unwrap_or_else(|| panic!("{said:?}"));
    assert!(failed.contains("nothing was lost") && failed.contains("lemmas.db"), "{failed}");
    let store = Store::open(&index).unwrap();
    assert!(said.len() > 3);
    assert_kept(&store, &said);
    assert!(matches!(store.add(&numbered(5000)).unwrap(), Added::New(_)));
}

#[test]
fn a_locked_index_can_be_read_and_is_told_when_it_is_to_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("lemmas.db");
    let a = forged_lemma("a", &[]);
    Store::open(&index).unwrap().add(&a).unwrap();
    let other = Connection::open(&index).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let store = Store::open_with(&index, true, Duration::from_millis(80)).unwrap();
    assert_eq!(store.get(&a.id).unwrap(), Some(a));
    let error = store.add(&forged_lemma("b", &[])).unwrap_err();
    assert!(matches!(error, StoreError::Locked { waited_ms: 80, .. }), "{error}");
    other.execute_batch("COMMIT").unwrap();
    store.add(&forged_lemma("b", &[])).unwrap();

    // So is one that another process has for itself alone.
    drop(store);
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let error = Store::open_with(&index, true, Duration::from_millis(80)).and_then(|it| it.generation());
    assert!(matches!(error, Err(StoreError::Locked { .. })), "{error:?}");
}

#[test]
fn a_file_that_is_no_index_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "this is a text, and it is long enough to have been a header. ".repeat(40))
        .unwrap();
    fs::create_dir(path("folder")).unwrap();
    let other = Connection::open(path("other")).unwrap();
    other.execute_batch("CREATE TABLE t (x)").unwrap();
    drop(other);
    drop(Store::open(&path("newer")).unwrap());
    let newer = Connection::open(path("newer")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    for (name, parts) in [
        ("text", ["it is no SQLite database", "nothing was written to it"]),
        ("folder", ["it is a folder", "nothing was written to it"]),
        ("other", ["of another program", "nothing was written to it"]),
        (
            "newer",
            ["has version 99, and this proofwright knows versions up to 1", "use the newer proofwright"],
        ),
    ] {
        let before = fs::read(path(name)).ok();
        for open in [Store::open, Store::open_existing] {
            let error = open(&path(name)).unwrap_err();
            let text = format!("{error}\n{}", error.hint());
            assert!(parts.iter().all(|it| text.contains(it)), "{name}: {text}");
        }
        assert_eq!(fs::read(path(name)).ok(), before, "{name}");
    }
    let error = Store::open_existing(&path("none")).unwrap_err();
    assert!(matches!(error, StoreError::Missing(_)) && error.hint().contains("--index FILE"), "{error}");
    assert!(!path("none").exists());
    // An empty file is as good as none.
    fs::write(path("empty"), "").unwrap();
    assert_eq!(Store::open(&path("empty")).unwrap().all(None).unwrap(), []);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    for path in ["/proc/lemmas.db", "/proc/none/lemmas.db"] {
        let error = Store::open(Path::new(path)).unwrap_err();
        assert!(error.to_string().contains("/proc"), "{error}");
        assert!(error.hint().contains("--index FILE"), "{error}");
    }
}

#[test]
fn an_index_whose_pages_are_damaged_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("lemmas.db");
    let store = Store::open(&index).unwrap();
    (0..60).for_each(|it| drop(store.add(&numbered(it)).unwrap()));
    store.gc().unwrap();
    drop(store);
    let mut bytes = fs::read(&index).unwrap();
    // The file's own header stays.
    for byte in &mut bytes[100..] {
        *byte ^= 0x5a;
    }
    fs::write(&index, &bytes).unwrap();
    let error = Store::open(&index).and_then(|it| it.all(None)).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }) && error.hint().contains("move it away"), "{error}");
}
