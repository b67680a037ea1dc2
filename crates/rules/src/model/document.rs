//! Kinds of document.

use base::Text;
use serde::Deserialize;

use super::Head;
use crate::Citation;

/// A kind of document, with what it holds beyond the common header.
#[derive(Debug, Clone, Deserialize)]
pub struct DocumentKind {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: Head,
    /// Its number in the house list: `D02`.
    pub code: Option<String>,
    /// Who makes it.
    pub made_by: Maker,
    /// In which part of the file it is kept.
    pub file_part: FilePart,
    /// Whether it bears the seal of the authority.
    pub sealed: bool,
    /// The word of its numbers: `罚决`; none where it has no number.
    pub number_word: Option<String>,
    /// Its fields.
    pub fields: Vec<DocumentField>,
}

/// Who makes a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Maker {
    /// The authority that handles the case.
    Authority,
    /// A party.
    Party,
    /// Another body: a laboratory, the police, a bank.
    Third,
}

/// 正卷 or 副卷.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilePart {
    /// 正卷: open to the party and the court.
    Main,
    /// 副卷: stays inside.
    Inner,
}

/// A field of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DocumentField {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// What it holds.
    #[serde(rename = "type")]
    pub holds: FieldType,
    /// Whether the document is incomplete without it.
    pub required: bool,
    /// What asks for it.
    #[serde(default)]
    pub provisions: Vec<Citation>,
}

/// What a field of a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Words.
    Text,
    /// A day.
    Date,
    /// A moment.
    Instant,
    /// An amount.
    Money,
    /// A whole number.
    Count,
    /// Yes or no.
    Boolean,
    /// Officers with their certificate numbers.
    Officers,
    /// A party.
    Party,
    /// A provision.
    Provision,
    /// A list of things.
    List,
    /// The digest of a file.
    Digest,
    /// A signature, or the note that it was refused.
    Signature,
}

impl DocumentKind {
    /// The required fields that are not among those filled in.
    pub fn missing<'a>(&'a self, filled: &[&str]) -> Vec<&'a str> {
        let required = self.fields.iter().filter(|field| field.required);
        let ids = required.map(|field| field.id.as_str());
        ids.filter(|id| !filled.contains(id)).collect()
    }
}
