//! The rooms that are served.

use std::sync::Arc;

use access::Access;
use access::api::{AccessApi, Cookies};
use access::oidc::Providers;
use casework::Casework;
use casework::api::CaseworkApi;
use library::Library;
use library::api::LibraryApi;
use library::api::powers::PowersApi;
use library::powers::{PackCitations, Powers};
use packs::Packs;
use packs::api::PacksApi;
use problem::Door;
use record::api::RecordApi;
use record::{Record, RecordLog};
use register::Register;

use crate::admission::BySession;

/// Every room, open.
#[derive(Debug, Clone)]
pub struct Rooms {
    /// The record that they share, with its log.
    pub log: RecordLog,
    /// Authorities, officers, parties.
    pub register: Register,
    /// Accounts and rights.
    pub access: Access,
    /// The law library.
    pub library: Arc<Library>,
    /// Cases of every kind.
    pub casework: Casework,
    /// The rule packs that are and were in use.
    pub packs: Packs,
    /// What the packs in use cite.
    pub cited: Arc<[PackCitations]>,
    /// How cookies are set.
    pub cookies: Cookies,
    /// With whom people may sign in too.
    pub providers: Arc<Providers>,
}

impl Rooms {
    /// The record that the rooms share.
    pub const fn record(&self) -> &Record {
        self.log.record()
    }

    pub(crate) fn access_api(&self) -> AccessApi {
        AccessApi {
            access: self.access.clone(),
            cookies: self.cookies,
            providers: Arc::clone(&self.providers),
        }
    }

    pub(crate) fn record_api(&self) -> RecordApi {
        RecordApi {
            log: self.log.clone(),
            door: Door(Arc::new(BySession)),
        }
    }

    pub(crate) fn library_api(&self) -> LibraryApi {
        LibraryApi {
            library: Arc::clone(&self.library),
            door: Door(Arc::new(BySession)),
        }
    }

    pub(crate) fn casework_api(&self) -> CaseworkApi {
        CaseworkApi {
            casework: self.casework.clone(),
            door: Door(Arc::new(BySession)),
        }
    }

    pub(crate) fn packs_api(&self) -> PacksApi {
        PacksApi {
            packs: self.packs.clone(),
            door: Door(Arc::new(BySession)),
        }
    }

    pub(crate) fn powers_api(&self) -> PowersApi {
        let powers = Powers::new(
            Arc::clone(&self.library),
            Arc::new(self.register.clone()),
            Arc::new(self.record().clone()),
            Some(Arc::new(self.casework.clone())),
        );
        PowersApi {
            powers,
            door: Door(Arc::new(BySession)),
            packs: Some(Arc::clone(&self.cited)),
        }
    }
}
