//! The premises of an environment: what its modules declare, listed once and indexed.
//!
//! A folder has, for each prover, the listing of all modules that were ever asked for (`listing.rs`), and for each
//! environment an index with the modules that it was made from. Everything in it can be made again.

use std::{
    fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use futures::{StreamExt as _, stream};
use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use super::rank::Premises;
use crate::prover::{Library, Module, ProverError};

pub mod background;
mod listing;

use listing::Listing;

/// The folder of the premises within Proofwright's cache folder.
pub const PREMISES: &str = "premises";

/// How often a lock that another process holds is tried.
const TICK: Duration = Duration::from_millis(200);

/// What premises are looked for in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Prover, version and kernel, as certificates name them.
    pub prover: String,
    /// The project's folder, if the prover is a project's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<PathBuf>,
    /// Modules that are imported, sorted.
    pub imports: Vec<String>,
}

impl Environment {
    /// The environment behind a header.
    pub fn of(prover: &str, project: Option<&Path>, header: &str) -> Self {
        Environment { prover: prover.into(), project: project.map(Path::to_owned), imports: imports(header) }
    }

    /// What its files are called.
    fn key(&self) -> String {
        let project = self.project.as_deref().unwrap_or(Path::new("")).to_string_lossy();
        name(&[&self.prover, &project, &self.imports.join("\n")])
    }
}

fn name(parts: &[&str]) -> String {
    blake3::hash(parts.join("\0").as_bytes()).to_hex()[..16].to_owned()
}

/// The modules that a header imports, sorted; `Init` if it says nothing else.
pub fn imports(header: &str) -> Vec<String> {
    let mut imports = vec![];
    let mut comments = 0;
    for line in header.lines() {
        let words: Vec<&str> = line.split("--").next().unwrap_or_default().split_whitespace().collect();
        let closes = line.matches("-/").count();
        let opens = line.matches("/-").count();
        if comments == 0 && opens == 0 {
            match words.iter().position(|it| *it == "import") {
                Some(at) if words[..at].iter().all(|it| matches!(*it, "public" | "meta" | "private")) => {
                    imports
                        .extend(words[at + 1..].iter().filter(|it| **it != "all").map(|it| (*it).to_owned()));
                }
                _ if words.is_empty() || matches!(words[..], ["module"] | ["prelude"]) => {}
                _ => break,
            }
        }
        comments = (comments + opens).saturating_sub(closes);
    }
    if imports.is_empty() {
        imports.push("Init".into());
    }
    imports.sort();
    imports.dedup();
    imports
}

