//! The holes of a document: what stands open in it, as its text tells and as the prover does.

use std::ops::Range;

use crate::{
    prover::{
        fstar::check::Judged,
        lean::{
            file,
            protocol::{CheckReply, Command, Severity},
        },
    },
    theorem::{ProverKind, Target, finished, fstar_term, fstar_text, lean_text},
};

/// Which declaration it is, behind which text: equal for equal texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The declaration.
    pub declaration: u64,
    /// All that stands above it.
    pub above: u64,
}

/// Why something is a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A proof is left out: `sorry`, `admit`, `admit ()`, a `val` alone.
    Open,
    /// The proof that is there does not work; what the prover says.
    Failing(String),
    /// What is there does not work, and is no proof that another could take the place of; what the prover says.
    Definition(String),
}

/// Something to prove. Bytes are those of the text that it was found in, or was carried to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// What is open, or what the prover complains of.
    pub range: Range<usize>,
    /// The declaration that it is in.
    pub declaration: Range<usize>,
    /// What that declares.
    pub name: String,
    /// Which it is.
    pub key: Key,
    /// Which hole of the declaration, counted from 0.
    pub nth: usize,
    /// Why it is one.
    pub kind: Kind,
    /// Whether the prover says that it is one, and not only the text.
    pub checked: bool,
}

impl Hole {
    /// Whether two of different surveys are the same hole.
    fn is(&self, other: &Hole) -> bool {
        // Only the prover knows whether a `by` belongs to the hole.
        self.range.end == other.range.end
            && self.declaration == other.declaration
            && (self.kind == Kind::Open) == (other.kind == Kind::Open)
    }
}

/// The holes of a text as far as its words tell, in order.
pub fn by_text(prover: ProverKind, text: &str) -> Vec<Hole> {
    let mut keys = Keys::new(text);
    let mut found = Vec::new();
    let mut add = |declaration: Range<usize>, name: &str, holes: Vec<Range<usize>>, checked| {
        let key = keys.of(&declaration);
        for (nth, range) in holes.into_iter().enumerate() {
            let (declaration, name) = (declaration.clone(), name.to_owned());
            found.push(Hole { range, declaration, name, key, nth, kind: Kind::Open, checked });
        }
    };
    match prover {
        ProverKind::Lean => {
            for it in lean_text::sketches(text) {
                add(it.range, &it.name, it.holes, false);
            }
        }
        ProverKind::Fstar => {
            for Target { range, holes } in targets_of_fstar(text, &[]) {
                let theorem = &holes[0];
                let definition = range.start + theorem.hole.start..range.start + theorem.hole.end;
                let inner = fstar_text::holes(&text[definition.clone()]);
                let inner: Vec<_> =
                    inner.iter().map(|it| definition.start + it.start..definition.start + it.end).collect();
                // A `val` alone is open as a whole.
                let holes = if inner.is_empty() { vec![range.clone()] } else { inner };
                add(range, &theorem.name, holes, false);
            }
        }
    }
    found
}

/// What the prover says of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The holes, in order.
    pub holes: Vec<Hole>,
    /// What is wrong with the imports, if something is: nothing that follows was looked at then.
    pub header: Option<String>,
}

