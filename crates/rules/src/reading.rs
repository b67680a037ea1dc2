//! From folders to checked files: parsing, the walk along the shapes, and what is defined where.

use std::collections::{HashMap, HashSet};

use base::Text;
use jiff::civil::Date;
use serde_json::Value;

use crate::expression::{Expression, Origin, Over, Schema, SnapshotField, Type, Vocabulary};
use crate::folder::Folder;
use crate::lint::{Code, Finding};
use crate::near::nearest;
use crate::shape::{FileKind, Named, Use, Walk, What};
use crate::yaml::{Node, Place};

/// A file of a pack as YAML.
pub(crate) struct ParsedFile<'f> {
    /// The pack, by its place in the list of packs; the lowest is 0.
    pub layer: usize,
    pub pack: &'f str,
    pub path: &'f str,
    pub kind: FileKind,
    pub text: &'f str,
    pub root: Node,
}

/// A file after its walk.
pub(crate) struct WalkedFile<'p> {
    pub file: &'p ParsedFile<'p>,
    pub json: Value,
    pub uses: Vec<Use<'p>>,
    /// Whether its walk found nothing.
    pub is_clean: bool,
}

/// What the files define and what they say that expressions need.
pub(crate) struct Reading<'p> {
    pub files: Vec<WalkedFile<'p>>,
    pub expressions: HashMap<(Over, String), Expression>,
    pub case_schema: Schema,
}

/// Parses the files of the packs, the lowest pack first.
pub(crate) fn parse<'f>(folders: &'f [Folder], findings: &mut Vec<Finding>) -> Vec<ParsedFile<'f>> {
    let mut files = Vec::new();
    for (layer, folder) in folders.iter().enumerate() {
        for path in folder.paths().filter(|path| is_rule_file(path)) {
            match parse_one(layer, folder, path) {
                Ok(file) => files.push(file),
                Err(finding) => findings.push(finding),
            }
        }
    }
    files
}

/// Whether a file is meant to hold rules; a pack may hold other files too, its statutes among them.
fn is_rule_file(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}

fn parse_one<'f>(
    layer: usize,
    folder: &'f Folder,
    path: &'f str,
) -> Result<ParsedFile<'f>, Finding> {
    let finding = |code, at, message| Finding {
        code,
        pack: folder.name().to_owned(),
        file: path.to_owned(),
        at,
        message,
    };
    let start = Place { line: 1, column: 1 };
    let Some(kind) = FileKind::of_path(path) else {
        let known = "pack.yaml, terms.yaml, synonyms.yaml, polyphones.yaml, policy.yaml, holidays/, parameters/, facts/, documents/, guards/, procedures/, discretion/, leniency/, intake/";
        let message = says(
            &format!("没有这种名称的规则文件；可用：{known}"),
            &format!("no kind of rule file has this name; there are {known}"),
        );
        return Err(finding(Code::UnknownFile, start, message));
    };
    let Some(text) = folder.text(path) else {
        let message = says("文件不是 UTF-8 文本", "the file is not text in UTF-8");
        return Err(finding(Code::Yaml, start, message));
    };
    let root = Node::parse(text).map_err(|fault| finding(Code::Yaml, fault.at, fault.message))?;
    Ok(ParsedFile {
        layer,
        pack: folder.name(),
        path,
        kind,
        text,
        root,
    })
}

