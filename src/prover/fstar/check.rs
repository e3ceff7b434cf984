//! A conversation with F* about a file that is being written: which of its declarations it accepts.
//!
//! Each declaration is pushed by itself, so that one that is refused costs no other: what follows is checked behind
//! what it states, as if that were proved. What was pushed stays, and the next text is checked from where it differs.

use std::{
    collections::BTreeSet,
    ops::Range,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{
    Answer, Fstar, FstarIde, Query,
    modules::{self, Module},
    parts::{Part, Parts, is_lemma, stated},
    protocol::{Check, Issue, Level, Place, Status},
};
use crate::{
    prover::{
        ProverError,
        process::{Death, Watch},
    },
    theorem::fstar_text::{module, without_comments, words},
};

/// What a check may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckLimits {
    /// Wall clock for what the file begins with, and what that loads.
    pub header: Duration,
    /// Wall clock for a declaration.
    pub declaration: Duration,
    /// Resident memory of F* and its solver in bytes, over which they are killed.
    pub memory: u64,
    /// How far F* stands back behind other processes, up to 19.
    pub nice: u8,
}

impl Default for CheckLimits {
    fn default() -> Self {
        let (header, declaration) = (Duration::from_secs(120), Duration::from_secs(60));
        CheckLimits { header, declaration, memory: 4 << 30, nice: 0 }
    }
}

/// What F* says of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Where it stands, with the `val` just before it, in bytes.
    pub range: Range<usize>,
    /// Whether it gives nothing but a proof, so that any other is as good.
    pub is_lemma: bool,
    /// Why it is not accepted, if it is not.
    pub complaint: Option<Complaint>,
}

/// What F* complains of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What.
    pub message: String,
}

/// How far a check came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// To the end.
    End,
    /// There is more to look at.
    Pause,
    /// What follows cannot be looked at: the last declaration states nothing that it could be checked behind, or there is
    /// another reason, which is told.
    Stop(Option<String>),
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The declarations that were looked at, from the first on.
    pub judged: Vec<Judged>,
    /// Whether those are all.
    pub reached: Reached,
}

/// A check of a file that changes, with one process at most.
#[derive(Debug)]
pub struct FileCheck {
    fstar: Arc<Fstar>,
    limits: CheckLimits,
    running: Option<Running>,
    /// What F* did not live through: the text up to there, and what is said of it.
    deadly: Option<(String, String)>,
}

#[derive(Debug)]
struct Running {
    ide: FstarIde,
    /// Where the file stands that F* was started with.
    _folder: TempDir,
    file: String,
    /// What F* has loaded modules for, which it does once.
    header: String,
    names: BTreeSet<String>,
    modules: Vec<Module>,
    /// What was looked at.
    seen: Vec<Seen>,
}

/// A declaration that was looked at.
#[derive(Debug)]
struct Seen {
    code: String,
    /// Where in it, and what.
    complaint: Option<(Range<usize>, String)>,
    /// Whether it is there for what follows.
    pushed: bool,
}

/// Why a process is of no more use for a text.
enum End {
    /// It did not load what the text names.
    Unloaded,
    /// It died.
    Died(Death),
}

impl From<Death> for End {
    fn from(death: Death) -> End {
        End::Died(death)
    }
}

impl FileCheck {
    /// A check that starts its process when there is something to look at.
    pub fn new(fstar: Arc<Fstar>, limits: CheckLimits) -> FileCheck {
        FileCheck { fstar, limits, running: None, deadly: None }
    }

    /// Whether that is the F* which is asked.
    pub fn is_with(&self, fstar: &Fstar) -> bool {
        let own = &self.fstar;
        // A folder that stands for another is made anew each time.
        let include = |it: &Fstar| {
            let stands = it.mirror.as_ref().map(|it| it.path().to_owned());
            it.include.iter().filter(|it| Some(*it) != stands.as_ref()).cloned().collect::<Vec<_>>()
        };
        (&own.program, &own.version, &own.options) == (&fstar.program, &fstar.version, &fstar.options)
            && own.mirror.is_some() == fstar.mirror.is_some()
            && include(own) == include(fstar)
    }

