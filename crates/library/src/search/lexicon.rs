//! The words that connect how people speak with how statutes are written. Data, not code: the
//! national files are `packs/cn/synonyms.yaml` and `packs/cn/polyphones.yaml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::pinyin::Polyphones;
use super::tokens;

const SYNONYMS: &str = include_str!("../../../../packs/cn/synonyms.yaml");
const POLYPHONES: &str = include_str!("../../../../packs/cn/polyphones.yaml");

/// Everyday words, short titles, question words and readings, ready for use.
#[derive(Debug, Default)]
pub struct Lexicon {
    synonyms: HashMap<String, Vec<Vec<String>>>,
    longest_synonym: usize,
    titles: HashMap<String, String>,
    not_titles: HashSet<String>,
    levels: HashMap<String, f32>,
    sanctions: Vec<String>,
    /// Words that ask for the consequence of a deed.
    pub(crate) questions: Vec<String>,
    /// Words that ask for nothing.
    pub(crate) fillers: Vec<String>,
    /// Words that show that a deed is described.
    pub(crate) deeds: Vec<String>,
    /// Words that carry little meaning.
    pub(crate) light: HashSet<String>,
    /// Words that tell who and where, and not what is done.
    pub(crate) settings: HashSet<String>,
    /// Readings of characters that have several.
    pub(crate) polyphones: Polyphones,
}

/// A pack file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file} is not a word file of the search: {source}")]
pub struct LexiconError {
    file: &'static str,
    source: serde_yaml_ng::Error,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymFile {
    synonyms: Vec<SynonymEntry>,
    titles: Vec<TitleEntry>,
    not_titles: Vec<String>,
    questions: Vec<String>,
    fillers: Vec<String>,
    deeds: Vec<String>,
    light: Vec<String>,
    settings: Vec<String>,
    sanctions: Vec<String>,
    levels: BTreeMap<String, f32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SynonymEntry {
    said: Vec<String>,
    meant: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleEntry {
    said: Vec<String>,
    meant: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolyphoneFile {
    words: BTreeMap<String, String>,
}

impl Lexicon {
    /// The national word files, which are part of the program.
    ///
    /// # Panics
    /// Never: a test reads the same files.
    pub fn built_in() -> Self {
        Self::parse(SYNONYMS, POLYPHONES).expect("the built-in files are read by a test")
    }

    /// Reads the two word files (YAML; schemas in `packs/schema`).
    pub fn parse(synonyms: &str, polyphones: &str) -> Result<Self, LexiconError> {
        let words: SynonymFile = read("synonyms.yaml", synonyms)?;
        let readings: PolyphoneFile = read("polyphones.yaml", polyphones)?;
        let mut lexicon = Self {
            not_titles: words.not_titles.into_iter().collect(),
            levels: words.levels.into_iter().collect(),
            sanctions: words.sanctions,
            questions: longest_first(words.questions),
            fillers: longest_first(words.fillers),
            deeds: words.deeds,
            light: words.light.into_iter().collect(),
            settings: words.settings.into_iter().collect(),
            polyphones: Polyphones::new(readings.words.into_iter().map(|(word, syllables)| {
                (word, syllables.split(' ').map(str::to_owned).collect())
            })),
            ..Self::default()
        };
        words
            .synonyms
            .into_iter()
            .for_each(|entry| lexicon.take(entry));
        for entry in words.titles {
            for said in entry.said {
                lexicon
                    .titles
                    .insert(tokens::fold(&said), entry.meant.clone());
            }
        }
        Ok(lexicon)
    }

    fn take(&mut self, entry: SynonymEntry) {
        let meant: Vec<Vec<String>> = entry
            .meant
            .iter()
            .map(|words| words.split_whitespace().map(tokens::fold).collect())
            .collect();
        for said in entry.said {
            let said = tokens::fold(&said);
            self.longest_synonym = self.longest_synonym.max(said.chars().count());
            let known = self.synonyms.entry(said).or_default();
            for terms in &meant {
                if !known.contains(terms) {
                    known.push(terms.clone());
                }
            }
        }
    }

    /// The longest everyday word at the start of a folded text: its length in bytes and the
    /// statutory words it may stand for.
    pub(crate) fn synonym_at(&self, text: &str) -> Option<(usize, &[Vec<String>])> {
        let mut ends: Vec<usize> = text
            .char_indices()
            .take(self.longest_synonym)
            .map(|(at, c)| at + c.len_utf8())
            .collect();
        ends.reverse();
        ends.into_iter()
            .find_map(|end| Some((end, self.synonyms.get(&text[..end])?.as_slice())))
    }

    /// The title that a folded short title is known to stand for.
    pub(crate) fn title_of(&self, short: &str) -> Option<&str> {
        self.titles.get(short).map(String::as_str)
    }

    /// Whether a word that ends like a title is none: 非法, 办法.
    pub(crate) fn is_no_title(&self, word: &str) -> bool {
        self.not_titles.contains(word)
    }

    /// How much a hit in a statute of this level counts; 1 for a level that the file does not name.
    pub(crate) fn level_weight(&self, level: &str) -> f32 {
        self.levels.get(level).copied().unwrap_or(1.0)
    }

    /// Whether a text sets a sanction.
    pub(crate) fn sets_sanction(&self, text: &str) -> bool {
        self.sanctions.iter().any(|word| text.contains(word))
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, LexiconError> {
    serde_yaml_ng::from_str(text).map_err(|source| LexiconError { file, source })
}

fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_files_can_be_read() {
        let lexicon = Lexicon::parse(SYNONYMS, POLYPHONES).unwrap();
        assert!(lexicon.synonym_at("黑车拉客").is_some());
    }

    #[test]
    fn the_longest_everyday_word_wins() {
        let lexicon = Lexicon::parse(
            "{synonyms: [{said: [黑车], meant: [客运]}, {said: [黑车司机], meant: [驾驶员]}],
              titles: [], not_titles: [], questions: [], fillers: [], deeds: [], light: [], settings: [],
              sanctions: [], levels: {}}",
            "words: {}",
        )
        .unwrap();
        let (length, meant) = lexicon.synonym_at("黑车司机拉客").unwrap();
        assert_eq!((length, meant), (12, &[vec!["驾驶员".to_owned()]][..]));
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(Lexicon::parse("{sinonyms: []}", "words: {}").is_err());
    }
}
