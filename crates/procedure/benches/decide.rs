//! What a decision costs: filing a case, the act with the most guards, under the national pack.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use procedure::{Act, AuthorityNow, Case, Manner, OfficerNow, Procedures, Verdict, World};
use rules::{Folder, RuleSet};
use serde_json::{Value, json};

fn procedures() -> Procedures {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    let folders = Folder::read_with_parents(&pack).expect("the pack of the repository");
    Procedures::new(Arc::new(RuleSet::load(&folders).expect("a sound pack")))
}

fn world() -> World {
    let officer = |id: &str| OfficerNow {
        id: id.to_owned(),
        authority: "a".to_owned(),
        certificate_valid: true,
        auxiliary: false,
        legal_qualification: false,
        interested: false,
    };
    World {
        authority: AuthorityNow {
            holds_item: true,
            confirmed: true,
            covers_place: true,
            entrustment_valid: true,
            ..AuthorityNow::unknown()
        },
        acting: vec![officer("o1"), officer("o2")],
        officers: vec![officer("o1"), officer("o2")],
        ..World::default()
    }
}

fn act(kind: &str, role: &str, states: &Value) -> Act {
    Act {
        kind: kind.to_owned(),
        at: date(2026, 3, 3).at(10, 0, 0, 0),
        manner: Manner::Requested,
        roles: vec![role.to_owned()],
        states: states.as_object().cloned().unwrap_or_default(),
        documents: Vec::new(),
        overriding: None,
        numbers: Vec::new(),
    }
}

fn lead(procedures: &Procedures, world: &World) -> Case {
    let opened = procedures.opened("penalty.ordinary", date(2026, 3, 3));
    let states = json!({
        "source": "inspection", "discovered_on": "2026-03-02", "violation_on": "2026-03-01",
        "place": { "area": "440305" }, "sector": "city_appearance", "item": "i1",
        "parties": [{ "kind": "organisation" }],
    });
    let register = act("register_lead", "officer", &states);
    match procedures.decide(&opened.expect("a procedure"), &register, world) {
        Ok(Verdict::Done(effects)) => effects.case,
        other => panic!("a lead can be registered: {other:?}"),
    }
}

fn decide(criterion: &mut Criterion) {
    let (procedures, world) = (procedures(), world());
    let case = lead(&procedures, &world);
    let officers = json!([{ "id": "o1", "role": "handler" }, { "id": "o2", "role": "assistant" }]);
    let file = act("file_case", "head", &json!({ "officers": officers }));
    let verdict = procedures.decide(&case, &file, &world);
    assert!(matches!(verdict, Ok(Verdict::Done(_))), "{verdict:?}");
    criterion.bench_function("decide/file_case", |bencher| {
        bencher.iter(|| procedures.decide(black_box(&case), &file, &world));
    });
    let roles = ["officer".to_owned()];
    let at = date(2026, 3, 3).at(10, 0, 0, 0);
    criterion.bench_function("possible/lead", |bencher| {
        bencher.iter(|| procedures.possible(black_box(&case), &roles, &world, at));
    });
}

criterion_group!(benches, decide);
criterion_main!(benches);