/// The holes of a Lean text that was checked.
pub fn by_check(text: &str, checked: &CheckReply) -> Said {
    let errors = || checked.messages.iter().filter(|it| it.severity == Severity::Error);
    if let Some(error) = errors().find(|it| it.start < checked.header_end) {
        return Said { header: Some(error.text.trim().to_owned()), ..Said::default() };
    }
    let mut keys = Keys::new(text);
    let mut said = Said::default();
    for command in &checked.commands {
        let declaration = command.start..command.end;
        let inside = errors().filter(|it| declaration.contains(&it.start));
        let failing = proof_of(text, command).and_then(|proof| {
            let at_proof: Vec<_> = inside.filter(|it| it.start >= proof).collect();
            let first = at_proof.first()?;
            let end = first.end.clamp(first.start, command.end);
            let messages: Vec<_> = at_proof.iter().map(|it| it.text.trim()).collect();
            Some((first.start..end, Kind::Failing(messages.join("\n"))))
        });
        let open = command.holes.iter().map(|it| (it.start..it.end, Kind::Open));
        // What does not work matters only where nothing is left out: the whole proof is looked for then.
        let holes: Vec<_> =
            if command.holes.is_empty() { failing.into_iter().collect() } else { open.collect() };
        if holes.is_empty() || text.get(declaration.clone()).is_none() {
            continue;
        }
        let key = keys.of(&declaration);
        let kind = command.decl.as_deref();
        let name =
            command.names.first().cloned().unwrap_or_else(|| file::label(&text[declaration.clone()], kind));
        for (nth, (range, kind)) in holes.into_iter().enumerate() {
            let (declaration, name) = (declaration.clone(), name.clone());
            said.holes.push(Hole { range, declaration, name, key, nth, kind, checked: true });
        }
    }
    said
}

/// Where the proof of a Lean theorem begins.
fn proof_of(text: &str, command: &Command) -> Option<usize> {
    let declaration = text.get(command.start..command.end)?;
    let taken_apart = finished::lean("", "", declaration)?;
    Some(command.start + taken_apart.theorem.hole.start)
}

/// What there is to prove where a hole is, if the text is as it was checked: its declaration, as a target.
pub fn lean_target(text: &str, checked: &CheckReply, hole: &Hole) -> Option<Target> {
    let command = checked.commands.iter().find(|it| it.start == hole.declaration.start)?;
    match hole.kind {
        Kind::Open => file::target(text, command),
        Kind::Failing(_) | Kind::Definition(_) => {
            let range = command.start..command.end;
            let taken_apart = finished::lean(&hole.name, text.get(..range.start)?, text.get(range.clone())?)?;
            Some(Target { range, holes: vec![taken_apart.theorem] })
        }
    }
}

/// The holes of an F* text, of which F* has looked at some declarations.
pub fn by_judged(text: &str, judged: &[Judged]) -> Vec<Hole> {
    let mut keys = Keys::new(text);
    let mut failing: Vec<Hole> = Vec::new();
    for Judged { range: declaration, is_lemma, complaint } in judged {
        let Some(complaint) = complaint else { continue };
        let message = complaint.message.clone();
        let code = &text[declaration.clone()];
        let name = fstar_text::decls(code).into_iter().next().map(|it| it.name.unwrap_or(it.kind));
        failing.push(Hole {
            range: complaint.range.clone(),
            declaration: declaration.clone(),
            name: name.unwrap_or_default(),
            key: keys.of(declaration),
            nth: 0,
            kind: if *is_lemma { Kind::Failing(message) } else { Kind::Definition(message) },
            checked: true,
        });
    }
    let mut open = by_text(ProverKind::Fstar, text);
    for hole in &mut open {
        hole.checked = judged.iter().any(|it| it.range == hole.declaration);
    }
    // What F* does not accept is one hole, whatever is left out in it.
    merged(open, failing, false)
}

/// What there is to prove in an F* text, in order. What is `failing` is open: of a lemma the proof, of anything else all.
pub fn targets_of_fstar(text: &str, failing: &[Hole]) -> Vec<Target> {
    let Opened { text, places } = Opened::of(text, failing);
    let statements = fstar_text::statements(&text, true).into_iter();
    let target = |(range, theorem): (Range<usize>, _)| {
        let start = places.iter().find(|it| it.1.start == range.start)?.0.start;
        let end = places.iter().find(|it| it.1.end == range.end)?.0.end;
        Some(Target { range: start..end, holes: vec![theorem] })
    };
    statements.filter_map(target).collect()
}

