//! Reads the places of a citation: 第三条第一款、第二款第（一）项至第（三）项.

use super::{Place, Step, Target};
use crate::address::ArticleNumber;
use crate::numeral;

/// A level of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Article,
    Paragraph,
    Point,
    Subpoint,
}

impl Level {
    const ALL: [(char, Self); 4] = [
        ('条', Self::Article),
        ('款', Self::Paragraph),
        ('项', Self::Point),
        ('目', Self::Subpoint),
    ];

    fn of(c: char) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(word, _)| *word == c)
            .map(|(_, level)| *level)
    }
}

/// How a number or place is joined to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    And,
    To,
}

const LINKS: [(&str, Link); 16] = [
    ("、", Link::And),
    ("以及", Link::And),
    ("或者", Link::And),
    ("和", Link::And),
    ("及", Link::And),
    ("或", Link::And),
    ("与", Link::And),
    ("，", Link::And),
    (",", Link::And),
    ("至", Link::To),
    ("到", Link::To),
    ("－", Link::To),
    ("—", Link::To),
    ("-", Link::To),
    ("～", Link::To),
    ("~", Link::To),
];

/// The most numbers that one level of a place lists.
const MOST_NUMBERS: usize = 24;

/// The longest text of numerals that is read as a number.
const LONGEST_NUMERAL: usize = 10;

/// Reads places at the start of `text`; gives them and the bytes read. `is_bare` allows numbers
/// without 第, as after a title: 处罚法63条1款.
pub(super) fn places(text: &str, is_bare: bool) -> Option<(Vec<Target>, usize)> {
    let mut reader = Reader {
        text,
        at: 0,
        is_bare,
        targets: Vec::new(),
    };
    reader.group(None)?;
    loop {
        let before = reader.at;
        reader.skip_spaces();
        if reader.descend().is_some() {
            continue;
        }
        reader.at = before;
        let Some(link) = reader.link() else { break };
        if reader.group(Some(link)).is_none() {
            reader.at = before;
            break;
        }
    }
    Some((reader.targets, reader.at))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    is_bare: bool,
    targets: Vec<Target>,
}

