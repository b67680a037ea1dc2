//! Which statute a person means: by its title, a short title, or the letters that are left of it.

use std::collections::HashMap;
use std::ops::Range;

use super::document::IndexedVersion;
use super::latin::Latin;
use super::lexicon::Lexicon;
use super::pinyin;
use super::tokens;

/// The titles of the catalogue, one for each statute whatever its versions.
#[derive(Default)]
pub(crate) struct Titles {
    list: Vec<Title>,
    by_key: HashMap<String, u32>,
    places: HashMap<String, Vec<u32>>,
    /// Titles and places by their first two characters.
    openings: HashMap<[char; 2], Vec<u32>>,
    place_openings: HashMap<[char; 2], Vec<String>>,
}

/// A statute's title in the form in which it is compared.
pub(crate) struct Title {
    /// Without 中华人民共和国, folded.
    pub key: String,
    /// Indices of its versions in the catalogue.
    pub versions: Vec<u32>,
    /// Whether it is a statute of a region.
    pub local: bool,
}

/// A statute named in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Bytes of the query that name it.
    pub range: Range<usize>,
    /// Indices of titles, the likeliest first.
    pub titles: Vec<u32>,
    /// Whether it may be no title at all: a few letters that titles of some regions hold.
    pub vague: bool,
}

impl Title {
    /// Whether the first character has a reading that begins as the letters do.
    fn opens_with(&self, latin: &Latin) -> bool {
        let first = self.key.chars().next();
        first.is_some_and(|first| pinyin::initials_of(first).contains(&latin.first()))
    }
}

/// How the title of a statute ends.
const ENDINGS: [&str; 8] = ["法", "条例", "办法", "规定", "细则", "规则", "解释", "决定"];

/// How many statutes a short title may stand for.
const AMBIGUOUS: usize = 8;

impl Titles {
    /// From the versions of the catalogue.
    pub fn of(versions: &[IndexedVersion]) -> Self {
        let mut titles = Self::default();
        for (at, version) in (0u32..).zip(versions) {
            titles.add(at, version);
        }
        titles
    }

    fn add(&mut self, at: u32, version: &IndexedVersion) {
        let key = tokens::fold(version.statute.as_str());
        let local = !version.region.is_empty();
        let next = self.list.len() as u32;
        let known = *self.by_key.entry(key.clone()).or_insert(next);
        if known == next {
            if let Some(place) = place_of(&key).filter(|_| local) {
                self.add_place(place, next);
            }
            if let Some((_, opening)) = openings(&key).next() {
                self.openings.entry(opening).or_default().push(next);
            }
            self.list.push(Title {
                key,
                versions: Vec::new(),
                local,
            });
        }
        self.list[known as usize].versions.push(at);
    }

    fn add_place(&mut self, place: &str, title: u32) {
        let titles = self.places.entry(place.to_owned()).or_default();
        if let (true, Some((_, opening))) = (titles.is_empty(), openings(place).next()) {
            self.place_openings
                .entry(opening)
                .or_default()
                .push(place.to_owned());
        }
        titles.push(title);
    }

    /// The title with this index.
    pub fn get(&self, title: u32) -> &Title {
        &self.list[title as usize]
    }

    /// The statute that a folded query names, if it names one.
    pub fn named(&self, query: &str, lexicon: &Lexicon) -> Option<Named> {
        self.quoted(query, lexicon)
            .or_else(|| self.spelled_out(query))
            .or_else(|| self.abbreviated(query, lexicon))
    }

    /// The statutes whose title the letters spell, wholly, in pinyin.
    pub fn spelled_in_pinyin(&self, latin: &Latin, lexicon: &Lexicon) -> Vec<u32> {
        let mut found: Vec<(bool, u32)> = (0u32..)
            .zip(&self.list)
            .filter(|(_, title)| {
                let letters = title.key.chars().count();
                let fits = letters <= latin.len() && latin.len() <= 6 * letters;
                fits && title.opens_with(latin)
            })
            .filter(|(_, title)| {
                let alignment = latin.align(&title.key, &lexicon.polyphones);
                let letters = title.key.chars().count();
                alignment.is_some_and(|taken| taken.stretches == 1 && taken.chars.len() == letters)
            })
            .map(|(at, title)| (title.local, at))
            .collect();
        found.sort_unstable();
        found.truncate(AMBIGUOUS);
        found.into_iter().map(|(_, title)| title).collect()
    }

