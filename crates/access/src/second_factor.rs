//! The second factor: time-based codes (RFC 6238, SHA-1, 6 digits, 30 seconds) that each work once.

use jiff::Timestamp;
use totp_rs::{Builder, Totp};

use crate::key::{AccessKey, Purpose};
use crate::login::LoginName;
use crate::secret::Secret;

/// What a person puts into an authenticator.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The secret in base 32, for typing.
    pub secret: Secret,
    /// `otpauth://…`, for a QR code.
    pub address: Secret,
}

/// The second factor of an account. Its secret is derived from the key of the room and a nonce, so
/// that the database holds none.
pub(crate) struct SecondFactor(Totp);

impl SecondFactor {
    pub fn new(key: &AccessKey, nonce: &str, login: &LoginName) -> Self {
        let secret = key.derive(Purpose::SecondFactor, nonce.as_bytes());
        let secret: [u8; 20] = *secret.first_chunk().expect("20 bytes are fewer than 32");
        let totp = Builder::new()
            .with_secret(secret.to_vec())
            .with_account_name(login.as_str())
            .with_issuer(Some("Xiezhi"))
            .build();
        Self(totp.expect("a login name has no colon"))
    }

    pub fn enrolment(&self) -> Enrolment {
        Enrolment {
            secret: Secret::new(self.0.secret().to_base32()),
            address: Secret::new(self.0.to_url().expect("a login name is not empty")),
        }
    }

    /// The step of a code that is right now and was not used yet: later than `used`.
    pub fn step_of(&self, code: &Secret, now: Timestamp, used: i64) -> Option<i64> {
        let seconds = u64::try_from(now.as_second()).ok()?;
        let digits: String = code
            .reveal()
            .chars()
            .filter(|c| !c.is_whitespace())
            .take(7)
            .collect();
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let step = self.0.check(&digits, seconds)?;
        i64::try_from(step).ok().filter(|step| *step > used)
    }

    #[cfg(test)]
    fn code(&self, now: Timestamp) -> Secret {
        Secret::new(self.0.generate(now.as_second() as u64).to_string())
    }
}

/// The code of an enrolled secret at an instant: what an authenticator shows. For tests and for
/// people without a telephone.
pub fn code_of(secret_base32: &Secret, at: Timestamp) -> Option<Secret> {
    let secret = totp_rs::Secret::try_from_base32(secret_base32.reveal()).ok()?;
    let totp = Builder::new().with_secret(secret).build().ok()?;
    let seconds = u64::try_from(at.as_second()).ok()?;
    Some(Secret::new(totp.generate(seconds).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor() -> SecondFactor {
        let folder = tempfile::tempdir().unwrap();
        let key = AccessKey::create(&folder.path().join("key")).unwrap();
        SecondFactor::new(&key, "nonce", &"chen.wei".parse().unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_works_once_and_for_a_step_before_and_after() {
        let factor = factor();
        let now = at("2026-11-24T04:00:10Z");
        let code = factor.code(now);
        let step = factor.step_of(&code, now, 0).unwrap();
        assert_eq!(factor.step_of(&code, now, step), None);
        assert_eq!(
            factor.step_of(&code, at("2026-11-24T04:00:45Z"), 0),
            Some(step)
        );
        assert_eq!(factor.step_of(&code, at("2026-11-24T04:01:05Z"), 0), None);
        let later = factor.code(at("2026-11-24T04:00:40Z"));
        assert_eq!(factor.step_of(&later, now, step), Some(step + 1));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        let factor = factor();
        let now = at("2026-11-24T04:00:10Z");
        for bad in [
            "",
            "12345",
            "1234567",
            "abcdef",
            "１２３４５６",
            "12345\0",
            &"1".repeat(100_000),
        ] {
            assert_eq!(factor.step_of(&Secret::new(bad), now, 0), None, "{bad:.10}");
        }
    }

    #[test]
    fn an_authenticator_shows_the_code_of_the_enrolled_secret() {
        let factor = factor();
        let now = at("2026-11-24T04:00:10Z");
        let enrolment = factor.enrolment();
        assert_eq!(code_of(&enrolment.secret, now), Some(factor.code(now)));
        assert!(enrolment.address.reveal().starts_with("otpauth://totp/"));
        assert_eq!(format!("{enrolment:?}").matches("Secret(…)").count(), 2);
    }
}
