//! The Lean runtimes: set-up of the embedded one with a fake npm, and installed ones with shims.

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use base64::Engine as _;
use proofwright::prover::ProverError;
use proofwright::prover::lean::embedded::SetupEvent;
use proofwright::prover::lean::embedded::patch::{CHANGES, LEVEL};
use proofwright::prover::lean::embedded::pins::{OLDEST_NODE, Package, Pins};
use proofwright::prover::lean::runtime::{self, Lean, Places, RuntimeChoice};
use proofwright::prover::lean::runtime_embedded::{self, Embedded};
use sha2::{Digest, Sha512};

/// Glue with all that the patches look for, and an export that nothing uses.
fn glue() -> String {
    let exports = "var _unused,_main;function assignWasmExports(wasmExports){_unused=wasmExports[\"a\"];\
        _main=wasmExports[\"main\"]}f(_main);";
    CHANGES.iter().fold(exports.to_owned(), |glue, (_, old, _)| glue + old + "\n")
}

/// A Node that says its version, and whose Lean is ready at once and leaves the file of its memory.
const NODE: &[u8] = b"#!/bin/sh\nif [ \"$4\" = build ]; then echo memory > \"$7\"; echo {} > \"$7.json\"; \
    else echo v24.0.0; fi\n";

/// A machine of its own: a search path with nothing but shims, a cache, and packages that npm would fetch.
struct World {
    dir: tempfile::TempDir,
    places: Places,
    pins: Pins,
}

