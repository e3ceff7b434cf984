//! How often an endpoint is asked.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use reqwest::header::HeaderMap;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep_until},
};

/// What limits per minute are counted over.
const MINUTE: Duration = Duration::from_secs(60);

/// How often an endpoint may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests at once.
    pub concurrency: usize,
    /// Requests in a minute.
    pub requests: Option<u64>,
    /// Tokens in a minute, read and written.
    pub tokens: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { concurrency: 8, requests: None, tokens: None }
    }
}

/// Holds requests back until there is room for them.
#[derive(Debug)]
pub(super) struct Throttle {
    limits: Limits,
    permits: Semaphore,
    window: Mutex<Window>,
}

/// What was asked in the last minute.
#[derive(Debug, Default)]
struct Window {
    /// When, and how many tokens, in order.
    sent: VecDeque<(Instant, u64)>,
    /// Requests that left the window: where it begins.
    gone: u64,
    /// When the endpoint wants to be asked again.
    paused: Option<Instant>,
}

/// A request under way.
pub(super) struct Ticket<'a> {
    throttle: &'a Throttle,
    number: u64,
    _permit: Option<SemaphorePermit<'a>>,
}

impl Throttle {
    pub(super) fn new(limits: Limits) -> Self {
        let limits = Limits { concurrency: limits.concurrency.max(1), ..limits };
        let permits = Semaphore::new(limits.concurrency.min(Semaphore::MAX_PERMITS));
        Throttle { limits, permits, window: Mutex::default() }
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// Waits until a request of at most this many tokens may be made.
    pub(super) async fn enter(&self, tokens: u64) -> Ticket<'_> {
        // It is never closed.
        let permit = self.permits.acquire().await.ok();
        loop {
            let room = self.window().room(self.limits, tokens, Instant::now());
            match room {
                Ok(number) => return Ticket { throttle: self, number, _permit: permit },
                Err(until) => sleep_until(until).await,
            }
        }
    }

    /// Makes no request for a while.
    pub(super) fn pause(&self, time: Duration) {
        let mut window = self.window();
        window.paused = window.paused.max(Some(Instant::now() + time));
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Takes a place in the window, or says when to look again.
    fn room(&mut self, limits: Limits, tokens: u64, now: Instant) -> Result<u64, Instant> {
        if let Some(until) = self.paused.filter(|it| now < *it) {
            return Err(until);
        }
        while self.sent.front().is_some_and(|it| it.0 + MINUTE <= now) {
            self.sent.pop_front();
            self.gone += 1;
        }
        let used: u64 = self.sent.iter().map(|it| it.1).sum();
        let is_full = limits.requests.is_some_and(|it| self.sent.len() as u64 >= it.max(1))
            || limits.tokens.is_some_and(|it| used + tokens > it);
        match self.sent.front() {
            Some(first) if is_full => Err(first.0 + MINUTE),
            // A request larger than the limit goes alone.
            _ => {
                self.sent.push_back((now, tokens));
                Ok(self.gone + self.sent.len() as u64 - 1)
            }
        }
    }
}

impl Ticket<'_> {
    /// The request has had this many tokens.
    pub(super) fn settle(self, tokens: u64) {
        let mut window = self.throttle.window();
        let at = self.number.checked_sub(window.gone).and_then(|it| usize::try_from(it).ok());
        if let Some(sent) = at.and_then(|it| window.sent.get_mut(it)) {
            sent.1 = tokens;
        }
    }
}

/// How long the endpoint wants to be left alone, if it says so.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let millis = text("retry-after-ms").and_then(|it| it.trim().parse::<u64>().ok());
    millis
        .map(Duration::from_millis)
        .or_else(|| Duration::try_from_secs_f64(text("retry-after")?.trim().parse().ok()?).ok())
}

/// How long there is no room for another request, by the headers of a reply.
pub(super) fn used_up(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: String| headers.get(name)?.to_str().ok().map(str::trim);
    let wait = |what: &str| {
        let left: u64 = text(format!("x-ratelimit-remaining-{what}"))?.parse().ok()?;
        if left == 0 { duration(text(format!("x-ratelimit-reset-{what}"))?) } else { None }
    };
    wait("requests").max(wait("tokens"))
}

/// `6m0s`, `1.5s`, `20ms`, or seconds.
fn duration(text: &str) -> Option<Duration> {
    let (mut rest, mut seconds) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(rest.len());
        let unit = rest[digits..].find(|it: char| it.is_ascii_digit()).unwrap_or(rest.len() - digits);
        let factor = match &rest[digits..digits + unit] {
            "ms" => 0.001,
            "s" | "" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        seconds += rest[..digits].parse::<f64>().ok()? * factor;
        rest = &rest[digits + unit..];
    }
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(begun: Instant) -> u64 {
        begun.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn requests_in_a_minute_are_counted() {
        let throttle = Throttle::new(Limits { requests: Some(2), ..Limits::default() });
        let begun = Instant::now();
        drop((throttle.enter(0).await, throttle.enter(0).await));
        assert_eq!(seconds(begun), 0);
        drop(throttle.enter(0).await);
        assert_eq!(seconds(begun), 60);
    }

    #[tokio::test(start_paused = true)]
    async fn tokens_are_those_that_were_used() {
        let throttle = Throttle::new(Limits { tokens: Some(100), ..Limits::default() });
        let begun = Instant::now();
        throttle.enter(90).await.settle(20);
        throttle.enter(80).await.settle(80);
        assert_eq!(seconds(begun), 0);
        throttle.enter(1000).await.settle(90);
        throttle.enter(20).await.settle(20);
        assert_eq!(seconds(begun), 120);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_go_at_once_than_may() {
        let throttle = Throttle::new(Limits { concurrency: 1, ..Limits::default() });
        let first = throttle.enter(0).await;
        let second = tokio::time::timeout(Duration::from_secs(5), throttle.enter(0));
        assert!(second.await.is_err());
        drop(first);
        throttle.pause(Duration::from_secs(7));
        let begun = Instant::now();
        throttle.enter(0).await;
        assert_eq!(seconds(begun), 7);
    }

    #[test]
    fn headers_say_how_long_to_wait() {
        let headers = |list: &[(&'static str, &'static str)]| {
            list.iter().map(|it| (it.0.parse().unwrap(), it.1.parse().unwrap())).collect::<HeaderMap>()
        };
        let ms = |it| Some(Duration::from_millis(it));
        assert_eq!(retry_after(&headers(&[("retry-after", "1.5")])), ms(1500));
        assert_eq!(retry_after(&headers(&[("retry-after", "2"), ("retry-after-ms", "20")])), ms(20));
        let full = [
            ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "6m0.5s"),
            ("x-ratelimit-remaining-tokens", "0"),
            ("x-ratelimit-reset-tokens", "20ms"),
        ];
        assert_eq!((used_up(&headers(&full)), used_up(&headers(&full[2..]))), (ms(360_500), ms(20)));
        let room = [("x-ratelimit-remaining-requests", "3"), ("x-ratelimit-reset-requests", "1s")];
        assert_eq!((used_up(&headers(&room)), duration("soon"), duration("7")), (None, None, ms(7000)));
    }
}
