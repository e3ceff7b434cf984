//! Charts, drawn by hand as SVG.

use maud::{Markup, html};

const WIDTH: f64 = 520.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 40.0;

/// How the horizontal axis goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// Evenly.
    Linear,
    /// Each decade is as wide as the next.
    Log,
}

/// How many of `of` were proved at or below each of `values`: a staircase.
pub(super) fn staircase(title: &str, unit: &str, scale: Scale, values: &[f64], of: usize) -> Markup {
    let mut values: Vec<f64> = values.to_vec();
    values.sort_by(f64::total_cmp);
    let most = values.last().copied().unwrap_or(1.0);
    let (low, high) = match scale {
        Scale::Linear => (0.0, if most > 0.0 { most } else { 1.0 }),
        Scale::Log => {
            let low = values.iter().copied().find(|it| *it > 0.0).unwrap_or(1.0).log10().floor();
            (low, most.max(1e-9).log10().ceil().max(low + 1.0))
        }
    };
    let x = |value: f64| {
        let at = match scale {
            Scale::Linear => value,
            Scale::Log => value.max(10_f64.powf(low)).log10(),
        };
        LEFT + (at - low) / (high - low) * (WIDTH - LEFT - RIGHT)
    };
    let top = of.max(1) as f64;
    let y = |count: f64| HEIGHT - BOTTOM - count / top * (HEIGHT - TOP - BOTTOM);
    let mut path = format!("M{:.1} {:.1}", LEFT, y(0.0));
    for (count, value) in (1..).zip(&values) {
        path.push_str(&format!("H{:.1}V{:.1}", x(*value), y(f64::from(count))));
    }
    path.push_str(&format!("H{:.1}", WIDTH - RIGHT));
    let across: Vec<f64> = match scale {
        Scale::Linear => ticks(high),
        Scale::Log => (low as i32..=high as i32).map(|it| 10_f64.powi(it)).collect(),
    };
    let label = format!("{title}: {} of {of}", values.len());
    html! {
        figure {
            svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label=(label) {
                @for tick in ticks(top) {
                    line .grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(tick)) y2=(y(tick)) {}
                    text x=(LEFT - 6.0) y=(y(tick) + 4.0) text-anchor="end" { (number(tick)) }
                }
                @for tick in across {
                    line .grid x1=(x(tick)) x2=(x(tick)) y1=(TOP) y2=(HEIGHT - BOTTOM) {}
                    text x=(x(tick)) y=(HEIGHT - BOTTOM + 15.0) text-anchor="middle" { (number(tick)) }
                }
                line .axis x1=(LEFT) x2=(WIDTH - RIGHT) y1=(HEIGHT - BOTTOM) y2=(HEIGHT - BOTTOM) {}
                line .axis x1=(LEFT) x2=(LEFT) y1=(TOP) y2=(HEIGHT - BOTTOM) {}
                path .curve d=(path) {}
                text x=((LEFT + WIDTH - RIGHT) / 2.0) y=(HEIGHT - 6.0) text-anchor="middle" { (unit) }
                text transform={ "translate(11 " ((TOP + HEIGHT - BOTTOM) / 2.0) ") rotate(-90)" } text-anchor="middle" {
                    "proved"
                }
            }
            figcaption { (title) }
        }
    }
}

/// From 0 to at most `high`, some round numbers.
fn ticks(high: f64) -> Vec<f64> {
    let raw = high / 5.0;
    let decade = 10_f64.powf(raw.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|it| it * decade).find(|it| *it >= raw).unwrap_or(decade);
    // Of whole things there are no halves.
    let step = if high >= 2.0 { step.max(1.0) } else { step };
    (0..).map(|it| f64::from(it) * step).take_while(|it| *it <= high * 1.0001).collect()
}

fn number(value: f64) -> String {
    let text = match value {
        it if it >= 1e6 => format!("{:.1}M", it / 1e6),
        it if it >= 1e4 => format!("{:.0}k", it / 1e3),
        it => format!("{it:.3}"),
    };
    if text.contains('.') && !text.ends_with('M') {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(212.0), [0.0, 50.0, 100.0, 150.0, 200.0]);
        assert_eq!(ticks(3.0), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(0.9).len(), 5);
        assert_eq!([0.01, 1.0, 10.0, 20_000.0, 1.5e6].map(number), ["0.01", "1", "10", "20k", "1.5M"]);
    }

    #[test]
    fn a_staircase_ends_at_what_was_proved() {
        let svg = staircase("t", "s", Scale::Log, &[0.5, 20.0, 3.0], 4).into_string();
        assert!(svg.contains("aria-label=\"t: 3 of 4\""), "{svg}");
        assert_eq!(svg.matches('V').count(), 3);
        for values in [&[][..], &[0.0]] {
            for scale in [Scale::Linear, Scale::Log] {
                let svg = staircase("t", "s", scale, values, 0).into_string();
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            }
        }
    }
}
