//! Whether an act may be done, and what it does.

use base::Text;
use rules::Looking;
use rules::model::{Binding, Guard};
use serde_json::{Map, Value};

use crate::act::{Act, Manner};
use crate::apply::{Applied, Frame, apply};
use crate::case::{Case, Mark};
use crate::compiled::Procedures;
use crate::number::wanted;
use crate::snapshot::judged_on;
use crate::stated::Malformed;
use crate::verdict::{Broken, Effects, Refusal, Verdict};
use crate::world::World;

impl Procedures {
    /// Decides on an act.
    ///
    /// A requested act that breaks a rule is refused, unless a head overrides with a reason and the
    /// law leaves room for it. A reported act is done whatever it breaks; what it broke is marked.
    /// An act that no procedure has, or that states what it cannot, is malformed in either manner.
    pub fn decide(&self, case: &Case, act: &Act, world: &World) -> Result<Verdict, Malformed> {
        let frame = Frame::new(self, case, act)?.within(world);
        let Applied {
            case: mut next,
            snapshot,
            looking,
            unset,
        } = apply(&frame, case, act)?;
        let mut broken = unset;
        broken.extend(structure(&frame, case, act));
        broken.extend(frame.guards_broken(&next.facts, looking, act));
        let overriding = act.overriding.is_some() && frame.may_override(act);
        let can_override = broken.iter().all(|broken| broken.can_override);
        if act.manner == Manner::Requested && !broken.is_empty() && !(overriding && can_override) {
            let act = act.kind.clone();
            return Ok(Verdict::Refused(Refusal { act, broken }));
        }
        let number = next.acts;
        next.marks.extend(broken.iter().map(|broken| Mark {
            act: number,
            rule: broken.rule.clone(),
            codes: broken.codes.clone(),
            overridden: act.manner == Manner::Requested,
        }));
        next.tasks = self.tasks(frame.procedure, &next, act.at);
        let kept = self.kept(frame.procedure, &act.kind).into_iter();
        let seen: Map<_, _> = kept
            .filter_map(|name| Some((name.clone(), said(snapshot.get(name)?))))
            .collect();
        let numbers = wanted(&frame, &next, case.documents.len(), act.at.date());
        Ok(Verdict::Done(Box::new(Effects {
            numbers,
            case: next,
            broken,
            seen,
        })))
    }
}

/// A value without what a snapshot fills in by itself: no, zero, nothing.
fn said(value: &Value) -> Value {
    let blank = |value: &Value| {
        let words = value.as_str().is_some_and(str::is_empty);
        words || *value == false || *value == 0
    };
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(_, value)| !blank(value));
            let fields = fields.map(|(key, value)| (key.clone(), said(value)));
            Value::Object(fields.collect())
        }
        Value::Array(elements) => elements.iter().map(said).collect(),
        other => other.clone(),
    }
}

impl Frame<'_> {
    /// Whether who asks can override guards: a role that the procedure names.
    fn may_override(&self, act: &Act) -> bool {
        let by = &self.procedure.override_by;
        act.roles.iter().any(|role| by.contains(role))
    }

    /// The guards that are broken.
    fn guards_broken(
        &self,
        facts: &Map<String, Value>,
        mut looking: Looking<'_>,
        act: &Act,
    ) -> Vec<Broken> {
        let today = act.at.date();
        let general = self.procedure.guards.iter().filter(|_| !self.rule.anyhow);
        let mut broken = Vec::new();
        for id in general.chain(&self.rule.guards) {
            let guards = self.around.procedures.rules.guards().iter();
            let guard = guards.filter(|guard| guard.head.id == *id).find(|guard| {
                guard
                    .head
                    .in_force
                    .covers(judged_on(guard.head.judged_by, facts, today))
            });
            let Some(guard) = guard else { continue };
            looking.judged_on(judged_on(guard.head.judged_by, facts, today));
            broken.extend(self.asks(guard, &looking));
        }
        broken
    }

    fn asks(&self, guard: &Guard, looking: &Looking<'_>) -> Option<Broken> {
        let expression = self.around.expression(&guard.require)?;
        let says = match looking.holds(expression) {
            Ok(true) => return None,
            Ok(false) => guard.refusal.clone(),
            Err(error) => Text::new(
                &format!(
                    "无法判断“{}”：{error}；请补齐案件信息",
                    guard.head.name.get(base::Lang::Zh)
                ),
                &format!(
                    "{:?} cannot be judged: {error}; complete the case",
                    guard.head.name.get(base::Lang::En)
                ),
            )
            .expect("both parts are written out"),
        };
        Some(Broken {
            rule: guard.head.id.clone(),
            codes: guard.codes.clone(),
            provisions: guard
                .head
                .provisions
                .iter()
                .map(ToString::to_string)
                .collect(),
            says,
            can_override: guard.binding == Binding::Override,
        })
    }

    fn broken(&self, rule: &str, codes: &[&str], zh: &str, en: &str) -> Broken {
        Broken {
            rule: rule.to_owned(),
            codes: codes.iter().map(|&code| code.to_owned()).collect(),
            provisions: self
                .rule
                .provisions
                .iter()
                .map(ToString::to_string)
                .collect(),
            says: Text::new(zh, en).expect("both parts are written out"),
            can_override: false,
        }
    }
}

