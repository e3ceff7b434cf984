//! Strategies by name: `best-first`, `mcts:c=1.4`, `best-first+mcts`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Beam, Frontier, Mcts, Order, Ordered, Portfolio};

/// Which strategy, with its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Strategy(Vec<Single>);

/// One strategy.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Single {
    kind: Kind,
    /// In the order of [`Kind::parameters`].
    values: [f64; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    BestFirst,
    BreadthFirst,
    DepthFirst,
    Beam,
    Mcts,
}

/// A parameter: its name, what it is where nothing is said, and the least and the most that it can be.
type Parameter = (&'static str, f64, f64, f64);

const ALPHA: Parameter = ("alpha", 0.5, 0.0, 4.0);
const PATIENCE: Parameter = ("patience", 1.0, 0.0, 1000.0);

impl Kind {
    const ALL: [(Kind, &'static str); 5] = [
        (Kind::BestFirst, "best-first"),
        (Kind::BreadthFirst, "breadth-first"),
        (Kind::DepthFirst, "depth-first"),
        (Kind::Beam, "beam"),
        (Kind::Mcts, "mcts"),
    ];

    fn parameters(self) -> &'static [Parameter] {
        match self {
            Kind::BestFirst => &[ALPHA, PATIENCE],
            Kind::BreadthFirst | Kind::DepthFirst => &[PATIENCE],
            Kind::Beam => &[("width", 16.0, 1.0, 65536.0), ALPHA],
            Kind::Mcts => &[("c", 1.0, 0.0, 1000.0), ("discount", 0.99, 0.0, 1.0), ALPHA],
        }
    }

    fn name(self) -> &'static str {
        Kind::ALL.iter().find(|it| it.0 == self).map_or("", |it| it.1)
    }
}

/// A strategy that is not known, or a parameter that it does not take.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StrategyError(String);

impl Strategy {
    /// Best-first with these parameters, see [`Order::Likely`] and [`Ordered`].
    pub fn best_first(alpha: f64, patience: f64) -> Self {
        Strategy(vec![Single { kind: Kind::BestFirst, values: [alpha, patience, 0.0] }])
    }

    /// The names of all strategies.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Kind::ALL.iter().map(|it| it.1)
    }

    /// An empty frontier of this strategy.
    pub fn frontier(&self) -> Box<dyn Frontier> {
        match &self.0[..] {
            [only] => only.frontier(),
            several => Box::new(Portfolio::new(several.iter().map(Single::frontier).collect())),
        }
    }
}

impl Default for Strategy {
    fn default() -> Self {
        Strategy::best_first(ALPHA.1, PATIENCE.1)
    }
}

impl Single {
    fn frontier(&self) -> Box<dyn Frontier> {
        let [a, b, c] = self.values;
        match self.kind {
            Kind::BestFirst => Box::new(Ordered::new(Order::Likely { alpha: a }, b)),
            Kind::BreadthFirst => Box::new(Ordered::new(Order::Shallow, a)),
            Kind::DepthFirst => Box::new(Ordered::new(Order::Deep, a)),
            Kind::Beam => Box::new(Beam::new(a as u32, b)),
            Kind::Mcts => Box::new(Mcts::new(a, b, c)),
        }
    }
}

impl FromStr for Single {
    type Err = StrategyError;

    fn from_str(text: &str) -> Result<Self, StrategyError> {
        let (name, given) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        let Some(&(kind, _)) = Kind::ALL.iter().find(|it| it.1 == name) else {
            let names: Vec<&str> = Strategy::names().collect();
            return Err(StrategyError(format!(
                "there is no strategy `{name}`; write {}, or several with `+` between them",
                names.join(", ")
            )));
        };
        let parameters = kind.parameters();
        let mut values = [0.0; 3];
        values.iter_mut().zip(parameters).for_each(|(value, it)| *value = it.1);
        for pair in given.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let Some(at) = parameters.iter().position(|it| it.0 == key.trim()) else {
                let names: Vec<&str> = parameters.iter().map(|it| it.0).collect();
                let names = names.join(", ");
                return Err(StrategyError(format!("`{name}` has no parameter `{key}`; it has {names}")));
            };
            let (_, _, least, most) = parameters[at];
            let value = value.trim().parse::<f64>().ok().filter(|it| (least..=most).contains(it));
            values[at] = value.ok_or_else(|| {
                StrategyError(format!("`{key}` of `{name}` is a number from {least} to {most}"))
            })?;
        }
        Ok(Single { kind, values })
    }
}

impl fmt::Display for Single {
    /// The name, and the parameters that are not as they would be anyway.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.name())?;
        let told = self.kind.parameters().iter().zip(self.values).filter(|(it, value)| it.1 != *value);
        told.enumerate().try_for_each(|(at, (it, value))| {
            write!(f, "{}{}={value}", if at == 0 { ":" } else { "," }, it.0)
        })
    }
}

impl FromStr for Strategy {
    type Err = StrategyError;

    fn from_str(text: &str) -> Result<Self, StrategyError> {
        text.split('+').map(str::parse).collect::<Result<_, _>>().map(Strategy)
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(Single::to_string).collect::<Vec<_>>().join("+"))
    }
}

impl TryFrom<String> for Strategy {
    type Error = StrategyError;

    fn try_from(text: String) -> Result<Self, StrategyError> {
        text.parse()
    }
}

impl From<Strategy> for String {
    fn from(strategy: Strategy) -> String {
        strategy.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_parameters_are_read() {
        let told =
            |text: &str| text.parse::<Strategy>().map(|it| it.to_string()).map_err(|it| it.to_string());
        assert_eq!(told("best-first").unwrap(), "best-first");
        assert_eq!(told(" mcts: c=2 , alpha=0.5 ").unwrap(), "mcts:c=2");
        assert_eq!(told("best-first:alpha=1+beam:width=4").unwrap(), "best-first:alpha=1+beam:width=4");
        assert!(told("astar").unwrap_err().starts_with("there is no strategy `astar`; write best-first, "));
        assert!(told("").unwrap_err().contains("there is no strategy ``"));
        assert!(told("beam:c=1").unwrap_err().contains("has no parameter `c`; it has width, alpha"));
        assert!(told("beam:width=0").unwrap_err().contains("a number from 1 to 65536"));
        assert!(told("mcts:c=x").is_err() && told("mcts:discount").is_err() && told("mcts:c=nan").is_err());
    }
}