    /// The statutes of a place that a folded query names.
    pub fn of_place(&self, query: &str) -> Option<(Range<usize>, &[u32])> {
        let places = openings(query).flat_map(|(at, opening)| {
            let places = self.place_openings.get(&opening).into_iter().flatten();
            places
                .filter(move |place| query[at..].starts_with(place.as_str()))
                .map(move |place| (at..at + place.len(), self.places[place].as_slice()))
        });
        places.max_by_key(|(range, _)| (range.len(), std::cmp::Reverse(range.start)))
    }

    /// 《…》
    fn quoted(&self, query: &str, lexicon: &Lexicon) -> Option<Named> {
        let start = query.find('《')?;
        let name = &query[start + '《'.len_utf8()..];
        let length = name.find('》')?;
        let titles = self.resolve(&name[..length], lexicon);
        let end = start + '《'.len_utf8() + length + '》'.len_utf8();
        (!titles.is_empty()).then_some(Named {
            range: start..end,
            titles,
            vague: false,
        })
    }

    /// The longest title that stands in the query as it is. A title of two characters counts only
    /// where nothing or a number follows it: 水法 is no part of 污水法规.
    fn spelled_out(&self, query: &str) -> Option<Named> {
        let found = openings(query).flat_map(|(start, opening)| {
            let titles = self.openings.get(&opening).into_iter().flatten();
            titles.filter_map(move |&at| {
                let title = &self.list[at as usize];
                let rest = query[start..].strip_prefix(title.key.as_str())?;
                let long = title.key.chars().count() > 2;
                let range = start..query.len() - rest.len();
                (long || (start == 0 && stands_alone(rest))).then_some((range, at))
            })
        });
        let (mut range, title) = found.max_by_key(|(range, _)| range.len())?;
        const REPUBLIC: &str = "中华人民共和国";
        if query[..range.start].ends_with(REPUBLIC) {
            range.start -= REPUBLIC.len();
        }
        Some(Named {
            range,
            titles: vec![title],
            vague: false,
        })
    }

    /// A short title at the start of a stretch of the query: 食安法, 道交法实施条例.
    fn abbreviated(&self, query: &str, lexicon: &Lexicon) -> Option<Named> {
        tokens::runs(query).find_map(|run| {
            let stretch = &query[run.clone()];
            let lead = LEADS
                .iter()
                .find_map(|lead| stretch.strip_prefix(lead))
                .map_or(0, |rest| stretch.len() - rest.len());
            let stretch = &stretch[lead..];
            ends_of_titles(stretch).into_iter().rev().find_map(|end| {
                let titles = self.resolve(&stretch[..end], lexicon);
                let start = run.start + lead;
                let first = titles.first().map(|&first| self.get(first))?;
                Some(Named {
                    range: start..start + end,
                    vague: first.local && first.key != stretch[..end],
                    titles,
                })
            })
        })
    }

    /// The statutes that a folded name may mean, the likeliest first.
    pub fn resolve(&self, name: &str, lexicon: &Lexicon) -> Vec<u32> {
        let name = name
            .trim_start_matches("中华人民共和国")
            .split(['(', '（'])
            .next()
            .unwrap_or_default();
        if name.is_empty() || lexicon.is_no_title(name) {
            return Vec::new();
        }
        let full = lexicon.title_of(name).unwrap_or(name);
        if let Some(&title) = self.by_key.get(full) {
            return vec![title];
        }
        self.shortened(full)
    }

    /// Titles that keep the letters of `short` in their order.
    fn shortened(&self, short: &str) -> Vec<u32> {
        let letters: Vec<char> = short.chars().collect();
        if letters.len() < 2 {
            return Vec::new();
        }
        let mut found: Vec<(u32, u32)> = (0u32..)
            .zip(&self.list)
            .filter_map(|(at, title)| Some((loss(&letters, title)?, at)))
            .collect();
        found.sort_unstable();
        let best = found.first().map_or(0, |&(loss, _)| loss);
        found.retain(|&(loss, _)| loss < best + UNLIKELY);
        found.truncate(AMBIGUOUS);
        found.into_iter().map(|(_, title)| title).collect()
    }
}

/// Words that lead to a title.
const LEADS: [&str; 8] = [
    "违反",
    "根据",
    "依据",
    "按照",
    "依照",
    "适用",
    "查询",
    "中华人民共和国",
];

/// A title that is so much less likely than the best is no candidate.
const UNLIKELY: u32 = 4;

