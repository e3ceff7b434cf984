//! Steps and proofs from a language model behind an endpoint, or from a recording of one.

use std::sync::Arc;

use futures::{FutureExt, future::BoxFuture};
use serde::{Deserialize, Serialize};

use crate::theorem::ProverKind;

use super::{
    Ask, Prices, Proposal, Proposals, Proposer, ProposerError, Usage, Wanted,
    replay::{self, Recorder, Recording},
};

mod block;
pub mod embedder;
pub mod endpoint;
pub(super) mod fault;
mod fstar;
pub mod limits;
pub mod parse;
pub mod prompt;
mod score;
mod send;
mod sse;
pub mod template;
mod thoughts;
mod wire;

use endpoint::Endpoint;
use prompt::Templates;
use template::Template;

/// The protocol that an endpoint speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Api {
    /// OpenAI's chat completions.
    #[default]
    Chat,
    /// OpenAI's older completions, which go on with a text.
    Completion,
    /// Anthropic's messages.
    Messages,
}

impl Api {
    /// All of them.
    pub const ALL: [Api; 3] = [Api::Chat, Api::Completion, Api::Messages];

    /// The word that names it before the colon of `openai:MODEL`.
    pub fn word(self) -> &'static str {
        match self {
            Api::Chat => "openai",
            Api::Completion => "completion",
            Api::Messages => "anthropic",
        }
    }

    fn is_chat(&self) -> bool {
        *self == Api::Chat
    }
}

/// How replies are sampled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// How far from the likeliest reply; `None` leaves it to the endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// The share of likely tokens that are drawn from; `None` leaves it to the endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_p: Option<f64>,
    /// Tokens that one reply may have.
    pub max_tokens: u32,
    /// Seed of the first round; later rounds count on from it.
    pub seed: u64,
    /// A reply ends where one of these occurs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
}

impl Default for Sampling {
    fn default() -> Self {
        Sampling { temperature: None, top_p: None, max_tokens: 2048, seed: 0, stop: Vec::new() }
    }
}

/// What a model is asked. Holds no key, and is all that a recorded reply is found by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The protocol that it is asked by.
    #[serde(default, skip_serializing_if = "Api::is_chat")]
    pub api: Api,
    /// The model's name, as the endpoint knows it.
    pub model: String,
    /// What the model is told beside the prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The one message.
    pub prompt: String,
    /// Replies that are wanted.
    pub samples: usize,
    /// How they are sampled.
    #[serde(flatten)]
    pub sampling: Sampling,
    /// Whether a reply is over when its first block of code is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub one_block: bool,
    /// What else the endpoint is told, as it is.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// One reply of several.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What the model says.
    pub text: String,
    /// What it thought before it said that, where this is told apart. It holds no steps.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
    /// Whether it was cut off at the most tokens it may have.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_off: bool,
    /// The tokens of the text with their log-probabilities, if the endpoint tells them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<(String, f64)>,
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The replies.
    pub choices: Vec<Choice>,
    /// What they cost.
    #[serde(default)]
    pub usage: Usage,
    /// Why there are fewer than were wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
}

/// What a model says to one prompt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What it says, as often as it was asked for or less.
    pub choices: Vec<Choice>,
    /// What that cost.
    pub usage: Usage,
    /// Who said it: `openai:MODEL`, or who is replayed.
    pub source: String,
    /// What went wrong on the way, for the user.
    pub complaints: Vec<String>,
}

/// Where replies come from.
enum Answers {
    Endpoint(Box<Endpoint>, Option<Arc<Recorder>>),
    Recording(Arc<Recording>),
}

/// How a model is asked.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The prompts.
    pub templates: Templates,
    /// How replies are sampled.
    pub sampling: Sampling,
    /// Replies that one ask gets at most.
    pub most_samples: Option<usize>,
    /// What tokens cost.
    pub prices: Option<Prices>,
    /// What else the endpoint is told, as it is.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A language model, which is asked by prompts of any kind ([`Model::ask`]); as a proposer it is asked for steps and proofs.
pub struct Model {
    name: String,
    /// The name that it is asked by, which is that of a live model also in a replay.
    id: String,
    api: Api,
    model: String,
    asking: Asking,
    answers: Answers,
}

impl Model {
    /// A model behind an endpoint; what it says is written to `recorder`.
    pub fn live(endpoint: Endpoint, model: &str, asking: Asking, recorder: Option<Arc<Recorder>>) -> Self {
        let api = endpoint.api();
        let id = format!("{}:{model}", api.word());
        let answers = Answers::Endpoint(Box::new(endpoint), recorder);
        Model { name: id.clone(), id, api, model: model.into(), asking, answers }
    }

    /// A model of which there is only what it said before.
    pub fn replayed(recording: Arc<Recording>, api: Api, model: &str, asking: Asking) -> Self {
        let (name, id) = (recording.name().to_owned(), format!("{}:{model}", api.word()));
        Model { name, id, api, model: model.into(), asking, answers: Answers::Recording(recording) }
    }

    /// The name that it is asked by: `openai:MODEL`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The prompts that it is asked with.
    pub fn templates(&self) -> &Templates {
        &self.asking.templates
    }

