//! A conversation with F* about one statement.
//!
//! A proof state is a definition with holes (`admit ()`), one of which is looked at. A step at the root is a whole
//! definition, perhaps with holes of its own; a step at a hole is a term for it. F* is asked whether it
//! accepts the definition with every other hole admitted: so each hole is proved by itself.

use std::{sync::Arc, time::Duration};

use tempfile::TempDir;

use super::{
    Fstar, FstarIde, Query,
    certifier::cheat,
    hole::scope,
    premises,
    protocol::Check,
    reply::{QueryStats, complaint},
    statement::{allows, declares_one, read},
};
use crate::{
    prover::{
        Goal, GoalGroup, Hyp, Limit, Premise, ProverError, Session, StateId, StepLimits, Verdict,
        process::{Death, Watch},
    },
    theorem::{
        Theorem,
        fstar_names::spoken,
        fstar_statement::{Statement, fill_all},
        fstar_term::put,
        fstar_text::holes,
    },
};

/// Heartbeats (in thousands) for each unit of F*'s `--z3rlimit`, so that a step's default limit is F*'s own default.
const HEARTBEATS: u64 = 4_000;

/// Wall clock for a search in the library.
const SEARCH: Duration = Duration::from_secs(2);

/// Wall clock for all declarations that are tried before the statement.
const DECLARATIONS: Duration = Duration::from_secs(10);

/// What a session may use beside the limits of its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Wall clock for the header and the statement.
    pub open: Duration,
    /// Resident memory of F* and its solver in bytes, over which they are killed.
    pub memory: u64,
    /// Resident memory over which they are replaced before the next step.
    pub recycle: u64,
    /// Steps after which they are replaced.
    pub uses: u32,
}

impl Default for SessionLimits {
    fn default() -> Self {
        SessionLimits { open: Duration::from_secs(120), memory: 4 << 30, recycle: 1 << 30, uses: 3_000 }
    }
}

/// Where the time of a session went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// In the solver, as F* tells it.
    pub solver: Duration,
    /// In F* and its solver.
    pub fstar: Duration,
}

/// A session; each has a process of its own, which is started with the statement.
pub struct FstarSession {
    fstar: Arc<Fstar>,
    limits: SessionLimits,
    folder: Option<TempDir>,
    ide: Option<FstarIde>,
    /// How many processes there were.
    started: u32,
    /// How many statements were opened, each with a process of its own.
    opened: u32,
    /// Steps that the process has served.
    uses: u32,
    theorem: Option<(Theorem, Statement)>,
    nodes: Vec<Option<Node>>,
    premises: Arc<[Premise]>,
    times: Times,
}

/// A definition with the hole that is looked at; none at the root, where there is no definition yet.
#[derive(Clone, Debug)]
struct Node {
    definition: String,
    hole: Option<usize>,
    hyps: Vec<Hyp>,
}

impl Node {
    /// The definition with a step in the hole.
    fn with(&self, step: &str) -> String {
        match self.hole {
            None => step.to_owned(),
            Some(hole) => put(&self.definition, hole, step),
        }
    }
}

/// What came of a push.
enum Pushed {
    Accepted,
    Refused { reason: String, exhausted: bool },
}

impl FstarSession {
    /// A session that starts its process when a statement is opened.
    pub fn new(fstar: Arc<Fstar>) -> Self {
        FstarSession::with(fstar, SessionLimits::default())
    }

    /// The same, with other limits.
    pub fn with(fstar: Arc<Fstar>, limits: SessionLimits) -> Self {
        FstarSession {
            fstar,
            limits,
            folder: None,
            ide: None,
            started: 0,
            opened: 0,
            uses: 0,
            theorem: None,
            nodes: Vec::new(),
            premises: Arc::default(),
            times: Times::default(),
        }
    }

    /// Where its time went so far.
    pub fn times(&self) -> Times {
        self.times
    }

    /// Resident memory of its process and the solver in bytes, if it can be told.
    pub fn memory(&self) -> Option<u64> {
        self.ide.as_ref().and_then(FstarIde::memory)
    }

