//! What asking a model costs, in requests, tokens and money.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What asking cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Requests that reached a model.
    pub calls: u64,
    /// Tokens in and out, as the endpoint counts them.
    pub tokens: u64,
    /// Those of them that the model wrote, thoughts included.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub output: u64,
    /// What the tokens cost, if there are prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Micros>,
    /// Whether some endpoint did not count, so that the tokens are estimated from the length of the texts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub estimated: bool,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Usage {
    /// Adds what more was used.
    pub fn add(&mut self, more: Usage) {
        self.calls += more.calls;
        self.tokens += more.tokens;
        self.output += more.output;
        self.cost = Micros::sum(self.cost, more.cost);
        self.estimated |= more.estimated;
    }
}

/// An amount of money in millionths of whatever prices are given in: dollars, mostly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Micros(pub u64);

impl Micros {
    /// The sum of two amounts, one of which may not be known; that one counts as nothing.
    pub fn sum(one: Option<Micros>, other: Option<Micros>) -> Option<Micros> {
        match (one, other) {
            (Some(one), Some(other)) => Some(Micros(one.0.saturating_add(other.0))),
            (one, other) => one.or(other),
        }
    }
}

impl FromStr for Micros {
    type Err = String;

    /// Reads `2`, `0.15` or `1.5`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if whole.is_empty() && part.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 {
            return Err(format!(
                "`{text}` is no amount; write it as `2` or `0.15`, with at most six decimals"
            ));
        }
        format!("{whole}{part:0<6}").parse().map(Micros).map_err(|_| format!("{text} is too much"))
    }
}

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = format!("{:06}", self.0 % 1_000_000);
        // Cents at least, as money is written.
        write!(f, "{}.{:0<2}", self.0 / 1_000_000, part.trim_end_matches('0'))
    }
}

/// What a million tokens cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    /// Read by the model.
    pub input: Micros,
    /// Written by it.
    pub output: Micros,
}

impl Prices {
    /// What tokens cost, rounded up.
    pub fn cost(self, usage: Usage) -> Micros {
        let input = u128::from(usage.tokens.saturating_sub(usage.output)) * u128::from(self.input.0);
        let cost = input + u128::from(usage.output) * u128::from(self.output.0);
        Micros(u64::try_from(cost.div_ceil(1_000_000)).unwrap_or(u64::MAX))
    }
}

impl FromStr for Prices {
    type Err = String;

    /// Reads `IN/OUT`, for a million tokens each: `0.15/0.60`.
    fn from_str(text: &str) -> Result<Self, String> {
        let hint = || format!("`{text}` is no price; write IN/OUT for a million tokens, as `0.15/0.60`");
        let (input, output) = text.split_once('/').ok_or_else(hint)?;
        Ok(Prices { input: input.parse()?, output: output.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written() {
        let amount = |text: &str| text.parse::<Micros>().map(|it| it.0);
        assert_eq!((amount("2"), amount("0.15"), amount(".5")), (Ok(2_000_000), Ok(150_000), Ok(500_000)));
        for wrong in ["", ".", "-1", "1e3", "1.2345678", "$2", "99999999999999999"] {
            assert!(amount(wrong).is_err(), "{wrong}");
        }
        let shown = [0, 150_000, 2_000_000, 1_234_567].map(|it| Micros(it).to_string());
        assert_eq!(shown, ["0.00", "0.15", "2.00", "1.234567"]);
    }

    #[test]
    fn costs_are_exact_and_rounded_up() {
        let prices: Prices = "0.15/0.60".parse().unwrap();
        let usage = |tokens, output| Usage { tokens, output, ..Usage::default() };
        assert_eq!(prices.cost(usage(1_000_000, 0)), Micros(150_000));
        assert_eq!(prices.cost(usage(1_000_000, 1_000_000)), Micros(600_000));
        assert_eq!((prices.cost(usage(1, 0)), prices.cost(usage(0, 0))), (Micros(1), Micros(0)));
        assert!("2".parse::<Prices>().unwrap_err().contains("IN/OUT"));
    }

    #[test]
    fn what_has_no_price_adds_none() {
        let mut sum = Usage::default();
        sum.add(Usage { calls: 1, tokens: 9, estimated: true, ..Usage::default() });
        assert_eq!(sum.cost, None);
        sum.add(Usage { cost: Some(Micros(3)), ..Usage::default() });
        sum.add(Usage { output: 2, cost: Some(Micros(4)), ..Usage::default() });
        let cost = Some(Micros(7));
        assert_eq!(sum, Usage { calls: 1, tokens: 9, output: 2, cost, estimated: true });
    }
}
