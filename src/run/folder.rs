//! The files of a run folder: written so that a crash at any moment loses at most what was being written.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Row, Statement, Summary, file_name, files};
use crate::theorem::ProverKind;

/// All that may stand in a run folder.
const NAMES: &[&str] = &[
    "config.json",
    "statements.jsonl",
    "headers",
    "records.jsonl",
    "trees",
    "summary.json",
    "lock",
    "report",
];

/// Settings that may differ when a run goes on.
const FREE: &[&str] = &["jobs", "started_at"];

/// Settings that choose the statements.
const SELECTION: &[&str] = &["corpora", "split", "filter", "limit", "sample", "statements_hash"];

/// A setting in which two runs differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Its name.
    pub setting: String,
    /// What it is in each.
    pub values: [Value; 2],
}

/// What is wrong with a run folder.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The file system said no.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Somebody else works in it.
    #[error("another run is at work in {}{holder}", path.display())]
    Held {
        /// The folder.
        path: PathBuf,
        /// Who it is, as far as known.
        holder: String,
    },
    /// It holds a run, and none is to be resumed.
    #[error("{} holds a run already", .0.display())]
    Taken(PathBuf),
    /// It holds other things.
    #[error("{} is not empty, and what it holds is no run: {}", path.display(), found)]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// One of the things.
        found: String,
    },
    /// It holds no run.
    #[error("{} holds no run", .0.display())]
    Missing(PathBuf),
    /// The run is of other statements, or with other settings.
    #[error("the run in {} is another one: {}", path.display(), differences.join("; "))]
    Differs {
        /// The folder.
        path: PathBuf,
        /// What differs.
        differences: Vec<String>,
    },
    /// A file is not what it should be.
    #[error("{}: {message}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

impl RunError {
    /// What can be done about it.
    pub fn hint(&self) -> &'static str {
        match self {
            RunError::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                "what was recorded is kept: make room, then go on with the same command and `--resume`"
            }
            RunError::Io { .. } => "name a folder that you may write to, with `--out DIR`",
            RunError::Held { .. } => "wait for it, or name another folder with `--out DIR`",
            RunError::Taken(_) => "go on with it by `--resume`, or name another folder with `--out DIR`",
            RunError::Foreign { .. } => "name a new or an empty folder with `--out DIR`",
            RunError::Missing(_) => "`proofwright bench CORPUS --out DIR` begins one",
            RunError::Differs { .. } => "repeat the command that began it, or begin another with `--out DIR`",
            RunError::Malformed { .. } => "restore the file, or begin a new run with `--out DIR`",
        }
    }
}

fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> RunError {
    move |source| RunError::Io { doing, path: path.to_owned(), source }
}

/// What a run folder holds, as it can be read while others write to it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Where it is.
    pub path: PathBuf,
    /// The settings.
    pub config: Value,
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// All rows, as they were written.
    pub rows: Vec<Row>,
    /// What was left out in reading: lines that are cut off or damaged.
    pub notes: Vec<String>,
}

impl Run {
    /// Reads a run folder, or a file of records as `prove --json` prints them.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn read(path: &Path) -> Result<Run, RunError> {
        let mut run = Run { path: path.to_owned(), ..Run::default() };
        let records = if path.is_dir() {
            let config = path.join("config.json");
            if !config.exists() {
                return Err(RunError::Missing(path.to_owned()));
            }
            let text = fs::read(&config).map_err(io_error("read", &config))?;
            run.config = serde_json::from_slice(&text)
                .map_err(|it| RunError::Malformed { path: config, message: it.to_string() })?;
            let statements = path.join("statements.jsonl");
            run.statements = lines(&statements, &mut run.notes)?;
            path.join("records.jsonl")
        } else {
            path.to_owned()
        };
        run.rows = lines(&records, &mut run.notes)?;
        for row in run.rows.iter_mut().filter(|it| it.id.is_empty()) {
            row.id.clone_from(&row.record.theorem);
        }
        Ok(run)
    }

    /// Where the settings of two runs differ, as far as that bears on what is proved of the same statements.
    pub fn settings_beside(&self, other: &Run) -> Vec<Difference> {
        let mut differences = Vec::new();
        if !self.config.is_null() && !other.config.is_null() {
            differ("", &self.config, &other.config, &mut differences);
        }
        differences.retain(|it| !SELECTION.contains(&it.setting.as_str()));
        differences
    }

    /// Where the journal of the search of an attempt is.
    pub fn tree(&self, id: &str, attempt: u32) -> PathBuf {
        self.path.join("trees").join(format!("{}.{attempt}.jsonl", file_name(id)))
    }

    /// What stands before a statement.
    pub fn header(&self, statement: &Statement) -> Option<String> {
        fs::read_to_string(self.path.join(header_file(statement)?)).ok()
    }
}

