use std::sync::Mutex;

use super::background::{Indexing, Standing};
use super::*;
use crate::prover::Declaration;

/// A prover with some modules; each declares one theorem. Notes what it is asked for.
#[derive(Clone, Default)]
struct Scripted {
    modules: Vec<Module>,
    asked: Arc<Mutex<Vec<String>>>,
    /// Fails when it is asked for this module.
    breaks_at: Option<&'static str>,
    /// Never answers when it is asked for this module.
    hangs_at: Option<&'static str>,
    /// Lists this module only after all others were asked for.
    slow_at: Option<&'static str>,
    /// Workers beside the first.
    helpers: usize,
}

impl Scripted {
    fn new(modules: &[(&str, &str)]) -> Self {
        let module = |it: &(&str, &str)| Module { name: it.0.into(), stamp: it.1.into() };
        Scripted { modules: modules.iter().map(module).collect(), ..Scripted::default() }
    }

    /// Modules that were asked for since the last look.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Library for Scripted {
    fn workers(&self) -> usize {
        1 + self.helpers
    }

    async fn version(&self) -> Result<String, ProverError> {
        Ok("p 1".into())
    }

    async fn modules(&self, _: &[String]) -> Result<Vec<Module>, ProverError> {
        Ok(self.modules.clone())
    }

    async fn declarations(
        &self,
        _: &[String],
        Module { name, stamp }: &Module,
    ) -> Result<Vec<Declaration>, ProverError> {
        if self.breaks_at == Some(name) {
            return Err(ProverError::Died { prover: "p".into(), message: "gone".into() });
        }
        if self.hangs_at == Some(name) {
            std::future::pending::<()>().await;
        }
        self.asked.lock().unwrap().push(name.clone());
        while self.slow_at == Some(name) && self.asked.lock().unwrap().len() < self.modules.len() {
            tokio::task::yield_now().await;
        }
        Ok(vec![Declaration {
            name: format!("{name}.theorem{stamp}"),
            kind: "theorem".into(),
            ty: "a = b".into(),
            consts: vec!["Eq".into()],
            module: Some(name.clone()),
            doc: None,
        }])
    }
}

fn environment(imports: &str) -> Environment {
    Environment::of("p 1", None, imports)
}

async fn build(shelf: &Shelf, imports: &str, library: &Scripted) -> (Premises, Vec<Progress>) {
    let mut told = Vec::new();
    let built = shelf.build(&environment(imports), library, &mut |it| told.push(it)).await;
    (built.unwrap(), told)
}

fn names(premises: &Premises) -> Vec<String> {
    premises.iter().map(|it| it.name().to_owned()).collect()
}

#[test]
fn the_imports_of_a_header_are_its_environment() {
    assert_eq!(imports(""), ["Init"]);
    assert_eq!(imports("open Nat\nimport Late\n"), ["Init"]);
    assert_eq!(
        imports(
            "/- about\nimport No -/\nmodule\n-- import No\nimport Std\npublic import A B -- and so on\n\nimport Std\ndef x := 1\nimport C"
        ),
        ["A", "B", "Std"]
    );
}

#[tokio::test]
async fn modules_are_listed_once_for_all_environments() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().join("premises"));
    assert!(shelf.open(&environment("")).is_none() && shelf.all().is_empty());

    let init = Scripted::new(&[("Init.A", ""), ("Init.B", "")]);
    let (premises, told) = build(&shelf, "", &init).await;
    assert_eq!(names(&premises), ["Init.A.theorem", "Init.B.theorem"]);
    assert_eq!(init.asked(), ["Init.A", "Init.B"]);
    let listing = |done| Progress::Listing { done, total: 2, declarations: done };
    assert_eq!(told, [listing(1), listing(2), Progress::Indexing]);
    assert_eq!(shelf.open(&environment("")), Some(premises));

    // Nothing is to be done the second time.
    let (_, told) = build(&shelf, "", &init).await;
    assert!(init.asked().is_empty() && told.is_empty());

    // What another environment shares with it is not listed again, and a module that changed is.
    let own = |stamp| Scripted::new(&[("Init.A", ""), ("Own", stamp), ("Init.B", "")]);
    for (stamp, listed) in [("1", vec!["Own"]), ("2", vec!["Own"]), ("1", vec![])] {
        let library = own(stamp);
        let (premises, _) = build(&shelf, "import Own", &library).await;
        assert_eq!(library.asked(), listed, "{stamp}");
        assert_eq!(names(&premises), ["Init.A.theorem", &format!("Own.theorem{stamp}"), "Init.B.theorem"]);
    }
    let all: Vec<_> = shelf.all().into_iter().map(|it| (it.environment.imports, it.premises)).collect();
    assert_eq!(all, [(vec!["Init".to_owned()], 2), (vec!["Own".to_owned()], 3)]);
}

