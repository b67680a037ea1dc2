//! From a citation to addresses, seen from the place where it stands.

use jiff::civil::Date;

use super::{Citation, Place, StatuteRef, Step, Target, find};
use crate::address::{Address, ArticleNumber, ProvisionPath, StatuteKey, VersionKey};
use crate::finding::{Finding, FindingCode};
use crate::statute::Statute;

/// What knows the other statutes.
pub trait Titles {
    /// The statute with this full or short title, and its version in force on the day (the latest
    /// where no day is asked).
    fn statute(&self, title: &str, as_of: Option<Date>) -> Option<(StatuteKey, VersionKey)>;

    /// Whether the version has the provision.
    fn has(&self, address: &Address) -> bool;
}

/// Where a citation stands.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The statute whose text is read, if it is one.
    pub statute: Option<(&'a Statute, &'a StatuteKey, VersionKey)>,
    /// The provision within it.
    pub here: Option<ProvisionPath>,
    /// Short names that the statute defines; see [`super::short_names`].
    pub short_names: &'a [(String, String)],
    /// The day as of which other statutes are meant.
    pub as_of: Option<Date>,
    /// The other statutes.
    pub titles: &'a dyn Titles,
}

/// What one target of a citation turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// A provision that exists, or a statute as a whole.
    Found(Address),
    /// The statute is known and lacks the provision.
    Missing(Address),
    /// No statute of this title is known.
    UnknownStatute(String),
    /// 前款 in a first paragraph, or 本法 outside a statute.
    Nowhere,
}

impl Resolution {
    /// The address, where the provision exists.
    pub fn found(&self) -> Option<&Address> {
        match self {
            Self::Found(address) => Some(address),
            _ => None,
        }
    }
}

/// Provisions that a range may stand for at most.
const LONGEST_RANGE: usize = 500;

/// The addresses that a citation means. A range gives each provision in it.
pub fn resolve(citation: &Citation, context: &Context) -> Vec<Resolution> {
    let (key, version) = match statute_of(&citation.statute, context) {
        Ok(found) => found,
        Err(unresolved) => return vec![unresolved],
    };
    if citation.targets.is_empty() {
        return vec![Resolution::Found(Address {
            statute: key,
            version,
            path: None,
        })];
    }
    let scope = Scope {
        own: own_statute(&key, version, context),
        key,
        version,
        context,
    };
    citation
        .targets
        .iter()
        .flat_map(|target| scope.target(target))
        .collect()
}

/// Resolves every citation in `text`, which stands at `here` in `statute`; the findings are those
/// that could not be.
///
/// 第二项 alone may mean a point of the provision that was cited just before, in the text or in the
/// introduction of the list to which the text belongs.
pub fn resolve_from(
    text: &str,
    context: &Context,
) -> (Vec<(Citation, Vec<Resolution>)>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut resolved = Vec::new();
    let mut named = introduced(context);
    for citation in find(text) {
        let mut resolutions = resolve(&citation, context);
        if is_partial(&citation) && !all_found(&resolutions) {
            let there = Context {
                here: named.or(context.here),
                ..*context
            };
            resolutions = Some(resolve(&citation, &there))
                .filter(|second| all_found(second))
                .unwrap_or(resolutions);
        }
        named = last_own(&resolutions, context).or(named);
        if !all_found(&resolutions) {
            let excerpt = &text[citation.span.clone()];
            let mut finding = Finding::at(FindingCode::UnresolvedCitation, 0, excerpt, false);
            finding.path = context.here;
            findings.push(finding);
        }
        resolved.push((citation, resolutions));
    }
    (resolved, findings)
}

fn all_found(resolutions: &[Resolution]) -> bool {
    resolutions
        .iter()
        .all(|resolution| resolution.found().is_some())
}

/// Whether the citation names neither statute nor article.
fn is_partial(citation: &Citation) -> bool {
    citation.statute == StatuteRef::This
        && citation
            .targets
            .iter()
            .all(|target| target.from.article.is_none())
}

/// The provision of this statute that the introduction of the list cites last.
fn introduced(context: &Context) -> Option<ProvisionPath> {
    let here = context.here.filter(|here| here.point.is_some())?;
    let (statute, ..) = context.statute?;
    let above = ProvisionPath {
        point: None,
        subpoint: None,
        ..here
    };
    let introduction = statute.text_of(&above)?;
    let at_introduction = Context {
        here: Some(above),
        ..*context
    };
    let cited = find(&introduction);
    cited
        .iter()
        .rev()
        .find_map(|citation| last_own(&resolve(citation, &at_introduction), context))
}

/// The last provision of this statute among the resolutions.
fn last_own(resolutions: &[Resolution], context: &Context) -> Option<ProvisionPath> {
    let (_, own, _) = context.statute?;
    let found = resolutions.iter().rev().filter_map(Resolution::found);
    found
        .filter(|address| address.statute == *own)
        .find_map(|address| address.path)
}

