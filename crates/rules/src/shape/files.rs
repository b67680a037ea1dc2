//! Which file of a pack is of which kind.

use super::{Record, tables};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `pack.yaml`
    Manifest,
    /// `terms.yaml`: how periods count, and terms with names.
    Terms,
    /// `holidays/YEAR.yaml`
    Holidays,
    /// `synonyms.yaml`: words of the search.
    Synonyms,
    /// `polyphones.yaml`: readings of characters.
    Polyphones,
    /// `parameters/*.yaml`: numbers that provisions set.
    Parameters,
    /// `facts/*.yaml`: what a case may state.
    Facts,
    /// `documents/*.yaml`: document kinds.
    Documents,
    /// `guards/*.yaml`: what must be true for an act.
    Guards,
    /// `procedures/*.yaml`
    Procedures,
    /// `discretion/*.yaml`: discretion benchmarks.
    Discretion,
    /// `leniency/*.yaml`: leniency lists.
    Leniency,
    /// `intake/*.yaml`: how rows of other systems are read.
    Intake,
    /// `policy.yaml`: the policy table.
    Policy,
}

impl FileKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Manifest,
        Self::Terms,
        Self::Holidays,
        Self::Synonyms,
        Self::Polyphones,
        Self::Parameters,
        Self::Facts,
        Self::Documents,
        Self::Guards,
        Self::Procedures,
        Self::Discretion,
        Self::Leniency,
        Self::Intake,
        Self::Policy,
    ];

    /// Its name: that of its schema, and of its file or folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Manifest => "pack",
            Self::Terms => "terms",
            Self::Holidays => "holidays",
            Self::Synonyms => "synonyms",
            Self::Polyphones => "polyphones",
            Self::Parameters => "parameters",
            Self::Facts => "facts",
            Self::Documents => "documents",
            Self::Guards => "guards",
            Self::Procedures => "procedures",
            Self::Discretion => "discretion",
            Self::Leniency => "leniency",
            Self::Intake => "intake",
            Self::Policy => "policy",
        }
    }

    /// What a file of it holds.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Manifest => "The manifest of a rule pack",
            Self::Terms => "How periods count under which statute, and the terms that have names",
            Self::Holidays => {
                "Holidays of a year: the days off and the make-up working days of one yearly notice"
            }
            Self::Synonyms => "Words of the search: how people speak and how statutes are written",
            Self::Polyphones => "Readings of characters inside words",
            Self::Parameters => "Numbers that provisions set, by sector, region and day",
            Self::Facts => "What a case may state, for benchmarks and lists",
            Self::Documents => "Kinds of document with their fields",
            Self::Guards => "Guards: what must be true for an act",
            Self::Procedures => "Procedures: stages, clocks and acts",
            Self::Discretion => "Discretion benchmarks: grades with their fines",
            Self::Leniency => "Leniency lists: no penalty, lighter, mitigated, no coercion",
            Self::Intake => "How the rows of a source of cases are read",
            Self::Policy => "The policy table: role, action, scope",
        }
    }

    /// The kind of a file by its path within the pack; `None` where no kind has such a path.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.strip_suffix(".yaml")?;
        let name = name.split_once('/').map_or(name, |(folder, _)| folder);
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name && kind.is_folder() == path.contains('/'))
    }

    /// Whether its files stand in a folder.
    const fn is_folder(self) -> bool {
        !matches!(
            self,
            Self::Manifest | Self::Terms | Self::Synonyms | Self::Polyphones | Self::Policy
        )
    }

    /// The key under which its rules stand; `None` where it holds none that are compared by id.
    pub const fn rules_key(self) -> Option<&'static str> {
        match self {
            Self::Terms => Some("terms"),
            Self::Parameters => Some("parameters"),
            Self::Facts => Some("facts"),
            Self::Documents => Some("document_kinds"),
            Self::Guards => Some("guards"),
            Self::Procedures => Some("procedures"),
            Self::Discretion => Some("benchmarks"),
            Self::Leniency => Some("entries"),
            Self::Policy => Some("grants"),
            Self::Manifest | Self::Holidays | Self::Synonyms | Self::Polyphones | Self::Intake => {
                None
            }
        }
    }

    pub(crate) fn record(self) -> &'static Record {
        match self {
            Self::Manifest => &tables::MANIFEST,
            Self::Terms => &tables::TERMS,
            Self::Holidays => &tables::HOLIDAYS,
            Self::Synonyms => &tables::SYNONYMS,
            Self::Polyphones => &tables::POLYPHONES,
            Self::Parameters => &tables::PARAMETERS,
            Self::Facts => &tables::FACTS,
            Self::Documents => &tables::DOCUMENTS,
            Self::Guards => &tables::GUARDS,
            Self::Procedures => &tables::PROCEDURES,
            Self::Discretion => &tables::DISCRETION,
            Self::Leniency => &tables::LENIENCY,
            Self::Intake => &tables::INTAKE,
            Self::Policy => &tables::POLICY,
        }
    }
}
