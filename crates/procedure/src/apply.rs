//! What an act makes of a case, whether or not it might be done.

use base::Text;
use jiff::civil::{Date, DateTime};
use rules::Looking;
use rules::model::{self, ListEffect, Procedure};
use serde_json::{Map, Value};

use crate::act::Act;
use crate::case::{Case, Document};
use crate::clock::{Turn, turn};
use crate::compiled::Procedures;
use crate::snapshot::{Surroundings, around, json_of};
use crate::stated::{self, Malformed, Stated};
use crate::verdict::Broken;
use crate::world::World;

/// An act on its way: the rules that it is of, and what stands around it.
pub(crate) struct Frame<'a> {
    pub around: Surroundings<'a>,
    pub procedure: &'a Procedure,
    pub rule: &'a model::Act,
    pub stated: Stated,
}

/// A case after an act, with what the guards are to look at.
pub(crate) struct Applied<'a> {
    pub case: Case,
    /// The snapshot with what the act states and sets, in the stage and with the documents of before.
    pub snapshot: Value,
    /// The same, ready for questions.
    pub looking: Looking<'a>,
    /// What could not be computed.
    pub unset: Vec<Broken>,
}

impl<'a> Frame<'a> {
    /// An act in a world of which nothing is known.
    pub fn new(procedures: &'a Procedures, case: &Case, act: &Act) -> Result<Self, Malformed> {
        let (procedure, rule) = procedures.find(case, act)?;
        let around = Surroundings {
            procedures,
            procedure,
            at: act.at,
            looks: procedures
                .needs_of(procedure, &act.kind)
                .map(|needs| &needs.looks),
            world: Map::new(),
            acting: &[],
            officers: &[],
        };
        let stated = stated::read(rule, act, around.schema())?;
        Ok(Self {
            around,
            procedure,
            rule,
            stated,
        })
    }

    /// The same in a world.
    pub fn within(self, world: &'a World) -> Self {
        let mut around = around(
            self.around.procedures,
            self.procedure,
            self.around.at,
            world,
        );
        around.looks = self.around.looks;
        Self { around, ..self }
    }

    /// The same with only these fields of a world.
    pub fn seeing(mut self, seen: Map<String, Value>) -> Self {
        self.around.world = seen;
        self
    }
}

/// Does an act.
pub(crate) fn apply<'a>(
    frame: &'a Frame<'_>,
    case: &Case,
    act: &Act,
) -> Result<Applied<'a>, Malformed> {
    let mut next = case.clone();
    next.acts += 1;
    let mut unset = Vec::new();
    let places = state(frame, &mut next.facts)?;
    if let Some(looking) = looking_for_sets(frame, case, &next.facts) {
        follow(frame, &looking, &mut next.facts, &places, &mut unset);
    }
    let mut snapshot = frame.around.snapshot(case, &next.facts);
    let looking = frame.around.look_at(&mut snapshot, &next.facts);
    put_documents(frame, act, &mut next)?;
    next.take_numbers(case.documents.len(), &act.numbers);
    turn_clocks(frame, act, &looking, &mut next, &mut unset);
    if let Some(to) = &frame.rule.to
        && moves(frame, &case.stage, to)
    {
        next.stage.clone_from(to);
    }
    Ok(Applied {
        case: next,
        snapshot,
        looking,
        unset,
    })
}

/// What the expressions of `sets` look at: nothing but the day, where none of them asks the case;
/// `None` where nothing is set.
fn looking_for_sets<'a>(
    frame: &'a Frame<'_>,
    case: &Case,
    facts: &Map<String, Value>,
) -> Option<Looking<'a>> {
    let in_lists = frame.rule.lists.iter().flat_map(|list| &list.sets);
    let mut sets = frame.rule.sets.iter().chain(in_lists).peekable();
    sets.peek()?;
    if sets.any(|set| set.to.contains("case.")) {
        let mut snapshot = frame.around.snapshot(case, facts);
        return Some(frame.around.look_at(&mut snapshot, facts));
    }
    Some(frame.around.look(&Value::Null, facts))
}

