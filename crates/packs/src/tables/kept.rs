//! Packs by the digest of what they hold.

use store::sea_orm;
use store::sea_orm::FromQueryResult;
use store::sea_orm::entity::prelude::*;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packs_kept")]
pub struct Model {
    /// `sha256:` and 64 hexadecimal digits.
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    /// The name of its folder.
    pub name: String,
    /// What people call it, in Chinese.
    pub title_zh: String,
    /// What people call it, in English.
    pub title_en: String,
    /// Its version.
    pub version: String,
    /// How many rules it holds.
    pub rules: i32,
    /// Its archive, which the digest is of.
    pub archive: Vec<u8>,
    /// When it was first in use.
    pub kept_at_ms: i64,
}

/// A row without the archive.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub digest: String,
    pub name: String,
    pub title_zh: String,
    pub title_en: String,
    pub version: String,
    pub rules: i32,
    pub kept_at_ms: i64,
}

impl Row {
    /// The columns of a row, without the archive.
    pub const COLUMNS: [Column; 7] = [
        Column::Digest,
        Column::Name,
        Column::TitleZh,
        Column::TitleEn,
        Column::Version,
        Column::Rules,
        Column::KeptAtMs,
    ];
}

/// Joins are written out where they are used.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
