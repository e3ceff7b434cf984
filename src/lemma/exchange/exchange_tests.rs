use super::*;
use crate::{prover::Certificate, testing::lemma::forged_lemma, theorem::Theorem};

fn behind(header: &str, lemma: Lemma) -> Lemma {
    let theorem = Theorem { header: header.into(), ..lemma.theorem };
    Lemma { id: LemmaId::of(&theorem), theorem, ..lemma }
}

#[test]
fn what_is_written_is_read() {
    let a = forged_lemma("a", &[]);
    let b = forged_lemma("b", &[&a]);
    let text = to_jsonl(&[b.clone(), a.clone()]).unwrap();
    assert_eq!(text.lines().next(), Some(r#"{"proofwright_lemmas":1,"count":2}"#));
    assert_eq!(from_jsonl(&text).unwrap(), (vec![a, b], vec![]));
}

#[test]
fn bad_lines_cost_no_others() {
    let lemmas = ["a", "b", "c"].map(|it| forged_lemma(it, &[]));
    let text = to_jsonl(&lemmas).unwrap();
    let changed = text.replacen("by rfl", "by sorry", 1);
    let (read, bad) = from_jsonl(&changed).unwrap();
    assert_eq!((read.len(), bad.len()), (2, 1));
    assert_eq!((bad[0].line, bad[0].what.as_str()), (2, "its hash is not that of its text"));

    let (read, bad) = from_jsonl(&text[..text.len() - 40]).unwrap();
    assert_eq!((read.len(), bad.len()), (2, 1));
    assert!(bad[0].line == 4 && bad[0].what.starts_with("it is no lemma: "), "{bad:?}");

    let short: Vec<&str> = text.lines().take(2).collect();
    let (read, bad) = from_jsonl(&short.join("\n")).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(bad, [BadLine { line: 3, what: "the file ends here, and 2 are missing".into() }]);

    assert_eq!(from_jsonl("").unwrap_err(), ExchangeError::NoExport);
    assert_eq!(from_jsonl("{\"theorem\":1}\n").unwrap_err(), ExchangeError::NoExport);
    let newer = text.replacen("lemmas\":1", "lemmas\":2", 1);
    assert_eq!(from_jsonl(&newer).unwrap_err(), ExchangeError::Newer { found: 2 });
}

#[test]
fn lemmas_of_one_header_share_a_file() {
    let [a, b, c] = ["a", "b", "c"].map(|it| forged_lemma(it, &[]));
    let same = behind("import Init\n", Lemma { proof: "theorem a : True := trivial".into(), ..a.clone() });
    let twice = Lemma {
        theorem: Theorem { statement: "theorem a : True := by sorry".into(), ..same.theorem.clone() },
        ..same
    };
    let twice = Lemma { id: LemmaId::of(&twice.theorem), ..twice };
    let other = behind("import Init\nopen Nat", c);
    let sources =
        to_sources(&[a.clone(), b.clone(), twice.clone(), other.clone()], ProverKind::Lean).unwrap();
    let texts: Vec<&str> = sources.iter().map(|it| it.text.as_str()).collect();
    let expected = [
        format!("import Init\nopen Nat\n{}\n", other.proof),
        format!("import Init\n{}\n\n{}\n", a.proof, b.proof),
        format!("import Init\n{}\n", twice.proof),
    ];
    assert_eq!(texts, expected);
    let names: Vec<&str> = sources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["lemmas_1.lean", "lemmas_2.lean", "lemmas_3.lean"]);
    assert_eq!(to_sources(&[a, b], ProverKind::Fstar).unwrap(), []);
}

#[test]
fn lemmas_of_one_file_are_one_file_again() {
    let a = forged_lemma("a", &[]);
    let header = format!("import Init\n{}\n\ndef x := 1\n\n", a.proof);
    let b = behind(&header, forged_lemma("b", &[&a]));
    let sources = to_sources(&[a, b.clone()], ProverKind::Lean).unwrap();
    assert_eq!(sources.len(), 1);
    assert_eq!(sources[0].text, format!("{header}{}\n", b.proof));
}

#[test]
fn a_module_of_fstar_is_in_a_file_of_its_name() {
    let lemma = |module: &str, name: &str| {
        let statement = format!("val {name} : unit -> Lemma True\n");
        let hole = statement.len()..statement.len();
        let header = format!("module {module}\n");
        let theorem = Theorem::new(name, ProverKind::Fstar, header, &statement, hole);
        let proof = format!("{statement}let {name} () = ()");
        Lemma { id: LemmaId::of(&theorem), theorem, proof, ..forged_lemma(name, &[]) }
    };
    let (a, b) = (lemma("M", "a"), lemma("M.N", "b"));
    let again = behind("module M\nopen FStar.Mul\n", lemma("M", "a"));
    let sources = to_sources(&[a.clone(), b, again], ProverKind::Fstar).unwrap();
    let names: Vec<&str> = sources.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["M.fst", "M.N.fst", "3/M.fst"]);
    assert_eq!(sources[2].text, "module M\nval a : unit -> Lemma True\nlet a () = ()\n");
}

/// A certifier that accepts what a rule accepts.
struct Scripted(fn(&str) -> Result<(), &'static str>);

impl Certifier for Scripted {
    async fn certify(&mut self, _: &Theorem, candidate: &str) -> Result<Certification, ProverError> {
        let certificate = Certificate { version: "now".into(), ..forged_lemma("a", &[]).certificate };
        match (self.0)(candidate) {
            Ok(()) => Ok(Certification::Certified(certificate)),
            Err("header") => Err(ProverError::Statement { message: "in its header".into() }),
            Err("died") => Err(ProverError::Died { prover: "it".into(), message: "gone".into() }),
            Err(reason) => Ok(Certification::Refused { reason: reason.into() }),
        }
    }
}

#[tokio::test]
async fn only_the_certifier_is_believed() {
    let a = forged_lemma("a", &[]);
    let again = certified_again(&a, &mut Scripted(|_| Ok(()))).await.unwrap().unwrap();
    assert_eq!((again.certificate.version.as_str(), &again.proof), ("now", &a.proof));
    let refused = certified_again(&a, &mut Scripted(|_| Err("no"))).await.unwrap();
    assert_eq!(refused, Err("no".into()));
    let stated = certified_again(&a, &mut Scripted(|_| Err("header"))).await.unwrap();
    assert!(stated.unwrap_err().contains("in its header"));
    assert!(certified_again(&a, &mut Scripted(|_| Err("died"))).await.is_err());
}
