//! Whether two formal statements say the same.
//!
//! That each follows from the other is not enough: of two theorems each does. So they are compared point by point:
//! their variables are matched, and the prover is asked whether both suppose the same of these, and whether
//! they conclude the same from it. Where both conclusions are true anyway, they are compared with a term that both have
//! left open ([`general`]). (BEq, arXiv 2406.07222, restricts the tactics instead.)

pub mod align;
pub mod general;
pub mod normal;
pub mod parts;
pub mod problem;
mod rearranged;
mod settle;
pub mod shape;
mod turned;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::pipeline::Pipeline;
use crate::{
    prover::{Certifier, ProverError, Session},
    theorem::{Theorem, lean_text::mask},
};

use parts::Part;
use problem::Problem;
use settle::Settled;
use shape::Shape;

/// Whether two statements say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// They suppose and conclude the same.
    Equivalent,
    /// They do not.
    Inequivalent,
    /// Neither was shown.
    Unknown,
}

/// What came of comparing two statements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Whether they say the same.
    pub relation: Relation,
    /// Why.
    pub evidence: String,
}

impl Comparison {
    fn new(relation: Relation, evidence: impl Into<String>) -> Self {
        Comparison { relation, evidence: evidence.into() }
    }
}

/// Matchings of variables that are tried.
const MATCHINGS: usize = 2;
/// How deep conclusions are taken apart.
const DEPTH: usize = 3;