/// Writes what the act states; gives the place of the element of each list that it changes.
fn state(
    frame: &Frame<'_>,
    facts: &mut Map<String, Value>,
) -> Result<Vec<(usize, String, usize)>, Malformed> {
    facts.extend(frame.stated.facts.clone());
    let mut places = Vec::new();
    for element in &frame.stated.elements {
        let changes = frame.rule.lists.iter().enumerate();
        let mut changes = changes.filter(|(_, change)| change.list == element.list);
        let Some((number, change)) = changes.next() else {
            continue;
        };
        let entry = facts.entry(element.list.clone());
        let list = entry.or_insert_with(|| Value::Array(Vec::new()));
        let Value::Array(list) = list else { continue };
        let place = match change.does {
            ListEffect::Add => {
                let mut fields = element.fields.clone();
                let record = stated::record_of(frame.around.schema(), &element.list);
                if frame.around.schema().field(&record, "id").is_some()
                    && !fields.contains_key("id")
                {
                    let id = element.id.clone();
                    let id = id.unwrap_or_else(|| (list.len() + 1).to_string());
                    fields.insert("id".to_owned(), id.into());
                }
                list.push(Value::Object(fields));
                list.len() - 1
            }
            ListEffect::Change => {
                let id = element.id.as_deref().unwrap_or_default();
                let place = list.iter().position(|found| found["id"] == id);
                let place = place.ok_or_else(|| Malformed::NoElement {
                    list: element.list.clone(),
                })?;
                if let Value::Object(found) = &mut list[place] {
                    found.extend(element.fields.clone());
                }
                place
            }
        };
        places.push((number, element.list.clone(), place));
    }
    Ok(places)
}

/// Writes what follows from the act.
fn follow(
    frame: &Frame<'_>,
    looking: &Looking<'_>,
    facts: &mut Map<String, Value>,
    places: &[(usize, String, usize)],
    unset: &mut Vec<Broken>,
) {
    let mut compute = |set: &model::Set| {
        let expression = frame.around.expression(&set.to)?;
        match looking.evaluate(expression) {
            Ok(outcome) => Some(json_of(outcome)),
            Err(error) => {
                unset.push(not_computed(frame, &set.field, &error.to_string()));
                None
            }
        }
    };
    for set in &frame.rule.sets {
        if let Some(value) = compute(set) {
            facts.insert(set.field.clone(), value);
        }
    }
    for (number, list, place) in places {
        for set in &frame.rule.lists[*number].sets {
            let value = compute(set);
            let element = facts.get_mut(list).and_then(|list| list.get_mut(*place));
            if let (Some(value), Some(Value::Object(element))) = (value, element) {
                element.insert(set.field.clone(), value);
            }
        }
    }
}

fn not_computed(frame: &Frame<'_>, field: &str, reason: &str) -> Broken {
    let says = Text::new(
        &format!("无法得出“{field}”：{reason}；请补齐案件信息，或者请管理员检查规则包"),
        &format!(
            "{field} cannot be computed: {reason}; complete the case, or have the rule pack checked"
        ),
    );
    Broken {
        rule: "field".to_owned(),
        codes: Vec::new(),
        provisions: frame
            .rule
            .provisions
            .iter()
            .map(ToString::to_string)
            .collect(),
        says: says.expect("both parts are written out"),
        can_override: false,
    }
}

