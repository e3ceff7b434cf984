//! Searches written as data, in `tests/corpus/*.md`.
//!
//! `UPDATE_EXPECT=1 cargo test --test it search` writes what happens into the files.

use std::{fs, path::Path};

use proofwright::testing::scenario::{Scenario, written};

#[test]
fn corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "md"));
    files.sort();
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let mut updated = text.clone();
        for it in written(&text).unwrap().into_iter().rev() {
            count += 1;
            let run = || Scenario::parse(&it.search).and_then(|it| it.run());
            let happened = run().unwrap_or_else(|error| format!("broken: {error}\n"));
            assert_eq!(Ok(&happened), run().as_ref(), "`{}` is not deterministic, or broken", it.title);
            if happened != text[it.expect.clone()] {
                let diff = similar::TextDiff::from_lines(&text[it.expect.clone()], &happened)
                    .unified_diff()
                    .to_string();
                wrong.push_str(&format!("{}: {}\n{diff}\n", file.display(), it.title));
            }
            updated.replace_range(it.expect, &happened);
        }
        if update && updated != text {
            fs::write(&file, updated).unwrap();
        }
    }
    assert!(count >= 25, "only {count} searches were found");
    assert!(update || wrong.is_empty(), "other than expected; UPDATE_EXPECT=1 accepts it:\n{wrong}");
}
