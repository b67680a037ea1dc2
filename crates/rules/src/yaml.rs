//! YAML with the place of every value.

use base::Text;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

/// Where something stands in a file; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub at: Place,
    pub content: Content,
}

/// What a node is. A scalar keeps its words: the shape decides what they are read as.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Scalar { text: String, style: ScalarStyle },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A file that is no YAML, or more than is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlFault {
    pub at: Place,
    pub message: Text,
}

/// Values of one file at most, those that aliases repeat included.
const MOST_NODES: usize = 2_000_000;
/// Values within values at most.
const MOST_DEPTH: usize = 64;
/// Where a file begins.
const START: Place = Place { line: 1, column: 1 };

impl Node {
    /// Reads the one document of a file.
    pub fn parse(text: &str) -> Result<Self, YamlFault> {
        let mut reader = Reader {
            parser: Parser::new_from_str(text),
            anchors: Vec::new(),
            count: 0,
        };
        reader.document()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()
            .iter()
            .find(|(name, _)| name.text() == Some(key))
            .map(|(_, value)| value)
    }

    /// The entries of a map; none for another value.
    pub fn entries(&self) -> &[(Self, Self)] {
        match &self.content {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none for another value.
    pub fn elements(&self) -> &[Self] {
        match &self.content {
            Content::List(elements) => elements,
            _ => &[],
        }
    }

    /// The elements under a key.
    pub fn list(&self, key: &str) -> &[Self] {
        self.get(key).map_or(&[], Self::elements)
    }

    /// The words of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The words under a key.
    pub fn words(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Self::text)
    }

    /// Whether the scalar stands without quotes.
    pub fn is_plain(&self) -> bool {
        matches!(&self.content, Content::Scalar { style, .. } if *style == ScalarStyle::Plain)
    }

    /// Whether nothing is given: empty, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.is_plain() && matches!(self.text(), Some("" | "~" | "null"))
    }

    /// Where the character at this offset of the words stands, as far as the writing lets it be told.
    pub fn place_of(&self, offset: usize) -> Place {
        let Content::Scalar { text, style } = &self.content else {
            return self.at;
        };
        let Place { line, column } = self.at;
        let before: String = text.chars().take(offset).collect();
        match style {
            ScalarStyle::Plain if !text.contains('\n') => Place {
                line,
                column: column + offset,
            },
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted if !text.contains('\n') => {
                Place {
                    line,
                    column: column + 1 + offset,
                }
            }
            ScalarStyle::Literal => Place {
                line: line + 1 + before.matches('\n').count(),
                column: 1,
            },
            _ => self.at,
        }
    }

    /// The value as JSON, plain scalars read by the core schema of YAML.
    pub fn json(&self) -> Value {
        match &self.content {
            Content::Scalar { text, .. } if self.is_plain() => plain(text),
            Content::Scalar { text, .. } => Value::String(text.clone()),
            Content::List(elements) => elements.iter().map(Self::json).collect(),
            Content::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    let key = key.text().unwrap_or_default().to_owned();
                    (key, value.json())
                });
                Value::Object(entries.collect::<Map<_, _>>())
            }
        }
    }
}

/// A plain scalar by the core schema, without special floats and other bases.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" => Value::Null,
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().ok().map(Number::from);
    whole.or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    anchors: Vec<(usize, Node)>,
    count: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), YamlFault> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(YamlFault {
                at: place(*error.marker()),
                message: says(
                    &format!("不是有效的 YAML：{}", error.info()),
                    &format!("this is not valid YAML: {}", error.info()),
                ),
            }),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn document(&mut self) -> Result<Node, YamlFault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
                Event::StreamEnd | Event::DocumentEnd => {
                    return fault(START, "文件是空的", "the file is empty");
                }
                event => return self.rest(event, span),
            }
        }
    }

    /// The root value, and nothing after its document.
    fn rest(&mut self, event: Event<'t>, span: Span) -> Result<Node, YamlFault> {
        let root = self.node(event, span, 0)?;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) => {
                    return fault(
                        place(span.start),
                        "一个文件只能有一个 YAML 文档，请删去“---”之后的内容",
                        "a file holds one YAML document: remove what follows the ---",
                    );
                }
                _ => {}
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, YamlFault> {
        let at = place(span.start);
        self.take(1, at)?;
        if depth > MOST_DEPTH {
            return fault(
                at,
                "嵌套过深，最多 64 层",
                "values are nested too deeply: 64 levels at most",
            );
        }
        let (anchor, content) = match event {
            Event::Alias(id) => return self.alias(id, at),
            Event::Scalar(text, style, anchor, _) => {
                let text = text.into_owned();
                (anchor, Content::Scalar { text, style })
            }
            Event::SequenceStart(anchor, _) => (anchor, self.sequence(depth)?),
            Event::MappingStart(anchor, _) => (anchor, self.mapping(depth)?),
            _ => return fault(at, "这里应当有一个值", "a value was expected here"),
        };
        let node = Node { at, content };
        if anchor > 0 {
            self.anchors.push((anchor, node.clone()));
        }
        Ok(node)
    }

    fn sequence(&mut self, depth: usize) -> Result<Content, YamlFault> {
        let mut elements = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Content::List(elements));
            }
            elements.push(self.node(event, span, depth + 1)?);
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Content, YamlFault> {
        let mut entries: Vec<(Node, Node)> = Vec::new();
        let mut known = std::collections::HashSet::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(Content::Map(entries));
            }
            let key = self.node(event, span, depth + 1)?;
            let Some(name) = key.text() else {
                return fault(
                    key.at,
                    "键应当是一个词",
                    "a key is a word, not a list or map",
                );
            };
            if !known.insert(name.to_owned()) {
                return fault(
                    key.at,
                    &format!("键“{name}”出现了两次，请删去一个"),
                    &format!("the key {name:?} stands twice: remove one of them"),
                );
            }
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push((key, value));
        }
    }

    fn alias(&mut self, id: usize, at: Place) -> Result<Node, YamlFault> {
        let Some((_, node)) = self.anchors.iter().rev().find(|(anchor, _)| *anchor == id) else {
            return fault(
                at,
                "别名指向的锚点不存在或包含自身",
                "the alias points to no anchor before it",
            );
        };
        let node = node.clone();
        self.take(size(&node), at)?;
        Ok(node)
    }

    fn take(&mut self, nodes: usize, at: Place) -> Result<(), YamlFault> {
        self.count += nodes;
        if self.count > MOST_NODES {
            return fault(
                at,
                "文件中的值过多（含别名展开），请拆分文件",
                "the file holds too many values (aliases unfolded): split it",
            );
        }
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    1 + node.elements().iter().map(size).sum::<usize>()
        + node
            .entries()
            .iter()
            .map(|(key, value)| size(key) + size(value))
            .sum::<usize>()
}

fn place(marker: saphyr_parser::Marker) -> Place {
    Place {
        line: marker.line().max(1),
        column: marker.col() + 1,
    }
}

fn says(zh: &str, en: &str) -> Text {
    Text::new(zh, en).expect("both parts are written out")
}

fn fault<T>(at: Place, zh: &str, en: &str) -> Result<T, YamlFault> {
    let message = says(zh, en);
    Err(YamlFault { at, message })
}
