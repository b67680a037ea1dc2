//! The packs of this repository, their schemas, digests, archives and differences.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use base::Lang;
use jiff::civil::{Date, date};
use rules::model::{CaseRole, Confidentiality, Effect, Person, Record};
use rules::{
    ChangeKind, Citation, FileKind, Folder, Holding, Over, ProvisionIndex, Question, RuleSet, diff,
    json_schema, lint,
};
use serde_json::{Value, json};
use support::mini_files;

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

fn city() -> Vec<Folder> {
    Folder::read_with_parents(&packs().join("sample-city")).unwrap()
}

fn mini() -> Folder {
    let files = mini_files().into_iter();
    Folder::new("mini", files.map(|(path, text)| (path, text.into_bytes())))
}

/// The statutes that the packs cite, each with a day from which some version of it is in force.
/// Whether each provision exists is asked of a filled library, by `xiezhi pack lint --data`.
struct CitedStatutes;

impl ProvisionIndex for CitedStatutes {
    fn look_up(&self, provision: &Citation, on: Option<Date>) -> Holding {
        let from = match provision.statute.as_str() {
            "行政处罚法" => date(2021, 7, 15),
            "行政强制法" => date(2012, 1, 1),
            "行政许可法" => date(2019, 4, 23),
            "行政复议法" => date(2018, 1, 1),
            "行政诉讼法" => date(2017, 7, 1),
            "民事诉讼法" => date(2022, 1, 1),
            "外国人入境出境管理条例" => date(2013, 9, 1),
            "民法典" => date(2021, 1, 1),
            "行政执法机关移送涉嫌犯罪案件的规定" => date(2020, 8, 7),
            "云麓市市容和环境卫生管理条例" => date(2024, 10, 1),
            _ => return Holding::UnknownStatute,
        };
        if on.is_some_and(|on| on < from) {
            Holding::NotInForce(format!("in force from {from}"))
        } else {
            Holding::InForce
        }
    }
}

#[test]
fn the_packs_of_this_repository_are_in_order() {
    let report = lint(&city(), Some(&CitedStatutes));
    let lines: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.line(Lang::En))
        .collect();
    assert_eq!(lines, Vec::<String>::new());
    assert!(report.rules > 150 && report.expressions > 15 && report.provisions > 100);
}

#[test]
fn the_published_schemas_are_fresh() {
    for kind in FileKind::ALL {
        let path = packs().join(format!("schema/{}.schema.json", kind.name()));
        let published: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(
            published,
            json_schema(kind),
            "{} is stale: cargo run -p rules --example write_generated",
            path.display()
        );
    }
}

#[test]
fn every_file_of_the_packs_is_valid_by_its_published_schema() {
    let mut checked = 0;
    let mini = mini();
    for folder in city().iter().chain([&mini]) {
        for path in folder.paths() {
            let Some(kind) = FileKind::of_path(path) else {
                continue;
            };
            let schema = jsonschema::draft202012::new(&json_schema(kind)).unwrap();
            let yaml = rules::yaml_as_json(folder.text(path).unwrap()).unwrap();
            let faults: Vec<_> = schema
                .iter_errors(&yaml)
                .map(|fault| format!("{} {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{path}: {faults:?}");
            checked += 1;
        }
    }
    assert!(checked > 25, "{checked}");
}

#[test]
fn a_published_schema_refuses_what_the_lint_refuses() {
    let schema = jsonschema::draft202012::new(&json_schema(FileKind::Leniency)).unwrap();
    let mut files = mini_files();
    let yaml = files.remove("leniency/sample.yaml").unwrap();
    for (from, to) in [
        ("    judged_by: act\n", ""),
        ("effect: no_penalty", "effect: none"),
        ("law/样例条例#6", "样例条例第六条"),
        ("id: dogs.first", "id: Dogs First"),
        ("sector: dogs", "sectors: dogs"),
    ] {
        let broken = rules::yaml_as_json(&yaml.replace(from, to)).unwrap();
        assert!(!schema.is_valid(&broken), "{from} → {to}");
    }
}

#[test]
fn the_digest_does_not_depend_on_order_or_line_ends() {
    let files = mini_files();
    let as_is = mini();
    let reversed = files
        .clone()
        .into_iter()
        .rev()
        .map(|(path, text)| (path, text.into_bytes()));
    assert_eq!(Folder::new("mini", reversed).digest(), as_is.digest());
    let dos = files.clone().into_iter().map(|(path, text)| {
        (
            path,
            format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
        )
    });
    assert_eq!(Folder::new("other name", dos).digest(), as_is.digest());
    let changed = files
        .into_iter()
        .map(|(path, text)| (path, text.replace("200元", "201元").into_bytes()));
    assert_ne!(Folder::new("mini", changed).digest(), as_is.digest());
}

#[test]
fn what_a_digest_contained_is_produced_again_from_its_archive() {
    for folder in city() {
        let archive = folder.archive();
        let restored = Folder::of_archive(folder.name(), &archive).unwrap();
        assert_eq!(restored, folder);
        assert_eq!(restored.archive(), archive);
        assert_eq!(restored.digest(), folder.digest());
        let text = folder.digest().to_string();
        assert_eq!(text.parse(), Ok(folder.digest()));
    }
}

#[test]
fn an_archive_that_leads_out_of_its_folder_is_refused() {
    let mut archive = mini().archive();
    // The name of the first file begins the archive; the checksum of its header is put right.
    let name = b"../../etc/x";
    archive[..100].fill(0);
    archive[..name.len()].copy_from_slice(name);
    archive[148..156].fill(b' ');
    let sum: u32 = archive[..512].iter().map(|byte| u32::from(*byte)).sum();
    archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let error = Folder::of_archive("mini", &archive).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the archive is not that of a rule pack: a path leads out of it"
    );
    assert!(Folder::of_archive("mini", b"no archive at all").is_err());
}

