//! Corpora of one JSON object a line: ours, and those of miniF2F, ProofNet and their kin.

use serde_json::{Map, Value};

use super::{About, Item, about::checked, lean};
use crate::theorem::lean_text;

/// Fields that hold a statement, ours first.
const STATEMENT: &[&str] = &["statement", "formal_statement", "formal_stmt", "lean4_statement", "reference"];

/// Fields that hold a name.
const NAME: &[&str] = &["name", "id", "problem_name", "problem_id", "theorem_name"];

/// Fields that hold what a statement says in words.
const INFORMAL: &[&str] =
    &["informal", "informal_statement", "informal_stmt", "informal_prefix", "nl_statement", "problem"];

/// All that the lines have for statements; empty lines are nothing.
pub(super) fn items(text: &str, header: &str) -> Vec<Item> {
    let lines = (1..).zip(text.lines()).filter(|(_, json)| !json.trim().is_empty());
    lines.map(|(line, json)| item(line, json, header)).collect()
}

fn item(line: usize, json: &str, header: &str) -> Item {
    let row: Map<String, Value> = match serde_json::from_str(json) {
        Ok(row) => row,
        Err(error) => {
            // The line that the parser names is the first of this one line.
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let message = format!("not a statement: {message} (column {})", error.column());
            return Item { name: String::new(), line, entry: Err(message) };
        }
    };
    let name = text(&row, NAME).unwrap_or_default();
    match read(&row, &name, header) {
        Ok(item) => Item { name: if name.is_empty() { item.name } else { name }, line, ..item },
        Err(message) => Item { name, line, entry: Err(message) },
    }
}

/// The first of `fields` that a row has as text.
fn text(row: &Map<String, Value>, fields: &[&str]) -> Option<String> {
    fields.iter().find_map(|it| match row.get(*it)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn read(row: &Map<String, Value>, name: &str, header: &str) -> Result<Item, String> {
    let statement =
        text(row, STATEMENT).ok_or("not a statement: it has neither `statement` nor `formal_statement`")?;
    let ours = row.contains_key(STATEMENT[0]);
    let statement = lean_text::with_hole(&statement)?;
    let own = text(row, &["header"]).unwrap_or_default();
    // A statement may bring imports and definitions of its own.
    let mut found = lean::items(&format!("{own}\n\n{statement}"), header);
    let item = match (found.pop(), found.is_empty()) {
        (Some(item), true) => item,
        (None, _) => return Err("it states no `theorem`: only those can be proved".to_owned()),
        (Some(_), false) => return Err("it states more than one theorem".to_owned()),
    };
    let entry = item.entry?;
    if ours && item.name != name {
        return Err(format!("the name is `{name}` but the statement declares `{}`", item.name));
    }
    let mut about: About = match serde_json::from_value(Value::Object(row.clone())) {
        Ok(about) => about,
        Err(error) if ours => return Err(format!("not a statement: {error}")),
        // Elsewhere these fields mean other things.
        Err(_) => About { split: text(row, &["split"]).unwrap_or_default(), ..About::default() },
    };
    match checked(about.difficulty) {
        Err(message) if ours => return Err(message),
        Err(_) => about.difficulty = None,
        Ok(_) => {}
    }
    let informal = text(row, INFORMAL).unwrap_or(entry.informal);
    let informal = informal.trim().trim_start_matches("/--").trim_end_matches("-/").trim();
    informal.clone_into(&mut about.informal);
    Ok(Item { name: item.name, line: 0, entry: Ok(about.entry(entry.theorem)) })
}