/// What a group names: numbers of one level, or a place relative to this one.
enum Group {
    Numbers(Vec<(Link, ArticleNumber)>, Level),
    Step(Step<u32>, Level),
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, word: &str) -> Option<()> {
        self.rest().starts_with(word).then(|| self.at += word.len())
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    }

    fn link(&mut self) -> Option<Link> {
        self.skip_spaces();
        let (word, link) = LINKS
            .iter()
            .find(|(word, _)| self.rest().starts_with(word))?;
        self.at += word.len();
        self.skip_spaces();
        Some(*link)
    }

    /// A group that starts a place, after a link or at the very start.
    fn group(&mut self, link: Option<Link>) -> Option<()> {
        let before = self.at;
        let group = self.read_group();
        if group.is_none() {
            self.at = before;
        }
        self.push(group?, link);
        Some(())
    }

    /// A group of a lower level right after a place: it refines that place.
    fn descend(&mut self) -> Option<()> {
        let before = self.at;
        let above = self
            .targets
            .last()
            .map(|target| lowest(&target.to.unwrap_or(target.from)))?;
        match self.read_group() {
            Some(group) if level_of(&group) > above => {
                self.refine(group);
                Some(())
            }
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn read_group(&mut self) -> Option<Group> {
        self.relative().or_else(|| self.numbers())
    }

    /// 本条, 前款, 前两款, 上款.
    fn relative(&mut self) -> Option<Group> {
        let before = self.at;
        let step = if self.eat("本").is_some() {
            Step::This
        } else if self.eat("上一").is_some() || self.eat("上").is_some() {
            Step::Back(1)
        } else if self.eat("前").is_some() {
            Step::Back(self.numeral().unwrap_or(1).clamp(1, 20))
        } else {
            return None;
        };
        let level = self.level();
        // 本条例 is a statute; 前项目, 本条件 and 本条款 are words.
        let is_word = self
            .rest()
            .starts_with(['例', '目', '标', '件', '款', '项']);
        match level {
            Some(level) if !is_word => Some(Group::Step(step, level)),
            _ => {
                self.at = before;
                None
            }
        }
    }

    fn level(&mut self) -> Option<Level> {
        let c = self.rest().chars().next()?;
        let level = Level::of(c)?;
        self.at += c.len_utf8();
        Some(level)
    }

    /// 第三条, 第三、四条, 第（一）、（二）项, 第一项至第三项 as one level at a time.
    fn numbers(&mut self) -> Option<Group> {
        let has_mark = self.eat("第").is_some();
        self.skip_spaces();
        let is_bracketed = self.rest().starts_with(['（', '(']);
        if !has_mark && !self.is_bare && !is_bracketed {
            return None;
        }
        let mut numbers = vec![(Link::And, ArticleNumber::new(self.number()?))];
        loop {
            self.skip_spaces();
            if let Some(level) = self.level() {
                let is_word = match level {
                    Level::Article => is_bracketed || self.rest().starts_with(['例', '款']),
                    Level::Point => self.rest().starts_with('目'),
                    _ => false,
                };
                if is_word || numbers.len() > MOST_NUMBERS {
                    return None;
                }
                self.sub_number(level, &mut numbers);
                return Some(Group::Numbers(numbers, level));
            }
            let link = self.link().filter(|_| numbers.len() < MOST_NUMBERS)?;
            self.eat("第");
            numbers.push((link, ArticleNumber::new(self.number()?)));
        }
    }

    /// 之一 after 条.
    fn sub_number(&mut self, level: Level, numbers: &mut [(Link, ArticleNumber)]) {
        let before = self.at;
        if level == Level::Article && self.eat("之").is_some() {
            match (self.numeral(), numbers.last_mut()) {
                (Some(sub), Some((_, number))) => number.sub = sub,
                _ => self.at = before,
            }
        }
    }

    /// A number, with or without brackets.
    fn number(&mut self) -> Option<u32> {
        let is_open = self.eat("（").or_else(|| self.eat("(")).is_some();
        self.skip_spaces();
        let number = self.numeral()?;
        self.skip_spaces();
        if is_open {
            self.eat("）").or_else(|| self.eat(")"))?;
        }
        Some(number)
    }

    fn numeral(&mut self) -> Option<u32> {
        let rest = self.rest();
        let is_numeral = |c: char| numeral::is_digit(c) || matches!(c, '十' | '百' | '千');
        let end = rest
            .char_indices()
            .take(LONGEST_NUMERAL)
            .find(|&(_, c)| !is_numeral(c))
            .map_or_else(
                || {
                    rest.char_indices()
                        .nth(LONGEST_NUMERAL)
                        .map_or(rest.len(), |(at, _)| at)
                },
                |(at, _)| at,
            );
        let number = u32::try_from(numeral::parse(&rest[..end])?)
            .ok()
            .filter(|&number| number > 0)?;
        self.at += end;
        Some(number)
    }

    fn push(&mut self, group: Group, link: Option<Link>) {
        let above = self
            .targets
            .last()
            .map_or_else(Place::default, |target| target.to.unwrap_or(target.from));
        match group {
            Group::Step(step, level) => self.add(
                with(above, level, step, link.is_some()),
                link.unwrap_or(Link::And),
            ),
            Group::Numbers(numbers, level) => {
                for (at, (inner, number)) in numbers.into_iter().enumerate() {
                    let joined = if at == 0 {
                        link.unwrap_or(Link::And)
                    } else {
                        inner
                    };
                    self.add(with_number(above, level, number, link.is_some()), joined);
                }
            }
        }
    }

    fn add(&mut self, place: Place, link: Link) {
        match self.targets.last_mut() {
            Some(last) if link == Link::To && last.to.is_none() => last.to = Some(place),
            _ => self.targets.push(Target {
                from: place,
                to: None,
            }),
        }
    }

    fn refine(&mut self, group: Group) {
        let Some(last) = self.targets.pop() else {
            return;
        };
        // A range that goes on is refined at its end: 第三条至第五条第二款.
        let above = last.to.unwrap_or(last.from);
        let start = last.to.map(|_| last.from);
        let before = self.targets.len();
        match group {
            Group::Step(step, level) => self.targets.push(Target {
                from: with(above, level, step, true),
                to: None,
            }),
            Group::Numbers(numbers, level) => {
                for (link, number) in numbers {
                    let place = with_number(above, level, number, true);
                    match self.targets.last_mut() {
                        Some(target) if link == Link::To && target.to.is_none() => {
                            target.to = Some(place);
                        }
                        _ => self.targets.push(Target {
                            from: place,
                            to: None,
                        }),
                    }
                }
            }
        }
        if let (Some(start), Some(first)) = (start, self.targets.get_mut(before)) {
            *first = Target {
                from: start,
                to: Some(first.from),
            };
        }
    }
}

fn level_of(group: &Group) -> Level {
    match group {
        Group::Numbers(_, level) | Group::Step(_, level) => *level,
    }
}

fn lowest(place: &Place) -> Level {
    if place.subpoint.is_some() {
        Level::Subpoint
    } else if place.point.is_some() {
        Level::Point
    } else if place.paragraph.is_some() {
        Level::Paragraph
    } else {
        Level::Article
    }
}

/// The levels of `above` that are higher than `level`, if they are to be kept, and `step` at it.
fn with(above: Place, level: Level, step: Step<u32>, keeps_above: bool) -> Place {
    let article = match step {
        Step::Number(number) => Step::Number(ArticleNumber::new(number)),
        Step::This => Step::This,
        Step::Back(count) => Step::Back(count),
    };
    place(above, level, article, step, keeps_above)
}

fn with_number(above: Place, level: Level, number: ArticleNumber, keeps_above: bool) -> Place {
    place(
        above,
        level,
        Step::Number(number),
        Step::Number(number.main),
        keeps_above,
    )
}

fn place(
    above: Place,
    level: Level,
    article: Step<ArticleNumber>,
    step: Step<u32>,
    keeps_above: bool,
) -> Place {
    let above = if keeps_above { above } else { Place::default() };
    match level {
        Level::Article => Place {
            article: Some(article),
            ..Place::default()
        },
        Level::Paragraph => Place {
            article: above.article,
            paragraph: Some(step),
            ..Place::default()
        },
        Level::Point => Place {
            point: Some(step),
            subpoint: None,
            ..above
        },
        Level::Subpoint => Place {
            subpoint: Some(step),
            ..above
        },
    }
}