#[test]
fn two_packs_are_compared_rule_by_rule_and_field_by_field() {
    let mut files = mini_files();
    for (path, from, to) in [
        ("parameters/sample.yaml", "value: 200元", "value: 300元"),
        (
            "procedures/sample.yaml",
            "from: [noticed]",
            "from: [noticed, open]",
        ),
        ("facts/sample.yaml", "id: dogs", "id: cats"),
    ] {
        let text = files.get_mut(path).unwrap();
        *text = text.replace(from, to);
    }
    let after = Folder::new(
        "mini",
        files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    );
    let difference = diff(&mini(), &after);
    let lines: Vec<String> = difference
        .changes
        .iter()
        .map(|change| match &change.change {
            ChangeKind::Added => format!("{} {} added", change.kind, change.rule),
            ChangeKind::Removed => format!("{} {} removed", change.kind, change.rule),
            ChangeKind::Changed { fields } => {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|field| format!("{} {} → {}", field.path, field.before, field.after))
                    .collect();
                format!("{} {}: {}", change.kind, change.rule, fields.join("; "))
            }
        })
        .collect();
    assert_eq!(
        lines,
        [
            "facts cats added",
            "facts dogs removed",
            r#"parameters sample.limit (2024-01-01): values.0.value "200元" → "300元""#,
            r#"procedures sample (2024-01-01): acts.close.from.1 null → "open""#,
        ]
    );
    assert_eq!(diff(&mini(), &mini()).changes, []);
}

fn question(judged_on: Date) -> Question {
    Question {
        judged_on,
        today: judged_on,
        sector: "city_appearance".to_owned(),
        region: "云麓".to_owned(),
    }
}

#[test]
fn the_rules_of_the_city_answer_about_a_case() {
    let rules = RuleSet::load(&city()).unwrap();
    let on = date(2025, 6, 2);
    let offence: Citation = "law/云麓市市容和环境卫生管理条例#25.1".parse().unwrap();
    let case = json!({ "harm": "none", "corrected": true, "earlier_violations": 0, "facts": { "occupied_square_metres": 1 } });

    let benchmarks: Vec<_> = rules
        .benchmarks_for(&offence, on)
        .map(|benchmark| {
            let grade = rules.grade_of(benchmark, &case, &question(on)).unwrap();
            (
                benchmark.head.id.as_str(),
                grade.map(|grade| grade.id.as_str()),
            )
        })
        .collect();
    assert_eq!(
        benchmarks,
        [
            ("stall.individual", Some("slight")),
            ("stall.organisation", Some("slight"))
        ]
    );

    let effects: Vec<_> = rules
        .leniency_for(&offence, on)
        .filter(|entry| {
            rules
                .holds(Over::Case, &entry.when, &case, &question(on))
                .unwrap()
        })
        .map(|entry| entry.effect)
        .collect();
    assert_eq!(effects, [Effect::NoPenalty, Effect::NoCoercion]);
    assert_eq!(rules.leniency_for(&offence, date(2024, 9, 30)).count(), 0);

    let ids: Vec<_> = rules
        .packs()
        .iter()
        .map(|pack| pack.manifest.id.as_str())
        .collect();
    assert_eq!(ids, ["cn", "sample-city"]);
}

