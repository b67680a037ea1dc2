//! What power lists and items said before, used as long as nothing of it has changed in whatever
//! process: each question begins with the stamp of the library and the authorities of the register.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use library::powers::Stamp;
use register::Registry;
use rules::Citation;
use store::StoreError;

use crate::powers::{HeldItem, Holdings, ItemRules};

/// Answers that are kept at most, of each kind.
const KEPT: usize = 50_000;

/// The answers, with those who give them.
pub(crate) struct KnownHoldings {
    of: Arc<dyn Holdings>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    as_of: Option<AsOf>,
    held: HashMap<(String, String, Date), HeldItem>,
    rules: HashMap<(String, Date), Option<ItemRules>>,
}

/// What the answers rest on. Of authorities the register gives the same value as long as none has
/// changed; which version of a statute is in force depends on today.
#[derive(Clone)]
pub(crate) struct AsOf {
    stamp: Stamp,
    registry: Arc<Registry>,
    today: Date,
}

impl PartialEq for AsOf {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp
            && self.today == other.today
            && Arc::ptr_eq(&self.registry, &other.registry)
    }
}

impl KnownHoldings {
    pub(crate) fn new(of: Arc<dyn Holdings>) -> Self {
        Self {
            of,
            known: Mutex::default(),
        }
    }

    /// What the answers to one question rest on, read before any of them.
    pub(crate) async fn as_of(
        &self,
        registry: &Arc<Registry>,
        today: Date,
    ) -> Result<AsOf, StoreError> {
        Ok(AsOf {
            stamp: self.of.stamp().await?,
            registry: Arc::clone(registry),
            today,
        })
    }

    /// See [`Holdings::held`].
    pub(crate) async fn held(
        &self,
        as_of: &AsOf,
        item: &str,
        authority: &str,
        on: Date,
    ) -> Result<HeldItem, StoreError> {
        let key = (item.to_owned(), authority.to_owned(), on);
        if let Some(known) = self.find(as_of, |known| known.held.get(&key).copied()) {
            return Ok(known);
        }
        let held = self.of.held(item, authority, on).await?;
        self.keep(as_of, |known| keep(&mut known.held, key, held));
        Ok(held)
    }

    /// See [`Holdings::rules`].
    pub(crate) async fn rules(
        &self,
        as_of: &AsOf,
        item: &str,
        on: Date,
    ) -> Result<Option<ItemRules>, StoreError> {
        let key = (item.to_owned(), on);
        if let Some(known) = self.find(as_of, |known| known.rules.get(&key).cloned()) {
            return Ok(known);
        }
        let rule = self.of.rules(item, on).await?;
        self.keep(as_of, |known| keep(&mut known.rules, key, rule.clone()));
        Ok(rule)
    }

    /// See [`Holdings::offences`]; asked anew each time.
    pub(crate) async fn offences(&self, item: &str, on: Date) -> Result<Vec<Citation>, StoreError> {
        self.of.offences(item, on).await
    }

    /// See [`Holdings::knows`]; asked anew each time.
    pub(crate) async fn knows(&self, item: &str) -> Result<bool, StoreError> {
        self.of.knows(item).await
    }

    fn find<T>(&self, as_of: &AsOf, find: impl FnOnce(&Known) -> Option<T>) -> Option<T> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let is_right = known.as_of.as_ref() == Some(as_of);
        is_right.then(|| find(&known)).flatten()
    }

    fn keep(&self, as_of: &AsOf, keep: impl FnOnce(&mut Known)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.as_of.as_ref() != Some(as_of) {
            *known = Known {
                as_of: Some(as_of.clone()),
                ..Known::default()
            };
        }
        keep(&mut known);
    }
}

fn keep<K: Eq + Hash, V>(answers: &mut HashMap<K, V>, key: K, answer: V) {
    if answers.len() >= KEPT {
        answers.clear();
    }
    answers.insert(key, answer);
}
