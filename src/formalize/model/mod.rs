//! Formal statements from language models, and what models make of formal statements.
//!
//! Nothing that a model says is believed: what it writes is read strictly ([`crate::theorem::lean_draft`],
//! [`crate::theorem::fstar_draft`]) and elaborated by the prover; what it thinks of a statement ([`meaning`]) can speak against it, and proves nothing.

use std::{fmt, sync::Arc};

use serde::Serialize;

use crate::{
    proposer::{
        Usage,
        model::{
            Answer, Model,
            prompt::header,
            template::{Kind, Place},
        },
    },
    search::{Budget, Spent},
    theorem::ProverKind,
};

pub mod context;
pub mod meaning;
mod write;

/// Models, and how they are asked.
#[derive(Default)]
pub struct Models {
    /// Those that put texts into formal statements.
    pub formalizers: Vec<Arc<Model>>,
    /// Those that say whether text and statement are the same; a single one is asked by two different prompts.
    pub judges: Vec<Arc<Model>>,
    /// Whether they judge what no model put forward, too.
    pub judge_all: bool,
    /// Answers that are wanted of each formalizer.
    pub samples: usize,
    /// How often a statement that does not elaborate is given back.
    pub repairs: u32,
    /// What may be spent on one text; steps and time are not limited by it.
    pub budget: Budget,
}

/// An informal statement, and what models are shown beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text<'a> {
    /// Into whose language it is put.
    pub prover: ProverKind,
    /// The statement.
    pub informal: &'a str,
    /// What the formal one is to be called.
    pub name: &'a str,
    /// What it is to stand behind.
    pub header: &'a str,
    /// Declarations that may be of use, one a line.
    pub premises: &'a str,
    /// Informal statements with formal ones.
    pub examples: &'a str,
}

/// What was asked of models for a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// What that cost.
    #[serde(flatten)]
    pub usage: Usage,
    /// What went wrong: answers that cannot be used, models that cannot be reached, limits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub complaints: Vec<String>,
}

/// What goes on between the program and a model.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A model is asked for so many answers.
    Asks(&'a str, Kind, usize),
    /// It has answered, at this cost.
    Answers(&'a str, usize, Usage),
    /// Something went wrong.
    Complains(&'a str),
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Event::Asks(model, kind, samples) => match kind {
                Kind::Formalize => write!(f, "asking {model} for {samples} formal statements"),
                Kind::Amend => write!(f, "asking {model} to mend a statement that does not elaborate"),
                Kind::Informalize => write!(f, "asking {model} what a statement says"),
                _ => write!(f, "asking {model} whether a statement says the same as the text"),
            },
            Event::Answers(model, answers, usage) => {
                let s = if *answers == 1 { "" } else { "s" };
                let about = if usage.estimated { "about " } else { "" };
                write!(f, "{model}: {answers} answer{s}, {about}{} tokens", usage.tokens)?;
                usage.cost.map_or(Ok(()), |it| write!(f, " for {it}"))
            }
            Event::Complains(what) => f.write_str(what),
        }
    }
}

/// The dealings with models for one text.
pub struct Asking<'a> {
    models: &'a Models,
    text: Text<'a>,
    tell: &'a dyn Fn(Event<'_>),
    asked: Asked,
}

impl<'a> Asking<'a> {
    /// Begins with nothing spent; `tell` hears what goes on.
    pub fn new(models: &'a Models, text: Text<'a>, tell: &'a dyn Fn(Event<'_>)) -> Self {
        Asking { models, text, tell, asked: Asked::default() }
    }

    /// What was asked.
    pub fn asked(self) -> Asked {
        self.asked
    }

    /// What went wrong so far.
    pub fn complaints(&self) -> &[String] {
        &self.asked.complaints
    }

    /// Each complaint is made once.
    fn complain(&mut self, what: String) {
        if !self.asked.complaints.contains(&what) {
            (self.tell)(Event::Complains(&what));
            self.asked.complaints.push(what);
        }
    }

    /// Asks a model, with what `about` says for the places that are not about the text; why there is no answer, if there is none.
    async fn ask(
        &mut self,
        model: &Model,
        kind: Kind,
        (samples, round): (usize, u32),
        about: &dyn Fn(Place) -> Option<String>,
    ) -> Result<Answer, String> {
        let Usage { calls, tokens, cost, .. } = self.asked.usage;
        let spent = Spent { calls, tokens, cost, ..Spent::default() };
        if let Some(limit) = self.models.budget.forbids_call(&spent, 0) {
            let why = format!("no model is asked any more: {limit} is reached");
            self.complain(why.clone());
            return Err(why);
        }
        let template =
            model.templates().get(self.text.prover, kind).expect("there is each kind for both provers");
        let prompt = template.fill(|place| about(place).unwrap_or_else(|| self.place(place)));
        (self.tell)(Event::Asks(model.id(), kind, samples));
        match model.ask(template, prompt, samples, round).await {
            Ok(answer) => {
                (self.tell)(Event::Answers(model.id(), answer.choices.len(), answer.usage));
                self.asked.usage.add(answer.usage);
                answer.complaints.iter().for_each(|it| self.complain(it.clone()));
                Ok(answer)
            }
            Err(error) => {
                self.complain(error.complaint());
                Err(error.to_string())
            }
        }
    }

    fn place(&self, place: Place) -> String {
        let Text { prover, informal, name, header: text, premises, examples } = self.text;
        let or_none = |it: &str| if it.is_empty() { "none".to_owned() } else { it.to_owned() };
        match place {
            Place::Informal => informal.trim().to_owned(),
            Place::Name => name.to_owned(),
            Place::Header => header(text, prover),
            Place::Premises => or_none(premises),
            Place::Examples => or_none(examples),
            _ => String::new(),
        }
    }
}