/// Walks the files, and checks references and expressions.
pub(crate) fn read<'p>(parsed: &'p [ParsedFile<'p>], findings: &mut Vec<Finding>) -> Reading<'p> {
    let files: Vec<_> = parsed.iter().map(|file| walk(file, findings)).collect();
    check_references(&files, findings);
    let case_schema = Schema::of(Over::Case).with_facts(facts(parsed));
    let vocabulary = vocabulary(parsed);
    let mut reading = Reading {
        files,
        expressions: HashMap::new(),
        case_schema,
    };
    reading.check_expressions(&vocabulary, findings);
    reading
}

fn walk<'p>(file: &'p ParsedFile<'p>, findings: &mut Vec<Finding>) -> WalkedFile<'p> {
    let mut walk = Walk::new(file.pack, file.path);
    let json = walk.record(file.kind.record(), &file.root);
    if file.kind == FileKind::Intake && walk.findings.is_empty() {
        crate::intake::values(&mut walk, &file.root);
    }
    let is_clean = walk.findings.is_empty();
    findings.append(&mut walk.findings);
    WalkedFile {
        file,
        json,
        uses: walk.uses,
        is_clean,
    }
}

impl WalkedFile<'_> {
    pub fn finding(&self, code: Code, at: Place, zh: &str, en: &str) -> Finding {
        finding(self.file, code, at, zh, en)
    }
}

pub(crate) fn finding(file: &ParsedFile<'_>, code: Code, at: Place, zh: &str, en: &str) -> Finding {
    Finding {
        code,
        pack: file.pack.to_owned(),
        file: file.path.to_owned(),
        at,
        message: says(zh, en),
    }
}

fn says(zh: &str, en: &str) -> Text {
    Text::new(zh, en).expect("both parts are written out")
}

type Interval = Option<(Date, Option<Date>)>;
/// When a definition holds, and where it stands.
type Definition<'p> = (Interval, Place, &'p str);

/// Finds ids that stand twice in a pack, and references to ids that stand in no pack at or below.
fn check_references(files: &[WalkedFile<'_>], findings: &mut Vec<Finding>) {
    let mut lowest: HashMap<(Named, &str), usize> = HashMap::new();
    let mut of_pack: HashMap<(usize, Named, &str), Vec<Definition<'_>>> = HashMap::new();
    for file in files {
        for used in &file.uses {
            if let What::Define(kind, key, interval) = &used.what {
                let layer = lowest.entry((*kind, key)).or_insert(file.file.layer);
                *layer = file.file.layer.min(*layer);
                let same = of_pack.entry((file.file.layer, *kind, key)).or_default();
                findings.extend(doubled(file, used, *kind, *interval, same));
                same.push((*interval, used.node.at, file.file.path));
            }
        }
    }
    for file in files {
        for used in &file.uses {
            if let What::Refer(kind, key) = &used.what {
                let known = lowest.get(&(*kind, key.as_str()));
                if known.is_none_or(|layer| *layer > file.file.layer) {
                    findings.push(unknown_reference(file, used, *kind, key, lowest.keys()));
                }
            }
        }
    }
}

/// The finding of an id that another rule of the pack has for the same days.
fn doubled(
    file: &WalkedFile<'_>,
    used: &Use<'_>,
    kind: Named,
    interval: Interval,
    same: &[Definition<'_>],
) -> Option<Finding> {
    let id = used.node.text().unwrap_or_default();
    let (zh, en) = kind.words();
    same.iter().find_map(|(other, at, path)| {
        let (code, said_zh, said_en) = match (interval, other) {
            (Some(mine), Some(theirs)) if mine.0 != theirs.0 => {
                let on = shared_day(mine, *theirs)?;
                (
                    Code::IntervalOverlap,
                    format!("{zh}“{id}”的两个版本在 {on} 同时有效（另一个在 {path}:{at}），请给较早的加上 until"),
                    format!("two versions of the {en} {id:?} hold on {on} (the other stands at {path}:{at}): give the earlier one an until"),
                )
            }
            _ => (
                Code::IdDuplicate,
                format!("{zh}编号“{id}”已在 {path}:{at} 用过，请换一个"),
                format!("the id {id:?} of a {en} stands at {path}:{at} already: choose another"),
            ),
        };
        Some(file.finding(code, used.node.at, &said_zh, &said_en))
    })
}

/// The first day on which two intervals hold.
pub(crate) fn shared_day(a: (Date, Option<Date>), b: (Date, Option<Date>)) -> Option<Date> {
    let first = a.0.max(b.0);
    let covers = |interval: (Date, Option<Date>)| interval.1.is_none_or(|until| first < until);
    (covers(a) && covers(b)).then_some(first)
}

fn unknown_reference<'k>(
    file: &WalkedFile<'_>,
    used: &Use<'_>,
    kind: Named,
    key: &str,
    known: impl Iterator<Item = &'k (Named, &'k str)>,
) -> Finding {
    let id = used.node.text().unwrap_or_default();
    let owner = &key[..key.len() - id.len()];
    let same = known.filter(|(of, _)| *of == kind);
    let near = nearest(id, same.filter_map(|(_, key)| key.strip_prefix(owner)));
    let (zh, en) = kind.words();
    let (hint_zh, hint_en) = near.map_or((String::new(), String::new()), |near| {
        (
            format!("；是否要写“{near}”？"),
            format!("; is {near:?} meant?"),
        )
    });
    file.finding(
        Code::ReferenceUnknown,
        used.node.at,
        &format!("没有{zh}“{id}”{hint_zh}"),
        &format!("there is no {en} {id:?}{hint_en}"),
    )
}