fn statute_of(
    named: &StatuteRef,
    context: &Context,
) -> Result<(StatuteKey, VersionKey), Resolution> {
    match named {
        StatuteRef::This => {
            let (_, key, version) = context.statute.ok_or(Resolution::Nowhere)?;
            Ok((key.clone(), version))
        }
        StatuteRef::Exact(key, version) => Ok((key.clone(), *version)),
        StatuteRef::Named(title) => {
            named_statute(title, context).ok_or_else(|| Resolution::UnknownStatute(title.clone()))
        }
    }
}

/// A defined short name, the statute itself, or another; a title without marks may have words before
/// it that belong to the sentence.
fn named_statute(title: &str, context: &Context) -> Option<(StatuteKey, VersionKey)> {
    let full = context
        .short_names
        .iter()
        .find(|(short, _)| short == title)
        .map_or(title, |(_, full)| full);
    let own = context.statute.zip(StatuteKey::of_title(full).ok());
    if let Some(((.., version), named)) = own.filter(|((_, key, _), named)| *key == named) {
        return Some((named, version));
    }
    let starts = full
        .char_indices()
        .filter(|&(at, _)| at == 0 || full[..at].ends_with(LEADS));
    let tails = starts
        .map(|(at, _)| &full[at..])
        .filter(|tail| tail.chars().nth(1).is_some());
    tails
        .into_iter()
        .find_map(|tail| context.titles.statute(tail, context.as_of))
}

/// Characters of the sentence that may stand right before a title without marks.
const LEADS: [char; 28] = [
    '为', '对', '有', '在', '以', '是', '除', '由', '就', '于', '将', '成', '施', '合', '了', '后',
    '按', '依', '照', '据', '守', '反', '犯', '当', '到', '用', '定', '称',
];

fn own_statute<'a>(
    key: &StatuteKey,
    version: VersionKey,
    context: &Context<'a>,
) -> Option<&'a Statute> {
    context
        .statute
        .filter(|(_, own, at)| *own == key && *at == version)
        .map(|(statute, ..)| statute)
}

struct Scope<'c, 'a> {
    /// The statute meant, where it is the one that is read.
    own: Option<&'a Statute>,
    key: StatuteKey,
    version: VersionKey,
    context: &'c Context<'a>,
}

impl Scope<'_, '_> {
    fn address(&self, path: ProvisionPath) -> Address {
        Address {
            statute: self.key.clone(),
            version: self.version,
            path: Some(path),
        }
    }

    fn has(&self, path: &ProvisionPath) -> bool {
        match self.own {
            Some(statute) => statute.has(path),
            None => self.context.titles.has(&self.address(*path)),
        }
    }

    fn resolution(&self, path: ProvisionPath) -> Resolution {
        let address = self.address(path);
        if self.has(&path) {
            Resolution::Found(address)
        } else {
            Resolution::Missing(address)
        }
    }

    fn target(&self, target: &Target) -> Vec<Resolution> {
        let ends = self
            .ends(&target.from)
            .and_then(|(from, to)| match &target.to {
                Some(last) => Some((from, self.ends(last)?.1)),
                None => Some((from, to)),
            });
        match ends {
            Some((from, to)) if from == to => vec![self.resolution(from)],
            Some((from, to)) => self.range(from, to),
            None => vec![Resolution::Nowhere],
        }
    }

    /// The first and last provision that a place means; two for 前两款.
    fn ends(&self, place: &Place) -> Option<(ProvisionPath, ProvisionPath)> {
        let here = self.context.here.filter(|_| self.own.is_some());
        let (first, last) = self.articles(place.article, here)?;
        if place.article.is_some_and(|step| step != Step::This) || here.is_none() {
            let with = |article| self.fill(place, ProvisionPath::article(article));
            return Some((with(first), with(last)));
        }
        let (from, to) = relative_ends(place, here?)?;
        // 第一项 alone: of this paragraph, or of the one in the article that has it.
        let is_open = place.paragraph.is_none()
            && place.point.is_some()
            && !(self.has(&from) && self.has(&to));
        let open = |path: ProvisionPath| {
            if is_open {
                ProvisionPath {
                    paragraph: None,
                    ..path
                }
            } else {
                path
            }
        };
        Some((self.find_point(open(from)), self.find_point(open(to))))
    }

    fn articles(
        &self,
        step: Option<Step<ArticleNumber>>,
        here: Option<ProvisionPath>,
    ) -> Option<(ArticleNumber, ArticleNumber)> {
        match step {
            Some(Step::Number(number)) => Some((number, number)),
            Some(Step::This) | None => here.map(|here| (here.article, here.article)),
            Some(Step::Back(count)) => {
                let articles = &self.own?.articles;
                let at = articles
                    .iter()
                    .position(|article| Some(article.number) == here.map(|here| here.article))?;
                let first = at.checked_sub(count as usize)?;
                Some((articles[first].number, articles[at - 1].number))
            }
        }
    }

