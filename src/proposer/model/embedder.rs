//! A model for embeddings at an endpoint.

use futures::{FutureExt, future::BoxFuture};

use super::endpoint::Endpoint;
use crate::proposer::{Embedded, Embedder, Prices, ProposerError};

/// A model that embeds texts, with what it costs.
pub struct EmbeddingModel {
    endpoint: Endpoint,
    model: String,
    price: Option<Prices>,
}

impl EmbeddingModel {
    /// The model of this name at an endpoint.
    pub fn new(endpoint: Endpoint, model: &str, price: Option<Prices>) -> Self {
        EmbeddingModel { endpoint, model: model.to_owned(), price }
    }
}

impl Embedder for EmbeddingModel {
    fn model(&self) -> &str {
        &self.model
    }

    fn embed<'a>(&'a self, texts: &'a [&'a str]) -> BoxFuture<'a, Result<Embedded, ProposerError>> {
        async move {
            let mut embedded = self.endpoint.embed(&self.model, texts).await?;
            embedded.usage.cost = self.price.map(|it| it.cost(embedded.usage));
            Ok(embedded)
        }
        .boxed()
    }
}
