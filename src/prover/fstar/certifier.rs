//! Certifies a definition: a fresh F*, its own folder, the statement as it was given and the candidate's `let`.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use super::{
    Fstar, FstarIde, Query,
    guard::{split_options, weakens},
    modules::{self, Module},
    protocol::{Answer, Check, Level, Status},
    statement::{allows, read},
};
use crate::{
    prover::{
        Certificate, Certification, Certifier, ProverError,
        process::{Death, Process, Watch},
    },
    theorem::{Theorem, fstar_statement::Statement, fstar_text},
};

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

/// The certifier for F*: every certification has processes of its own.
#[derive(Clone, Debug)]
pub struct FstarCertifier {
    fstar: Arc<Fstar>,
    limits: FstarLimits,
    /// Hashes of modules that F* has accepted together, so that it need not again.
    accepted: Arc<Mutex<BTreeSet<String>>>,
}

impl FstarCertifier {
    /// A certifier on an F*.
    pub fn new(fstar: Arc<Fstar>, limits: FstarLimits) -> Self {
        FstarCertifier { fstar, limits, accepted: Arc::default() }
    }
}

impl FstarCertifier {
    /// Has F* check a whole file as it stands, in a process of its own; says why it is not accepted, if it is not.
    ///
    /// What the definitions in it take for granted is not looked at, see [`super::file::inspect`].
    ///
    /// # Errors
    /// If F* cannot be run, or its options weaken what is checked.
    pub async fn certify_file(&self, module: &str, text: &str) -> Result<Option<String>, ProverError> {
        let FstarCertifier { fstar, limits, .. } = self;
        for text in fstar.options.iter().map(String::as_str).chain([text]) {
            weakens(text).map_err(|message| ProverError::Statement { message })?;
        }
        let folder = tempfile::tempdir().map_err(|source| io("making a folder to certify in", source))?;
        let file = fstar.write(folder.path(), module, text)?;
        let watch = Watch { time: limits.time, memory: Some(limits.memory) };
        let mut ide = FstarIde::start(&fstar.command(folder.path(), &["--ide"], &file), limits.time).await?;
        let answer = match ide.check_file(text, watch).await {
            Ok(answer) => answer,
            Err(death) => return Ok(Some(format!("F* did not live to certify it: {death}"))),
        };
        ide.stop().await;
        if !answer.accepts() {
            let errors =
                answer.issues().unwrap_or_default().into_iter().filter(|it| it.level == Level::Error);
            let mut said: Vec<String> = Vec::new();
            for issue in errors {
                let place = issue
                    .ranges
                    .first()
                    .map_or(String::new(), |it| format!("{}:{}: ", it.beg.0, it.beg.1 + 1));
                let text = format!("{place}{}", issue.message.trim());
                if !said.contains(&text) {
                    said.push(text);
                }
            }
            return Ok(Some(if said.is_empty() { first_error(&answer) } else { said.join("\n") }));
        }
        if let Some(cheat) = cheat(&answer) {
            return Ok(Some(cheat));
        }
        let modules = modules::used(fstar, module, text)?;
        if let Err(reason) = modules::granted(&modules) {
            return Ok(Some(reason));
        }
        self.batch(folder.path(), &file, &modules, watch).await
    }

    /// What the modules that a file uses take for granted.
    ///
    /// # Errors
    /// If one of them cannot be read, or weakens what is checked.
    pub fn granted(&self, module: &str, text: &str) -> Result<Vec<String>, ProverError> {
        let modules = modules::used(&self.fstar, module, text)?;
        modules::granted(&modules).map_err(|message| ProverError::Statement { message })
    }

    /// Runs F* over a file without a conversation, together with the modules that it uses; says why they are not
    /// accepted, if they are not.
    async fn batch(
        &self,
        folder: &Path,
        file: &str,
        modules: &[Module],
        watch: Watch,
    ) -> Result<Option<String>, ProverError> {
        let mut hash = blake3::Hasher::new();
        for module in modules {
            hash.update(module.path.as_os_str().as_encoded_bytes()).update(module.text.as_bytes());
        }
        let hash = hash.finalize().to_hex().to_string();
        let known = self.accepted.lock().unwrap_or_else(PoisonError::into_inner).contains(&hash);
        // Warnings of these numbers are errors here, and no pragma of a candidate's can take that back.
        let mut args: Vec<OsString> = vec!["--warn_error".into(), "@296@240".into()];
        if !known {
            args.extend(modules.iter().map(|it| it.path.clone().into_os_string()));
        }
        let batch = self.fstar.command(folder, &args, file);
        Ok(match Process::spawn(&batch)?.finish(watch).await {
            Ok(true) => {
                self.accepted.lock().unwrap_or_else(PoisonError::into_inner).insert(hash);
                None
            }
            Ok(false) if modules.is_empty() => {
                Some("F* does not accept the whole file (rule `batch`)".into())
            }
            Ok(false) => {
                let names: BTreeSet<&str> = modules.iter().map(|it| it.name.as_str()).collect();
                let names = names.into_iter().collect::<Vec<_>>().join(", ");
                Some(format!(
                    "F* does not accept the whole file, or a module that it uses: {names} (rule `batch`)"
                ))
            }
            Err(death) => Some(format!("F* did not live to certify it: {death}")),
        })
    }
}

