//! Changes to Lean's JavaScript glue that make it start in seconds instead of minutes.
//!
//! Every change must find its place exactly once; a glue that looks different is refused, not guessed at.

use std::collections::HashSet;

/// Raised with every change to what [`apply`] does, so that an older cache is built anew.
pub const LEVEL: u32 = 4;

/// A place to change is not as expected.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("the patch `{patch}` does not fit: {found}")]
pub struct PatchError {
    /// Which change.
    pub patch: &'static str,
    /// What was found.
    pub found: String,
}

/// Plain changes: what each is for, what stands there, what is to stand there. `PW` is the launcher's.
pub const CHANGES: [(&str, &str, &str); 8] = [
    // Threads that are started beforehand each cost start-up time and memory, and are seldom needed.
    ("thread pool", "var pthreadPoolSize=4;", "var pthreadPoolSize=0;"),
    // A name is looked up in a list of 201,110 exports each time a library starts: 100 s of a start.
    ("symbol look-up", "Object.keys(lib.exports).indexOf(symbol)", "PW.symbolIndex(lib,symbol)"),
    ("symbol of an index", "Object.keys(symDict)[symbolIndex]", "PW.symbolAt(symDict,symbolIndex)"),
    (
        "symbol address",
        "return result};__dlsym_js.sig",
        "PW.resolved(symbol,result);return result};__dlsym_js.sig",
    ),
    // A worker with a snapshot looks up what it needs when it needs it, instead of all beforehand.
    ("export merge", "mergeLibSymbols(wasmExports,\"main\");", "PW.merge(wasmExports);"),
    (
        "export table",
        "for(var symName in exports){if(isInternalSym(symName)){continue}var value",
        "for(var symName of PW.gotNames(exports)){if(isInternalSym(symName)){continue}var value",
    ),
    // Lean's `main` would see all of the host's /home and /tmp, and only work in a folder below them.
    (
        "host folders",
        "FS.mount(NODEFS,{root:\"/home\"},\"/home\");FS.mount(NODEFS,{root:\"/tmp\"},\"/tmp\");var cwd=process.cwd();",
        "var cwd=\"/here\";",
    ),
    // Node's permission model, in which a worker runs, does not know `process.binding`.
    ("file constants", "process.binding(\"constants\")", "{fs:require(\"fs\").constants}"),
];

/// Where the variables that hold the exports get their values.
const ASSIGN: &str = "function assignWasmExports(wasmExports){";

/// The glue with all changes.
///
/// # Errors
/// If a change does not fit.
pub fn apply(glue: &str) -> Result<String, PatchError> {
    let mut glue = strip_exports(glue)?;
    for (patch, old, new) in CHANGES {
        let (before, after) = split_once(&glue, patch, old)?;
        glue = [before, new, after].concat();
    }
    Ok(glue)
}

fn split_once<'a>(text: &'a str, patch: &'static str, mark: &str) -> Result<(&'a str, &'a str), PatchError> {
    match text.split_once(mark) {
        None => Err(PatchError { patch, found: format!("`{mark}` is not there") }),
        Some((_, after)) if after.contains(mark) => {
            Err(PatchError { patch, found: format!("`{mark}` is there more than once") })
        }
        Some(halves) => Ok(halves),
    }
}