    fn statement(&self) -> Result<&(Theorem, Statement), ProverError> {
        self.theorem.as_ref().ok_or_else(|| ProverError::Protocol {
            prover: "F*".into(),
            message: "a step before a statement was opened".into(),
        })
    }

    /// A process that has the header and the `val`.
    async fn ready(&mut self) -> Result<(), ProverError> {
        let worn = |ide: &FstarIde, uses: u32, limits: SessionLimits| {
            !ide.is_ready()
                || uses >= limits.uses
                || (uses % 64 == 63 && ide.memory().is_some_and(|it| it > limits.recycle))
        };
        if self.ide.as_ref().is_some_and(|it| worn(it, self.uses, self.limits)) {
            self.lose();
        }
        if self.ide.is_some() {
            return Ok(());
        }
        let (theorem, statement) = self.statement()?.clone();
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => tempfile::tempdir().map_err(|source| io("making a folder for F*", source))?,
        };
        let header = format!("{}\n", theorem.header.trim_end());
        let file = self.fstar.write(folder.path(), &statement.module, &header)?;
        let command = self.fstar.command(folder.path(), &["--query_stats", "--ide"], &file);
        self.folder = Some(folder);
        let watch = Watch { time: self.limits.open, memory: Some(self.limits.memory) };
        let mut ide = FstarIde::start(&command, self.limits.open).await?;
        self.started += 1;
        self.uses = 0;
        let vfs = Query::VfsAdd { filename: None, contents: header.clone() };
        let lines = header.lines().count() as u32;
        let mut pushes = vec![(vfs, "its header"), (push(&header, 1), "its header")];
        if !statement.val.is_empty() {
            pushes.push((push(&statement.val, lines + 1), "its statement"));
        }
        for (query, what) in pushes {
            let answer = match ide.ask(&query, watch).await {
                Ok(answer) => answer,
                Err(Death::Time(time)) => {
                    return Err(ProverError::Statement {
                        message: format!("{what} is not checked within {} s", time.as_secs()),
                    });
                }
                Err(death) => return Err(died(&ide, &death)),
            };
            if matches!(query, Query::Push { .. }) && !answer.accepts() {
                let message =
                    format!("F* does not accept {what}: {}", complaint(&answer, &theorem.header, 1));
                return Err(ProverError::Statement { message });
            }
        }
        self.ide = Some(ide);
        Ok(())
    }

    /// Asks F* for lemmas that have to do with the statement. What goes wrong here costs only them.
    async fn search(&mut self) -> Vec<Premise> {
        let Some((theorem, statement)) = &self.theorem else { return Vec::new() };
        let symbols = premises::symbols(theorem, statement);
        let watch = Watch { time: SEARCH, memory: Some(self.limits.memory) };
        let mut found = Vec::new();
        for terms in premises::searches(&symbols) {
            let Some(ide) = self.ide.as_mut() else { break };
            match ide.ask(&Query::Search { terms }, watch).await {
                Ok(answer) => {
                    let text = |it: &serde_json::Value, key: &str| it[key].as_str().map(str::to_owned);
                    let rows = answer.response.as_array().cloned().unwrap_or_default();
                    found.extend(rows.iter().filter_map(|it| Some((text(it, "lid")?, text(it, "type")?))));
                }
                Err(_) => self.lose(),
            }
        }
        premises::rank(found, &symbols)
    }

    fn lose(&mut self) {
        self.ide = None;
    }

    /// Pushes a definition, and takes it back.
    async fn push(
        &mut self,
        definition: &str,
        limits: StepLimits,
    ) -> Result<Result<Pushed, Death>, ProverError> {
        self.ready().await?;
        let (theorem, statement) = self.statement()?;
        let line = (theorem.header.trim_end().lines().count() + statement.val.lines().count() + 1) as u32;
        let rlimit = (limits.heartbeats / HEARTBEATS).max(1);
        let small = limits.heartbeats < StepLimits::default().heartbeats;
        let code = if small {
            format!(
                "#push-options \"--z3rlimit {rlimit} --max_fuel 2 --max_ifuel 1\"\n{definition}\n#pop-options\n"
            )
        } else {
            format!("{definition}\n")
        };
        let begun = std::time::Instant::now();
        let watch = Watch { time: limits.time, memory: Some(self.limits.memory) };
        self.uses += 1;
        let Some(ide) = self.ide.as_mut() else { return Ok(Err(Death::Gone("it did not start".into()))) };
        let answer = ide.ask(&push(&code, line), watch).await;
        let stats = answer.as_ref().map(QueryStats::of).unwrap_or_default();
        let out = match answer {
            Err(death) => Err(death),
            Ok(answer) if answer.accepts() => ide.ask(&Query::Pop {}, watch).await.map(|_| Pushed::Accepted),
            // F* has rolled a refused push back by itself.
            Ok(answer) => Ok(Pushed::Refused {
                reason: complaint(&answer, &code, line),
                exhausted: stats.exhausted || (small && stats.failed),
            }),
        };
        self.times.solver += stats.time;
        self.times.fstar += begun.elapsed();
        if out.is_err() {
            self.lose();
        }
        Ok(out)
    }

    fn keep(&mut self, node: Node) -> GoalGroup {
        let state = StateId(self.nodes.len() as u32);
        let (shown, target) = self.shown(&node);
        let consts = if node.hole.is_none() { spoken(&target) } else { Vec::new() };
        let goal = Goal {
            case: None,
            hyps: node.hyps.clone(),
            target,
            head: None,
            consts,
            definition: Some(shown.clone()).filter(|it| !it.is_empty()),
        };
        let fingerprint = blake3::hash(shown.as_bytes()).to_hex().to_string();
        let positions = vec![0];
        self.nodes.push(Some(node));
        GoalGroup { state, goals: vec![goal], fingerprint, positions }
    }

    /// The holes that an accepted step left, each as a group.
    fn left(&mut self, node: &Node, definition: &str, step: &str) -> Vec<GoalGroup> {
        let first = node.hole.unwrap_or(0);
        let group = |at: usize| {
            let mut hyps = node.hyps.clone();
            hyps.extend(scope(step, at));
            let node = Node { definition: definition.to_owned(), hole: Some(first + at), hyps };
            GoalGroup { positions: vec![at], ..self.keep(node) }
        };
        (0..holes(step).len()).map(group).collect()
    }

    /// The definition with a mark at the hole, and what it is to prove.
    fn shown(&self, node: &Node) -> (String, String) {
        let statement = self.theorem.as_ref().map(|it| &it.1);
        let target = statement
            .map_or(String::new(), |it| if it.val.is_empty() { it.given.clone() } else { it.val.clone() });
        let mut shown = node.definition.clone();
        if let Some(hole) = node.hole.and_then(|it| holes(&shown).into_iter().nth(it)) {
            shown.insert_str(hole.start, MARK);
        }
        (shown, target)
    }
}