/// What it counts that a title is that of a region, in letters left out.
const LOCAL: u32 = 2;

/// How much of a title a short title leaves out; `None` where it is no short form of it.
///
/// A short form keeps the first letter (of the title, or after its place) and the ending; letters
/// that open a pair (食品·安全) are more often kept than others.
fn loss(short: &[char], title: &Title) -> Option<u32> {
    let core = match place_of(&title.key) {
        Some(place)
            if title.local && !short.starts_with(&place.chars().take(2).collect::<Vec<_>>()) =>
        {
            &title.key[place.len()..]
        }
        _ => title.key.as_str(),
    };
    if core.chars().next() != short.first().copied() || core.chars().last() != short.last().copied()
    {
        return None;
    }
    let mut wanted = short.iter().peekable();
    let mut left_out = 0;
    for c in core.chars() {
        if wanted.next_if_eq(&&c).is_none() {
            left_out += 1;
        }
    }
    let kept = wanted.peek().is_none();
    let far = left_out > 2 * short.len() as u32 + 4;
    (kept && !far).then_some(left_out + if title.local { LOCAL } else { 0 })
}

/// The neighbouring characters of a text, with the byte at which they start.
fn openings(text: &str) -> impl Iterator<Item = (usize, [char; 2])> + '_ {
    let next = text.chars().skip(1);
    text.char_indices()
        .zip(next)
        .map(|((at, first), second)| (at, [first, second]))
}

/// Whether a title may end before `rest`.
fn stands_alone(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|c| !c.is_alphabetic() || c == '第' || c.is_ascii_digit())
}

/// The ends of what may be short titles at the start of a stretch.
fn ends_of_titles(stretch: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = ENDINGS
        .iter()
        .flat_map(|ending| stretch.match_indices(ending))
        .map(|(at, ending)| at + ending.len())
        .filter(|&end| (2..=24).contains(&stretch[..end].chars().count()))
        .collect();
    ends.sort_unstable();
    ends
}

/// The place at the start of a local title: 云麓市, 云岭省, 云麓经济特区.
fn place_of(key: &str) -> Option<&str> {
    let ends = ["经济特区", "自治区", "自治州", "自治县", "省", "市", "县"];
    let end = ends
        .iter()
        .filter_map(|end| key.find(end).map(|at| at + end.len()))
        .min()?;
    (2..=9)
        .contains(&key[..end].chars().count())
        .then_some(&key[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use law::{StatuteKey, VersionKey};

    fn titles(titles: &[(&str, &str)]) -> Titles {
        let versions: Vec<_> = titles
            .iter()
            .map(|&(title, region)| IndexedVersion {
                statute: StatuteKey::of_title(title).unwrap(),
                version: VersionKey::Undated,
                title: title.to_owned(),
                level: String::new(),
                region: region.to_owned(),
                in_force_from: None,
                in_force_until: None,
                repealed: false,
                file: String::new(),
            })
            .collect();
        Titles::of(&versions)
    }

    fn first<'t>(titles: &'t Titles, query: &str) -> Option<&'t str> {
        let named = titles.named(query, &Lexicon::default())?;
        Some(&titles.get(named.titles[0]).key)
    }

    #[test]
    fn a_statute_is_known_by_title_and_by_what_is_left_of_it() {
        let titles = titles(&[
            ("中华人民共和国河灯安全法", ""),
            ("河灯安全法实施条例", ""),
            ("云麓市河灯管理条例", "云岭"),
            ("灯法", ""),
        ]);
        for (query, title) in [
            ("《河灯安全法》第三条", "河灯安全法"),
            ("中华人民共和国河灯安全法", "河灯安全法"),
            ("河安法", "河灯安全法"),
            ("违反河安法第三条", "河灯安全法"),
            ("河灯安全法实施条例第三条", "河灯安全法实施条例"),
            ("河灯条例", "云麓市河灯管理条例"),
            ("灯法第二条", "灯法"),
        ] {
            assert_eq!(first(&titles, query), Some(title), "{query}");
        }
        assert_eq!(first(&titles, "点灯法规"), None);
        assert_eq!(first(&titles, "放河灯"), None);
    }

    #[test]
    fn a_place_leads_to_its_statutes() {
        let titles = titles(&[("云麓市养犬条例", "云岭"), ("山外市养犬条例", "云岭")]);
        let (range, found) = titles.of_place("云麓市 遛狗").unwrap();
        assert_eq!((range, found), (0..9, &[0][..]));
    }
}