#[tokio::test]
async fn a_listing_that_was_stopped_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path());
    let names: Vec<String> = (0..40).map(|it| format!("M{it}")).collect();
    let modules: Vec<_> = names.iter().map(|it| (it.as_str(), "")).collect();
    let whole = Scripted::new(&modules);
    let broken = Scripted { breaks_at: Some("M35"), ..whole.clone() };
    let error = shelf.build(&environment(""), &broken, &mut |_| {}).await.unwrap_err();
    assert_eq!(error.to_string(), "p died: gone");
    assert_eq!(whole.asked().len(), 35);

    let (premises, _) = build(&shelf, "", &whole).await;
    assert_eq!(premises.len(), 40);
    assert_eq!(whole.asked(), names[35..]);
}

#[tokio::test]
async fn the_shortest_run_keeps_what_it_listed() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path());
    let whole = Scripted::new(&[("A", ""), ("B", ""), ("C", "")]);
    for (hangs_at, listed) in [("B", "A"), ("C", "B")] {
        let library = Scripted { hangs_at: Some(hangs_at), ..whole.clone() };
        let mut indexing = Indexing::spawn(shelf.clone(), None, "", library);
        let lists =
            |it: &Standing| matches!(it, Standing::Working(Progress::Listing { declarations: 1, .. }));
        drop(indexing.standing.wait_for(lists).await.unwrap());
        indexing.stop().await;
        assert_eq!(whole.asked(), [listed]);
    }
    let (premises, _) = build(&shelf, "", &whole).await;
    assert_eq!(premises.len(), 3);
    assert_eq!(whole.asked(), ["C"]);
}

#[tokio::test]
async fn a_worker_that_is_through_takes_the_next_module() {
    let folder = tempfile::tempdir().unwrap();
    let modules = [("A", ""), ("B", ""), ("C", ""), ("D", "")];
    let library = Scripted { slow_at: Some("A"), helpers: 1, ..Scripted::new(&modules) };
    let (premises, told) = build(&Shelf::new(folder.path()), "", &library).await;
    assert_eq!(library.asked(), ["A", "B", "C", "D"]);
    assert_eq!(told.len(), 5);
    // Whoever was first, the order is that of the modules.
    assert_eq!(names(&premises), ["A.theorem", "B.theorem", "C.theorem", "D.theorem"]);
}

#[tokio::test]
async fn a_damaged_index_is_told_of_and_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path());
    let library = Scripted::new(&[("A", "")]);
    build(&shelf, "", &library).await;
    let index = shelf.file(&environment(""), "index");
    let mut bytes = fs::read(&index).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&index, &bytes).unwrap();
    assert!(shelf.open(&environment("")).is_none());
    library.asked();

    let (premises, told) = build(&shelf, "", &library).await;
    assert!(matches!(&told[0], Progress::Damaged(it) if it.contains(".index is damaged")), "{told:?}");
    assert!(library.asked().is_empty(), "its listing is sound");
    assert_eq!(shelf.open(&environment("")), Some(premises));
}

#[tokio::test]
async fn processes_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path());
    let lock = shelf.lock(&mut |_| {}).await.unwrap();
    let library = Scripted::new(&[("A", "")]);
    let mut indexing = Indexing::spawn(shelf.clone(), None, "", library.clone());
    let waits = indexing.standing.wait_for(|it| matches!(it, Standing::Working(Progress::Waiting)));
    drop(waits.await.unwrap());
    assert!(library.asked().is_empty());
    drop(lock);
    let Standing::Ready(premises) = indexing.ended().await else { panic!("{:?}", indexing.standing()) };
    assert_eq!(premises.len(), 1);
}

#[tokio::test]
async fn an_indexing_that_fails_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let library = Scripted { breaks_at: Some("A"), ..Scripted::new(&[("A", "")]) };
    let mut indexing = Indexing::spawn(Shelf::new(folder.path()), None, "", library);
    let Standing::Failed(why) = indexing.ended().await else { panic!("{:?}", indexing.standing()) };
    assert_eq!(why, "p died: gone");
}
