//! Premise selection: how long it takes, what it needs, and what it finds.
//!
//! `cargo bench --bench retrieval` lists the declarations of the embedded Lean's `Std` first, which takes minutes;
//! `-- FILE` reads them from a file instead, one JSON object a line. What is found is measured by the theorems of
//! `tests/lemma/recall.jsonl` and the premises that their proofs use; `-- FILE --recall OTHER` names other ones.

#![expect(clippy::print_stdout, reason = "a program that reports what it measured")]

use std::{
    collections::HashMap,
    error::Error,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use futures::{StreamExt as _, TryStreamExt as _, stream};
use proofwright::{
    lemma::rank::{Premise, Premises, Query, Ranker},
    prover::{
        Declaration, Goal, Library as _,
        lean::{
            library::LeanLibrary,
            pool::LeanOptions,
            runtime::{RuntimeChoice, resolve},
        },
    },
};

/// The size of a library with Mathlib.
const LARGE: usize = 250_000;

/// Goals that are asked about.
const QUERIES: usize = 2_000;

/// Hits that are asked for.
const HITS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    if let [flag, file] = args.as_slice()
        && flag == "--open"
    {
        return open(file);
    }
    let recall = args.iter().position(|it| it == "--recall").and_then(|at| args.get(at + 1));
    let file = args.iter().take_while(|it| *it != "--recall").find(|it| !it.starts_with('-'));
    let declarations = match file {
        Some(file) => read(&fs::read_to_string(file)?)?,
        None => list()?,
    };
    println!("{} declarations", declarations.len());
    let real = measure("as they are", &declarations)?;
    let recall = match recall {
        Some(file) => file.into(),
        None => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lemma/recall.jsonl").to_owned(),
    };
    match fs::read_to_string(&recall) {
        Ok(text) => table(&real, &declarations, &read(&text)?),
        Err(error) => println!("what is found is not measured: {recall}: {error}"),
    }
    drop(real);
    measure("made many", &many(&declarations))?;
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, serde_json::Error> {
    text.lines().map(serde_json::from_str).collect()
}

/// The declarations of the embedded Lean's `Std` and what it imports.
#[tokio::main(flavor = "current_thread")]
async fn list() -> Result<Vec<Declaration>, Box<dyn Error>> {
    let runtime = resolve(RuntimeChoice::Embedded, None, None, &mut |_| {}).await?;
    let library = LeanLibrary::new(runtime.command(), LeanOptions::default());
    let imports = ["Std".to_owned()];
    let modules = library.modules(&imports).await?;
    let lists = stream::iter(&modules).map(|it| library.declarations(&imports, it));
    Ok(lists.buffered(library.workers()).try_concat().await?)
}

/// As many declarations as a library with Mathlib has: each copy has a name and constants of a world of its own, where
/// half of the constants are shared, as those of a library's basis are.
fn many(declarations: &[Declaration]) -> Vec<Declaration> {
    if declarations.is_empty() {
        return Vec::new();
    }
    let copy = |number: usize| {
        let (it, world) = (&declarations[number % declarations.len()], number / declarations.len());
        let mut it = it.clone();
        if world > 0 {
            let own = |name: &str| name.len().is_multiple_of(2) && name.contains('.');
            let renamed: Vec<String> = it.consts.iter().filter(|it| own(it)).cloned().collect();
            for constant in &renamed {
                it.ty = it.ty.replace(constant.as_str(), &format!("{constant}{world}"));
            }
            let rename = |name: &String| match renamed.contains(name) {
                true => format!("{name}{world}"),
                false => name.clone(),
            };
            it.consts = it.consts.iter().map(rename).collect();
            it.name = format!("{}_world{world}", it.name);
            it.module = it.module.map(|it| format!("World{world}.{it}"));
        }
        it
    };
    (0..LARGE).map(copy).collect()
}

/// The goal that a theorem states.
fn goal(it: &Declaration) -> Goal {
    Goal {
        case: None,
        hyps: Vec::new(),
        target: it.ty.clone(),
        head: None,
        consts: it.consts.clone(),
        definition: None,
    }
}

/// Measures time and memory.
fn measure(what: &str, declarations: &[Declaration]) -> Result<Premises, Box<dyn Error>> {
    let begun = Instant::now();
    let built = Premises::build(declarations.to_vec())?;
    let building = begun.elapsed();
    let file = std::env::temp_dir().join(format!("premises-{}", std::process::id()));
    fs::write(&file, built.to_bytes())?;
    println!("{what}: {} premises", built.len());
    println!("  build {building:.1?}, {} MB", built.to_bytes().len() >> 20);
    open_in_a_process(&file)?;
    let premises = Premises::from_bytes(fs::read(&file)?)?;
    fs::remove_file(&file)?;
    let theorems: Vec<&Declaration> = declarations.iter().filter(|it| it.kind == "theorem").collect();
    let step = (theorems.len() / QUERIES).max(1);
    let goals: Vec<Goal> = theorems.iter().step_by(step).map(|it| goal(it)).collect();
    let mut times: Vec<Duration> = Vec::new();
    for goal in &goals {
        let begun = Instant::now();
        let hits = premises.search(&Query::of_goal(goal), HITS, &|_| true);
        times.push(begun.elapsed());
        std::hint::black_box(hits);
    }
    println!("  {} goals: {}", goals.len(), spread(times));
    let patterns = ["_ + _ = _ + _", "?a * ?b ∣ _", "List.length (_ ++ _)", "_ = _", "length (?a ++ ?b) = _"];
    for text in patterns {
        let query = Query::parse(text)?;
        let begun = Instant::now();
        let hits = premises.search(&query, HITS, &|_| true).len();
        println!("  `{text}`: {hits} hits, {:.1?}", begun.elapsed());
    }
    Ok(premises)
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    let longest = times.last().copied().unwrap_or_default();
    format!("median {:.1?}, 99 % under {:.1?}, longest {longest:.1?}", at(0.5), at(0.99))
}

/// Opens an index in a process that did nothing before, so that its memory is that of the index.
#[expect(clippy::disallowed_methods, reason = "the child is this program, and it is waited for")]
fn open_in_a_process(file: &Path) -> Result<(), Box<dyn Error>> {
    let status = std::process::Command::new(std::env::current_exe()?).arg("--open").arg(file).status()?;
    if status.success() { Ok(()) } else { Err("the process that opens the index failed".into()) }
}

fn open(file: &str) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let premises = Premises::from_bytes(fs::read(file)?)?;
    let opening = begun.elapsed();
    let hits = premises.search(&Query::words("commutativity of addition"), HITS, &|_| true).len();
    println!("  a new process: open {opening:.1?}, {hits} hits, {} MB at most", peak() >> 20);
    Ok(())
}