/// What F* tells of an accepted text that must not be in it.
pub(super) fn cheat(answer: &Answer) -> Option<String> {
    let issue = answer.issues().unwrap_or_default().into_iter().find(|it| {
        it.number.is_some_and(|number| CHEATS.contains(&number))
            || it.message.contains("Tactics admitted goal")
    });
    issue.map(|it| format!("{} (rule `issue`)", it.message.trim()))
}

impl Certifier for FstarCertifier {
    /// Certifies `candidate`, the `val` as it was given and a definition, for the theorem.
    ///
    /// The definition must pass the guard and keep what is given of it; F*, in a process of its own, must
    /// accept it as one declaration and give it the type that it gives to the statement with its holes; and a second
    /// process must accept the whole file in batch.
    async fn certify(&mut self, theorem: &Theorem, candidate: &str) -> Result<Certification, ProverError> {
        certify(self, theorem, candidate).await
    }
}

async fn certify(
    certifier: &FstarCertifier,
    theorem: &Theorem,
    candidate: &str,
) -> Result<Certification, ProverError> {
    let FstarCertifier { fstar, limits, .. } = certifier;
    let begun = std::time::Instant::now();
    let refused = |reason: String| Ok(Certification::Refused { reason });
    let statement = read(theorem).map_err(|message| ProverError::Statement { message })?;
    for text in fstar.options.iter().map(String::as_str).chain([theorem.header.as_str()]) {
        weakens(text).map_err(|message| ProverError::Statement { message })?;
    }
    let Some(definition) = candidate.strip_prefix(&theorem.statement[..theorem.hole.start]) else {
        return refused("it does not begin with the statement (rule `statement`)".into());
    };
    let definition = definition.trim();
    if let Err(reason) = allows(&statement, definition) {
        return refused(format!("{reason} (rule `guard`)"));
    }
    let folder = tempfile::tempdir().map_err(|source| io("making a folder to certify in", source))?;
    // What a candidate names must not change which modules are loaded: F* finds these in the file.
    let stated = format!("{}\n{}\n", theorem.header.trim_end(), statement.val);
    let file = fstar.write(folder.path(), &statement.module, &stated)?;
    let watch = Watch { time: limits.time, memory: Some(limits.memory) };
    let ide = FstarIde::start(&fstar.command(folder.path(), &["--ide"], &file), limits.time).await?;
    match interactively(ide, theorem, &statement, definition, watch).await {
        Err(death) => return refused(format!("F* did not live to certify it: {death}")),
        Ok(Err(Trouble::Statement(message))) => return Err(ProverError::Statement { message }),
        Ok(Err(Trouble::Candidate(reason))) => return refused(reason),
        Ok(Ok(())) => {}
    }
    let whole = format!("{stated}{definition}\n");
    fstar.write(folder.path(), &statement.module, &whole)?;
    let modules = modules::used(fstar, &statement.module, &whole)?;
    let granted = modules::granted(&modules).map_err(|message| ProverError::Statement { message })?;
    if let Some(reason) = certifier.batch(folder.path(), &file, &modules, watch).await? {
        return refused(reason);
    }
    let mut header_hash = blake3::Hasher::new();
    header_hash.update(theorem.header.as_bytes());
    modules.iter().for_each(|it| {
        header_hash.update(it.text.as_bytes());
    });
    let options: Vec<&str> = fstar
        .options
        .iter()
        .map(String::as_str)
        .chain(split_options(definition).ok().and_then(|it| it.0))
        .collect();
    let options = if options.is_empty() { String::new() } else { format!(", {}", options.join(" ")) };
    Ok(Certification::Certified(Certificate {
        prover: "fstar".into(),
        version: format!("{}{options}", fstar.version),
        axioms: [fstar_text::assumed(&theorem.header), granted].concat(),
        statement_hash: blake3::hash(theorem.statement.as_bytes()).to_hex().to_string(),
        header_hash: header_hash.finalize().to_hex().to_string(),
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
    theorem: &Theorem,
    statement: &Statement,
    definition: &str,
    watch: Watch,
) -> Result<Result<(), Trouble>, Death> {
    let push = |code: String, line| Query::Push { kind: Check::Full, code, line, column: 0 };
    let refused = |reason: String| Ok(Err(Trouble::Candidate(reason)));
    let alone = split_options(definition).map_or(definition, |it| it.1);
    let segments = ide.ask(&Query::Segment { code: alone.to_owned() }, watch).await?;
    let count = segments.response["decls"].as_array().map(Vec::len);
    if count != Some(1) {
        return refused(format!("{} declarations in place of one (rule `guard`)", count.unwrap_or(0)));
    }
    let header = theorem.header.trim_end();
    let pushed = ide.ask(&push(format!("{header}\n"), 1), watch).await?;
    if !pushed.accepts() {
        return Ok(Err(Trouble::Statement(format!("in its header: {}", first_error(&pushed)))));
    }
    // The candidate comes first: what the solver has seen before can make the difference.
    let line = header.lines().count() as u32 + 1;
    let whole = format!("{}\n{definition}\n", statement.val);
    let answer = ide.ask(&push(whole, line), watch).await?;
    let given = match answer.accepts() {
        true => type_of(&mut ide, &statement.name, watch).await?,
        false => None,
    };
    if answer.accepts() {
        ide.ask(&Query::Pop {}, watch).await?;
    }
    let stated = match statement.given.is_empty() {
        true => format!("assume {}\n", statement.val),
        false => format!("{}\n", theorem.statement),
    };
    let stated = ide.ask(&push(stated, line), watch).await?;
    if !stated.accepts() {
        return Ok(Err(Trouble::Statement(first_error(&stated))));
    }
    let wanted = type_of(&mut ide, &statement.name, watch).await?;
    ide.stop().await;
    if !answer.accepts() {
        return refused(first_error(&answer));
    }
    if let Some(reason) = cheat(&answer) {
        return refused(reason);
    }
    match (wanted, given) {
        (Some(wanted), Some(given)) if same_type(&wanted, &given) => Ok(Ok(())),
        (None, _) => Ok(Err(Trouble::Statement(format!("it does not state anything of {}", statement.name)))),
        (_, None) => refused(format!("{} is not defined by it (rule `missing`)", statement.name)),
        (Some(wanted), Some(given)) => {
            refused(format!("it has another type, {given} in place of {wanted} (rule `statement`)"))
        }
    }
}

/// Whether two types that F* prints are the same. A parameter that a statement leaves without a name (`_: t`) has
/// the name that the definition gives it, which then stands nowhere else.
fn same_type(wanted: &str, given: &str) -> bool {
    let tokens = |text: &str| -> Vec<String> {
        let in_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '\'' | '.');
        let mut out: Vec<String> = Vec::new();
        let mut word = false;
        for it in text.chars() {
            match out.last_mut() {
                Some(last) if in_word(it) && word => last.push(it),
                _ if it.is_whitespace() => {}
                _ => out.push(it.to_string()),
            }
            word = in_word(it);
        }
        out
    };
    let (wanted, given) = (tokens(wanted), tokens(given));
    let named = |at: usize| {
        let once = given.iter().filter(|it| **it == given[at]).count() == 1;
        wanted[at] == "_" && once && wanted.get(at + 1).is_some_and(|it| it == ":")
    };
    wanted.len() == given.len() && (0..wanted.len()).all(|at| wanted[at] == given[at] || named(at))
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
    let issue = answer.issues().unwrap_or_default().into_iter().find(|it| it.level == Level::Error);
    issue.map_or_else(|| answer.response.as_str().unwrap_or("F* gives no reason").to_owned(), |it| it.message)
}

fn io(context: &str, source: std::io::Error) -> ProverError {
    ProverError::Io { context: context.into(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_the_same_but_for_names_that_are_not_there() {
        assert!(same_type(
            "_: nat -> y: nat -> Tot (z: int{z > y})",
            "x: nat -> y: nat  -> Tot (z: int {z > y})"
        ));
        assert!(!same_type("_: nat -> y: nat -> Tot bool", "x: int -> y: nat -> Tot bool"));
        assert!(!same_type("_: nat -> Lemma (0 == 1)", "x: nat -> Lemma (x == 1)"));
        assert!(!same_type("_: nat -> x: nat -> Lemma (x == 1)", "x: nat -> x: nat -> Lemma (x == 1)"));
        assert!(!same_type("x: nat -> Lemma (p x)", "x: nat -> Lemma (p y)"));
        assert!(!same_type("nat", "nat -> nat"));
    }
}