/// An F* text in which what fails is left open.
pub struct Opened {
    /// The text.
    pub text: String,
    /// Where each declaration stands in the text as it was, and in this one.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Opened {
    /// Leaves open what fails.
    pub fn of(text: &str, failing: &[Hole]) -> Opened {
        let blank = |it: &str| it.bytes().map(|it| if it == b'\n' { '\n' } else { ' ' }).collect::<String>();
        let (mut opened, mut at) = (Opened { text: String::new(), places: Vec::new() }, 0);
        for decl in fstar_text::decls(text) {
            let within =
                |it: &&Hole| it.declaration.start <= decl.range.start && decl.range.end <= it.declaration.end;
            let (above, code) = (&text[at..decl.range.start], &text[decl.range.clone()]);
            let (above, code) = match failing.iter().find(within).map(|it| &it.kind) {
                // A comment that documents nothing is a syntax error for older versions.
                Some(Kind::Definition(_)) => (blank(above), blank(code)),
                Some(Kind::Failing(_)) if decl.kind == "let" => {
                    let body = fstar_text::body(code).unwrap_or(code.len());
                    (above.to_owned(), format!("{} {}", &code[..body], fstar_term::HOLE))
                }
                _ => (above.to_owned(), code.to_owned()),
            };
            opened.text.push_str(&above);
            let start = opened.text.len();
            opened.text.push_str(&code);
            opened.places.push((decl.range.clone(), start..opened.text.len()));
            at = decl.range.end;
        }
        opened.text.push_str(&text[at..]);
        opened
    }
}

/// The holes of a text of now: those that the prover told of, where they stand still, and what else the text tells of.
///
/// With `whole`, what the prover told is about just this text, and goes before what the text seems to say.
pub fn merged(by_text: Vec<Hole>, told: Vec<Hole>, whole: bool) -> Vec<Hole> {
    if whole {
        return told;
    }
    // What fails is one hole as a whole.
    let fails = |it: &Hole, other: &Hole| other.kind != Kind::Open && it.declaration == other.declaration;
    let is_told = |it: &Hole| told.iter().any(|other| it.is(other) || fails(it, other));
    let mut holes: Vec<Hole> = by_text.into_iter().filter(|it| !is_told(it)).collect();
    holes.extend(told);
    holes.sort_by_key(|it| (it.declaration.start, it.range.start));
    holes
}

/// Keys of declarations, asked for in the order of the text.
struct Keys<'a> {
    text: &'a str,
    above: blake3::Hasher,
    hashed: usize,
}

impl<'a> Keys<'a> {
    fn new(text: &'a str) -> Self {
        Keys { text, above: blake3::Hasher::new(), hashed: 0 }
    }

    fn of(&mut self, declaration: &Range<usize>) -> Key {
        let start = declaration.start.max(self.hashed);
        self.above.update(&self.text.as_bytes()[self.hashed..start]);
        self.hashed = start;
        let declared = declaration_key(&self.text[declaration.clone()]);
        Key { declaration: declared, above: short(&self.above.finalize()) }
    }
}

/// What a declaration is known by.
pub fn declaration_key(declaration: &str) -> u64 {
    short(&blake3::hash(declaration.as_bytes()))
}

