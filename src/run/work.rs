//! A folder with a log of the work that is done, and what is put out from it.
//!
//! The log has a line for each piece of work, with all that came of it. What is put out is made from the log, so that what
//! was interrupted is whole as far as it goes, and goes on where it was.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::files;

/// What stands in each such folder.
const NAMES: [&str; 3] = ["config.json", "lock", LOG];

const LOG: &str = "work.jsonl";

/// What is wrong with such a folder.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
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
    #[error("somebody is at work in {} already", .0.display())]
    Held(PathBuf),
    /// It holds other things.
    #[error("{} is not empty, and holds other things: {found}", path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// One of the things.
        found: String,
    },
    /// What it holds was made with other settings.
    #[error("what is in {} was made otherwise: {difference}", path.display())]
    Differs {
        /// The folder.
        path: PathBuf,
        /// Where it differs.
        difference: String,
    },
}

impl WorkError {
    /// What can be done about it.
    pub fn hint(&self) -> &'static str {
        match self {
            WorkError::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                "what was done is kept: make room, then go on with the same command"
            }
            WorkError::Io { .. } => "name a folder that you may write to, with `--out DIR`",
            WorkError::Held(_) => "wait for it, or name another folder with `--out DIR`",
            WorkError::Foreign { .. } => "name a new or an empty folder with `--out DIR`",
            WorkError::Differs { .. } => {
                "repeat the command that began it to go on with it, or name another folder with `--out DIR`"
            }
        }
    }
}

fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> WorkError {
    move |source| WorkError::Io { doing, path: path.to_owned(), source }
}

/// A line of the log.
#[derive(Debug, Serialize, Deserialize)]
struct Entry<T> {
    work: String,
    #[serde(flatten)]
    yielded: T,
}

/// A folder that nobody else works in now.
#[derive(Debug)]
pub struct WorkFolder<T> {
    path: PathBuf,
    /// Held until this is dropped, also by a process that dies.
    _lock: File,
    log: File,
    done: BTreeMap<String, T>,
}

impl<T: Serialize + DeserializeOwned> WorkFolder<T> {
    /// Begins, or goes on with what is there if it was begun with the same `config`. `others` says which files may stand
    /// there beside the log.
    ///
    /// # Errors
    /// If somebody else works there, it holds other things, or it cannot be written.
    pub fn open(path: &Path, config: &Value, others: &[&str]) -> Result<WorkFolder<T>, WorkError> {
        fs::create_dir_all(path).map_err(io_error("make the folder", path))?;
        for entry in fs::read_dir(path).map_err(io_error("read", path))? {
            let name = entry.map_err(io_error("read", path))?.file_name();
            let name = name.to_string_lossy().into_owned();
            let known = |names: &[&str]| names.contains(&name.as_str());
            if !known(&NAMES) && !known(others) && !name.starts_with(".new-") {
                return Err(WorkError::Foreign { path: path.to_owned(), found: name });
            }
        }
        let file = path.join("lock");
        let (lock, is_free) = files::lock(&file).map_err(io_error("lock", &file))?;
        if !is_free {
            return Err(WorkError::Held(path.to_owned()));
        }
        let file = path.join("config.json");
        match fs::read(&file) {
            Ok(text) => {
                let before: Value = serde_json::from_slice(&text).unwrap_or_default();
                if let Some(difference) = difference(&before, config) {
                    return Err(WorkError::Differs { path: path.to_owned(), difference });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_whole(&file, pretty(config).as_bytes())?;
            }
            Err(error) => return Err(io_error("read", &file)(error)),
        }
        let (log, done) = read_log(&path.join(LOG))?;
        Ok(WorkFolder { path: path.to_owned(), _lock: lock, log, done })
    }

    /// What a piece of work came to, if it is done.
    pub fn done(&self, work: &str) -> Option<&T> {
        self.done.get(work)
    }

    /// Keeps what a piece of work came to; it is on the disk when this returns.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, work: String, yielded: T) -> Result<(), WorkError> {
        let entry = Entry { work, yielded };
        let path = self.path.join(LOG);
        let failed = || io_error("write", &path);
        let mut text = serde_json::to_vec(&entry).map_err(|it| failed()(it.into()))?;
        text.push(b'\n');
        self.log.write_all(&text).and_then(|()| self.log.sync_data()).map_err(failed())?;
        self.done.insert(entry.work, entry.yielded);
        Ok(())
    }

