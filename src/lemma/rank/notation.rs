//! Lean's notation, as far as it is read: how operators bind, and what stands between terms.

/// How strongly an operator binds, and how strongly what is on its right must.
pub(super) fn binding(text: &str) -> Option<(u8, u8)> {
    Some(match text {
        "<|" | "$" => (10, 10),
        "|>" => (10, 11),
        "↔" | "<=>" => (20, 21),
        "→" | "->" => (25, 25),
        "∨" | "||" => (30, 30),
        "∧" | "&&" | "×" => (35, 35),
        "=" | "≠" | "<" | "≤" | ">" | "≥" | "<=" | ">=" | "∣" | "∈" | "∉" | "≈" | "~" | "==" | "!=" | "⊆"
        | "⊂" | "≍" | "≡" | "⊇" | "≃" | "≅" | "∋" | "≺" | "≼" | "∤" | "<+" | "<:" => {
            (50, 51)
        }
        "|||" | ">>=" | ">=>" => (55, 56),
        "^^^" => (58, 59),
        "&&&" => (60, 61),
        "+" | "-" | "++" | "∪" | "⊔" | "\\" => (65, 66),
        "::" => (67, 67),
        "*" | "/" | "%" | "∩" | "⊓" | "•" => (70, 71),
        "<<<" | ">>>" => (75, 76),
        "^" => (75, 75),
        "∘" => (90, 90),
        "<|>" => (20, 20),
        "<$>" | "<*>" => (60, 61),
        "⁻¹" | "²" => (100, 101),
        _ => return None,
    })
}

/// Whether an operator begins a term.
pub(super) fn is_prefix(text: &str) -> bool {
    matches!(text, "-" | "¬" | "!" | "~~~" | "↑" | "⇑" | "↥" | "√" | "@" | "∀" | "∃" | "∃!" | "λ" | "Σ" | "Π")
}

/// Whether a sign stands between terms.
pub(super) fn is_separator(text: &str) -> bool {
    matches!(text, "," | ";" | ":" | ":=" | "=>" | "↦" | "|" | "//" | "." | ".." | "?" | "'")
}

/// Words that end a term.
pub(super) fn is_stop(text: &str) -> bool {
    matches!(text, "then" | "else" | "with" | "in" | "do" | "at" | "from")
}
