//! `pack.yaml`.

use base::Text;
use serde::Deserialize;

/// The manifest of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    /// The name by which other packs extend it: that of its folder.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// Its version.
    pub version: String,
    /// The pack that it stands on.
    pub extends: Option<String>,
    /// What it holds.
    pub description: Option<Text>,
    /// Whether city, law and people in it are made up.
    #[serde(default)]
    pub synthetic: bool,
    /// The region for which it holds.
    pub region: Option<String>,
    /// The folder of statutes that belong to it.
    pub statutes: Option<String>,
}