impl World {
    /// With an npm that fetches good packages.
    fn new() -> World {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| {
            let folder = dir.path().join(name);
            fs::create_dir(&folder).unwrap();
            folder
        };
        let places = Places {
            path: at("bin").into(),
            home: Some(at("home")),
            cache: dir.path().join("cache"),
            cwd: at("cwd"),
        };
        at("registry");
        let pins = Pins {
            lean: package("lean"),
            lean_version: "4.28.0-test".to_owned(),
            node: Some(package("node")),
        };
        let mut world = World { dir, places, pins };
        world.pins.node.as_mut().unwrap().sha512 = world.publish("node", &[("package/bin/node", NODE)]);
        world.publish_lean(&[
            ("package/lean.js", glue().as_bytes()),
            ("package/lean.wasm", b"wasm"),
            ("package/lean-lib.tar.gz", &tarball(&[("./._Init.olean", b"x"), ("./Init.olean", b"olean")])),
        ]);
        world.npm(
            "name=${2%@*}; file=$name-${2#*@}.tgz; while [ \"$1\" != --pack-destination ]; do shift; done; \
             cp \"$registry/$file\" \"$2/$file\"",
        );
        world
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Puts a program on the search path.
    fn shim(&self, name: &str, script: &str) {
        write_program(&self.path("bin").join(name), script);
    }

    /// Makes npm this script; what it was asked is logged.
    fn npm(&self, script: &str) {
        let (registry, log) = (self.path("registry"), self.path("npm.log"));
        let (registry, log) = (registry.display(), log.display());
        self.shim("npm", &format!("registry='{registry}'; echo \"$2\" >> '{log}'\n{script}"));
    }

    /// What npm was asked for so far.
    fn asked(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("npm.log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }

    /// Gives a package to the registry and returns its hash.
    fn publish(&self, name: &str, files: &[(&str, &[u8])]) -> String {
        let bytes = tarball(files);
        fs::write(self.path("registry").join(format!("{name}-1.0.0.tgz")), &bytes).unwrap();
        base64::engine::general_purpose::STANDARD.encode(Sha512::digest(&bytes))
    }

    fn publish_lean(&mut self, files: &[(&str, &[u8])]) {
        self.pins.lean.sha512 = self.publish("lean", files);
    }

    fn setup(&self) -> Result<Embedded, ProverError> {
        self.setup_telling(&mut |_| ControlFlow::Continue(()))
    }

    fn setup_telling(
        &self,
        tell: &mut dyn FnMut(SetupEvent) -> ControlFlow<()>,
    ) -> Result<Embedded, ProverError> {
        runtime_embedded::setup(&self.places, &self.pins, tell)
    }

    /// The message and hint of a set-up that has to fail.
    #[track_caller]
    fn setup_fails(&self) -> (String, String) {
        parts(self.setup().unwrap_err())
    }

    fn choose(&self, choice: RuntimeChoice, near: &Path) -> Result<runtime::Runtime, ProverError> {
        let mut tell = |_| ControlFlow::Continue(());
        runtime::choose(choice, None, near, &self.places, &self.pins, &mut tell)
    }
}

fn package(name: &str) -> Package {
    let (name, version) = (name.to_owned(), "1.0.0".to_owned());
    Package { name, version, sha512: String::new(), download: 1000, disk: 1000 }
}

fn write_program(file: &Path, script: &str) {
    fs::write(file, format!("#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}

fn tarball(files: &[(&str, &[u8])]) -> Vec<u8> {
    let gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut builder = tar::Builder::new(gz);
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        // By hand, so that paths can be as bad as they like.
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

#[track_caller]
fn parts(error: ProverError) -> (String, String) {
    match error {
        ProverError::Missing { message, hint } => (message, hint),
        other => panic!("not the error of a missing runtime: {other}"),
    }
}

#[track_caller]
fn assert_has(text: &str, part: &str) {
    assert!(text.contains(part), "`{part}` is not in `{text}`");
}

#[test]
fn a_set_up_unpacks_patches_and_needs_no_npm_afterwards() {
    let world = World::new();
    let mut events = Vec::new();
    let embedded = world
        .setup_telling(&mut |event| {
            events.push(event);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(embedded.node_version, "v1.0.0");
    let SetupEvent::Plan { packages, download, disk, .. } = &events[0] else {
        panic!("the plan comes first, not {:?}", events[0])
    };
    assert_eq!((packages.len(), *download, *disk), (2, 2000, 2000));
    assert!(matches!(events.last(), Some(SetupEvent::Done { .. })));
    let script = fs::read_to_string(&embedded.script).unwrap();
    assert_has(&script, "var Module = {};");
    for (_, _, new) in CHANGES {
        assert_has(&script, new);
    }
    assert!(!script.contains("_unused"), "exports that nothing uses are left out");
    let folder = embedded.script.parent().unwrap();
    assert!(folder.join("lib/Init.olean").exists() && !folder.join("lib/._Init.olean").exists());

    world.npm("exit 1");
    let mut quiet = |event| panic!("nothing is to be done, but: {event}");
    assert_eq!(world.setup_telling(&mut quiet).unwrap(), embedded);
    assert_eq!(world.asked(), ["node@1.0.0", "lean@1.0.0"]);
}

#[test]
fn a_node_that_is_new_enough_is_used_and_an_old_one_is_not() {
    let world = World::new();
    world.shim("node", "echo v20.20.2");
    let fetched = world.setup().unwrap();
    assert_ne!(fetched.node, world.path("bin/node"));
    let new_enough = format!("v{OLDEST_NODE}.0.0");
    world.shim("node", &format!("echo {new_enough}"));
    let own = world.setup().unwrap();
    assert_eq!((own.node, own.node_version), (world.path("bin/node"), new_enough));
    assert_eq!(world.asked(), ["node@1.0.0", "lean@1.0.0"]);
}

#[test]
fn without_npm_the_error_says_how_to_get_it() {
    let world = World::new();
    fs::remove_file(world.path("bin/npm")).unwrap();
    let (message, hint) = world.setup_fails();
    assert_has(&message, "npm was not found");
    assert_has(&hint, "apt-get install npm");
}

#[test]
fn what_npm_says_is_told_in_plain_words() {
    let world = World::new();
    for (code, words) in [
        ("ENOTFOUND", "no network"),
        ("E404", "does not have it"),
        ("ENOSPC", "disk is full"),
        ("EINTEGRITY", "damaged"),
        ("SELF_SIGNED_CERT_IN_CHAIN", "certificate"),
    ] {
        world.npm(&format!("echo '{{\"error\":{{\"code\":\"{code}\"}}}}'; exit 1"));
        let (message, _) = world.setup_fails();
        assert_has(&message, words);
        assert_has(&message, code);
    }
    world.npm("echo 'npm ERR! code EAI_AGAIN' >&2; exit 1");
    assert_has(&world.setup_fails().0, "no network");
}

#[test]
fn a_damaged_download_is_removed_and_the_next_run_goes_on() {
    let world = World::new();
    let good = world.path("registry/lean-1.0.0.tgz");
    let bytes = fs::read(&good).unwrap();
    fs::write(&good, &bytes[..bytes.len() / 2]).unwrap();
    let (message, hint) = world.setup_fails();
    assert_has(&message, "lean@1.0.0 is damaged");
    assert_has(&hint, "run it again");
    assert!(!world.path("cache/downloads/incoming").exists(), "the damaged file was removed");

    fs::write(&good, bytes).unwrap();
    world.setup().unwrap();
    assert_eq!(world.asked(), ["node@1.0.0", "lean@1.0.0", "lean@1.0.0"], "node was not fetched twice");
}

#[test]
fn an_interrupted_set_up_goes_on_where_it_was() {
    let world = World::new();
    let error = world.setup_telling(&mut |event| match event {
        SetupEvent::Unpacking { package, .. } if package.starts_with("lean") => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert_has(&parts(error.unwrap_err()).0, "interrupted");
    // The next run finds the verified download, and an unfinished folder that it must not trust.
    world.npm("exit 1");
    assert!(world.setup().unwrap().script.is_file());
    assert!(!world.path(&format!("cache/lean-1.0.0+{LEVEL}.part")).exists());
}

#[test]
fn a_kept_download_that_is_not_whole_is_fetched_again() {
    let world = World::new();
    fs::create_dir_all(world.path("cache/downloads")).unwrap();
    fs::write(world.path("cache/downloads/lean-1.0.0.tgz"), "half").unwrap();
    let mut discarded = Vec::new();
    world
        .setup_telling(&mut |event| {
            if let SetupEvent::Discarded { what } = event {
                discarded.push(what);
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(discarded, [world.path("cache/downloads/lean-1.0.0.tgz")]);
}

#[test]
fn a_stop_ends_npm_at_once() {
    let world = World::new();
    world.npm("sleep 60");
    let start = Instant::now();
    let error = world.setup_telling(&mut |event| match event {
        SetupEvent::Fetching { .. } => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert_has(&parts(error.unwrap_err()).0, "interrupted");
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn of_two_at_once_one_works_and_the_other_waits() {
    let world = World::new();
    // The first fetch ends only when the other set-up was seen to wait (or after a while).
    let (waits, slow) = (world.path("waits"), world.path("bin/npm"));
    let script = fs::read_to_string(&slow).unwrap();
    let pause =
        format!("n=0; until [ -e '{}' ] || [ $n = 200 ]; do sleep 0.05; n=$((n+1)); done\n", waits.display());
    fs::write(&slow, script.replace("\nname=", &format!("\n{pause}name="))).unwrap();
    let one = || {
        let mut waited = false;
        let embedded = world.setup_telling(&mut |event| {
            if matches!(event, SetupEvent::Waiting { .. }) {
                waited = true;
                fs::write(&waits, "").unwrap();
            }
            ControlFlow::Continue(())
        });
        (embedded.unwrap(), waited)
    };
    let ((first, a), (second, b)) = std::thread::scope(|scope| {
        let other = scope.spawn(one);
        (one(), other.join().unwrap())
    });
    assert_eq!(first, second);
    assert!(a != b, "exactly one of them waited");
    assert_eq!(world.asked(), ["node@1.0.0", "lean@1.0.0"]);
}

#[test]
fn a_cache_that_cannot_be_written_is_named_with_the_way_out() {
    let mut world = World::new();
    let file = world.path("file");
    fs::write(&file, "in the way").unwrap();
    let locked = world.path("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    let mut places = vec![file];
    // Root may write anywhere.
    if fs::write(locked.join("probe"), "").is_err() {
        places.push(locked);
    }
    for place in places {
        world.places.cache = place.join("cache");
        let (message, hint) = world.setup_fails();
        assert_has(&message, place.to_str().unwrap());
        assert_has(&hint, "PROOFWRIGHT_HOME");
    }
}

#[test]
fn a_disk_that_is_too_small_is_found_out_before_fetching() {
    let mut world = World::new();
    world.pins.lean.disk = u64::MAX / 4;
    let (message, hint) = world.setup_fails();
    assert_has(&message, "are needed");
    assert_has(&hint, "free some space");
    assert!(world.asked().is_empty());
}

#[test]
fn a_glue_that_the_patches_do_not_fit_is_refused() {
    let mut world = World::new();
    let other = glue().replace("indexOf", "findIndex");
    world.publish_lean(&[("package/lean.js", other.as_bytes())]);
    assert_has(&world.setup_fails().0, "`symbol look-up` does not fit");
}

#[test]
fn a_tarball_that_leads_out_of_its_folder_is_refused() {
    let mut world = World::new();
    for bad in ["package/../../../evil", "../evil", "/evil"] {
        world.publish_lean(&[(bad, b"x"), ("package/lean.js", glue().as_bytes())]);
        assert_has(&world.setup_fails().0, "leads out of the archive");
        assert!(!world.path("evil").exists());
    }
    let inner = tarball(&[("../../evil", b"x")]);
    world.publish_lean(&[("package/lean-lib.tar.gz", &inner)]);
    assert_has(&world.setup_fails().0, "leads out of the archive");
}

#[test]
fn a_lean_that_was_patched_otherwise_makes_room_when_nobody_uses_it() {
    let world = World::new();
    let [disused, in_use, forgotten] =
        [0, 1, 2].map(|level| world.path(&format!("cache/lean-1.0.0+{level}")));
    for older in [&disused, &in_use, &forgotten] {
        fs::create_dir_all(older.join("lib")).unwrap();
    }
    let month_ago = SystemTime::now() - Duration::from_secs(30 * 24 * 3600);
    // An older program left no mark of its use; then the folder's own age counts.
    File::create(disused.join("used")).unwrap().set_modified(month_ago).unwrap();
    File::create(in_use.join("used")).unwrap();
    File::open(&in_use).unwrap().set_modified(month_ago).unwrap();
    File::open(&forgotten).unwrap().set_modified(month_ago).unwrap();
    assert!(world.setup().unwrap().script.is_file());
    assert_eq!([&disused, &in_use, &forgotten].map(|it| it.exists()), [false, true, false]);
}

#[test]
fn a_cut_file_is_noticed_at_the_start_and_a_changed_one_by_verify() {
    let world = World::new();
    let folder = world.setup().unwrap().script.parent().unwrap().to_owned();
    fs::write(folder.join("lean.wasm"), "w").unwrap();
    world.setup().unwrap();
    assert_eq!(fs::read_to_string(folder.join("lean.wasm")).unwrap(), "wasm");

    fs::write(folder.join("lean.wasm"), "WASM").unwrap();
    runtime_embedded::verify(&world.places, &world.pins, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(fs::read_to_string(folder.join("lean.wasm")).unwrap(), "wasm");
    assert_eq!(world.asked().len(), 4, "lean was fetched three times, node once");
}

/// A Lake project with a file in it.
fn project(world: &World, toolchain: &str) -> (PathBuf, PathBuf) {
    let project = world.path("project");
    fs::create_dir_all(project.join("Deep")).unwrap();
    fs::write(project.join("lakefile.toml"), "").unwrap();
    fs::write(project.join("lean-toolchain"), format!("{toolchain}\n")).unwrap();
    let file = project.join("Deep/File.lean");
    fs::write(&file, "").unwrap();
    (project, file)
}

const LAKE: &str = "echo 'Lean (version 4.30.0, x86_64-unknown-linux-gnu, commit 0123, Release)'";

#[test]
fn a_file_in_a_project_gets_the_projects_lean() {
    let world = World::new();
    let (project, file) = project(&world, "leanprover/lean4:v4.30.0");
    world.shim("lake", LAKE);
    let runtime = world.choose(RuntimeChoice::Auto, &file).unwrap();
    let command = runtime.command();
    assert_eq!((command.program, &command.cwd), (world.path("bin/lake"), &project));
    assert_eq!(command.args[..3], ["env", "lean", "--run"]);
    assert!(Path::new(&command.args[3]).is_file());
    assert_has(&runtime.describe(), &format!("Lean 4.30.0 of the Lake project {}", project.display()));
    assert_eq!(runtime.warning(), None);

    world.shim("lake", &LAKE.replace("4.30.0", "4.9.0"));
    let old = world.choose(RuntimeChoice::Auto, &file).unwrap();
    assert_has(&old.warning().unwrap(), "4.9.0 is older than");
}

#[test]
fn without_a_project_auto_takes_the_embedded_lean_and_says_so() {
    let world = World::new();
    world.shim("lean", LAKE);
    let auto = world.choose(RuntimeChoice::Auto, &world.places.cwd).unwrap();
    assert!(matches!(auto.lean(), Lean::Embedded(_)));
    assert_has(&auto.describe(), "embedded Lean 4.28.0-test");
    assert_has(&auto.describe(), "no Lake project at");
    let memory = auto.command().args.pop().unwrap();
    assert_eq!(fs::read_to_string(memory).unwrap(), "memory\n");

    let bare = world.choose(RuntimeChoice::Installed, &world.places.cwd).unwrap();
    assert_eq!(bare.command().program, world.path("bin/lean"));
    assert_eq!(bare.command().cwd, world.places.cwd);
}

#[test]
fn a_project_without_its_toolchain_is_explained() {
    let world = World::new();
    let (project, file) = project(&world, "v4.30.0");
    let elan = world.path("home/.elan/bin");
    fs::create_dir_all(&elan).unwrap();
    write_program(&elan.join("elan"), "echo 'leanprover/lean4:v4.9.0 (default)'");
    write_program(&elan.join("lake"), "echo 'this would download a toolchain' >&2; exit 1");
    let (message, hint) = parts(world.choose(RuntimeChoice::Installed, &file).unwrap_err());
    assert_has(&message, "the toolchain `v4.30.0`");
    assert_has(&message, "lean-toolchain asks for is not installed");
    assert_has(&hint, "elan toolchain install v4.30.0");

    // Named by the user: an error too. Only found: the embedded Lean, with the reason.
    let mut tell = |_| ControlFlow::Continue(());
    let named = Some(project.as_path());
    runtime::choose(RuntimeChoice::Auto, named, &file, &world.places, &world.pins, &mut tell).unwrap_err();
    let auto = world.choose(RuntimeChoice::Auto, &file).unwrap();
    assert!(matches!(auto.lean(), Lean::Embedded(_)));
    assert_has(&auto.describe(), "`v4.30.0`");

    write_program(&elan.join("elan"), "echo 'leanprover/lean4:v4.30.0'");
    write_program(&elan.join("lake"), LAKE);
    assert_eq!(
        world.choose(RuntimeChoice::Auto, &file).unwrap().command().program,
        elan.join("lake"),
        "elan's folder is looked at also when it is not on PATH"
    );
}

#[test]
fn no_lean_and_a_broken_lean_are_explained() {
    let world = World::new();
    let (message, hint) = parts(world.choose(RuntimeChoice::Installed, &world.places.cwd).unwrap_err());
    assert_has(&message, "`lean` was found neither on PATH nor in ~/.elan/bin");
    assert_has(&hint, "--runtime embedded");
    world.shim("lean", "echo 'error: no default toolchain configured' >&2; exit 1");
    let (message, _) = parts(world.choose(RuntimeChoice::Installed, &world.places.cwd).unwrap_err());
    assert_has(&message, "no default toolchain configured");

    let mut tell = |_| ControlFlow::Continue(());
    let no_project = world.path("cwd");
    let named = Some(no_project.as_path());
    let error =
        runtime::choose(RuntimeChoice::Auto, named, &no_project, &world.places, &world.pins, &mut tell);
    assert_has(&parts(error.unwrap_err()).0, "is no Lake project");
}

/// Fetches the real thing if this machine has not got it yet, as `proofwright setup` does.
#[test]
fn the_real_embedded_lean_says_its_version() {
    let (places, pins) = (Places::of_this_process().unwrap(), Pins::of_this_platform());
    let lean = runtime_embedded::setup(&places, &pins, &mut |_| ControlFlow::Continue(())).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = lean.run_file(&folder.path().join("File.lean"));
    let file = command.args.split_off(command.args.len() - 2);
    assert_eq!(file, ["--run", "File.lean"]);
    let out =
        Command::new(&command.program).args(&command.args).arg("--version").current_dir(&folder).output();
    assert_has(&String::from_utf8_lossy(&out.unwrap().stdout), "Lean (version 4.28.0");
    assert!(fs::read_dir(&folder).unwrap().next().is_none(), "nothing is left where it ran");
}