/// What stands before the hole that is looked at.
pub const MARK: &str = "(* here *) ";

fn push(code: &str, line: u32) -> Query {
    Query::Push { kind: Check::Full, code: code.to_owned(), line, column: 0 }
}

fn io(context: &str, source: std::io::Error) -> ProverError {
    ProverError::Io { context: context.into(), source }
}

fn died(ide: &FstarIde, death: &Death) -> ProverError {
    let said = ide.stderr_tail();
    let message = if said.is_empty() { death.to_string() } else { format!("{death}; it last wrote: {said}") };
    ProverError::Died { prover: "F*".into(), message }
}

impl Session for FstarSession {
    async fn open(&mut self, theorem: &Theorem) -> Result<GoalGroup, ProverError> {
        let statement = read(theorem).map_err(|message| ProverError::Statement { message })?;
        super::guard::weakens(&theorem.header).map_err(|message| ProverError::Statement { message })?;
        self.lose();
        self.opened += 1;
        self.nodes.clear();
        self.theorem = Some((theorem.clone(), statement.clone()));
        self.ready().await?;
        self.premises = self.search().await.into();
        // What is given must at least have a type.
        let given = match statement.given.is_empty() {
            true => None,
            false => Some(statement.given.clone()),
        };
        if let Some(given) = given {
            let limits = StepLimits { time: self.limits.open, ..StepLimits::default() };
            match self.push(&given, limits).await? {
                Ok(Pushed::Accepted) => {}
                Ok(Pushed::Refused { reason, .. }) => {
                    return Err(ProverError::Statement {
                        message: format!("F* does not accept it: {reason}"),
                    });
                }
                Err(death) => {
                    return Err(ProverError::Died { prover: "F*".into(), message: death.to_string() });
                }
            }
        }
        Ok(self.keep(Node { definition: String::new(), hole: None, hyps: Vec::new() }))
    }