    /// Writes a file of what is put out, in place of an earlier one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<(), WorkError> {
        write_whole(&self.path.join(name), text.as_bytes())
    }
}

/// Opens the log behind its last whole line, with what it tells.
fn read_log<T: DeserializeOwned>(path: &Path) -> Result<(File, BTreeMap<String, T>), WorkError> {
    let mut log = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(io_error("open", path))?;
    let mut text = Vec::new();
    log.read_to_end(&mut text).map_err(io_error("read", path))?;
    let mut done = BTreeMap::new();
    let mut whole = 0;
    for line in text.split_inclusive(|it| *it == b'\n').filter(|it| it.ends_with(b"\n")) {
        // What is damaged is done again, and all that follows it.
        let Ok(Entry::<T> { work, yielded }) = serde_json::from_slice(line) else { break };
        done.insert(work, yielded);
        whole += line.len() as u64;
    }
    log.set_len(whole).and_then(|()| log.seek(SeekFrom::Start(whole))).map_err(io_error("write", path))?;
    Ok((log, done))
}

/// The first setting that is not the same.
fn difference(before: &Value, now: &Value) -> Option<String> {
    let (Value::Object(before), Value::Object(now)) = (before, now) else {
        return (before != now).then(|| "its `config.json` cannot be read".to_owned());
    };
    let differs = now.keys().chain(before.keys()).find(|it| before.get(*it) != now.get(*it))?;
    let said = |it: Option<&Value>| it.map_or_else(|| "nothing".to_owned(), ToString::to_string);
    Some(format!("`{differs}` is {} there and {} here", said(before.get(differs)), said(now.get(differs))))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn write_whole(path: &Path, text: &[u8]) -> Result<(), WorkError> {
    files::write_whole(path, text).map_err(io_error("write", path))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_done_is_found_again_and_what_was_cut_off_is_done_again() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("data");
        let config = json!({"seed": 1});
        let open = |config: &Value| WorkFolder::<Value>::open(&path, config, &["index.html"]);
        let mut folder = open(&config).unwrap();
        folder.add("one".into(), json!({"is": 1})).unwrap();
        assert!(matches!(open(&config), Err(WorkError::Held(_))));
        drop(folder);
        let mut log = File::options().append(true).open(path.join(LOG)).unwrap();
        log.write_all(b"{\"work\":\"tw").unwrap();
        let mut folder = open(&config).unwrap();
        assert_eq!((folder.done("one"), folder.done("two")), (Some(&json!({"is": 1})), None));
        folder.add("two".into(), json!({})).unwrap();
        drop(folder);
        let folder = open(&config).unwrap();
        assert!(folder.done("one").is_some() && folder.done("two").is_some());
        folder.write("index.html", "<p>").unwrap();
        drop(folder);
        assert!(open(&config).is_ok());
        let error = open(&json!({"seed": 2})).unwrap_err();
        assert!(error.to_string().ends_with("was made otherwise: `seed` is 1 there and 2 here"), "{error}");
    }

    #[test]
    fn a_folder_of_other_things_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.tex"), "").unwrap();
        let error = WorkFolder::<Value>::open(folder.path(), &Value::Null, &[]).unwrap_err();
        assert!(error.to_string().contains("thesis.tex") && error.hint().contains("--out"), "{error}");
        assert!(!folder.path().join("config.json").exists());
    }
}
