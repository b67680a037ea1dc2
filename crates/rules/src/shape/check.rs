//! The walk of a file along its table.

use std::collections::HashMap;

use base::{Fen, Text};
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Named, Record, Shape};
use crate::citation::Citation;
use crate::expression::{Over, Type};
use crate::lint::{Code, Finding};
use crate::near::nearest;
use crate::yaml::{Content, Node, Place};

/// Something in a file that must be looked up elsewhere.
#[derive(Debug)]
pub(crate) struct Use<'n> {
    pub node: &'n Node,
    pub what: What,
}

/// What is to be looked up.
#[derive(Debug)]
pub(crate) enum What {
    /// A provision, on the days on which the rule around it begins and last holds.
    Provision(Citation, Vec<Date>),
    /// Something is defined; local ids bear the id of their rule before them.
    Define(Named, String, Option<(Date, Option<Date>)>),
    /// Something is referred to.
    Refer(Named, String),
    /// An expression that is to give a value of a type.
    Expression(Over, Type),
}

/// The walk over one file.
pub(crate) struct Walk<'n> {
    pack: &'n str,
    file: &'n str,
    owner: String,
    in_force: Option<(Date, Option<Date>)>,
    pub uses: Vec<Use<'n>>,
    pub findings: Vec<Finding>,
}