    /// Has F* look at a file, which is put together with its interface if it has one, for about `time`, and at one
    /// declaration at least. What was looked at before and is as it was is not looked at again.
    ///
    /// # Cancel safety
    /// Dropping the future midway costs the process, and the next check begins anew.
    ///
    /// # Errors
    /// If F* cannot be run, or does not accept what the file begins with.
    pub async fn check(
        &mut self,
        file: &str,
        interface: Option<&str>,
        time: Duration,
    ) -> Result<Report, ProverError> {
        let parts = Parts::of(file, interface);
        let name = module(&parts.header).ok_or_else(|| ProverError::Statement {
            message: "there is no `module` in front of it: a file begins with `module NAME`".into(),
        })?;
        let modules = modules::used(&self.fstar, &name, &parts.text_to(parts.all.len()))?;
        let fits = |it: &Running| it.ide.is_ready() && it.header == parts.header && it.modules == modules;
        let mut died = false;
        loop {
            let mut running = match self.running.take().filter(fits) {
                Some(running) => running,
                None => self.start(&name, &parts, &modules).await?,
            };
            let reached = match self.go_on(&mut running, &parts, Instant::now() + time).await {
                Ok(reached) => reached,
                // It is known from the start on then.
                Err(End::Unloaded) => continue,
                // It may have been an accident.
                Err(End::Died(Death::Gone(_) | Death::Nonsense(_))) if !died => {
                    died = true;
                    continue;
                }
                Err(End::Died(death)) => {
                    let said = format!("F* does not live through it: {death}");
                    let text = parts.text_to(running.seen.len() + 1);
                    self.deadly = Some((text, said.clone()));
                    Reached::Stop(Some(said))
                }
            };
            let judged = running.seen.iter().zip(&parts.all).filter_map(Seen::judged).collect();
            self.running = Some(running).filter(|it| it.ide.is_ready());
            return Ok(Report { judged, reached });
        }
    }

    /// A process that has loaded what a file names, and accepted its header.
    async fn start(&self, module: &str, parts: &Parts, modules: &[Module]) -> Result<Running, ProverError> {
        let folder = tempfile::tempdir()
            .map_err(|source| ProverError::Io { context: "making a folder for F*".into(), source })?;
        let file = self.fstar.write(folder.path(), module, &parts.header)?;
        let command = self.fstar.command(folder.path(), &["--ide"], &file);
        let command = if self.limits.nice > 0 { command.nice(self.limits.nice) } else { command };
        let mut ide = FstarIde::start(&command, self.limits.header).await?;
        let watch = self.watch(self.limits.header);
        // F* reads off the file what there is to load, and reads none that does not parse.
        let begun = async {
            let mut text = format!("{}\n", parts.header);
            for part in &parts.all {
                if !parses(&mut ide, &part.code, watch).await? {
                    break;
                }
                text = text + &part.code + "\n";
            }
            Ok::<_, Death>(text)
        };
        let said = |death: Death, ide: &FstarIde| {
            let said = ide.stderr_tail();
            let said = if said.is_empty() { said } else { format!("; it last wrote: {said}") };
            ProverError::Died { prover: "F*".into(), message: format!("{death}{said}") }
        };
        let text = begun.await.map_err(|it| said(it, &ide))?;
        self.fstar.write(folder.path(), module, &text)?;
        let names = names(&text);
        let vfs = Query::VfsAdd { filename: None, contents: text };
        ide.ask(&vfs, watch).await.map_err(|it| said(it, &ide))?;
        let header = push(Check::Full, &parts.header, 1);
        let answer = ide.ask(&header, watch).await.map_err(|it| said(it, &ide))?;
        if !answer.accepts() {
            let (_, message) = complaint(&answer, &parts.header, 1, &file);
            return Err(ProverError::Statement { message });
        }
        let (header, modules) = (parts.header.clone(), modules.to_vec());
        Ok(Running { ide, _folder: folder, file, header, names, modules, seen: Vec::new() })
    }