#[test]
fn a_document_kind_is_that_of_the_day() {
    let rules = RuleSet::load(&city()).unwrap();
    let missing = |on| {
        rules
            .document_kind("on_spot_decision", on)
            .unwrap()
            .missing(&["party"])
            .contains(&"review_first")
    };
    assert!(!missing(date(2023, 12, 31)), "review first is new");
    assert!(missing(date(2024, 1, 1)));
    assert!(
        rules
            .document_kind("on_spot_decision", date(2021, 7, 14))
            .is_none()
    );
    let codes: BTreeSet<_> = rules
        .document_kinds()
        .iter()
        .filter_map(|kind| kind.code.as_deref())
        .collect();
    let wanted: Vec<String> = (1..=42).map(|number| format!("D{number:02}")).collect();
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn the_policy_table_lets_an_administrator_see_no_case() {
    let rules = RuleSet::load(&city()).unwrap();
    let policy = rules.policy();
    let person = Person {
        id: "a".to_owned(),
        authority: "x".to_owned(),
        ..Person::default()
    };
    let record = Record {
        authority: "x".to_owned(),
        roles: vec![("a".to_owned(), CaseRole::Handler)],
        confidentiality: Confidentiality::Public,
        ..Record::default()
    };
    let about_cases = policy.actions.iter().filter(|action| {
        matches!(
            action.on,
            rules::model::ActionObject::Case | rules::model::ActionObject::Party
        )
    });
    for action in about_cases {
        let sees = policy
            .grants_for("administrator", &action.id)
            .any(|grant| grant.scope.admits(&person, &record));
        assert!(!sees, "an administrator may {}", action.id);
    }
    assert!(
        policy
            .grants_for("officer", "case.read")
            .any(|grant| grant.scope.admits(&person, &record))
    );
    let roles: Vec<_> = policy.roles.iter().map(|role| role.id.as_str()).collect();
    assert_eq!(
        roles,
        [
            "officer",
            "team_leader",
            "legal_reviewer",
            "head",
            "supervisor",
            "leader",
            "prosecutor",
            "auditor",
            "administrator",
            "source",
        ]
    );
}

#[test]
fn a_broken_pack_is_refused_with_its_first_fault() {
    let mut files = mini_files();
    let text = files.get_mut("leniency/sample.yaml").unwrap();
    *text = text.replace("case.corrected &&", "case.corected &&");
    let folder = Folder::new(
        "mini",
        files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    );
    let error = RuleSet::load(&[folder]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pack has 1 error(s); the first is mini/leniency/sample.yaml:10:11: error[pack.expression_unknown_field] case has no field \"corected\": is \"corrected\" meant?"
    );
}

#[test]
fn a_term_that_ends_in_a_year_without_known_holidays_leaves_out_weekends() {
    let rules = RuleSet::load(&city()).unwrap();
    let mut guards = rules.guards().iter();
    let guard = guards
        .find(|guard| guard.head.id == "notice.period_over")
        .unwrap();
    let case = json!({ "waived": true, "hearing_waived": false, "hearing_requested": false, "hearing_told_on": "2026-12-30" });
    let over = |on| {
        rules
            .holds(Over::Case, &guard.require, &case, &question(on))
            .unwrap()
    };
    assert!(!over(date(2027, 1, 6)));
    assert!(over(date(2027, 1, 7)));
}

#[test]
fn a_procedure_is_drawn_with_every_stage_act_and_clock() {
    let rules = RuleSet::load(&city()).unwrap();
    let procedure = rules
        .procedure("penalty.ordinary", date(2025, 1, 1))
        .unwrap();
    let svg = rules::draw(procedure);
    let names = procedure
        .stages
        .iter()
        .map(|stage| &stage.name)
        .chain(procedure.acts.iter().map(|act| &act.name))
        .chain(procedure.clocks.iter().map(|clock| &clock.name));
    for name in names {
        for lang in [Lang::Zh, Lang::En] {
            assert!(svg.contains(name.get(lang)), "{name:?}");
        }
    }
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
}

#[test]
fn the_manual_of_the_language_is_fresh() {
    let path = packs().join("../docs/rules.md");
    let written = fs::read_to_string(path).unwrap();
    assert!(
        written == rules::manual(),
        "docs/rules.md is stale: cargo run -p rules --example write_generated"
    );
}