impl<S: Session, C: Certifier> Pipeline<'_, S, C> {
    /// Compares two statements behind the same header, for no longer than `time` by and large.
    ///
    /// # Errors
    /// If the prover cannot be had.
    pub async fn compare(
        &mut self,
        first: &Theorem,
        second: &Theorem,
        time: Duration,
    ) -> Result<Comparison, ProverError> {
        let code =
            |it: &Theorem| mask(&it.header).code.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if code(first) != code(second) {
            return Ok(Comparison::new(Relation::Unknown, "they stand behind different headers"));
        }
        let begun = Instant::now();
        let until = begun + time;
        // What is left is for the last resort.
        let comparison = self.pointwise(first, second, begun + time * 3 / 4).await?;
        if comparison.relation == Relation::Unknown
            && let Some(at) = self.contrast(first, second, until).await?
        {
            let evidence = format!("one of them is true, and the other is false: {at}");
            return Ok(Comparison::new(Relation::Inequivalent, evidence));
        }
        Ok(comparison)
    }

    /// Compares them with their variables matched, in the likeliest ways.
    async fn pointwise(
        &mut self,
        first: &Theorem,
        second: &Theorem,
        until: Instant,
    ) -> Result<Comparison, ProverError> {
        let shapes =
            (Shape::of(self.session, first, None).await?, Shape::of(self.session, second, None).await?);
        let (Some(one), Some(other)) = shapes else {
            return Ok(Comparison::new(Relation::Unknown, "they are of a form that cannot be compared"));
        };
        let mut differs = None;
        let mut unknown = None;
        for way in align::alignments(&one.variables, &other.variables).into_iter().take(MATCHINGS) {
            let names = problem::names(&one, &other, &way);
            let Some(other) = Shape::of(self.session, second, Some(&names)).await? else { continue };
            let problem = Problem::new(&one, &other, &way);
            let comparison = self.aligned(&first.header, &problem, until).await?;
            match comparison.relation {
                Relation::Equivalent => return Ok(comparison),
                Relation::Inequivalent => differs = differs.or(Some(comparison)),
                Relation::Unknown => unknown = unknown.or(Some(comparison)),
            }
            // Another matching is for names that say nothing.
            if way
                .iter()
                .zip(&other.variables)
                .all(|(partner, it)| partner.is_some_and(|at| one.variables[at].name == it.name))
            {
                break;
            }
        }
        let nothing = || Comparison::new(Relation::Unknown, "their variables could not be matched");
        Ok(unknown.or(differs).unwrap_or_else(nothing))
    }

    async fn aligned(
        &mut self,
        header: &str,
        problem: &Problem,
        until: Instant,
    ) -> Result<Comparison, ProverError> {
        if problem.is_converse() {
            return Ok(Comparison::new(Relation::Inequivalent, "what one supposes the other concludes"));
        }
        let [first, second] = problem.begged();
        if self.is_any_begged(header, &first).await? != self.is_any_begged(header, &second).await? {
            return Ok(Comparison::new(Relation::Inequivalent, "one of them supposes what it concludes"));
        }
        let mut open = false;
        if let Some(text) = problem.supposed() {
            let at = match self.settle(header, &text, until).await? {
                Settled::True => None,
                Settled::False(at) => Some(at),
                Settled::Unknown => {
                    let at = self.falsified(header, &text, until).await?;
                    open = at.is_none();
                    at
                }
            };
            if let Some(at) = at {
                if self.is_same_turned(header, problem, until).await? {
                    let evidence = "they say the same, and divide it into what is supposed and what is concluded in different ways";
                    return Ok(Comparison::new(Relation::Equivalent, evidence));
                }
                let evidence = format!("they suppose different things: {at}");
                return Ok(Comparison::new(Relation::Inequivalent, evidence));
            }
        }
        self.concluded_alike(header, &problem.narrowed(), open, until).await
    }

    /// Whether they are the same where something that only one of them supposes is part of what that one concludes.
    async fn is_same_turned(
        &mut self,
        header: &str,
        problem: &Problem,
        until: Instant,
    ) -> Result<bool, ProverError> {
        // Where they conclude the same, one of them just supposes more.
        let plain = problem.without_suppositions().unwrap_or_else(|| problem.clone());
        match plain.narrowed().concluded() {
            Some(text) if !self.is_obvious(header, &text).await? => {}
            _ => return Ok(false),
        }
        for turned in problem.turned() {
            if Instant::now() >= until {
                break;
            }
            if let Some(text) = turned.supposed()
                && !self.is_obvious(header, &text).await?
            {
                continue;
            }
            let comparison = self.concluded_alike(header, &turned.narrowed(), false, until).await?;
            if comparison.relation == Relation::Equivalent {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Compares what they conclude where they suppose the same, or where that is `open`.
    async fn concluded_alike(
        &mut self,
        header: &str,
        problem: &Problem,
        open: bool,
        until: Instant,
    ) -> Result<Comparison, ProverError> {
        let alike = || match open {
            true => {
                Comparison::new(Relation::Unknown, "they conclude the same, perhaps from different things")
            }
            false => Comparison::new(Relation::Equivalent, "they suppose and conclude the same"),
        };
        let Some(text) = problem.concluded() else { return Ok(alike()) };
        let settled = self.settle(header, &text, until).await?;
        if let Settled::False(at) = settled {
            let evidence = format!("they conclude different things: {at}");
            return Ok(Comparison::new(Relation::Inequivalent, evidence));
        }
        let is_true = matches!(settled, Settled::True);
        if is_true && !self.is_a_matter_of_course(header, problem).await? {
            return Ok(alike());
        }
        for (what, general) in problem.with_other_functions() {
            if let (_, Some(at)) = self.generally(header, &general, until).await? {
                let evidence = format!("{what} they are different: {at}");
                return Ok(Comparison::new(Relation::Inequivalent, evidence));
            }
        }
        let may_be_alike = !open && !problem.is_one_shortened();
        if may_be_alike && self.is_made_alike(header, problem, DEPTH, until).await? {
            let evidence = "they suppose the same, and what they conclude is made of the same parts";
            return Ok(Comparison::new(Relation::Equivalent, evidence));
        }
        if let Some(comparison) = self.generally_compared(header, problem, open, until).await? {
            return Ok(comparison);
        }
        if is_true {
            let evidence = "both are true, so that each follows from the other";
            return Ok(Comparison::new(Relation::Unknown, evidence));
        }
        Ok(match self.falsified(header, &text, until).await? {
            Some(at) => {
                Comparison::new(Relation::Inequivalent, format!("they conclude different things: {at}"))
            }
            None => Comparison::new(Relation::Unknown, "whether they conclude the same is open"),
        })
    }

    /// What shows with something left open: that they are the same and that this is no matter of course, or where they differ.
    async fn generally_compared(
        &mut self,
        header: &str,
        problem: &Problem,
        open: bool,
        until: Instant,
    ) -> Result<Option<Comparison>, ProverError> {
        for (what, general, may_tell_apart) in generalised(header, problem, open) {
            if Instant::now() >= until {
                break;
            }
            if !may_tell_apart && open {
                continue;
            }
            let (is_same, at) = self.generally(header, &general, until).await?;
            if let Some(at) = at.filter(|_| may_tell_apart) {
                let evidence = format!("{what} they are different: {at}");
                return Ok(Some(Comparison::new(Relation::Inequivalent, evidence)));
            }
            if is_same && !open && !problem.is_one_shortened() {
                let evidence =
                    format!("they suppose and conclude the same, also {what}, where it need not be true");
                return Ok(Some(Comparison::new(Relation::Equivalent, evidence)));
            }
        }
        Ok(None)
    }

    /// Whether one of the conclusions, or a part of it, can be proved by the steps that showed their likeness, which then says
    /// nothing of that: where none of them proves any, each was needed for the other.
    async fn is_a_matter_of_course(&mut self, header: &str, problem: &Problem) -> Result<bool, ProverError> {
        Ok(problem.is_one_shortened()
            || self.is_any_obvious(header, &[problem.truth(1), problem.truth(0)]).await?
            || self.has_obvious_part(header, problem).await?)
    }

    /// Whether a part of one of them is true anyway, so that nobody could say whether the other one says it, too.
    async fn has_obvious_part(&mut self, header: &str, problem: &Problem) -> Result<bool, ProverError> {
        self.is_any_obvious(header, &[problem.conjuncts(1), problem.conjuncts(0)].concat()).await
    }

    /// Whether one of these is shown by what it supposes alone.
    async fn is_any_begged(&mut self, header: &str, texts: &[String]) -> Result<bool, ProverError> {
        for text in texts {
            if self.is_begged(header, text).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn is_any_obvious(&mut self, header: &str, texts: &[String]) -> Result<bool, ProverError> {
        for text in texts {
            if self.is_obvious(header, text).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether conclusions are made in the same way of parts that say the same, also where that is no matter of course.
    async fn is_made_alike(
        &mut self,
        header: &str,
        problem: &Problem,
        depth: usize,
        until: Instant,
    ) -> Result<bool, ProverError> {
        'ways: for way in problem.parts() {
            for part in way {
                let alike = match &part {
                    Part::Equal(claim) => self.is_obvious(header, claim).await?,
                    Part::Claim(part) if part.concluded().is_none() => true,
                    Part::Claim(part) => {
                        self.generally(header, part, until).await?.0
                            || depth > 0
                                && Box::pin(self.is_made_alike(header, part, depth - 1, until)).await?
                    }
                };
                if !alike || Instant::now() >= until {
                    continue 'ways;
                }
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Whether two statements are the same with something left open, so that it is no matter of course; and where they differ.
    async fn generally(
        &mut self,
        header: &str,
        general: &Problem,
        until: Instant,
    ) -> Result<(bool, Option<String>), ProverError> {
        let Some(text) = general.concluded() else { return Ok((false, None)) };
        match self.settle(header, &text, until).await? {
            Settled::True => {
                // Where one of them is false at some point, the other is, too.
                let mut is_false = false;
                for side in [0, 1] {
                    let text = general.truth(side);
                    is_false =
                        is_false || matches!(self.settle(header, &text, until).await?, Settled::False(_));
                }
                let is_shown =
                    is_false && !general.is_computed() && !self.has_obvious_part(header, general).await?;
                Ok((is_shown, None))
            }
            Settled::False(at) => Ok((false, Some(at))),
            Settled::Unknown => Ok((false, None)),
        }
    }
}

/// The same problem with less known; in words what is left open, and whether a difference in that tells the two apart.
fn generalised(header: &str, problem: &Problem, open: bool) -> Vec<(String, Problem, bool)> {
    let mut out = Vec::new();
    if let Some(general) = problem.without_suppositions().filter(|_| !open) {
        // What is supposed of a side's own variables is still there, and would be missing on the other one.
        let may_tell_apart = !problem.is_guarded(None) && !general.has_suppositions();
        out.push(("without what is supposed".to_owned(), general, may_tell_apart));
    }
    out.extend(problem.rearranged().into_iter().map(|(what, problem)| (what, problem, true)));
    let variables = problem.names();
    for (general, problem) in problem.generals(header) {
        let what = format!("with anything in place of `{}`", general.term());
        // What is left open may be what gives an operation its usual meaning.
        let is_plain = !problem.is_guarded(Some(&general.name));
        out.push((what, problem, is_plain && !general.is_numeral() && !general.is_open(&variables)));
    }
    out
}
