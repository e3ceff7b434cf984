//! Certifies a definition: a fresh F*, its own folder, the statement as it was given and the candidate's `let`.

use std::{fs, path::PathBuf, time::Duration};

use super::{
    FstarIde, Query,
    guard::{guard, weakens},
    protocol::{Answer, Check, Status},
};
use crate::prover::{
    Certificate, Certification, ProverError,
    process::{Death, Process, ProcessCommand, Watch},
};

/// An F* program, and what it is run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fstar {
    /// `fstar.exe`.
    pub program: PathBuf,
    /// Its version and its solver's, for certificates.
    pub version: String,
    /// The search path that it finds its solver on.
    pub path: std::ffi::OsString,
}

/// What a definition is certified for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task<'a> {
    /// The module, which the file must be named after.
    pub module: &'a str,
    /// What stands before the statement, from `module` on.
    pub header: &'a str,
    /// The statement: `val name : type`.
    pub statement: &'a str,
    /// The name.
    pub name: &'a str,
    /// Options that the user runs F* with; a candidate has none of its own.
    pub options: &'a [String],
}

/// What one certification may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FstarLimits {
    /// Wall clock for each of its parts.
    pub time: Duration,
    /// Resident memory of F* and its solver, in bytes.
    pub memory: u64,
}

impl Default for FstarLimits {
    fn default() -> Self {
        FstarLimits { time: Duration::from_secs(120), memory: 4 << 30 }
    }
}

/// Issue numbers that refuse whatever their level: a tactic that admits, a use of `admit`, a `val` without a
/// definition.
const CHEATS: [u32; 3] = [296, 335, 240];

/// Certifies `candidate` (the `let` alone) as the definition of the task's statement.
///
/// It must pass the guard; F*, in a process of its own, must cut it into one declaration, accept it, and give it
/// the type that it gives to the statement alone; and a second process must accept the whole file in batch.
///
/// # Errors
/// If F* cannot be run, the statement itself is not accepted, or its header or options weaken what is checked.
pub async fn certify(
    fstar: &Fstar,
    task: Task<'_>,
    candidate: &str,
    limits: FstarLimits,
) -> Result<Certification, ProverError> {
    let begun = std::time::Instant::now();
    let refused = |reason: String| Ok(Certification::Refused { reason });
    for text in task.options.iter().map(String::as_str).chain([task.header]) {
        weakens(text).map_err(|message| ProverError::Statement { message })?;
    }
    if let Err(reason) = guard(candidate, task.name) {
        return refused(format!("{reason} (rule `guard`)"));
    }
    let folder = tempfile::tempdir().map_err(|source| io("making a folder to certify in", source))?;
    let file = format!("{}.fst", task.module);
    let text = format!("{}\n{}\n{candidate}\n", task.header.trim_end(), task.statement.trim_end());
    fs::write(folder.path().join(&file), text).map_err(|source| io("writing the file to certify", source))?;
    let command = |first: &str| ProcessCommand {
        program: fstar.program.clone(),
        args: [first, &file]
            .into_iter()
            .chain(task.options.iter().map(String::as_str))
            .map(Into::into)
            .collect(),
        cwd: folder.path().to_owned(),
        env: vec![("PATH".into(), fstar.path.clone())],
        label: fstar.version.clone(),
    };
    let watch = Watch { time: limits.time, memory: Some(limits.memory) };
    let ide = FstarIde::start(&command("--ide"), limits.time).await?;
    match interactively(ide, task, candidate, watch).await {
        Err(death) => return refused(format!("F* did not live to certify it: {death}")),
        Ok(Err(Trouble::Statement(message))) => return Err(ProverError::Statement { message }),
        Ok(Err(Trouble::Candidate(reason))) => return refused(reason),
        Ok(Ok(())) => {}
    }
    // Warnings of these numbers are errors here, and no pragma of the candidate's can take that back.
    let mut batch = command("--warn_error");
    batch.args.insert(1, "@296@240".into());
    match Process::spawn(&batch)?.finish(watch).await {
        Ok(true) => {}
        Ok(false) => return refused("F* does not accept the whole file (rule `batch`)".into()),
        Err(death) => return refused(format!("F* did not live to certify it: {death}")),
    }
    let options =
        if task.options.is_empty() { String::new() } else { format!(", {}", task.options.join(" ")) };
    Ok(Certification::Certified(Certificate {
        prover: "fstar".into(),
        version: format!("{}{options}", fstar.version),
        axioms: Vec::new(),
        statement_hash: blake3::hash(task.statement.as_bytes()).to_hex().to_string(),
        header_hash: blake3::hash(task.header.as_bytes()).to_hex().to_string(),
        wall_ms: begun.elapsed().as_millis().try_into().unwrap_or(u64::MAX),
    }))
}

