//! An authenticator app (RFC 6238), as a member has it on the phone.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Seconds.
const STEP: u64 = 30;

/// How far before a step's end its predecessor's code is no longer sent: it must arrive in time.
const MARGIN: u64 = 8;

#[expect(clippy::disallowed_methods, reason = "an app on a telephone has the telephone's clock")]
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs()
}

/// The app of one member.
#[derive(Clone)]
pub(crate) struct App {
    secret: Vec<u8>,
    /// The step of the last code that was used.
    used: u64,
}

impl App {
    pub(crate) fn new(secret: &str) -> Self {
        Self { secret: BASE32_NOPAD.decode(secret.as_bytes()).expect("base32"), used: 0 }
    }

    /// The code of a step (RFC 4226 section 5.3).
    fn code(&self, step: u64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.secret);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let offset = usize::from(tag.as_ref()[19] & 0x0F);
        let number = u32::from_be_bytes(tag.as_ref()[offset..offset + 4].try_into().expect("four bytes")) & 0x7FFF_FFFF;
        format!("{:06}", number % 1_000_000)
    }

    /// A code that was not used before and is taken now: those of the steps before and after count too, so that three
    /// in a row need no waiting.
    pub(crate) async fn next(&mut self) -> String {
        loop {
            let now = seconds();
            let current = now / STEP;
            let earliest = if now % STEP < STEP - MARGIN { current - 1 } else { current };
            let step = earliest.max(self.used + 1);
            if step <= current + 1 {
                self.used = step;
                return self.code(step);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// The code that was used last, once more.
    pub(crate) fn last(&self) -> String {
        self.code(self.used)
    }

    /// A code that is not right at any step near now.
    pub(crate) fn wrong(&self) -> String {
        let current = seconds() / STEP;
        let near: Vec<String> = (current - 4..current + 5).map(|step| self.code(step)).collect();
        (0..100).map(|number| format!("{number:06}")).find(|code| !near.contains(code)).expect("a wrong one")
    }
}