/// Puts the documents of the act into the file, and the days of service onto those that it serves.
fn put_documents(frame: &Frame<'_>, act: &Act, next: &mut Case) -> Result<(), Malformed> {
    let on = act.at.date();
    for given in &act.documents {
        let kind = frame.around.procedures.rules.document_kind(&given.kind, on);
        let kind = kind.ok_or_else(|| Malformed::UnknownDocument(given.kind.clone()))?;
        let filled: Vec<&str> = given.filled.iter().map(String::as_str).collect();
        let number = match kind.number_word {
            Some(_) => next.number_due(&given.kind),
            None => given.number.clone(),
        };
        next.documents.push(Document {
            kind: given.kind.clone(),
            made_on: on,
            complete: kind.missing(&filled).is_empty(),
            signed: given.signed,
            sealed: given.sealed,
            served_on: None,
            number,
        });
    }
    for kind in &frame.rule.makes {
        if !act.documents.iter().any(|given| given.kind == *kind) {
            next.documents.push(Document::due(kind, on));
        }
    }
    for kind in &frame.rule.serves {
        let served = next
            .documents
            .iter_mut()
            .rev()
            .find(|document| document.kind == *kind);
        if let Some(document) = served {
            document.served_on = Some(on);
        }
    }
    Ok(())
}

impl Document {
    /// A document that an act makes and that is still to be written.
    fn due(kind: &str, on: Date) -> Self {
        Self {
            kind: kind.to_owned(),
            made_on: on,
            complete: false,
            signed: false,
            sealed: false,
            served_on: None,
            number: None,
        }
    }
}

fn turn_clocks(
    frame: &Frame<'_>,
    act: &Act,
    looking: &Looking<'_>,
    next: &mut Case,
    unset: &mut Vec<Broken>,
) {
    let rules = &frame.around.procedures.rules;
    let of = frame
        .stated
        .elements
        .iter()
        .find_map(|element| element_id(element, next));
    for line in &frame.rule.clocks {
        let Some(clock) = frame
            .procedure
            .clocks
            .iter()
            .find(|clock| clock.id == line.clock)
        else {
            continue;
        };
        let holds = |words: &String| {
            let expression = frame.around.expression(words);
            expression.is_some_and(|expression| looking.holds(expression).unwrap_or(false))
        };
        if !line.when.as_ref().is_none_or(holds) {
            continue;
        }
        let at = line.on.as_ref().map_or(Some(act.at), |words| {
            let outcome = looking.evaluate(frame.around.expression(words)?).ok()?;
            day_of(&json_of(outcome))
        });
        let Some(at) = at else { continue };
        let turned = Turn {
            clock,
            of: of.as_deref(),
            does: line.does,
            at,
            act: &act.kind,
        };
        if !turn(&mut next.clocks, &turned, rules.legal()) {
            unset.push(not_extended(clock, line));
        }
    }
}

fn not_extended(clock: &model::Clock, line: &model::ClockLine) -> Broken {
    let says = Text::new(
        &format!("“{}”不能再延长", clock.name.get(base::Lang::Zh)),
        &format!(
            "{} cannot be extended again",
            clock.name.get(base::Lang::En)
        ),
    );
    Broken {
        rule: "clock".to_owned(),
        codes: Vec::new(),
        provisions: line.provisions.iter().map(ToString::to_string).collect(),
        says: says.expect("both parts are written out"),
        can_override: false,
    }
}

/// The id of the element that an act adds or changes.
fn element_id(element: &stated::Element, next: &Case) -> Option<String> {
    element.id.clone().or_else(|| {
        let last = next.facts.get(&element.list)?.as_array()?.last()?;
        last["id"].as_str().map(str::to_owned)
    })
}

fn day_of(value: &Value) -> Option<DateTime> {
    let day: Date = value.as_str()?.parse().ok()?;
    Some(day.to_datetime(jiff::civil::Time::midnight()))
}

/// Whether the case moves to a stage. An act that is reported late, when the case stands in a stage
/// from which it does not start, moves it only forward in the order of the stages.
fn moves(frame: &Frame<'_>, stage: &str, to: &str) -> bool {
    let place = |id: &str| {
        frame
            .procedure
            .stages
            .iter()
            .position(|stage| stage.id == id)
    };
    frame.rule.from.iter().any(|from| from == stage) || place(to) > place(stage)
}