/// Why something is not certified.
enum Trouble {
    /// The user's own text is not accepted.
    Statement(String),
    /// The candidate is refused, with the rule.
    Candidate(String),
}

/// The part that needs a conversation: one declaration, accepted, and of the statement's type.
async fn interactively(
    mut ide: FstarIde,
    task: Task<'_>,
    candidate: &str,
    watch: Watch,
) -> Result<Result<(), Trouble>, Death> {
    let push = |code: String, line| Query::Push { kind: Check::Full, code, line, column: 0 };
    let refused = |reason: String| Ok(Err(Trouble::Candidate(reason)));
    let segments = ide.ask(&Query::Segment { code: candidate.to_owned() }, watch).await?;
    let count = segments.response["decls"].as_array().map(Vec::len);
    if count != Some(1) {
        return refused(format!("{} declarations in place of one (rule `guard`)", count.unwrap_or(0)));
    }
    let header = ide.ask(&push(format!("{}\n", task.header.trim_end()), 1), watch).await?;
    if !header.accepts() {
        return Ok(Err(Trouble::Statement(format!("in its header: {}", first_error(&header)))));
    }
    let line = task.header.trim_end().lines().count() as u32 + 1;
    let assumed = ide.ask(&push(format!("assume {}\n", task.statement), line), watch).await?;
    if !assumed.accepts() {
        return Ok(Err(Trouble::Statement(first_error(&assumed))));
    }
    let wanted = type_of(&mut ide, task.name, watch).await?;
    ide.ask(&Query::Pop {}, watch).await?;
    let whole = format!("{}\n{candidate}\n", task.statement.trim_end());
    let answer = ide.ask(&push(whole, line), watch).await?;
    if !answer.accepts() {
        return refused(first_error(&answer));
    }
    let cheat = answer.issues().unwrap_or_default().into_iter().find(|it| {
        it.number.is_some_and(|number| CHEATS.contains(&number))
            || it.message.contains("Tactics admitted goal")
    });
    if let Some(issue) = cheat {
        return refused(format!("{} (rule `issue`)", issue.message.trim()));
    }
    let given = type_of(&mut ide, task.name, watch).await?;
    ide.stop().await;
    match (wanted, given) {
        (Some(wanted), Some(given)) if wanted == given => Ok(Ok(())),
        (None, _) => Ok(Err(Trouble::Statement(format!("it does not state anything of {}", task.name)))),
        (_, None) => refused(format!("{} is not defined by it (rule `missing`)", task.name)),
        (_, Some(given)) => refused(format!("it has another type, {given} (rule `statement`)")),
    }
}

/// The type that F* gives for a name, if that is a symbol.
async fn type_of(ide: &mut FstarIde, name: &str, watch: Watch) -> Result<Option<String>, Death> {
    let lookup = Query::Lookup {
        symbol: name.to_owned(),
        context: "code".into(),
        location: None,
        requested_info: vec!["type".into(), "defined-at".into()],
    };
    let Answer { status, response, .. } = ide.ask(&lookup, watch).await?;
    let symbol = status == Status::Success && response["kind"] == "symbol";
    let here = response["defined-at"].is_object();
    Ok(response["type"].as_str().filter(|_| symbol && here).map(str::to_owned))
}

fn first_error(answer: &Answer) -> String {
    let issue =
        answer.issues().unwrap_or_default().into_iter().find(|it| it.level == super::protocol::Level::Error);
    issue.map_or_else(|| answer.response.as_str().unwrap_or("F* gives no reason").to_owned(), |it| it.message)
}

fn io(context: &str, source: std::io::Error) -> ProverError {
    ProverError::Io { context: context.into(), source }
}
