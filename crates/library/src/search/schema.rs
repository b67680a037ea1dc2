//! The fields of the index.

use std::sync::Arc;

use law::{ArticleNumber, ItemKind, StatuteKey, VersionKey};
use sha2::{Digest, Sha256};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings};

use super::lexicon::Lexicon;
use super::pinyin;
use super::tokens::{self, Composer, Cutter};

/// Changes whenever an index of an older program can no longer be read.
pub(crate) const FORMAT: &str = "4";

/// The fields of a document.
#[derive(Clone)]
pub(crate) struct Fields {
    /// Which version: [`edition`].
    pub edition: Field,
    /// [`DocumentFacts`] as a number.
    pub facts: Field,
    /// [`article_code`] of an article, or of the article that an item stands in.
    pub article: Field,
    /// Id of an item.
    pub id: Field,
    /// State of an item.
    pub state: Field,
    /// Authority of an item.
    pub authority: Field,
    /// Pairs of characters of an article.
    pub pairs: Field,
    /// Words of an article.
    pub words: Field,
    /// Pairs of characters of an item.
    pub item_pairs: Field,
    /// Words of an item.
    pub item_words: Field,
    /// Statutes that an article names in 《》.
    pub cites: Field,
    /// Words of the duties behind an item.
    pub duties: Field,
    /// Pairs of pinyin initials of an item's behaviour.
    pub initials: Field,
    /// Pinyin syllables of an item's behaviour.
    pub syllables: Field,
    /// The document itself, as JSON.
    pub stored: Field,
}

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// An [`ArticleDocument`](super::ArticleDocument).
    Article,
    /// An [`ItemDocument`](super::ItemDocument).
    Item(ItemKind),
    /// An [`IndexedVersion`](super::IndexedVersion), the catalogue's line.
    Version,
}

/// What is known of a document without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentFacts {
    /// What it is.
    pub kind: DocumentKind,
    /// Whether its words set a sanction.
    pub sanctions: bool,
    /// The article that it is or stands in; 0 for none.
    pub article: u32,
}

impl DocumentFacts {
    /// As the number that the index keeps.
    pub fn code(self) -> u64 {
        let kind = match self.kind {
            DocumentKind::Article => 0,
            DocumentKind::Item(ItemKind::Penalty) => 1,
            DocumentKind::Item(ItemKind::Coercion) => 2,
            DocumentKind::Item(ItemKind::Inspection) => 3,
            DocumentKind::Item(ItemKind::Licence) => 4,
            DocumentKind::Version => 5,
        };
        u64::from(self.article) << 8 | kind << 1 | u64::from(self.sanctions)
    }

    /// From the number that the index keeps.
    pub fn from_code(code: u64) -> Self {
        let kind = match code >> 1 & 0x7f {
            0 => DocumentKind::Article,
            1 => DocumentKind::Item(ItemKind::Penalty),
            2 => DocumentKind::Item(ItemKind::Coercion),
            3 => DocumentKind::Item(ItemKind::Inspection),
            4 => DocumentKind::Item(ItemKind::Licence),
            _ => DocumentKind::Version,
        };
        Self {
            kind,
            sanctions: code & 1 == 1,
            article: (code >> 8) as u32,
        }
    }
}

/// A version as a number; two versions share one only if SHA-256 cut to 64 bits does.
pub(crate) fn edition(statute: &StatuteKey, version: VersionKey) -> u64 {
    let digest = Sha256::digest(format!("{statute}@{version}"));
    digest[..8]
        .iter()
        .fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// An article number as one number.
pub(crate) fn article_code(article: ArticleNumber) -> u64 {
    u64::from(article.main) << 32 | u64::from(article.sub)
}

/// The schema with its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let text = |tokenizer| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_index_option(IndexRecordOption::WithFreqs),
        )
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        edition: schema.add_u64_field("edition", INDEXED | FAST),
        facts: schema.add_u64_field("facts", FAST),
        article: schema.add_u64_field("article", INDEXED),
        id: schema.add_text_field("id", STRING),
        state: schema.add_text_field("state", STRING),
        authority: schema.add_text_field("authority", STRING),
        pairs: schema.add_text_field("pairs", text("pairs")),
        words: schema.add_text_field("words", text("words")),
        item_pairs: schema.add_text_field("item_pairs", text("pairs")),
        item_words: schema.add_text_field("item_words", text("words")),
        cites: schema.add_text_field("cites", STRING),
        duties: schema.add_text_field("duties", text("words")),
        initials: schema.add_text_field("initials", text("initials")),
        syllables: schema.add_text_field("syllables", text("syllables")),
        stored: schema.add_bytes_field("stored", STORED),
    };
    (schema.build(), fields)
}

/// Small blocks, because hits lie far apart and each costs the unpacking of its block.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: 4096,
        ..IndexSettings::default()
    }
}

/// Gives an index the tokenizers that its schema names.
pub(crate) fn register_tokenizers(index: &mut Index, lexicon: &Arc<Lexicon>) {
    let manager = TokenizerManager::default();
    manager.register("pairs", Cutter(tokens::pairs));
    manager.register("words", Cutter(tokens::words));
    let known = Arc::clone(lexicon);
    manager.register(
        "initials",
        Composer(Arc::new(move |text| {
            pinyin::initial_pairs(text, &known.polyphones)
        })),
    );
    let known = Arc::clone(lexicon);
    manager.register(
        "syllables",
        Composer(Arc::new(move |text| {
            pinyin::syllables(text, &known.polyphones)
        })),
    );
    index.set_tokenizers(manager);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_survive_their_number() {
        let kinds = [
            DocumentKind::Article,
            DocumentKind::Item(ItemKind::Penalty),
            DocumentKind::Item(ItemKind::Coercion),
            DocumentKind::Item(ItemKind::Inspection),
            DocumentKind::Item(ItemKind::Licence),
            DocumentKind::Version,
        ];
        for kind in kinds {
            for sanctions in [false, true] {
                let facts = DocumentFacts {
                    kind,
                    sanctions,
                    article: 1260,
                };
                assert_eq!(DocumentFacts::from_code(facts.code()), facts);
            }
        }
    }
}