/// Reads the lines of a file; those that cannot be read are noted and left out.
fn lines<T: DeserializeOwned>(path: &Path, notes: &mut Vec<String>) -> Result<Vec<T>, RunError> {
    let bytes = fs::read(path).map_err(io_error("read", path))?;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(bytes.split(|it| *it == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(value) => found.push(value),
            Err(error) => notes.push(format!("{}:{number} is left out: {error}", path.display())),
        }
    }
    if found.is_empty() && !notes.is_empty() {
        return Err(RunError::Malformed { path: path.to_owned(), message: notes.join("; ") });
    }
    Ok(found)
}

fn header_file(statement: &Statement) -> Option<PathBuf> {
    let extension = match statement.prover? {
        ProverKind::Lean => "lean",
        ProverKind::Fstar => "fst",
    };
    Some(Path::new("headers").join(format!("{}.{extension}", statement.header_hash.get(..16)?)))
}

/// A folder that nobody else works in now.
#[derive(Debug)]
pub struct Claim {
    path: PathBuf,
    /// The lock, let go when this is dropped, also by a process that dies.
    lock: File,
}

impl Claim {
    /// Takes a folder for a new run, or one that is to be resumed; it is made if need be.
    ///
    /// # Errors
    /// If somebody else works there, or it holds what it must not.
    pub fn take(path: &Path, resume: bool) -> Result<Claim, RunError> {
        let config = path.join("config.json");
        match (config.exists(), resume) {
            (true, false) => return Err(RunError::Taken(path.to_owned())),
            (false, true) => return Err(RunError::Missing(path.to_owned())),
            _ => {}
        }
        fs::create_dir_all(path).map_err(io_error("make the folder", path))?;
        for entry in fs::read_dir(path).map_err(io_error("read", path))? {
            let name = entry.map_err(io_error("read", path))?.file_name();
            if !NAMES.iter().any(|it| name == *it) {
                let found = name.to_string_lossy().into_owned();
                return Err(RunError::Foreign { path: path.to_owned(), found });
            }
        }
        let file = path.join("lock");
        let (mut lock, is_free) = files::lock(&file).map_err(io_error("lock", &file))?;
        if !is_free {
            let mut holder = String::new();
            let known = lock.read_to_string(&mut holder).is_ok_and(|it| it > 0);
            let holder = if known { format!(" (process {})", holder.trim()) } else { String::new() };
            return Err(RunError::Held { path: path.to_owned(), holder });
        }
        // For whoever comes next; what is locked is the file, not its text.
        let _ = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
        Ok(Claim { path: path.to_owned(), lock })
    }

    /// Begins a run; `headers` are the texts before the statements.
    ///
    /// # Errors
    /// If something cannot be written.
    pub fn begin(
        self,
        config: &Value,
        statements: &[Statement],
        headers: &[&str],
    ) -> Result<RunFolder, RunError> {
        for name in ["headers", "trees"] {
            let folder = self.path.join(name);
            fs::create_dir_all(&folder).map_err(io_error("make the folder", &folder))?;
        }
        let headers: BTreeMap<PathBuf, &str> = statements
            .iter()
            .zip(headers)
            .filter_map(|(statement, header)| Some((header_file(statement)?, *header)))
            .collect();
        for (file, text) in headers {
            write_whole(&self.path.join(file), text.as_bytes())?;
        }
        let mut text = Vec::new();
        statements.iter().for_each(|it| text.extend(line(it)));
        write_whole(&self.path.join("statements.jsonl"), &text)?;
        write_whole(&self.path.join("records.jsonl"), b"")?;
        write_whole(&self.path.join("config.json"), pretty(config).as_bytes())?;
        RunFolder::open(self)
    }