/// Leaves out the variables and assignments of exports that nothing else in the glue names.
///
/// They are 99 % of the text, which each process and thread would otherwise parse and keep.
/// Lean finds its exports through the module itself.
fn strip_exports(glue: &str) -> Result<String, PatchError> {
    let wrong = |found: &str, text: &str| PatchError {
        patch: "export variables",
        found: format!("{found}: `{}`", text.chars().take(80).collect::<String>()),
    };
    let (before, after) = split_once(glue, "export variables", ASSIGN)?;
    let (body, tail) = after.split_once('}').ok_or_else(|| wrong("no end of the assignments", after))?;
    let (head, variables) =
        before.rsplit_once("var ").ok_or_else(|| wrong("no list of variables", ASSIGN))?;
    let variables = variables.strip_suffix(';').ok_or_else(|| wrong("no list of variables", variables))?;

    let used: HashSet<&str> = [head, tail].into_iter().flat_map(words).collect();
    let mut assigned = HashSet::new();
    let mut kept_assignments = Vec::new();
    for statement in body.split(';').filter(|s| !s.is_empty()) {
        let names = assigned_names(statement).ok_or_else(|| wrong("not an assignment", statement))?;
        if names.iter().any(|name| used.contains(name)) {
            kept_assignments.push(statement);
        } else {
            assigned.extend(names);
        }
    }
    let mut kept_variables = Vec::new();
    for variable in variables.split(',') {
        if !is_name(variable) {
            return Err(wrong("not a variable", variable));
        }
        if !assigned.contains(variable) {
            kept_variables.push(variable);
        }
    }
    let declaration =
        if kept_variables.is_empty() { String::new() } else { format!("var {};", kept_variables.join(",")) };
    Ok([head, &declaration, ASSIGN, &kept_assignments.join(";"), "}", tail].concat())
}

/// The names that `a=Module["b"]=wasmExports["c"].value` gives a value: `a` and `b`.
fn assigned_names(statement: &str) -> Option<Vec<&str>> {
    let mut parts = statement.split('=');
    let value = parts.next_back()?;
    let value = value.strip_suffix(".value").unwrap_or(value);
    keyed(value, "wasmExports")?;
    let names: Vec<&str> =
        parts.map(|p| keyed(p, "Module").or(is_name(p).then_some(p))).collect::<Option<_>>()?;
    (!names.is_empty()).then_some(names)
}

/// The key in `object["key"]`.
fn keyed<'a>(text: &'a str, object: &str) -> Option<&'a str> {
    let key = text.strip_prefix(object)?.strip_prefix("[\"")?.strip_suffix("\"]")?;
    (!key.contains(['"', '\\'])).then_some(key)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_word)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORTS: &str = "var first=1;var _main,_a,_b,_c,wasmTable;\
        function assignWasmExports(wasmExports){_main=Module[\"_main\"]=wasmExports[\"main\"];\
        _a=Module[\"_a\"]=wasmExports[\"a\"];_b=wasmExports[\"b\"].value;\
        _c=Module[\"seen\"]=wasmExports[\"c\"].value}\
        f(_main,wasmTable,_bb,Module.seen);";

    /// A glue with all places in it.
    fn glue() -> String {
        CHANGES.iter().fold(EXPORTS.to_owned(), |glue, (_, old, _)| glue + old + "\n")
    }

    #[test]
    fn only_exports_that_are_used_stay_and_each_change_is_made() {
        let out = apply(&glue()).unwrap();
        let (exports, rest) = out.split_once("Module.seen);").unwrap();
        assert_eq!(
            exports,
            "var first=1;var _main,_c,wasmTable;\
             function assignWasmExports(wasmExports){_main=Module[\"_main\"]=wasmExports[\"main\"];\
             _c=Module[\"seen\"]=wasmExports[\"c\"].value}\
             f(_main,wasmTable,_bb,"
        );
        assert_eq!(rest, CHANGES.iter().fold(String::new(), |all, (_, _, new)| all + new + "\n"));
    }

    #[test]
    fn a_place_that_is_missing_or_double_is_named() {
        for (patch, old, _) in CHANGES {
            assert_eq!(apply(&glue().replace(old, "")).unwrap_err().patch, patch);
            let error = apply(&(glue() + old)).unwrap_err();
            assert_eq!(error.patch, patch);
            assert!(error.to_string().contains("more than once"), "{error}");
        }
    }

    #[test]
    fn exports_of_another_shape_are_refused() {
        for (old, new) in [("_b=wasmExports", "_b=call("), ("_a,_b", "_a=2,_b"), ("wasmTable;", "")] {
            let error = apply(&glue().replacen(old, new, 1)).unwrap_err();
            assert_eq!(error.patch, "export variables", "{old}");
        }
    }
}