    /// Takes back what is not there any more, and looks at what follows.
    async fn go_on(&self, running: &mut Running, parts: &Parts, until: Instant) -> Result<Reached, End> {
        let watch = self.watch(self.limits.declaration);
        let Running { ide, file, names: loaded, seen, .. } = running;
        let same = seen.iter().zip(&parts.all).take_while(|(a, b)| a.code == b.code).count();
        while seen.len() > same {
            if seen.last().is_some_and(|it| it.pushed) {
                ide.ask(&Query::Pop {}, watch).await?;
            }
            seen.pop();
        }
        let mut looked = false;
        loop {
            if seen.last().is_some_and(|it| !it.pushed) {
                return Ok(Reached::Stop(None));
            }
            let Some(part) = parts.all.get(seen.len()) else { return Ok(Reached::End) };
            if looked && Instant::now() >= until {
                return Ok(Reached::Pause);
            }
            if let Some((text, said)) = &self.deadly
                && *text == parts.text_to(seen.len() + 1)
            {
                return Ok(Reached::Stop(Some(said.clone())));
            }
            if !names(&part.code).is_subset(loaded) && parses(ide, &part.code, watch).await? {
                return Err(End::Unloaded);
            }
            seen.push(look(ide, part, file, watch).await?);
            looked = true;
        }
    }

    fn watch(&self, time: Duration) -> Watch {
        Watch { time, memory: Some(self.limits.memory) }
    }
}

impl Seen {
    fn judged((seen, part): (&Seen, &Part)) -> Option<Judged> {
        let complaint = seen.complaint.as_ref().and_then(|(range, message)| {
            Some(Complaint { range: part.placed(range)?, message: message.clone() })
        });
        Some(Judged { range: part.place.clone()?, is_lemma: is_lemma(&part.code), complaint })
    }
}

/// Has F* look at a declaration, and leaves it, or else what it states, for what follows.
async fn look(ide: &mut FstarIde, part: &Part, file: &str, watch: Watch) -> Result<Seen, Death> {
    let Part { code, line, .. } = part;
    let answer = ide.ask(&push(Check::Full, code, *line), watch).await?;
    let mut seen = Seen { code: code.clone(), complaint: None, pushed: answer.accepts() };
    if !seen.pushed {
        seen.complaint = Some(complaint(&answer, code, *line, file));
        if parses(ide, code, watch).await? {
            let stands = [Some(code.clone()), stated(code)];
            for code in stands.iter().flatten() {
                seen.pushed = seen.pushed || ide.ask(&push(Check::Lax, code, *line), watch).await?.accepts();
            }
        }
    }
    Ok(seen)
}

/// Whether a text can be cut into declarations.
async fn parses(ide: &mut FstarIde, code: &str, watch: Watch) -> Result<bool, Death> {
    let answer = ide.ask(&Query::Segment { code: format!("{code}\n") }, watch).await?;
    Ok(answer.status == Status::Success)
}

fn push(kind: Check, code: &str, line: u32) -> Query {
    Query::Push { kind, code: format!("{code}\n"), line, column: 0 }
}

/// What may name a module in a text.
fn names(text: &str) -> BTreeSet<String> {
    let code = without_comments(text);
    let mut opens = false;
    let mut found = BTreeSet::new();
    for (_, word) in words(&code) {
        let capital = word.starts_with(char::is_uppercase);
        if capital && (opens || word.contains('.')) {
            found.insert(word.to_owned());
        }
        // `module L = FStar.List`
        opens = matches!(word, "open" | "include" | "friend" | "module") || (opens && capital);
    }
    found
}

