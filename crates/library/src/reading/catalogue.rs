//! `catalogue.csv`: what a collection says of its files.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

/// A line of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A province; empty for the whole country.
    pub region: String,
    /// The name without 中华人民共和国. Of a volume: the statute, a space, the volume.
    pub name: String,
    /// 法律, 行政法规, …
    pub level: String,
    /// Published.
    pub published_on: Option<Date>,
    /// First day in force.
    pub in_force_from: Option<Date>,
    /// Whether it is no longer valid.
    pub is_expired: bool,
    /// The file's name without ending, where it is not `name`.
    pub file_name: Option<String>,
}

/// The catalogue of a collection.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    by_name: HashMap<String, Vec<Entry>>,
}

/// A catalogue that cannot be read.
#[derive(Debug, Error)]
#[error("the catalogue cannot be read: {0}")]
pub struct CatalogueError(#[from] csv::Error);

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    region: String,
    name: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    publish: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    expired: String,
    #[serde(default)]
    filename: String,
}

impl Catalogue {
    /// Reads a catalogue with a head line; of its columns only `name` must be there.
    pub fn read(csv: &[u8]) -> Result<Self, CatalogueError> {
        let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
        let mut by_name: HashMap<String, Vec<Entry>> = HashMap::new();
        for line in csv::Reader::from_reader(csv).deserialize::<Line>() {
            let entry = Entry::from(line?);
            let file_name = entry.file_name.as_ref().unwrap_or(&entry.name);
            by_name.entry(file_name.clone()).or_default().push(entry);
        }
        Ok(Self { by_name })
    }

    /// What it says of a file of this name and day in a folder of this region.
    pub fn find(&self, name: &str, dated: Option<Date>, region: &str) -> Option<&Entry> {
        let named = self.by_name.get(name)?;
        let fits = |entry: &&Entry| entry.published_on == dated && entry.region == region;
        named
            .iter()
            .find(fits)
            .or_else(|| named.iter().find(|entry| entry.published_on == dated))
            .or_else(|| named.first().filter(|_| named.len() == 1))
    }
}

impl From<Line> for Entry {
    fn from(line: Line) -> Self {
        Self {
            region: line.region,
            name: line.name,
            level: line.level,
            published_on: line.publish.parse().ok(),
            in_force_from: line.valid_from.parse().ok(),
            is_expired: line.expired == "1",
            file_name: Some(line.filename).filter(|name| !name.is_empty()),
        }
    }
}

impl Entry {
    /// The statute, where the entry is one of its volumes.
    pub fn volume_of(&self) -> Option<&str> {
        let file_name = self.file_name.as_ref()?;
        self.name
            .strip_suffix(file_name.as_str())?
            .strip_suffix(' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const CSV: &str = "region,name,level,publish,valid_from,expired,filename,subtitle,ver
云麓,云麓市养犬条例,地方性法规,2019-03-01,2019-06-01,1,,,1
云麓,云麓市养犬条例,地方性法规,2023-03-01,2023-06-01,0,,,2
,云麓法典 总则,法律,,,0,总则,,1
";

    #[test]
    fn a_file_is_found_by_name_and_day() {
        let catalogue = Catalogue::read(CSV.as_bytes()).unwrap();
        let found = catalogue
            .find("云麓市养犬条例", Some(date(2023, 3, 1)), "云麓")
            .unwrap();
        assert_eq!(found.in_force_from, Some(date(2023, 6, 1)));
        assert_eq!(
            catalogue.find("云麓市养犬条例", Some(date(2000, 1, 1)), "云麓"),
            None
        );
    }

    #[test]
    fn a_volume_names_its_statute() {
        let catalogue = Catalogue::read(CSV.as_bytes()).unwrap();
        let volume = catalogue.find("总则", None, "").unwrap();
        assert_eq!(volume.volume_of(), Some("云麓法典"));
    }

    #[test]
    fn a_catalogue_without_names_is_refused() {
        assert!(Catalogue::read(b"a,b\n1,2\n").is_err());
    }
}