    /// Goes on with the run that is there; also gives what it has.
    ///
    /// # Errors
    /// If it is a run of other statements or with other settings.
    pub fn resume(self, config: &Value, statements: &[Statement]) -> Result<(RunFolder, Run), RunError> {
        let run = Run::read(&self.path)?;
        let mut settings = Vec::new();
        differ("", &run.config, config, &mut settings);
        let told =
            |Difference { setting, values: [old, new] }| format!("`{setting}` is {old} there and {new} here");
        let mut differences: Vec<String> = settings.into_iter().map(told).collect();
        let told = |it: &[Statement]| -> Vec<[String; 3]> {
            it.iter().map(|it| [&it.id, &it.hash, &it.header_hash].map(String::clone)).collect()
        };
        if differences.is_empty() && told(&run.statements) != told(statements) {
            differences.push("the statements are not the same, or not called the same".into());
        }
        if !differences.is_empty() {
            return Err(RunError::Differs { path: self.path.clone(), differences });
        }
        Ok((RunFolder::open(self)?, run))
    }
}

/// Tells where two settings differ.
fn differ(name: &str, old: &Value, new: &Value, differences: &mut Vec<Difference>) {
    if let (Value::Object(a), Value::Object(b)) = (old, new) {
        let mut keys: Vec<_> = a.keys().chain(b.keys().filter(|it| !a.contains_key(*it))).collect();
        keys.retain(|it| !name.is_empty() || !FREE.contains(&it.as_str()));
        for key in keys {
            let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
            let of = |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(Value::Null);
            differ(&name, &of(a), &of(b), differences);
        }
    } else if old != new {
        differences.push(Difference { setting: name.to_owned(), values: [old.clone(), new.clone()] });
    }
}

/// A run folder that rows are added to.
#[derive(Debug)]
pub struct RunFolder {
    claim: Claim,
    records: File,
    /// Length of the records that are whole.
    whole: u64,
}

impl RunFolder {
    fn open(claim: Claim) -> Result<RunFolder, RunError> {
        let path = claim.path.join("records.jsonl");
        let failed = || io_error("open", &path);
        let mut records = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed())?;
        // What a crash cut off is no line, and the next one must not be glued to it.
        let mut text = Vec::new();
        records.read_to_end(&mut text).map_err(failed())?;
        let begun = text.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let mut whole = begun as u64;
        if serde_json::from_slice::<Row>(&text[begun..]).is_ok() {
            records.write_all(b"\n").map_err(failed())?;
            whole = text.len() as u64 + 1;
        }
        records.set_len(whole).and_then(|()| records.seek(SeekFrom::Start(whole))).map_err(failed())?;
        Ok(RunFolder { claim, records, whole })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.claim.path
    }

    /// Adds a row; one with a certificate is on the disk when this returns.
    ///
    /// # Errors
    /// If it cannot be written; the rows before it are whole all the same.
    pub fn add(&mut self, row: &Row) -> Result<(), RunError> {
        let text = line(row);
        let written = self.records.write_all(&text).and_then(|()| match row.is_certified() {
            true => self.records.sync_data(),
            false => Ok(()),
        });
        if let Err(source) = written {
            let _ = self.records.set_len(self.whole);
            let _ = self.records.seek(SeekFrom::Start(self.whole));
            return Err(io_error("write", &self.claim.path.join("records.jsonl"))(source));
        }
        self.whole += text.len() as u64;
        Ok(())
    }

    /// Writes the summary, in place of an earlier one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn summarise(&self, summary: &Summary) -> Result<(), RunError> {
        let text = pretty(summary);
        self.records.sync_data().map_err(io_error("write", &self.claim.path.join("records.jsonl")))?;
        write_whole(&self.claim.path.join("summary.json"), text.as_bytes())
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Nobody is at work here any more; the lock itself goes with the file.
        let _ = self.lock.set_len(0);
    }
}

fn line(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    text
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn write_whole(path: &Path, text: &[u8]) -> Result<(), RunError> {
    files::write_whole(path, text).map_err(io_error("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{driver::Record, theorem::Theorem};

    #[test]
    fn a_full_disk_is_told_with_a_way_out() {
        let Ok(full) = File::options().write(true).open("/dev/full") else { return };
        let folder = tempfile::tempdir().unwrap();
        let run = Claim::take(folder.path(), false).unwrap().begin(&Value::Null, &[], &[]).unwrap();
        let mut run = RunFolder { records: full, ..run };
        let record = Record::empty(&Theorem::new("t", ProverKind::Lean, "", "", 0..0));
        let row =
            Row { id: "t".into(), index: 0, attempt: 0, started_at: String::new(), ended_ms: 0, record };
        let error = run.add(&row).unwrap_err();
        assert!(
            error.to_string().contains("cannot write") && error.to_string().contains("records.jsonl"),
            "{error}"
        );
        assert!(error.hint().contains("what was recorded is kept: make room"), "{}", error.hint());
        assert_eq!(run.whole, 0);
    }
}
