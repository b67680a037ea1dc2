//! 事项: what an authority may do about a behaviour, as read from a statute.
//!
//! Field for field the schema of the gold set, plus `kind` and `spans`.

use serde::{Deserialize, Serialize};

use crate::address::{ArticleNumber, ProvisionPath};

/// An enforcement item as the grammar reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EnforcementItem {
    /// Which power.
    pub kind: ItemKind,
    /// Article of the clause that gives the power or the sanction.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub article: ArticleNumber,
    /// 款 of that clause, 1-based.
    pub paragraph: u32,
    /// 项, where the behaviour stands in one.
    pub item: Option<u32>,
    /// What is done or left undone, in the words of the statute. For an inspection: what is
    /// inspected; for a licence: what may not be done without it; for coercion: when it may be used.
    pub behaviour: String,
    /// Duties breached, in the same statute.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub obligation_refs: Vec<ProvisionPath>,
    /// The enforcing authority as written; `None` where the clause names none.
    pub subject: Option<String>,
    /// The actor as written.
    pub object: Option<String>,
    /// Grades of consequence, in reading order.
    pub tiers: Vec<Tier>,
    /// Whether some tier punishes the persons responsible for a punished unit.
    pub dual_person_penalty: bool,
    /// Whether crime is reserved in the same sentence or list, or by a paragraph pointing back.
    pub crime_clause: bool,
    /// A remark of the reader.
    pub note: Option<String>,
    /// The exact places that the item was read from.
    pub spans: Vec<Span>,
}

/// The four kinds of power (types 02, 03, 06 and 01 of GB/T 39554.1's list).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 行政处罚
    Penalty,
    /// 行政强制
    Coercion,
    /// 行政检查
    Inspection,
    /// 行政许可, and duties to file or register
    Licence,
}

/// A stretch of a provision's own text, in bytes of that text (UTF-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Span {
    /// The provision whose text is meant.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub path: ProvisionPath,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What was read here.
    pub role: SpanRole,
}

/// What a [`Span`] supports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SpanRole {
    /// The behaviour.
    Behaviour,
    /// A sanction clause.
    Sanction,
    /// A condition of a tier.
    Condition,
}

/// One grade of consequence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tier {
    /// Verbatim; empty for the base tier; nested conditions joined by `|`, outer first.
    pub condition: String,
    /// Who is punished, where it is not the actor.
    pub target: String,
    /// What may be imposed.
    pub measures: Vec<Measure>,
}

/// One sanction or measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Measure {
    /// Which.
    pub kind: MeasureKind,
    /// False for 可以, 可, 可以并处.
    pub mandatory: bool,
    /// True when joined by 或者 or 直至 to a neighbour.
    pub alt: bool,
    /// For 罚款.
    pub fine: Option<Fine>,
    /// For 依照处罚: a path of the same statute, 《…》 with an article, or the statute's phrase.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// The measures of 行政处罚法 art. 9 and those that statutes add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum MeasureKind {
    /// Warning.
    #[serde(rename = "警告")]
    Warning,
    /// Public criticism.
    #[serde(rename = "通报批评")]
    PublicCriticism,
    /// Fine.
    #[serde(rename = "罚款")]
    Fine,
    /// Confiscation of illegal gains.
    #[serde(rename = "没收违法所得")]
    ConfiscateGains,
    /// Confiscation of illegal property.
    #[serde(rename = "没收非法财物")]
    ConfiscateProperty,
    /// Suspension of a licence.
    #[serde(rename = "暂扣许可证件")]
    SuspendLicence,
    /// Lowering of a qualification grade.
    #[serde(rename = "降低资质等级")]
    LowerGrade,
    /// Revocation of a licence.
    #[serde(rename = "吊销许可证件")]
    RevokeLicence,
    /// Restriction of business activities.
    #[serde(rename = "限制开展生产经营活动")]
    RestrictBusiness,
    /// Order to suspend production or business.
    #[serde(rename = "责令停产停业")]
    SuspendBusiness,
    /// Order to close.
    #[serde(rename = "责令关闭")]
    Close,
    /// Ban from an occupation.
    #[serde(rename = "限制从业")]
    OccupationBan,
    /// Administrative detention.
    #[serde(rename = "行政拘留")]
    Detention,
    /// Order to correct (not a penalty).
    #[serde(rename = "责令改正")]
    OrderToCorrect,
    /// Compulsory measure or execution.
    #[serde(rename = "行政强制")]
    Coercion,
    /// Punished by reference to another provision.
    #[serde(rename = "依照处罚")]
    ByReference,
    /// Anything else.
    #[serde(rename = "其他")]
    Other,
}

/// The amount of a fine. Amounts are in 元 as the statute states them: exact decimal text is kept
/// by [`Decimal`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Fine {
    /// How it is counted.
    pub basis: FineBasis,
    /// What is multiplied or counted: 货值金额, 平方米; several joined by `|`.
    pub base: Option<String>,
    /// Lower bound.
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>, minimum = 0))]
    pub min: Option<Decimal>,
    /// Upper bound.
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>, minimum = 0))]
    pub max: Option<Decimal>,
    /// 元, 倍 or %.
    pub unit: String,
    /// Whether the bounds belong to the range (以上, 以下 do; 不满, 超过 do not).
    pub inclusive: bool,
    /// 最高不超过, in 元.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<f64>, minimum = 0))]
    pub cap: Option<Decimal>,
}

/// How a [`Fine`] is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FineBasis {
    /// A sum in 元.
    Fixed,
    /// A multiple (倍) of a base.
    Multiple,
    /// A percentage of a base.
    Percent,
    /// A sum in 元 for each unit.
    PerUnit,
    /// 罚款 without an amount.
    Unspecified,
}

/// A non-negative decimal number in ten-thousandths: never a floating number, since it is money.
/// JSON: a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(u64);

impl Decimal {
    /// Ten-thousandths in one.
    pub const SCALE: u64 = 10_000;

    /// From ten-thousandths.
    pub const fn from_scaled(scaled: u64) -> Self {
        Self(scaled)
    }

    /// From a whole number.
    pub const fn whole(number: u64) -> Self {
        Self(number.saturating_mul(Self::SCALE))
    }

    /// In ten-thousandths.
    pub const fn scaled(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / Self::SCALE, self.0 % Self::SCALE);
        if rest == 0 {
            write!(f, "{whole}")
        } else {
            f.write_str(format!("{whole}.{rest:04}").trim_end_matches('0'))
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_multiple_of(Self::SCALE) {
            serializer.serialize_u64(self.0 / Self::SCALE)
        } else {
            serializer.serialize_f64(self.0 as f64 / Self::SCALE as f64)
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if number < 0.0 || number > u64::MAX as f64 / Self::SCALE as f64 {
            return Err(serde::de::Error::custom("not a non-negative amount"));
        }
        Ok(Self((number * Self::SCALE as f64).round() as u64))
    }
}