/// How far a listing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The prover is being started.
    Starting,
    /// Another process is at it.
    Waiting,
    /// Something was damaged, and is made again.
    Damaged(String),
    /// Modules are being listed.
    Listing {
        /// Modules that are listed.
        done: usize,
        /// How many there are in all.
        total: usize,
        /// Declarations that this process listed.
        declarations: usize,
    },
    /// The index is being built.
    Indexing,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Progress::Starting => f.write_str("starting to list premises"),
            Progress::Waiting => f.write_str("waiting for another process that lists premises"),
            Progress::Damaged(what) => f.write_str(what),
            Progress::Listing { done, total, declarations } => {
                write!(f, "listing premises: {done} of {total} modules, {declarations} declarations")
            }
            Progress::Indexing => f.write_str("indexing premises"),
        }
    }
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The prover broke.
    #[error(transparent)]
    Prover(#[from] ProverError),
    /// The file system said no.
    #[error("{doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// The declarations do not fit into an index.
    #[error("the premises cannot be indexed: {0}")]
    Index(#[from] super::rank::FormatError),
    /// The thread that read or wrote files is gone.
    #[error("the thread that indexes premises ended early")]
    Gone,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> LibraryError {
    move |source| LibraryError::Io { doing, path: path.to_owned(), source }
}

/// What an index was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Whose index it is.
    pub environment: Environment,
    /// How many premises it has.
    pub premises: usize,
    /// The modules of the environment.
    pub modules: Vec<Module>,
}

/// The folder of the listings and indices.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    /// The shelf in a folder, which is made when something is written.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Shelf { folder: folder.into() }
    }

    /// The index of an environment as it was last built; none if there is no sound one.
    ///
    /// Its modules may have changed since: [`Shelf::build`] looks.
    pub fn open(&self, environment: &Environment) -> Option<Premises> {
        let contents = self.contents(environment)?;
        let bytes = fs::read(self.file(environment, "index")).ok()?;
        Premises::from_bytes(bytes).ok().filter(|it| it.len() == contents.premises)
    }

    /// What is on the shelf, in the order of imports.
    pub fn all(&self) -> Vec<Contents> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let files = entries.flatten().map(|it| it.path());
        let files = files.filter(|it| it.extension().is_some_and(|it| it == "json"));
        let mut all: Vec<Contents> = files.filter_map(|it| read_contents(&it)).collect();
        all.sort_by_key(|it| (it.environment.prover.clone(), it.environment.imports.clone()));
        all
    }

    /// The index of an environment as it is now: lists what is not listed yet, and builds it if need be.
    ///
    /// One process at a time does this; others wait, and find it done.
    ///
    /// # Cancel safety
    /// What is listed is kept, and the next build goes on from there.
    ///
    /// # Errors
    /// If the prover cannot list, or the folder cannot be written.
    pub async fn build(
        &self,
        environment: &Environment,
        library: &impl Library,
        tell: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<Premises, LibraryError> {
        let modules = library.modules(&environment.imports).await?;
        let lock = self.lock(tell).await?;
        if let Some(contents) = self.contents(environment)
            && contents.modules == modules
        {
            match self.open(environment) {
                Some(premises) => return Ok(premises),
                None => {
                    let path = self.file(environment, "index");
                    tell(Progress::Damaged(format!("{} is damaged, and built again", path.display())));
                }
            }
        }
        let path = self.folder.join(format!("{}.listing", name(&[&environment.prover])));
        let (at, prover) = (path.clone(), environment.prover.clone());
        let read = aside(&lock, move || Listing::read(&at, &prover)).await?;
        let mut listing = read.map_err(failed("reading", &path))?;
        if let Some(damage) = listing.damage.take() {
            tell(Progress::Damaged(format!("{}: {damage}; what is lost is listed again", path.display())));
        }
        let missing: Vec<Module> = modules.iter().filter(|it| !listing.has(it)).cloned().collect();
        let mut done = modules.len() - missing.len();
        let mut declarations = 0;
        // Each worker takes the next module as soon as it is through with one, and what it found is kept at once.
        let mut lists = stream::iter(missing)
            .map(async |it| (library.declarations(&environment.imports, &it).await, it))
            .buffer_unordered(library.workers());
        while let Some((found, module)) = lists.next().await {
            let found = found?;
            declarations += found.len();
            done += 1;
            listing.add(&module, &found).map_err(failed("writing", &path))?;
            tell(Progress::Listing { done, total: modules.len(), declarations });
        }
        drop(lists);
        tell(Progress::Indexing);
        let (shelf, environment) = (self.clone(), environment.clone());
        aside(&lock, move || shelf.index(&listing, environment, modules)).await?
    }

    fn index(
        &self,
        listing: &Listing,
        environment: Environment,
        modules: Vec<Module>,
    ) -> Result<Premises, LibraryError> {
        let premises = Premises::build(modules.iter().flat_map(|it| listing.declarations(it)).collect())?;
        let [index, contents] = ["index", "json"].map(|it| self.file(&environment, it));
        let about = Contents { environment, premises: premises.len(), modules };
        let about = serde_json::to_vec(&about).map_err(|it| failed("writing", &contents)(it.into()))?;
        // The contents vouch for the index, so they are away while it changes.
        if contents.exists() {
            fs::remove_file(&contents).map_err(failed("removing", &contents))?;
        }
        write(&index, premises.to_bytes())?;
        write(&contents, &about)?;
        Ok(premises)
    }

    fn file(&self, environment: &Environment, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", environment.key()))
    }

    fn contents(&self, environment: &Environment) -> Option<Contents> {
        read_contents(&self.file(environment, "json")).filter(|it| it.environment == *environment)
    }

    async fn lock(&self, tell: &mut (dyn FnMut(Progress) + Send)) -> Result<Arc<File>, LibraryError> {
        fs::create_dir_all(&self.folder).map_err(failed("creating", &self.folder))?;
        let path = self.folder.join("lock");
        let options = File::options().create(true).truncate(false).write(true).open(&path);
        let file = options.map_err(failed("opening", &path))?;
        let mut told = false;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(Arc::new(file)),
                Err(rustix::io::Errno::WOULDBLOCK | rustix::io::Errno::INTR) => {}
                Err(error) => return Err(failed("locking", &path)(error.into())),
            }
            if !told {
                tell(Progress::Waiting);
                told = true;
            }
            tokio::time::sleep(TICK).await;
        }
    }
}

fn read_contents(path: &Path) -> Option<Contents> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Writes a file so that it is there whole or as it was. **The caller holds the lock of the folder.**
fn write(path: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
    let part = path.with_extension("part");
    fs::write(&part, bytes).map_err(failed("writing", &part))?;
    fs::rename(&part, path).map_err(failed("writing", path))
}

/// Does what blocks on a thread that nobody has to wait for at the end of the process; it shares the lock.
async fn aside<T: Send + 'static>(
    lock: &Arc<File>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, LibraryError> {
    let (sender, receiver) = oneshot::channel();
    let lock = Arc::clone(lock);
    let work = move || {
        let done = work();
        drop(lock);
        // Nobody may be left to hear of it.
        let _ = sender.send(done);
    };
    let builder = thread::Builder::new().name("premises".into());
    builder.spawn(work).map_err(failed("starting a thread for", Path::new("premises")))?;
    receiver.await.map_err(|_| LibraryError::Gone)
}

#[cfg(test)]
mod tests;
