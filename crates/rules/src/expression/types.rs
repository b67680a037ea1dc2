//! The types of values in expressions.

use std::fmt;
use std::sync::Arc;

/// How many elements a list can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// So many at most.
    AtMost(u32),
    /// No limit is known.
    None,
}

/// The type of a value. Money, days and instants are types of their own although CEL carries them
/// as whole numbers and texts: an amount cannot be compared with a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    String,
    /// One of these words.
    Word(Arc<[String]>),
    /// A civil day; `YYYY-MM-DD` in CEL.
    Date,
    /// A moment in legal time; `YYYY-MM-DDTHH:MM:SS` in CEL.
    Instant,
    /// An amount; fen in CEL.
    Money,
    /// Elements of one type.
    List(Box<Self>, Bound),
    /// The fields of a record of the snapshot.
    Record(Arc<str>),
    /// Not known, because of a fault that is already reported, or of an empty list.
    Unknown,
}

impl Type {
    /// Whether a value of this type can stand where one of the other is expected.
    pub fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _)
            | (_, Self::Unknown)
            | (Self::Word(_) | Self::String, Self::Word(_) | Self::String) => true,
            (Self::List(mine, _), Self::List(theirs, _)) => mine.fits(theirs),
            _ => self == other,
        }
    }

    /// Whether values of this type have an order.
    pub const fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Int | Self::Date | Self::Instant | Self::Money | Self::Unknown
        )
    }

    /// The Chinese name.
    pub fn zh(&self) -> String {
        match self {
            Self::Bool => "是否".to_owned(),
            Self::Int => "整数".to_owned(),
            Self::String | Self::Word(_) => "文字".to_owned(),
            Self::Date => "日期".to_owned(),
            Self::Instant => "时刻".to_owned(),
            Self::Money => "金额".to_owned(),
            Self::List(of, _) => format!("{}列表", of.zh()),
            Self::Record(name) => format!("记录 {name}"),
            Self::Unknown => "未知".to_owned(),
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::String | Self::Word(_) => f.write_str("string"),
            Self::Date => f.write_str("date"),
            Self::Instant => f.write_str("instant"),
            Self::Money => f.write_str("money"),
            Self::List(of, _) => write!(f, "list of {of}"),
            Self::Record(name) => f.write_str(name),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}