/// Where F* complains of a text that begins in a line, and all that it says.
fn complaint(answer: &Answer, code: &str, line: u32, file: &str) -> (Range<usize>, String) {
    let issues = answer.issues().unwrap_or_default();
    let errors = || issues.iter().filter(|it| it.level == Level::Error);
    let place = |it: &Place| {
        let here = it.fname == "<input>" || Path::new(&it.fname).file_name().is_some_and(|it| it == file);
        here.then(|| Some(byte(code, line, it.beg)?..byte(code, line, it.end)?)).flatten()
    };
    let mut said: Vec<String> = Vec::new();
    for Issue { message, ranges, .. } in errors() {
        // What is to be proved stands in the second place.
        let what = ranges.get(1).and_then(place).and_then(|it| code.get(it)).map(str::trim);
        let what = what.filter(|it| !it.is_empty()).map(|it| format!(": `{it}`")).unwrap_or_default();
        let text = format!("{}{what}", message.trim());
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let first = errors().find_map(|it| place(it.ranges.first()?)).filter(|it| it.start <= it.end);
    let said = if said.is_empty() { "F* gives no reason".to_owned() } else { said.join("\n") };
    (first.unwrap_or(0..code.len()), said)
}

/// The byte at a line and a column of a text that begins in `line`; its end for the line behind it.
fn byte(code: &str, line: u32, (row, column): (u32, u32)) -> Option<usize> {
    let row = row.checked_sub(line)? as usize;
    let mut lines = code.split('\n');
    let start: usize = lines.by_ref().take(row).map(|it| it.len() + 1).sum();
    let Some(text) = lines.next() else { return (start == code.len() + 1).then_some(code.len()) };
    let column = text.char_indices().nth(column as usize).map_or(text.len(), |it| it.0);
    Some(start + column)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_fstar_complains_of_has_its_place_in_the_text() {
        let code = "let l (n:nat) : Lemma (∀n. n > 5)\n  = assert (n > 3); ()";
        let issue = |message: &str, ranges: &[(&str, [u32; 2], [u32; 2])]| {
            let ranges = ranges.iter().map(|it| json!({"fname": it.0, "beg": it.1, "end": it.2}));
            json!({"level": "error", "message": message, "ranges": ranges.collect::<Vec<_>>()})
        };
        let said = |issues: Vec<serde_json::Value>| {
            let answer = Answer { status: Status::Failure, response: json!(issues), messages: Vec::new() };
            let (range, message) = complaint(&answer, code, 7, "M.fst");
            (code[range].to_owned(), message)
        };
        let assertion =
            issue("assertion failed\n", &[("<input>", [8, 4], [8, 10]), ("<input>", [8, 11], [8, 18])]);
        assert_eq!(
            said(vec![assertion.clone(), assertion]),
            ("assert".into(), "assertion failed: `(n > 3)`".into())
        );
        let post =
            issue("could not prove", &[("/a/M.fst", [8, 20], [8, 22]), ("/lib/prims.fst", [8, 1], [8, 2])]);
        assert_eq!(said(vec![post]), ("()".into(), "could not prove".into()));
        let letters = issue("wide", &[("<input>", [7, 23], [7, 25])]);
        assert_eq!(said(vec![letters]), ("∀n".into(), "wide".into()));
        let end = issue("syntax", &[("<input>", [9, 0], [9, 0])]);
        assert_eq!(said(vec![end]), (String::new(), "syntax".into()));
        let elsewhere = issue("far", &[("/lib/prims.fst", [8, 1], [8, 2])]);
        assert_eq!(said(vec![elsewhere]), (code.into(), "far".into()));
        assert_eq!(said(vec![]), (code.into(), "F* gives no reason".into()));
    }

    #[test]
    fn names_of_modules_are_known_by_their_dots_or_by_what_opens_them() {
        let found = |text: &str| names(text).into_iter().collect::<Vec<_>>();
        let text = "module L = FStar.List\nopen A\nlet x = Some (L.map f) (* B.c *)\n";
        assert_eq!(found(text), ["A", "FStar.List", "L", "L.map"]);
        assert!(found("let x = y.z Some").is_empty());
    }
}