/// The facts that packs declare, as optional fields of the case.
fn facts<'p>(parsed: &'p [ParsedFile<'p>]) -> impl Iterator<Item = (String, SnapshotField)> + 'p {
    let files = parsed.iter().filter(|file| file.kind == FileKind::Facts);
    files
        .flat_map(|file| file.root.list("facts"))
        .filter_map(|fact| {
            let holds = match fact.words("type")? {
                "boolean" => Type::Bool,
                "count" => Type::Int,
                "money" => Type::Money,
                "date" => Type::Date,
                _ => {
                    let choices = fact.list("choices").iter();
                    Type::Word(
                        choices
                            .filter_map(|word| word.text().map(str::to_owned))
                            .collect(),
                    )
                }
            };
            let name = fact.get("name")?;
            let meaning = Text::new(name.words("zh")?, name.words("en")?).ok()?;
            let field = SnapshotField {
                holds,
                optional: true,
                from: Origin::Act,
                personal: false,
                meaning,
            };
            Some((fact.words("id")?.to_owned(), field))
        })
}

fn vocabulary(parsed: &[ParsedFile<'_>]) -> Vocabulary {
    let mut parameters = HashMap::new();
    let mut terms = HashSet::new();
    for file in parsed {
        for parameter in file.root.list("parameters") {
            let holds = match parameter.words("type") {
                Some("money") => Type::Money,
                Some("boolean") => Type::Bool,
                _ => Type::Int,
            };
            parameters.extend(parameter.words("id").map(|id| (id.to_owned(), holds)));
        }
        for term in file.root.list("terms") {
            terms.extend(term.words("id").map(str::to_owned));
        }
    }
    Vocabulary { parameters, terms }
}

impl Reading<'_> {
    /// The schema of a snapshot, with the facts of the packs.
    pub fn schema(&self, over: Over) -> &Schema {
        if over == Over::Case {
            &self.case_schema
        } else {
            Schema::of(over)
        }
    }

    fn check_expressions(&mut self, vocabulary: &Vocabulary, findings: &mut Vec<Finding>) {
        let mut read = HashMap::new();
        for file in &self.files {
            for used in &file.uses {
                let What::Expression(over, expected) = &used.what else {
                    continue;
                };
                let source = used.node.text().unwrap_or_default();
                let key = (*over, source.to_owned());
                if read.contains_key(&key) {
                    continue;
                }
                match Expression::read(source, self.schema(*over), expected, vocabulary) {
                    Ok(expression) => {
                        read.insert(key, expression);
                    }
                    Err(faults) => findings.extend(faults.into_iter().map(|fault| Finding {
                        code: Code::Expression(fault.kind),
                        pack: file.file.pack.to_owned(),
                        file: file.file.path.to_owned(),
                        at: used.node.place_of(fault.offset),
                        message: fault.message,
                    })),
                }
            }
        }
        self.expressions = read;
    }
}