impl<'n> Walk<'n> {
    pub fn new(pack: &'n str, file: &'n str) -> Self {
        Self {
            pack,
            file,
            owner: String::new(),
            in_force: None,
            uses: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Checks a value and gives it as JSON of its shape; null where it is not of its shape.
    pub fn shape(&mut self, shape: &'static Shape, node: &'n Node) -> Value {
        match shape {
            Shape::Text => self.text(node),
            Shape::Words => self
                .scalar(node, "文字", "words")
                .map_or(Value::Null, Value::from),
            Shape::OneOf(words) => self.one_of(node, words),
            Shape::Bool => self.plain(node, "true 或者 false", "true or false", Value::is_boolean),
            Shape::Int(least, most) => self.int(node, *least, *most),
            Shape::Number => self.plain(node, "数", "a number", Value::is_number),
            Shape::Date => self
                .date(node)
                .map_or(Value::Null, |day| day.to_string().into()),
            Shape::Money => self.money(node),
            Shape::Provision => self.provision(node),
            Shape::Define(kind) => self.define(*kind, node),
            Shape::Refer(kind) => self.refer(*kind, node),
            Shape::Expression(over, expected) => self.expression(*over, expected(), node),
            Shape::List(of, least) => self.list(of, *least, node),
            Shape::Table(of) => self.table(of, node),
            Shape::Record(record) => self.record(record, node),
            Shape::Same(of) => self.shape(of, node),
            Shape::Choice(words, keys) => self.choice(words, keys, node),
            Shape::Free => node.json(),
        }
    }

    /// Checks a record and gives it as JSON.
    pub fn record(&mut self, record: &'static Record, node: &'n Node) -> Value {
        let Content::Map(entries) = &node.content else {
            self.wrong(node, "若干键和值", "keys with values");
            return Value::Null;
        };
        let (owner, in_force) = (self.owner.clone(), self.in_force);
        self.enter(record, node);
        let mut values = HashMap::new();
        for (key, value) in entries {
            let name = key.text().unwrap_or_default();
            match record.fields.iter().find(|field| field.name == name) {
                Some(field) => {
                    values.insert(field.name, self.shape(&field.shape, value));
                }
                None => self.unknown_key(record, key.at, name),
            }
        }
        for field in record.fields.iter().filter(|field| field.required) {
            if !values.contains_key(field.name) {
                self.missing(node.at, record, field.name);
            }
        }
        (self.owner, self.in_force) = (owner, in_force);
        let fields = record.fields.iter();
        let fields = fields.filter_map(|field| values.remove_entry(field.name));
        Value::Object(
            fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// What the parts of a rule must know of it.
    fn enter(&mut self, record: &'static Record, node: &'n Node) {
        let defines = record.fields.iter().find_map(|field| match &field.shape {
            Shape::Define(kind) => Some(*kind),
            _ => None,
        });
        if defines.is_some_and(|kind| !kind.is_local()) {
            node.words("id")
                .unwrap_or_default()
                .clone_into(&mut self.owner);
        }
        if let Some(days) = node.get("in_force") {
            let day = |key| days.words(key).and_then(|day| day.parse::<Date>().ok());
            if let Some(from) = day("from") {
                let until = day("until");
                self.in_force = Some((from, until));
                if until.is_some_and(|until| until <= from) {
                    self.fault(
                        Code::IntervalEmpty,
                        days.at,
                        "有效期在开始之前就结束了：until 是不再有效的第一日，应晚于 from",
                        "the interval ends before it begins: until is the first day on which it holds no longer, so it is later than from",
                    );
                }
            }
        }
    }

    fn unknown_key(&mut self, record: &Record, at: Place, name: &str) {
        let known = record.fields.iter().map(|field| field.name);
        let (zh, en) = nearest(name, known.clone()).map_or_else(
            || {
                let known: Vec<_> = known.collect();
                (
                    format!("可用的键：{}", known.join("、")),
                    format!("the keys are {}", known.join(", ")),
                )
            },
            |near| (format!("是否要写“{near}”？"), format!("is {near:?} meant?")),
        );
        self.fault(
            Code::UnknownKey,
            at,
            &format!("不认识的键“{name}”；{zh}"),
            &format!("unknown key {name:?}; {en}"),
        );
    }

    fn missing(&mut self, at: Place, record: &Record, name: &str) {
        if name == "judged_by" {
            return self.fault(
                Code::AnchorMissing,
                at,
                "没有写明按哪一日裁判，请加 judged_by: violation（违法行为之日）、filing（立案之日）或者 act（行为之日）",
                "the day by which the rule is judged is not named: add judged_by: violation, filing or act",
            );
        }
        let field = record.fields.iter().find(|field| field.name == name);
        let docs = field.map_or("", |field| field.docs);
        self.fault(
            Code::MissingKey,
            at,
            &format!("缺少键“{name}”，请补上（{docs}）"),
            &format!("the key {name:?} is missing, add it ({docs})"),
        );
    }

    fn text(&mut self, node: &'n Node) -> Value {
        let Content::Map(entries) = &node.content else {
            self.wrong(
                node,
                "中英文本：{ zh: …, en: … }",
                "a text in both languages: { zh: …, en: … }",
            );
            return Value::Null;
        };
        let mut value = Map::new();
        for (key, words) in entries {
            match key.text() {
                Some(lang @ ("zh" | "en")) => {
                    let words = words.text().unwrap_or_default().trim();
                    if !words.is_empty() {
                        value.insert(lang.to_owned(), words.into());
                    }
                }
                other => {
                    let other = other.unwrap_or_default();
                    self.fault(
                        Code::UnknownKey,
                        key.at,
                        &format!("不认识的键“{other}”；文本只有 zh 和 en"),
                        &format!("unknown key {other:?}; a text has zh and en"),
                    );
                }
            }
        }
        for (lang, zh, en) in [("zh", "中文", "Chinese"), ("en", "英文", "English")] {
            if !value.contains_key(lang) {
                self.fault(
                    Code::TranslationMissing,
                    node.at,
                    &format!("文本缺少{zh}（{lang}），请补上"),
                    &format!("the text lacks its {en} part ({lang}): add it"),
                );
            }
        }
        Value::Object(value)
    }

    fn scalar(&mut self, node: &'n Node, zh: &str, en: &str) -> Option<&'n str> {
        match node.text() {
            Some(words) if !words.trim().is_empty() && !node.is_null() => Some(words),
            _ => {
                self.wrong(node, zh, en);
                None
            }
        }
    }

    fn one_of(&mut self, node: &'n Node, words: &'static [&'static str]) -> Value {
        let given = node.text().unwrap_or_default();
        if words.contains(&given) {
            return given.into();
        }
        let meant = nearest(given, words.iter().copied());
        let (zh, en) = meant.map_or((String::new(), String::new()), |near| {
            (
                format!("；是否要写“{near}”？"),
                format!("; is {near:?} meant?"),
            )
        });
        self.wrong(
            node,
            &format!("下列之一：{}{zh}", words.join("、")),
            &format!("one of {}{en}", words.join(", ")),
        );
        Value::Null
    }

    fn plain(&mut self, node: &'n Node, zh: &str, en: &str, is: fn(&Value) -> bool) -> Value {
        let value = node.json();
        if node.text().is_some() && is(&value) {
            return value;
        }
        self.wrong(node, zh, en);
        Value::Null
    }

    fn int(&mut self, node: &'n Node, least: i64, most: i64) -> Value {
        let value = node.json();
        if value
            .as_i64()
            .is_some_and(|number| (least..=most).contains(&number))
        {
            return value;
        }
        self.wrong(
            node,
            &format!("{least} 到 {most} 的整数"),
            &format!("a whole number from {least} to {most}"),
        );
        Value::Null
    }

    fn date(&mut self, node: &'n Node) -> Option<Date> {
        let words = node.text().unwrap_or_default();
        // Only `2021-07-15` is a date of a pack: no other writing that a parser may take.
        let day = words
            .parse::<Date>()
            .ok()
            .filter(|day| day.to_string() == words);
        if day.is_none() {
            self.wrong(node, "日期，写作 2021-07-15", "a day, written 2021-07-15");
        }
        day
    }

    fn money(&mut self, node: &'n Node) -> Value {
        let words = node.text().unwrap_or_default();
        match words.parse::<Fen>() {
            Ok(_) if words.ends_with('元') => words.into(),
            _ => {
                self.wrong(
                    node,
                    "金额，写作 200元、1.5万元，精确到分",
                    "an amount, written 200元 or 1.5万元, exact to the fen",
                );
                Value::Null
            }
        }
    }

    fn provision(&mut self, node: &'n Node) -> Value {
        let words = node.text().unwrap_or_default();
        let Ok(citation) = words.parse::<Citation>() else {
            self.fault(
                Code::ProvisionMalformed,
                node.at,
                &format!("“{words}”不是条款地址，应写作 law/行政处罚法#63.1.3（法规#条.款.项.目）"),
                &format!("{words:?} is not the address of a provision: write law/行政处罚法#63.1.3 (statute#article.paragraph.point.subpoint)"),
            );
            return Value::Null;
        };
        let days = self.in_force.map_or_else(Vec::new, |(from, until)| {
            let eve = until.and_then(|until| until.yesterday().ok());
            let eve = eve.filter(|eve| *eve > from);
            std::iter::once(from).chain(eve).collect()
        });
        let what = What::Provision(citation, days);
        self.uses.push(Use { node, what });
        words.into()
    }

    fn define(&mut self, kind: Named, node: &'n Node) -> Value {
        let Some(id) = self.id(node) else {
            return Value::Null;
        };
        let what = What::Define(kind, self.key(kind, id), self.in_force);
        self.uses.push(Use { node, what });
        id.into()
    }

    fn refer(&mut self, kind: Named, node: &'n Node) -> Value {
        let Some(id) = self.id(node) else {
            return Value::Null;
        };
        let what = What::Refer(kind, self.key(kind, id));
        self.uses.push(Use { node, what });
        id.into()
    }

    fn key(&self, kind: Named, id: &str) -> String {
        if kind.is_local() {
            format!("{}/{id}", self.owner)
        } else {
            id.to_owned()
        }
    }

    fn id(&mut self, node: &'n Node) -> Option<&'n str> {
        let id = node.text().unwrap_or_default();
        if is_id(id) {
            return Some(id);
        }
        self.fault(
            Code::IdMalformed,
            node.at,
            &format!("“{id}”不是编号：用小写字母、数字和下划线，以点分段，如 penalty.decision"),
            &format!("{id:?} is not an id: small letters, digits and underscores, parts set off by dots, such as penalty.decision"),
        );
        None
    }

    fn expression(&mut self, over: Over, expected: Type, node: &'n Node) -> Value {
        let Some(words) = self.scalar(node, "CEL 表达式", "an expression in CEL") else {
            return Value::Null;
        };
        let what = What::Expression(over, expected);
        self.uses.push(Use { node, what });
        words.into()
    }

    fn list(&mut self, of: &'static Shape, least: usize, node: &'n Node) -> Value {
        let Content::List(elements) = &node.content else {
            self.wrong(node, "列表", "a list");
            return Value::Null;
        };
        if elements.len() < least {
            self.wrong(
                node,
                &format!("至少 {least} 项的列表"),
                &format!("a list of at least {least}"),
            );
        }
        elements
            .iter()
            .map(|element| self.shape(of, element))
            .collect()
    }

    fn table(&mut self, of: &'static Shape, node: &'n Node) -> Value {
        let Content::Map(entries) = &node.content else {
            self.wrong(node, "若干键和值", "keys with values");
            return Value::Null;
        };
        let mut table = Map::new();
        for (key, value) in entries {
            let name = key.text().unwrap_or_default().to_owned();
            table.insert(name, self.shape(of, value));
        }
        Value::Object(table)
    }

    fn choice(
        &mut self,
        words: &'static [&'static str],
        keys: &'static [(&'static str, Shape)],
        node: &'n Node,
    ) -> Value {
        if let [(key, value)] = node.entries()
            && let Some((name, of)) = keys.iter().find(|(name, _)| key.text() == Some(name))
        {
            let mut choice = Map::new();
            choice.insert((*name).to_owned(), self.shape(of, value));
            return Value::Object(choice);
        }
        if let Some(word) = node.text().filter(|word| words.contains(word)) {
            return word.into();
        }
        let keys: Vec<String> = keys
            .iter()
            .map(|(key, _)| format!("{{ {key}: … }}"))
            .collect();
        let (words, keys) = (words.join(", "), keys.join(", "));
        self.wrong(
            node,
            &format!("下列之一：{words}，或者 {keys}"),
            &format!("one of {words}, or {keys}"),
        );
        Value::Null
    }

    fn wrong(&mut self, node: &Node, zh: &str, en: &str) {
        let (given_zh, given_en) = match &node.content {
            Content::Scalar { text, .. } => (format!("“{text}”"), format!("{text:?}")),
            Content::List(_) => ("列表".to_owned(), "a list".to_owned()),
            Content::Map(_) => ("键和值".to_owned(), "keys with values".to_owned()),
        };
        self.fault(
            Code::WrongType,
            node.at,
            &format!("这里应为{zh}，现为{given_zh}"),
            &format!("expected here: {en}; found {given_en}"),
        );
    }

    pub fn fault(&mut self, code: Code, at: Place, zh: &str, en: &str) {
        self.findings.push(Finding {
            code,
            pack: self.pack.to_owned(),
            file: self.file.to_owned(),
            at,
            message: Text::new(zh, en).expect("both parts are written out"),
        });
    }
}

/// Small letters, digits and underscores, in parts set off by dots, the first of them with a letter.
fn is_id(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    id.len() <= 120
        && id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.split('.').all(part)
}