    fn request(&self, template: &Template, mut prompt: String, samples: usize, round: u32) -> Request {
        let (sampling, head) = (&self.asking.sampling, &template.head);
        let mut stop = head.stop.clone();
        if self.api == Api::Completion && !head.opening.is_empty() {
            prompt = format!("{}\n\n{}", prompt.trim_end(), head.opening);
            // What opens a block of code ends with it.
            let fence = ["```", "~~~"].into_iter().find(|it| head.opening.starts_with(it));
            stop.extend(fence.map(str::to_owned));
        }
        for more in &sampling.stop {
            if !stop.contains(more) {
                stop.push(more.clone());
            }
        }
        let seed = sampling.seed.wrapping_add(round.into());
        let samples = samples.min(self.asking.most_samples.unwrap_or(usize::MAX)).max(1);
        Request {
            api: self.api,
            model: self.model.clone(),
            system: head.system.clone(),
            prompt,
            samples: if template.wants_list() { 1 } else { samples },
            sampling: Sampling { seed, stop, ..sampling.clone() },
            one_block: head.one_block,
            extra: self.asking.extra.clone(),
        }
    }

    /// Asks for `samples` replies to a prompt that `template` was filled to; later rounds have other seeds.
    ///
    /// # Errors
    /// If there is no reply, or none in the recording.
    pub async fn ask(
        &self,
        template: &Template,
        prompt: String,
        samples: usize,
        round: u32,
    ) -> Result<Answer, ProposerError> {
        let request = self.request(template, prompt, samples, round);
        let mut complaints = Vec::new();
        let (mut reply, source) = match &self.answers {
            Answers::Endpoint(endpoint, _) => (endpoint.complete(&request).await?, self.name.clone()),
            Answers::Recording(recording) => recording.find(&request)?,
        };
        reply.usage.cost = reply.usage.cost.or_else(|| Some(self.asking.prices?.cost(reply.usage)));
        if let Answers::Endpoint(_, Some(recorder)) = &self.answers {
            let written = recorder.write(template.kind, &request, &reply);
            complaints.extend(written.err().map(|it| it.complaint()));
        }
        complaints.extend(reply.complaint);
        // A completion goes on where the prompt ends.
        if self.api == Api::Completion {
            reply.choices.iter_mut().for_each(|it| it.text.insert_str(0, &template.head.opening));
        }
        Ok(Answer { choices: reply.choices, usage: reply.usage, source, complaints })
    }

    async fn answer(&self, ask: &Ask<'_>) -> Result<Proposals, ProposerError> {
        // The budget is spent, and it does not come back.
        if !ask.paid {
            return Ok(Proposals { exhausted: true, ..Proposals::default() });
        }
        let template = self.asking.templates.of(ask);
        let answer = self.ask(template, template.prompt(ask), ask.samples, ask.round).await?;
        let mut complaints = answer.complaints;
        let found = read(ask, &answer.choices, template.wants_list());
        if let Some(what) = nothing_in(&found, ask.theorem.prover, self.asking.sampling.max_tokens) {
            complaints.push(format!("{}: {what}", self.name));
        }
        let proposals = proposals(ask, &found, answer.source.into());
        // A model that only repeats what was refused has nothing more to say.
        let exhausted = proposals.is_empty();
        Ok(Proposals { proposals, usage: answer.usage, exhausted, complaints })
    }
}

/// What is in each choice of a reply.
fn read<'a>(ask: &Ask<'_>, choices: &'a [Choice], list: bool) -> Vec<(&'a Choice, Vec<String>)> {
    let name = &ask.theorem.name;
    // For F*, what is asked as a whole is a definition wherever it is asked.
    let root = ask.wanted != Wanted::Steps || ask.group.goals[0].definition.is_none();
    let found = |it: &Choice| match (ask.theorem.prover, ask.wanted) {
        (ProverKind::Fstar, _) => fstar::parse(&it.text, it.cut_off, name, root),
        (ProverKind::Lean, Wanted::Steps) => parse::steps(&it.text, it.cut_off, name, list),
        (ProverKind::Lean, _) => parse::proofs(&it.text, it.cut_off, name),
    };
    choices.iter().map(|it| (it, found(it))).collect()
}

/// Why there is nothing in a reply, if there is nothing. The same words for each goal, so that they are told once.
fn nothing_in(found: &[(&Choice, Vec<String>)], prover: ProverKind, most: u32) -> Option<String> {
    if found.is_empty() || found.iter().any(|it| !it.1.is_empty()) {
        return None;
    }
    if found.iter().all(|it| it.0.cut_off) {
        return Some(format!(
            "every reply was cut off before it came to a step; raise `--reply-tokens` above {most}"
        ));
    }
    let language = match prover {
        ProverKind::Lean => "Lean",
        ProverKind::Fstar => "F*",
    };
    Some(format!(
        "there is no {language} in its replies to some goal; `--record FILE` shows them, and another model or template \
         may do better"
    ))
}

/// What was found, but for what was refused before.
fn proposals(ask: &Ask<'_>, found: &[(&Choice, Vec<String>)], source: Arc<str>) -> Vec<Proposal> {
    let is_known = |text: &str| match ask.wanted {
        Wanted::Repairs(failed) => failed.proof.trim() == text.trim(),
        _ => ask.failed.iter().any(|it| it.0 == text),
    };
    let new = score::score(found).into_iter().filter(|(text, _)| !is_known(text));
    new.map(|(step, log_prob)| Proposal { step, log_prob, source: source.clone() }).collect()
}

impl Proposer for Model {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> &str {
        &self.id
    }

    fn owns(&self, source: &str) -> bool {
        let written = matches!(self.answers, Answers::Recording(_)) && source == replay::WRITTEN;
        source == self.id || source.strip_prefix("replay:") == Some(&self.model) || written
    }

    fn is_paid(&self) -> bool {
        true
    }

    fn propose<'a>(&'a self, ask: Ask<'a>) -> BoxFuture<'a, Result<Proposals, ProposerError>> {
        async move { self.answer(&ask).await }.boxed()
    }
}
