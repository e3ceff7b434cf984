//! Conclusions that are written with the same signs in another arrangement, or that are equations with a side in common.
//!
//! Both may be true, and then each follows from the other. Which of the numbers and functions that they share makes them
//! so is seen where another is in its place.

use super::{
    general::{General, functions, numerals, symbols},
    parts::bare,
    problem::{Problem, is_outside},
    shape::Variable,
};

/// What is left open, in words, and the problem that has that.
type Opened = (String, Problem);

impl Problem {
    /// The problem with a number or operations left open: if both say the same, they are the same there, too.
    pub fn rearranged(&self) -> Vec<Opened> {
        let mut out = self.with_other_numerals();
        out.extend(self.of_other_terms());
        out.extend(self.with_other_operations());
        out
    }

    /// Where both are written with the same signs and names, and numbers that differ in one at most: with any other number in
    /// place of one that both have.
    fn with_other_numerals(&self) -> Vec<Opened> {
        let whole = self.absorbed();
        let [first, second] = whole.conclusions().map(|it| format!("({it})"));
        let names = whole.names();
        let [ours, theirs] = [&first, &second].map(|it| symbols(it, &names));
        let is_one_other = ours.1.len() == theirs.1.len() && without(&ours.1, &theirs.1) <= 1;
        if first == second || ours.0 != theirs.0 || !is_one_other {
            return Vec::new();
        }
        let mut out = Vec::new();
        // Of terms that are equal to the number here, what they are with another number in them, whether that is the same or not.
        if let Some((one, other, _, number)) = whole.equations() {
            for general in numerals(&one, &other).into_iter().filter(|it| it.term() != number) {
                let claim = format!("{} = {}", general.replaced(&one), general.replaced(&other));
                let open =
                    Variable { name: general.name.clone(), ty: general.ty.clone(), is_instance: false };
                let problem = whole.concluding([&claim, "True"]).with_variable(open);
                out.push((instead(&general), problem));
            }
        }
        out.extend(numerals(&first, &second).into_iter().map(|it| (instead(&it), whole.with(&it))));
        out
    }

    /// Where both conclusions are equations for the same given number other than 0, or deny that, of other terms: the same with any
    /// other number there.
    fn of_other_terms(&self) -> Option<Opened> {
        let (one, other, sign, number) = self.equations()?;
        if one == other || number.starts_with('0') || self.is_guarded(None) {
            return None;
        }
        let name = "other_number";
        let problem = self.concluding([&format!("{one}{sign}{name}"), &format!("{other}{sign}{name}")]);
        let open = Variable { name: name.into(), ty: "_".into(), is_instance: false };
        Some((format!("with any number beside `({number})`"), problem.with_variable(open)))
    }

    /// Where both conclusions are equations that have a side in common: with any other function in place of one that both have. What is
    /// known of it may make their other sides equal, and is then just what one of them says.
    pub fn with_other_functions(&self) -> Vec<Opened> {
        let [first, second] = self.conclusions();
        let (Some(ours), Some(theirs)) = (sides(first, " = "), sides(second, " = ")) else {
            return Vec::new();
        };
        let have_one = ours != theirs && ours.iter().any(|it| theirs.contains(it) && given(it).is_none());
        if !have_one || self.is_guarded(None) {
            return Vec::new();
        }
        let all = functions(&format!("({first})"), &format!("({second})"), &self.names());
        all.into_iter().map(|it| (instead(&it), self.with(&it))).collect()
    }

    /// With anything in place of all operations that have their usual meaning for some numbers only.
    fn with_other_operations(&self) -> Option<Opened> {
        let whole = self.absorbed();
        let mut opened = whole.clone();
        let mut said = Vec::new();
        while let Some((general, next)) = opened.generals("").into_iter().find(|it| {
            [" % ", " / ", " - "].iter().any(|sign| is_outside(it.0.term(), sign))
                && is_one_operation(it.0.term())
        }) {
            said.push(format!("`{}`", general.term()));
            opened = next;
        }
        // One is tried anyway.
        (said.len() > 1 && !opened.is_guarded(None))
            .then(|| (format!("with anything in place of {}", said.join(" and ")), opened))
    }

    /// The terms of two equations for the same given number, or of two that deny that; with the sign and the number.
    fn equations(&self) -> Option<(String, String, &'static str, String)> {
        let taken = |text: &str| {
            let sign = [" = ", " ≠ "].into_iter().find(|it| is_outside(text, it))?;
            let [left, right] = sides(text, sign)?;
            match (given(&right), given(&left)) {
                (Some(given), _) => Some((left, sign, given)),
                (None, Some(given)) => Some((right, sign, given)),
                (None, None) => None,
            }
        };
        let [first, second] = self.conclusions().map(|it| taken(bare(it)));
        let ((one, sign, number), (other, other_sign, other_number)) = (first?, second?);
        (sign == other_sign && number == other_number).then_some((one, other, sign, number))
    }
}

/// How many of these the others do not have.
fn without(some: &[String], others: &[String]) -> usize {
    let mut left = others.to_vec();
    let mut is_new =
        |it: &&String| left.iter().position(|other| other == *it).map(|at| left.swap_remove(at)).is_none();
    some.iter().filter(|it| is_new(it)).count()
}

fn instead(general: &General) -> String {
    format!("with anything in place of `{}`", general.term())
}

/// The number that a term is as it is written.
fn given(term: &str) -> Option<String> {
    let inner = term.strip_prefix('(')?.strip_suffix(')')?;
    (inner.starts_with(|it: char| it.is_ascii_digit()) && !inner.contains('(')).then(|| inner.to_owned())
}

/// Both sides of a relation.
fn sides(text: &str, sign: &str) -> Option<[String; 2]> {
    let (left, right) = text.split_once(sign).filter(|it| is_outside(text, sign) && !it.1.contains(sign))?;
    Some([left.to_owned(), right.to_owned()])
}

/// Whether a term is a sign between two that have none.
fn is_one_operation(term: &str) -> bool {
    term.split(' ').count() == 3
}