/// What the procedure itself asks: the stage, the role, the documents, the statements.
fn structure(frame: &Frame<'_>, case: &Case, act: &Act) -> Vec<Broken> {
    let checks = [in_stage(frame, case), in_role(frame, act)];
    let documents = frame.rule.documents.iter().filter(|kind| {
        !case
            .documents
            .iter()
            .any(|document| document.kind == **kind)
            && !act.documents.iter().any(|document| document.kind == **kind)
    });
    let documents = documents.map(|kind| lacks(frame, kind, act));
    let fields = frame
        .stated
        .missing
        .iter()
        .map(|field| unstated(frame, field));
    checks
        .into_iter()
        .flatten()
        .chain(documents)
        .chain(fields)
        .collect()
}

fn in_stage(frame: &Frame<'_>, case: &Case) -> Option<Broken> {
    if frame.rule.from.contains(&case.stage) {
        return None;
    }
    let named = |id: &str, lang| {
        let stage = frame.procedure.stages.iter().find(|stage| stage.id == id);
        stage.map_or_else(|| id.to_owned(), |stage| stage.name.get(lang).to_owned())
    };
    let (zh, en) = (base::Lang::Zh, base::Lang::En);
    let from = |lang, with: &str| -> String {
        let names: Vec<_> = frame.rule.from.iter().map(|id| named(id, lang)).collect();
        names.join(with)
    };
    Some(frame.broken(
        "stage",
        &[],
        &format!(
            "案件处于“{}”阶段，本行为须在“{}”阶段作出",
            named(&case.stage, zh),
            from(zh, "”或“")
        ),
        &format!(
            "the case stands in the stage {:?}; the act belongs to: {}",
            named(&case.stage, en),
            from(en, ", ")
        ),
    ))
}

fn in_role(frame: &Frame<'_>, act: &Act) -> Option<Broken> {
    let may = act.roles.iter().any(|role| frame.rule.by.contains(role));
    // Who overrides orders the act; others do it.
    let ordered = act.overriding.is_some() && frame.may_override(act);
    if may || ordered || act.manner == Manner::Reported {
        return None;
    }
    let roles = frame.around.procedures.rules.policy().roles.iter();
    let roles: Vec<_> = roles
        .filter(|role| frame.rule.by.contains(&role.id))
        .collect();
    let names = |lang, with: &str| -> String {
        let names: Vec<_> = roles.iter().map(|role| role.name.get(lang)).collect();
        names.join(with)
    };
    Some(frame.broken(
        "role",
        &[],
        &format!("本行为由{}作出", names(base::Lang::Zh, "或者")),
        &format!("the act is for: {}", names(base::Lang::En, ", ")),
    ))
}

fn lacks(frame: &Frame<'_>, kind: &str, act: &Act) -> Broken {
    let found = frame
        .around
        .procedures
        .rules
        .document_kind(kind, act.at.date());
    let name = |lang| found.map_or(kind, |found| found.head.name.get(lang));
    frame.broken(
        "document",
        &["W54"],
        &format!("案卷中缺少“{}”，请先制作", name(base::Lang::Zh)),
        &format!("the file lacks the {}; make it first", name(base::Lang::En)),
    )
}

fn unstated(frame: &Frame<'_>, field: &str) -> Broken {
    let mut parts = field.split('.');
    let first = parts.next().unwrap_or_default();
    let schema = frame.around.schema();
    let found = match parts.next() {
        None => schema.field("case", first),
        Some(inner) => schema.field(&crate::stated::record_of(schema, first), inner),
    };
    let name = |lang| found.map_or(field, |found| found.meaning.get(lang));
    frame.broken(
        "field",
        &["W55"],
        &format!("缺少必填项“{}”（{field}）", name(base::Lang::Zh)),
        &format!("{} must be stated ({field})", name(base::Lang::En)),
    )
}
