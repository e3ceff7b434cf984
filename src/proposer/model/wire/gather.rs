//! Puts a reply together from its pieces, as they come in.

use crate::proposer::model::{Choice, thoughts};

/// A piece of a reply. A reply that comes at once is read into pieces too.
#[derive(Debug, PartialEq)]
pub(in super::super) enum Piece {
    /// More of the text of a choice.
    Text(usize, String),
    /// More of what was thought before it.
    Reasoning(usize, String),
    /// More of its tokens.
    Tokens(usize, Vec<(String, f64)>),
    /// It has ended; maybe because it was cut off.
    End(usize, bool),
    /// Tokens read so far.
    Input(u64),
    /// Tokens written so far.
    Output(u64),
    /// Tokens in all.
    Total(u64),
    /// There is nothing more to come.
    Done,
    /// The endpoint failed in the middle.
    Error(String),
}

/// What is there of a reply.
#[derive(Debug, Default)]
pub(in super::super) struct Gathered {
    choices: Vec<Part>,
    input: Option<u64>,
    output: Option<u64>,
    total: Option<u64>,
    is_done: bool,
    /// Whether anybody wants to know of blocks of code, which takes a look at the whole text again and again.
    has_watch: bool,
}

#[derive(Debug, Default)]
struct Part {
    choice: Choice,
    has_ended: bool,
    /// Whether a block of code in it has an end; counted as the text comes in.
    has_block: bool,
}

impl Gathered {
    /// Nothing yet; with `has_watch` the end of blocks of code is looked out for.
    pub(in super::super) fn new(has_watch: bool) -> Self {
        Gathered { has_watch, ..Gathered::default() }
    }

    /// Takes in a piece; an error is no part of the reply.
    pub(in super::super) fn add(&mut self, piece: Piece) {
        match piece {
            Piece::Text(at, text) => {
                let has_watch = self.has_watch;
                let part = self.part(at);
                part.choice.text.push_str(&text);
                if has_watch && text.contains(['`', '~', '\n']) {
                    part.has_block = has_block(&part.choice.text);
                }
            }
            Piece::Reasoning(at, text) => self.part(at).choice.reasoning.push_str(&text),
            Piece::Tokens(at, tokens) => self.part(at).choice.tokens.extend(tokens),
            Piece::End(at, cut_off) => {
                let part = self.part(at);
                part.has_ended = true;
                part.choice.cut_off = cut_off;
            }
            Piece::Input(tokens) => self.input = Some(tokens),
            Piece::Output(tokens) => self.output = Some(tokens),
            Piece::Total(tokens) => self.total = Some(tokens),
            Piece::Done => self.is_done = true,
            Piece::Error(_) => {}
        }
    }

    fn part(&mut self, at: usize) -> &mut Part {
        // No endpoint gives as many as this; a number that is wrong must not cost memory.
        let at = at.min(1023);
        if self.choices.len() <= at {
            self.choices.resize_with(at + 1, Part::default);
        }
        &mut self.choices[at]
    }

    /// Whether nothing more is to come.
    pub(in super::super) fn is_whole(&self) -> bool {
        self.is_done || !self.choices.is_empty() && self.choices.iter().all(|it| it.has_ended)
    }