    async fn step(&mut self, state: StateId, step: &str, limits: StepLimits) -> Result<Verdict, ProverError> {
        let Some(node) = self.nodes.get(state.0 as usize).cloned().flatten() else {
            let message = format!("there is no state {} in this session", state.0);
            return Err(ProverError::Protocol { prover: "F*".into(), message });
        };
        let step = step.trim();
        let definition = node.with(step);
        if let Err(reason) = allows(&self.statement()?.1, &fill_all(&definition)) {
            return Ok(Verdict::Rejected { reason });
        }
        for _ in 0..2 {
            match self.push(&definition, limits).await? {
                Ok(Pushed::Accepted) => {
                    let groups = self.left(&node, &definition, step);
                    return Ok(match groups.is_empty() {
                        true => Verdict::Closed,
                        false => Verdict::Progress { groups },
                    });
                }
                Ok(Pushed::Refused { exhausted: true, .. }) => {
                    return Ok(Verdict::Inconclusive { limit: Limit::Heartbeats });
                }
                Ok(Pushed::Refused { reason, .. }) => return Ok(Verdict::Rejected { reason }),
                Err(death @ (Death::Time(_) | Death::Memory(..))) => {
                    return Ok(Verdict::Inconclusive { limit: death.limit() });
                }
                // It counts for nothing: once more, in another process.
                Err(Death::Gone(_) | Death::Nonsense(_)) => {}
            }
        }
        Ok(Verdict::Inconclusive { limit: Limit::Crash })
    }

    async fn accepts(&mut self, header: &str, declarations: &[String]) -> Result<Vec<bool>, ProverError> {
        if self.theorem.as_ref().is_none_or(|it| it.0.header != header) {
            return Ok(Vec::new());
        }
        self.ready().await?;
        let begun = std::time::Instant::now();
        let watch = |limits: SessionLimits| Watch {
            time: DECLARATIONS.saturating_sub(begun.elapsed()),
            memory: Some(limits.memory),
        };
        // The `val` of the statement goes: what is declared stands in front of it.
        if !self.statement()?.1.val.is_empty()
            && let Some(ide) = self.ide.as_mut()
            && ide.ask(&Query::Pop {}, watch(self.limits)).await.is_err()
        {
            self.lose();
        }
        let mut line = header.trim_end().lines().count() as u32 + 1;
        let mut accepted = Vec::new();
        for declaration in declarations {
            let ide = self.ide.as_mut().filter(|_| declares_one(declaration).is_ok());
            let Some(ide) = ide else {
                accepted.push(false);
                continue;
            };
            let answer = ide.ask(&push(&format!("{declaration}\n"), line), watch(self.limits)).await;
            line += declaration.lines().count() as u32;
            accepted.push(answer.as_ref().is_ok_and(|it| it.accepts() && cheat(it).is_none()));
            if answer.is_err() {
                self.lose();
            }
        }
        // It has these declarations now; the one that replaces it is no restart.
        self.lose();
        self.opened += 1;
        Ok(accepted)
    }

    fn recall(
        &mut self,
        parent: StateId,
        step: &str,
        _limits: StepLimits,
        _groups: Vec<GoalGroup>,
    ) -> Option<Vec<GoalGroup>> {
        let node = self.nodes.get(parent.0 as usize).cloned().flatten()?;
        let step = step.trim();
        Some(self.left(&node, &node.with(step), step))
    }

    fn forget(&mut self, states: &[StateId]) {
        for state in states {
            if let Some(node) = self.nodes.get_mut(state.0 as usize) {
                *node = None;
            }
        }
    }

    fn premises(&self) -> Arc<[Premise]> {
        Arc::clone(&self.premises)
    }

    fn restarts(&self) -> u32 {
        self.started.saturating_sub(self.opened)
    }
}