/// The most memory that this process had, in bytes; 0 where `/proc` does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kib = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}

/// A theorem and what its proof uses.
#[derive(serde::Deserialize)]
struct Used {
    theorem: String,
    premises: Vec<String>,
}

/// Prints how many of the premises that proofs use are among the first hits.
fn table(premises: &Premises, declarations: &[Declaration], used: &[Used]) {
    let by_name: HashMap<&str, &Declaration> = declarations.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut modules: HashMap<&str, usize> = HashMap::new();
    for module in declarations.iter().filter_map(|it| it.module.as_deref()) {
        let next = modules.len();
        modules.entry(module).or_insert(next);
    }
    // The weights were chosen by the odd lines, so the even ones are what counts.
    for (half, name) in ["even lines", "odd lines"].into_iter().enumerate() {
        let rows = Ranker::ALL.map(|it| (it.as_str(), Some(it))).into_iter().take(3).chain([("fused", None)]);
        println!("recall, {name} of {}", used.len());
        for (name, ranker) in rows {
            let (mut at_10, mut at_50, mut count, mut known) = (0.0, 0.0, 0, 0.0);
            for it in used.iter().skip(half).step_by(2) {
                let Some(theorem) = by_name.get(it.theorem.as_str()) else { continue };
                let own = theorem.module.as_deref().and_then(|it| modules.get(it));
                let is_visible = |it: Premise<'_>| {
                    it.name() != theorem.name && it.module().and_then(|it| modules.get(it)) <= own
                };
                let query = Query::of_goal(&goal(theorem));
                let found: Vec<usize> = match ranker {
                    Some(ranker) => {
                        let ranking = premises.ranking(ranker, &query, HITS, &is_visible);
                        ranking.into_iter().map(|it| it as usize).collect()
                    }
                    None => premises.search(&query, HITS, &is_visible).iter().map(|it| it.index).collect(),
                };
                let wanted: Vec<_> = it.premises.iter().map(|it| premises.find(it)).collect();
                let share = |most: usize| {
                    let first = &found[..found.len().min(most)];
                    let hits = wanted.iter().filter(|it| it.is_some_and(|it| first.contains(&it))).count();
                    hits as f64 / wanted.len().max(1) as f64
                };
                at_10 += share(10);
                at_50 += share(50);
                known += wanted.iter().flatten().count() as f64 / wanted.len().max(1) as f64;
                count += 1;
            }
            let percent = |it: f64| 100.0 * it / f64::from(count.max(1));
            println!(
                "  {name:<10} @10 {:5.1} %  @50 {:5.1} %  (of {count} theorems, {:.1} % of whose premises are indexed)",
                percent(at_10),
                percent(at_50),
                percent(known)
            );
        }
    }
}
