//! Passwords: what may be one, and their digests.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use thiserror::Error;
use tokio::sync::Semaphore;

use crate::login::LoginName;
use crate::secret::Secret;

/// Why a text cannot be a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PasswordFault {
    /// Too short or too long.
    #[error("a password has 12 to 128 characters")]
    Length,
    /// It holds the login name.
    #[error("a password must not hold the login name")]
    HoldsLogin,
    /// It is made of few characters.
    #[error("a password has at least five different characters")]
    Uniform,
}

/// The password could not be worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HashError {
    /// Too many are waiting.
    #[error("too many passwords are being checked: try again in a moment")]
    Busy,
    /// The hashing broke off.
    #[error("the password could not be checked")]
    BrokeOff,
}

/// Argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane), a few at a time
/// and never on a thread that serves requests.
#[derive(Clone)]
pub(crate) struct Passwords {
    turns: Arc<Semaphore>,
    /// What is checked where there is no account, so that the time tells nothing.
    nobody: Arc<str>,
}

/// How many are computed at once: each takes 19 MiB and a core.
const AT_ONCE: usize = 2;
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

impl Passwords {
    pub fn new() -> Self {
        let nobody = hash(&Secret::random()).expect("a random text can be hashed");
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: nobody.into(),
        }
    }

    /// The digest of a password, as a PHC string.
    pub async fn digest(&self, password: Secret) -> Result<String, HashError> {
        self.in_turn(move || hash(&password).ok_or(HashError::BrokeOff))
            .await?
    }

    /// Whether it is the password of this digest; of none, it takes as long and is not.
    pub async fn verify(
        &self,
        password: Secret,
        digest: Option<String>,
    ) -> Result<bool, HashError> {
        let nobody = Arc::clone(&self.nobody);
        self.in_turn(move || {
            let is = digest.as_deref().unwrap_or(&nobody);
            let parsed = PasswordHash::new(is);
            let matches = parsed.is_ok_and(|is| {
                argon()
                    .verify_password(password.reveal().as_bytes(), &is)
                    .is_ok()
            });
            matches && digest.is_some()
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(PATIENCE, turn).await;
        let turn = turn
            .map_err(|_| HashError::Busy)?
            .map_err(|_| HashError::BrokeOff)?;
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        working.await.map_err(|_| HashError::BrokeOff)
    }
}

/// Whether a text may be the password of who signs in with this name.
pub fn check(password: &Secret, login: &LoginName) -> Result<(), PasswordFault> {
    let text = password.reveal();
    let length = if text.len() > 4 * 128 {
        usize::MAX
    } else {
        text.chars().count()
    };
    if !(12..=128).contains(&length) {
        return Err(PasswordFault::Length);
    }
    if text.to_lowercase().contains(login.as_str()) {
        return Err(PasswordFault::HoldsLogin);
    }
    let different: std::collections::BTreeSet<char> = text.chars().collect();
    if different.len() < 5 {
        return Err(PasswordFault::Uniform);
    }
    Ok(())
}

fn argon() -> Argon2<'static> {
    let parameters = Params::new(19 * 1024, 2, 1, None).expect("the parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
}

fn hash(password: &Secret) -> Option<String> {
    let hash: PasswordHash = argon().hash_password(password.reveal().as_bytes()).ok()?;
    Some(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_digest_only() {
        let passwords = Passwords::new();
        let secret = || Secret::new("九转丹砂 and a goose");
        let digest = passwords.digest(secret()).await.unwrap();
        assert!(
            digest.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{digest}"
        );
        assert_ne!(digest, passwords.digest(secret()).await.unwrap());
        assert!(
            passwords
                .verify(secret(), Some(digest.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify(Secret::new("other"), Some(digest))
                .await
                .unwrap()
        );
        assert!(!passwords.verify(secret(), None).await.unwrap());
        assert!(
            !passwords
                .verify(secret(), Some("$argon2id$broken".into()))
                .await
                .unwrap()
        );
    }

    #[test]
    fn a_weak_password_is_refused() {
        let login: LoginName = "chen.wei".parse().unwrap();
        let fault = |text: &str| check(&Secret::new(text), &login).err();
        assert_eq!(fault("short"), Some(PasswordFault::Length));
        assert_eq!(fault(&"长".repeat(129)), Some(PasswordFault::Length));
        assert_eq!(fault("my-Chen.Wei-2026"), Some(PasswordFault::HoldsLogin));
        assert_eq!(fault("aaaaaaaaaaaaaaa"), Some(PasswordFault::Uniform));
        assert_eq!(fault("九转丹砂 and a goose"), None);
    }
}