fn short(hash: &blake3::Hash) -> u64 {
    u64::from_le_bytes(*hash.as_bytes().first_chunk().expect("a hash has 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prover::{
        fstar::check::Complaint,
        lean::protocol::{self, Message},
    };

    fn said(text: &str, holes: &[Hole]) -> Vec<String> {
        let word = |it: &Hole| if it.checked { "checked" } else { "text" };
        holes
            .iter()
            .map(|it| format!("{} {}: {}", it.name, it.nth, &text[it.range.clone()]) + " " + word(it))
            .collect()
    }

    fn command(text: &str, declaration: &str, holes: &[&str]) -> Command {
        let start = text.find(declaration).unwrap();
        let find = |it: &&str| start + declaration.find(it).unwrap();
        let holes =
            holes.iter().map(|it| protocol::Hole { start: find(it), end: find(it) + it.len(), term: true });
        Command {
            start,
            end: start + declaration.len(),
            kind: "k".into(),
            decl: Some("theorem".into()),
            names: vec![declaration.split(' ').nth(1).unwrap().into()],
            holes: holes.collect(),
        }
    }

    fn error(start: usize, text: &str) -> Message {
        Message { severity: Severity::Error, start, end: start + 2, line: 1, column: 0, text: text.into() }
    }

    const TEXT: &str =
        "import A\ntheorem a : p := by sorry\ntheorem b : q := by\n  simp\ntheorem c : r := by\n  omega\n";

    fn checked(messages: Vec<Message>) -> CheckReply {
        let commands = vec![
            command(TEXT, "theorem a : p := by sorry", &["by sorry"]),
            command(TEXT, "theorem b : q := by\n  simp", &[]),
            command(TEXT, "theorem c : r := by\n  omega", &[]),
        ];
        CheckReply { messages, header_end: 8, commands, decls: Vec::new(), ms: 0 }
    }

    #[test]
    fn a_proof_that_fails_is_a_hole_as_a_whole() {
        let at = TEXT.find("omega").unwrap();
        let checked = checked(vec![error(at, "omega failed"), error(TEXT.find("q").unwrap(), "unknown q")]);
        let found = by_check(TEXT, &checked);
        assert_eq!(said(TEXT, &found.holes), ["a 0: by sorry checked", "c 0: om checked"]);
        assert_eq!(found.holes[1].kind, Kind::Failing("omega failed".into()));
        let target = lean_target(TEXT, &checked, &found.holes[1]).unwrap();
        let theorem = &target.holes[0];
        assert_eq!(
            (theorem.statement.as_str(), &TEXT[target.range]),
            ("theorem c : r := by sorry", "theorem c : r := by\n  omega")
        );
        assert!(theorem.header.ends_with("simp\n"));
        assert_eq!(
            lean_target(TEXT, &checked, &found.holes[0]).unwrap().holes[0].statement,
            "theorem a : p := by sorry"
        );
    }

    #[test]
    fn behind_imports_that_fail_nothing_is_known() {
        let found = by_check(TEXT, &checked(vec![error(7, "unknown module A\n")]));
        assert_eq!(found, Said { holes: vec![], header: Some("unknown module A".into()) });
    }

    #[test]
    fn what_the_prover_told_goes_before_what_the_text_seems_to_say() {
        let text = by_text(ProverKind::Lean, TEXT);
        assert_eq!(said(TEXT, &text), ["a 0: by sorry text"]);
        let told = by_check(TEXT, &checked(vec![])).holes;
        assert_eq!(said(TEXT, &merged(text.clone(), told.clone(), false)), ["a 0: by sorry checked"]);
        assert_eq!(merged(text.clone(), Vec::new(), true), []);
        assert_eq!(merged(text.clone(), Vec::new(), false), text);
        assert_eq!(text[0].key, told[0].key);
    }

    #[test]
    fn a_key_is_that_of_the_declaration_and_of_what_stands_above() {
        let keys =
            |text: &str| by_text(ProverKind::Lean, text).into_iter().map(|it| it.key).collect::<Vec<_>>();
        let old = keys("def a := 1\n\ntheorem b : p := sorry\n\ntheorem c : q := sorry\n");
        let new = keys("def a := 1\n\ntheorem b : r := sorry\n\ntheorem c : q := sorry\n");
        assert_eq!(old[0].above, new[0].above);
        assert_ne!(old[0].declaration, new[0].declaration);
        assert_eq!(old[1].declaration, new[1].declaration);
        assert_ne!(old[1].above, new[1].above);
    }

    #[test]
    fn fstar_has_a_hole_for_each_admit_and_each_val_alone() {
        let text =
            "module M\nval a : nat\n\nval b : nat -> nat\nlet b n = if n = 0 then admit () else (admit ())\n";
        let found = by_text(ProverKind::Fstar, text);
        assert_eq!(said(text, &found), ["a 0: val a : nat text", "b 0: admit () text", "b 1: admit () text"]);
        assert!(text[found[2].declaration.clone()].starts_with("val b"));
    }

    const FSTAR: &str = "module M\n\n(** doc *)\nlet dec (n:nat) : nat = n - 1\n\nval a : n:nat -> Lemma (n >= 0)\n// here\nlet a n = assert (n > 3)\n\
        val b : nat\nlet b = admit ()\nlet c (n:nat) : Lemma (n >= 0) = if n = 0 then admit ()\nlet d = admit ()\n";

    fn judged(failing: &[(&str, bool)], accepted: &[&str]) -> Vec<Judged> {
        let place = |code: &str| FSTAR.find(code).map(|it| it..it + code.len()).unwrap();
        let complaint =
            |range: &Range<usize>| Complaint { range: range.end - 2..range.end, message: "no".into() };
        let mut all: Vec<_> = accepted
            .iter()
            .map(|code| Judged { range: place(code), is_lemma: false, complaint: None })
            .chain(failing.iter().map(|&(code, is_lemma)| {
                let range = place(code);
                Judged { complaint: Some(complaint(&range)), range, is_lemma }
            }))
            .collect();
        all.sort_by_key(|it| it.range.start);
        all
    }

    const A: &str = "val a : n:nat -> Lemma (n >= 0)\n// here\nlet a n = assert (n > 3)";
    const C: &str = "let c (n:nat) : Lemma (n >= 0) = if n = 0 then admit ()";

    #[test]
    fn what_fstar_does_not_accept_is_a_hole_and_what_it_did_not_see_is_not_checked() {
        let failing = [("let dec (n:nat) : nat = n - 1", false), (A, true), (C, true)];
        let holes = by_judged(FSTAR, &judged(&failing, &["val b : nat\nlet b = admit ()"]));
        assert_eq!(
            said(FSTAR, &holes),
            [
                "dec 0:  1 checked",
                "a 0: 3) checked",
                "b 0: admit () checked",
                "c 0: () checked",
                "d 0: admit () text"
            ]
        );
        assert_eq!(holes[0].kind, Kind::Definition("no".into()));
        assert_eq!(holes[1].kind, Kind::Failing("no".into()));
        let text = by_text(ProverKind::Fstar, FSTAR);
        assert_eq!((holes[2].key, holes[3].key, holes[4].key), (text[0].key, text[1].key, text[2].key));
        // Until F* looks again, the text does not tell of what is left out in them.
        let later = merged(text, holes.iter().filter(|it| it.checked).cloned().collect(), false);
        assert_eq!(later, holes);
    }

    #[test]
    fn another_proof_is_looked_for_behind_what_is_proved() {
        let failing = [("let dec (n:nat) : nat = n - 1", false), (A, true), (C, true)];
        let holes = by_judged(FSTAR, &judged(&failing, &[]));
        let targets = targets_of_fstar(FSTAR, &holes);
        let places: Vec<_> = targets.iter().map(|it| (it.name(), &FSTAR[it.range.clone()])).collect();
        let (b, d) = (("b", "val b : nat\nlet b = admit ()"), ("d", "let d = admit ()"));
        assert_eq!(places, [("a", A), b, ("c", C), d]);
        let statements: Vec<_> = targets.iter().map(|it| it.holes[0].statement.as_str()).collect();
        assert_eq!(statements[0], "val a : n:nat -> Lemma (n >= 0)\n// here\nlet a n = admit ()");
        assert_eq!(statements[2], "let c (n:nat) : Lemma (n >= 0) = admit ()");
        // Nothing stands above them that is not proved.
        assert_eq!(targets[3].holes[0].header.split_whitespace().collect::<Vec<_>>(), ["module", "M"]);
    }
}