    /// The levels below a named article.
    fn fill(&self, place: &Place, mut path: ProvisionPath) -> ProvisionPath {
        path.paragraph = number(place.paragraph);
        path.point = number(place.point);
        path.subpoint = number(place.subpoint);
        self.find_point(path)
    }

    /// 第三条第一项: the paragraph that has the point, the first where none has.
    fn find_point(&self, path: ProvisionPath) -> ProvisionPath {
        const MOST_PARAGRAPHS: u32 = 12;
        if path.point.is_none() || path.paragraph.is_some_and(|_| self.has(&path)) {
            return path;
        }
        let in_paragraph = |number| ProvisionPath {
            paragraph: Some(number),
            ..path
        };
        let named = path.paragraph.map(in_paragraph);
        (1..=MOST_PARAGRAPHS)
            .map(in_paragraph)
            .find(|path| self.has(path))
            .filter(|_| named.is_none())
            .or(named)
            .unwrap_or(in_paragraph(1))
    }

    fn range(&self, from: ProvisionPath, to: ProvisionPath) -> Vec<Resolution> {
        let paths = match self.own {
            Some(statute) if from.paragraph.is_none() && to.paragraph.is_none() => {
                articles_between(statute, from, to)
            }
            _ => numbers_between(from, to),
        };
        match paths {
            Some(paths) => paths
                .into_iter()
                .map(|path| self.resolution(path))
                .collect(),
            // Ends of different levels: 第三条至第五条第二款.
            None => vec![self.resolution(from), self.resolution(to)],
        }
    }
}

fn number(step: Option<Step<u32>>) -> Option<u32> {
    match step {
        Some(Step::Number(number)) => Some(number),
        _ => None,
    }
}

/// The levels of a place within the article where it stands.
fn relative_ends(place: &Place, here: ProvisionPath) -> Option<(ProvisionPath, ProvisionPath)> {
    let is_lower = place.point.is_some() || place.subpoint.is_some();
    let article = ProvisionPath::article(here.article);
    let (first, last) = match place.paragraph {
        // 第一项 alone stands in this paragraph, 本条第一项 in any.
        None if is_lower && place.article.is_none() => (here.paragraph, here.paragraph),
        None => (None, None),
        Some(step) => some_ends(step, here.paragraph)?,
    };
    let (first_point, last_point) = match place.point {
        None if place.subpoint.is_some() => (here.point, here.point),
        None => (None, None),
        Some(step) => some_ends(step, here.point)?,
    };
    let subpoint = number(place.subpoint);
    let with = |paragraph, point| ProvisionPath {
        paragraph,
        point,
        subpoint,
        ..article
    };
    Some((with(first, first_point), with(last, last_point)))
}

fn some_ends(step: Step<u32>, here: Option<u32>) -> Option<(Option<u32>, Option<u32>)> {
    match step {
        Step::Number(number) => Some((Some(number), Some(number))),
        Step::This => here.map(|here| (Some(here), Some(here))),
        Step::Back(count) => {
            let first = here?.checked_sub(count).filter(|&first| first > 0)?;
            Some((Some(first), Some(here? - 1)))
        }
    }
}

fn articles_between(
    statute: &Statute,
    from: ProvisionPath,
    to: ProvisionPath,
) -> Option<Vec<ProvisionPath>> {
    let position = |path: ProvisionPath| {
        statute
            .articles
            .iter()
            .position(|article| article.number == path.article)
    };
    let (first, last) = (position(from)?, position(to)?);
    let articles = statute.articles.get(first..=last)?;
    Some(
        articles
            .iter()
            .take(LONGEST_RANGE)
            .map(|article| ProvisionPath::article(article.number))
            .collect(),
    )
}

/// The paths between two that differ in their last level only.
fn numbers_between(from: ProvisionPath, to: ProvisionPath) -> Option<Vec<ProvisionPath>> {
    type Set = fn(ProvisionPath, u32) -> ProvisionPath;
    let (first, last, set): (u32, u32, Set) = match (from.paragraph, from.point, from.subpoint) {
        (_, _, Some(first)) => (first, to.subpoint?, |path, number| ProvisionPath {
            subpoint: Some(number),
            ..path
        }),
        (_, Some(first), None) => (first, to.point?, |path, number| ProvisionPath {
            point: Some(number),
            ..path
        }),
        (Some(first), None, None) => (first, to.paragraph?, |path, number| ProvisionPath {
            paragraph: Some(number),
            ..path
        }),
        (None, None, None) => (from.article.main, to.article.main, |path, number| {
            ProvisionPath {
                article: ArticleNumber::new(number),
                ..path
            }
        }),
    };
    let same_above = set(from, 0) == set(to, 0);
    let paths = (first..=last)
        .take(LONGEST_RANGE)
        .map(|number| set(from, number));
    (same_above && first <= last).then(|| paths.collect())
}