    /// Whether the endpoint said so itself.
    pub(in super::super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// Whether each of `n` replies has a block of code, so that the rest need not be waited for.
    pub(in super::super) fn has_blocks(&self, n: usize) -> bool {
        self.choices.len() >= n && self.choices.iter().all(|it| it.has_ended || it.has_block)
    }

    /// What is there; choices that did not end count as cut off, unless they are `complete`.
    pub(in super::super) fn finish(self, complete: bool) -> Answer {
        let mut said = 0;
        let choices = self.choices.into_iter().map(|part| {
            said += part.choice.text.len() + part.choice.reasoning.len();
            let cut_off = part.choice.cut_off || !complete && !part.has_ended;
            without_thoughts(Choice { cut_off, ..part.choice })
        });
        let choices: Vec<Choice> = choices.filter(|it| !it.text.trim().is_empty() || it.cut_off).collect();
        let estimate = said as u64 / 4;
        let output = self.output.or_else(|| Some(self.total?.saturating_sub(self.input?)));
        let told = self.total.or_else(|| Some(self.input? + output?));
        let output = output.unwrap_or(told.map_or(estimate, |it| estimate.min(it)));
        let input = told.map(|it| it.saturating_sub(output)).or(self.input);
        Answer { choices, input, output, is_counted: told.is_some() }
    }
}

/// What is in a reply.
#[derive(Debug, PartialEq)]
pub(in super::super) struct Answer {
    pub(in super::super) choices: Vec<Choice>,
    /// Tokens read, if the endpoint counts.
    pub(in super::super) input: Option<u64>,
    /// Tokens written, estimated where the endpoint does not count.
    pub(in super::super) output: u64,
    /// Whether the endpoint counted all tokens.
    pub(in super::super) is_counted: bool,
}

/// Whether the answer in a text has a block of code that has an end.
fn has_block(text: &str) -> bool {
    let mut open = None;
    for line in text[thoughts::answer(text)].lines() {
        let fence = ["```", "~~~"].into_iter().find(|it| line.trim_start().starts_with(it));
        match (open, fence) {
            (None, Some(fence)) => open = Some((fence, false)),
            (Some((fence, has_code)), Some(_)) if line.trim() == fence => {
                if has_code {
                    return true;
                }
                open = None;
            }
            (Some((fence, has_code)), _) => open = Some((fence, has_code || !line.trim().is_empty())),
            _ => {}
        }
    }
    false
}

/// A choice whose text is the answer alone, and its tokens those of the answer.
fn without_thoughts(mut choice: Choice) -> Choice {
    let range = thoughts::answer(&choice.text);
    if range.len() < choice.text.len() {
        choice.reasoning.push_str(&choice.text[..range.start]);
        choice.reasoning.push_str(&choice.text[range.end..]);
        choice.text = choice.text[range].to_owned();
    }
    if !choice.reasoning.is_empty() {
        let all: String = choice.tokens.iter().map(|it| it.0.as_str()).collect();
        let start = all.rfind(choice.text.trim()).unwrap_or(all.len());
        let mut at = 0;
        choice.tokens.retain(|(token, _)| {
            at += token.len();
            at > start
        });
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(pieces: Vec<Piece>) -> Gathered {
        let mut gathered = Gathered::new(true);
        pieces.into_iter().for_each(|it| gathered.add(it));
        gathered
    }

    fn text(text: &str) -> Piece {
        Piece::Text(0, text.into())
    }

    #[test]
    fn thoughts_are_kept_apart_with_their_tokens() {
        let tokens = ["<think>", "simp", "</think>", "\n", "simp"].map(|it| (it.to_owned(), -1.0)).to_vec();
        let all = vec![text("<think>simp</think>\nsimp"), Piece::Tokens(0, tokens), Piece::End(0, false)];
        let answer = gathered(all).finish(true);
        let choice = &answer.choices[0];
        assert_eq!((choice.text.trim(), &*choice.reasoning), ("simp", "<think>simp</think>"));
        assert_eq!(choice.tokens, [("simp".to_owned(), -1.0)]);

        let unclosed = gathered(vec![text("<think>\nsimp"), Piece::End(0, true)]).finish(true);
        assert_eq!((&*unclosed.choices[0].text, &*unclosed.choices[0].reasoning), ("", "<think>\nsimp"));
    }

    #[test]
    fn a_block_is_seen_as_soon_as_it_ends() {
        let with = |said: &str| gathered(vec![text(said)]).has_blocks(1);
        assert!(with("So:\n```lean\nsimp\n```") && with("~~~\nsimp\n~~~\n"));
        for open in ["```lean\nsimp\n``", "```lean\n```", "<think>```\nsimp\n```", "simp", "```\nsimp\n~~~"] {
            assert!(!with(open), "{open}");
        }
        let two = vec![text("```\nsimp\n```"), Piece::Text(1, "```".into())];
        assert!(!gathered(two).has_blocks(2) && !gathered(vec![text("```\nsimp\n```")]).has_blocks(2));
    }

    #[test]
    fn what_is_not_counted_is_estimated() {
        let count = |pieces: Vec<Piece>| {
            let Answer { input, output, is_counted, .. } = gathered(pieces).finish(true);
            (input, output, is_counted)
        };
        let said = || text("12345678");
        assert_eq!(count(vec![said()]), (None, 2, false));
        assert_eq!(count(vec![said(), Piece::Total(10)]), (Some(8), 2, true));
        assert_eq!(count(vec![said(), Piece::Total(10), Piece::Input(7)]), (Some(7), 3, true));
        assert_eq!(count(vec![said(), Piece::Input(7), Piece::Output(5)]), (Some(7), 5, true));
        assert_eq!(count(vec![said(), Piece::Input(7)]), (Some(7), 2, false));
    }

    #[test]
    fn what_did_not_end_is_cut_off() {
        let two = vec![text("simp"), Piece::End(0, false), Piece::Text(1, "ome".into())];
        let partial = gathered(two);
        assert!(!partial.is_whole());
        let cut_off: Vec<bool> = partial.finish(false).choices.iter().map(|it| it.cut_off).collect();
        assert_eq!(cut_off, [false, true]);
    }
}
