//! Packs that are broken in one way each, and what the lint says of it: place, code and words.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use base::Lang;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rules::{Citation, Folder, Holding, ProvisionIndex, lint};
use support::mini_files;

/// What is changed in the small pack `tests/mini`, and what the lint must then say, a line for each finding.
struct Broken {
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static str,
}

const fn broken(
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    says: &'static str,
) -> Broken {
    Broken {
        what,
        file,
        from,
        to,
        says,
    }
}

const PARAMETERS: &str = "parameters/sample.yaml";
const DOCUMENTS: &str = "documents/sample.yaml";
const PROCEDURES: &str = "procedures/sample.yaml";
const DISCRETION: &str = "discretion/sample.yaml";
const LENIENCY: &str = "leniency/sample.yaml";
const WHEN: &str = "case.corrected && case.earlier_violations == 0";

#[rustfmt::skip]
const TABLE: &[Broken] = &[
    broken("a key that is misspelt", PARAMETERS,
        "    type: money",
        "    type: money\n    exmaples: []",
        "mini/parameters/sample.yaml:5:5: error[pack.unknown_key] unknown key \"exmaples\"; is \"examples\" meant?"),
    broken("a file that no kind has", "readme.yaml",
        "",
        "a: 1\n",
        "mini/readme.yaml:1:1: error[pack.unknown_file] no kind of rule file has this name; there are pack.yaml, terms.yaml, synonyms.yaml, polyphones.yaml, policy.yaml, holidays/, parameters/, facts/, documents/, guards/, procedures/, discretion/, leniency/, intake/"),
    broken("no YAML", PARAMETERS,
        "provisions: [law/样例条例#3.1]",
        "provisions: [law/样例条例#3.1",
        "mini/parameters/sample.yaml:6:14: error[pack.yaml] this is not valid YAML: illegal placement of ':' indicator"),
    broken("a key that stands twice", PARAMETERS,
        "    type: money",
        "    type: money\n    type: count",
        "mini/parameters/sample.yaml:5:5: error[pack.yaml] the key \"type\" stands twice: remove one of them"),
    broken("a missing key", DOCUMENTS,
        "    sealed: true\n",
        "",
        "mini/documents/sample.yaml:2:5: error[pack.missing_key] the key \"sealed\" is missing, add it (Whether it bears the seal of the authority)"),
    broken("a missing anchor day", LENIENCY,
        "    judged_by: act\n",
        "",
        "mini/leniency/sample.yaml:2:5: error[pack.anchor_missing] the day by which the rule is judged is not named: add judged_by: violation, filing or act"),
    broken("a missing translation", DOCUMENTS,
        "name: { zh: 告知书, en: notice }",
        "name: { zh: 告知书 }",
        "mini/documents/sample.yaml:3:11: error[pack.translation_missing] the text lacks its English part (en): add it"),
    broken("an empty translation", DOCUMENTS,
        "name: { zh: 告知书, en: notice }",
        "name: { zh: '', en: notice }",
        "mini/documents/sample.yaml:3:11: error[pack.translation_missing] the text lacks its Chinese part (zh): add it"),
    broken("a word that is not among the choices", LENIENCY,
        "effect: no_penalty",
        "effect: no_penalties",
        "mini/leniency/sample.yaml:9:13: error[pack.wrong_type] expected here: one of no_penalty, lighter, mitigated, no_coercion; is \"no_penalty\" meant?; found \"no_penalties\""),
    broken("a day that is none", DISCRETION,
        "from: 2024-01-01",
        "from: 2024-02-30",
        "mini/discretion/sample.yaml:6:23: error[pack.wrong_type] expected here: a day, written 2021-07-15; found \"2024-02-30\""),
    broken("an amount as a number with a point", PARAMETERS,
        "value: 200元",
        "value: 200.50",
        "mini/parameters/sample.yaml:9:18: error[pack.wrong_type] expected here: an amount, written 200元; found \"200.50\""),
    broken("an amount below a fen", DISCRETION,
        "range: { least: 50元",
        "range: { least: 50.001元",
        "mini/discretion/sample.yaml:9:21: error[pack.wrong_type] expected here: an amount, written 200元 or 1.5万元, exact to the fen; found \"50.001元\""),
    broken("a list where a text stands", "policy.yaml",
        "actions: [case.read]",
        "actions: case.read",
        "mini/policy.yaml:12:14: error[pack.wrong_type] expected here: a list; found \"case.read\""),
    broken("an id with capitals", DOCUMENTS,
        "- id: notice",
        "- id: Notice",
        "mini/documents/sample.yaml:2:9: error[pack.id_malformed] \"Notice\" is not an id: small letters, digits and underscores, parts set off by dots, such as penalty.decision\nmini/procedures/sample.yaml:22:17: error[pack.reference_unknown] there is no document kind \"notice\"\nmini/procedures/sample.yaml:32:21: error[pack.reference_unknown] there is no document kind \"notice\""),
    broken("an id that stands twice", "facts/sample.yaml",
        "type: count }",
        "type: count }\n  - { id: dogs, name: { zh: 犬, en: dogs }, type: count }",
        "mini/facts/sample.yaml:3:11: error[pack.id_duplicate] the id \"dogs\" of a fact stands at facts/sample.yaml:2:11 already: choose another"),
    broken("an unknown role", "policy.yaml",
        "role: officer\n",
        "role: oficer\n",
        "mini/policy.yaml:11:11: error[pack.reference_unknown] there is no role \"oficer\"; is \"officer\" meant?"),
    broken("an unknown action", "policy.yaml",
        "actions: [case.read]",
        "actions: [case.delete]",
        "mini/policy.yaml:12:15: error[pack.reference_unknown] there is no action \"case.delete\""),
    broken("an unknown document kind", PROCEDURES,
        "makes: [notice]",
        "makes: [notice, letter]",
        "mini/procedures/sample.yaml:22:25: error[pack.reference_unknown] there is no document kind \"letter\""),
    broken("an unknown stage", PROCEDURES,
        "to: closed\n",
        "to: close\n",
        "mini/procedures/sample.yaml:11:15: error[pack.stage_unreachable] no act leads to the stage \"closed\": let the to of an act name it, or remove it\nmini/procedures/sample.yaml:31:13: error[pack.reference_unknown] there is no stage \"close\"; is \"closed\" meant?"),
    broken("an unknown term", PROCEDURES,
        "term: sample.decision",
        "term: sample.deadline",
        "mini/procedures/sample.yaml:13:65: error[pack.reference_unknown] there is no term \"sample.deadline\""),
    broken("an unknown clock", PROCEDURES,
        "clock: decision, does: start",
        "clock: payment, does: start",
        "mini/procedures/sample.yaml:13:15: error[pack.clock_never_starts] no act starts the clock \"decision\": write does: start under the clocks of an act\nmini/procedures/sample.yaml:24:22: error[pack.reference_unknown] there is no clock \"payment\""),
    broken("an unknown fact of a measure", DISCRETION,
        "fact: dogs",
        "fact: cats",
        "mini/discretion/sample.yaml:10:22: error[pack.reference_unknown] there is no fact \"cats\""),
    broken("an address without article", LENIENCY,
        "provisions: [law/样例条例#6]",
        "provisions: [law/样例条例]",
        "mini/leniency/sample.yaml:4:18: error[pack.provision_malformed] \"law/样例条例\" is not the address of a provision: write law/行政处罚法#63.1.3 (statute#article.paragraph.point.subpoint)"),
    broken("an unknown statute", LENIENCY,
        "provisions: [law/样例条例#6]",
        "provisions: [law/无此条例#6]",
        "mini/leniency/sample.yaml:4:18: error[pack.provision_unknown] the library holds no statute 《无此条例》: check the title, or import it"),
    broken("an unknown provision", LENIENCY,
        "provisions: [law/样例条例#6]",
        "provisions: [law/样例条例#66]",
        "mini/leniency/sample.yaml:4:18: error[pack.provision_unknown] 《样例条例》 has no provision 66: check article, paragraph and point"),
    broken("a provision that is no longer in force", LENIENCY,
        "provisions: [law/样例条例#6]",
        "provisions: [law/旧条例#6]",
        "mini/leniency/sample.yaml:4:18: error[pack.provision_not_in_force] 《旧条例》 is not in force on 2024-01-01, when the rule is (in force until 2023-01-01): change the interval or the citation"),
    broken("a provision that was not yet in force", DISCRETION,
        "in_force: { from: 2024-01-01 }\n    offence: law/样例条例#3.1",
        "in_force: { from: 2022-01-01, until: 2022-01-02 }\n    offence: law/旧条例#3.1",
        "mini/discretion/sample.yaml:4:18: error[pack.provision_not_in_force] 《样例条例》 is not in force on 2022-01-01, when the rule is (in force from 2023-01-01): change the interval or the citation"),
    broken("a rule that rests on nothing", "policy.yaml",
        "provisions: [law/样例条例#7]",
        "provisions: []",
        "mini/policy.yaml:8:17: error[pack.ground_missing] the rule rests on nothing: cite a provision, or say with because why it holds without one"),
    broken("an interval that ends before it begins", "policy.yaml",
        "in_force: { from: 2024-01-01 }",
        "in_force: { from: 2024-01-01, until: 2023-01-01 }",
        "mini/policy.yaml:10:15: error[pack.interval_empty] the interval ends before it begins: until is the first day on which it holds no longer, so it is later than from"),
    broken("two values for one day", PARAMETERS,
        "source: statute }",
        "source: statute }\n      - { value: 300元, in_force: { from: 2026-06-01 }, source: statute }",
        "mini/parameters/sample.yaml:10:9: error[pack.interval_overlap] two values hold for one sector and region on 2026-06-01 (the other stands at 9:9): give the earlier one an until"),
    broken("an unknown field in an expression", LENIENCY,
        WHEN,
        "case.corected",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_unknown_field] case has no field \"corected\": is \"corrected\" meant?"),
    broken("an unknown variable in an expression", LENIENCY,
        WHEN,
        "kase.corrected",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_unknown_field] there is no variable \"kase\": case and today can be used"),
    broken("a comparison of unlike types", LENIENCY,
        WHEN,
        "case.violation_on > '2024-01-01'",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_type] \">\" does not work on date and string; write date('2021-07-15') for a day"),
    broken("an amount compared with a number", LENIENCY,
        WHEN,
        "has(case.fine) && case.fine > 200",
        "mini/leniency/sample.yaml:10:29: error[pack.expression_type] \">\" does not work on money and int; write yuan(…) or fen(…) for an amount, share(…) for a rate"),
    broken("a wrong number of arguments", LENIENCY,
        WHEN,
        "days_between(case.violation_on) > 3",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_argument_count] days_between takes 2 argument(s), 1 are given"),
    broken("an unknown function", LENIENCY,
        WHEN,
        "now() > case.violation_on",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_unknown_function] there is no function \"now\": docs/rules.md lists them"),
    broken("a floating-point number", LENIENCY,
        WHEN,
        "has(case.fine) && case.fine > 1.5",
        "mini/leniency/sample.yaml:10:41: error[pack.expression_float] floating-point numbers are refused: write yuan(…) or fen(…) for money, share(amount, numerator, denominator) for a rate"),
    broken("an optional field without a question", LENIENCY,
        WHEN,
        "case.filed_on > case.discovered_on",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_unguarded] case.filed_on may be absent: write has(case.filed_on) && before it"),
    broken("a result of another type", LENIENCY,
        WHEN,
        "case.earlier_violations",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_type] the expression is to give the type bool, it gives int"),
    broken("a word that a field never holds", LENIENCY,
        WHEN,
        "case.harm == 'huge'",
        "mini/leniency/sample.yaml:10:24: error[pack.expression_type] the field is never \"huge\", but one of: none, slight, ordinary, serious"),
    broken("an expression that could run long", LENIENCY,
        WHEN,
        "case.documents.all(a, case.evidence.exists(b, a.kind == b.kind))",
        "mini/leniency/sample.yaml:10:11: error[pack.expression_cost] the expression could take 100016004 steps, 1000000 are allowed: nest fewer walks over lists"),
    broken("an expression that is no CEL", LENIENCY,
        WHEN,
        "case.corrected and true",
        "mini/leniency/sample.yaml:10:26: error[pack.expression_syntax] this is not CEL: mismatched input 'and'"),
    broken("an unknown parameter in an expression", LENIENCY,
        WHEN,
        "has(case.fine) && case.fine > parameter('sample.limits')",
        "mini/leniency/sample.yaml:10:51: error[pack.reference_unknown] no parameter is called \"sample.limits\" in the pack"),
    broken("a map in an expression", LENIENCY,
        WHEN,
        "\"size({'a': 1}) > 0\"",
        "mini/leniency/sample.yaml:10:17: error[pack.expression_type] a rule cannot build a map or a message"),
    broken("a stage that cannot be reached", PROCEDURES,
        "    clocks:\n      - { id: decision",
        "      - { id: limbo, name: { zh: 悬置, en: limbo } }\n    clocks:\n      - { id: decision",
        "mini/procedures/sample.yaml:12:15: error[pack.stage_unreachable] no act leads to the stage \"limbo\": let the to of an act name it, or remove it"),
    broken("an act that can never be done", PROCEDURES,
        "        makes: [notice]\n",
        "",
        "mini/procedures/sample.yaml:11:15: error[pack.stage_unreachable] no act leads to the stage \"closed\": let the to of an act name it, or remove it\nmini/procedures/sample.yaml:24:13: error[pack.act_impossible] the act \"close\" can never be done: no act before it makes the document \"notice\""),
    broken("a word of numbers that no act gives", PROCEDURES,
        "    subject: penalty\n",
        "    subject: penalty\n    number_word: 虚立\n",
        "mini/procedures/sample.yaml:8:18: error[pack.number_word] case numbers have a word and no act gives one: write numbers: case in the act that files the case"),
    broken("a number without a word", PROCEDURES,
        "        from: [open]\n",
        "        from: [open]\n        numbers: case\n",
        "mini/procedures/sample.yaml:21:18: error[pack.number_word] the act numbers the case and the procedure has no word: write number_word for the procedure"),
    broken("a task for somebody who may not do it", PROCEDURES,
        "        documents: [notice]\n",
        "        documents: [notice]\n        task: { role: head }\n",
        "mini/procedures/sample.yaml:33:23: error[pack.reference_unknown] there is no role \"head\"\nmini/procedures/sample.yaml:33:23: error[pack.task] the task waits for the role \"head\", which may not do the act: name one of its by"),
    broken("a task that looks at a register", PROCEDURES,
        "        documents: [notice]\n",
        "        documents: [notice]\n        task: { when: case.fined_before == 0 && has(case.noticed_on) && case.noticed_on < today }\n",
        "mini/procedures/sample.yaml:33:23: error[pack.task] the task looks at \"today\", which changes without an act: look at the case alone, and use after for a period\nmini/procedures/sample.yaml:33:23: error[pack.task] the task looks at \"fined_before\", which changes without an act: look at the case alone, and use after for a period"),
    broken("two first stages", PROCEDURES,
        "en: noticed } }",
        "en: noticed }, initial: true }",
        "mini/procedures/sample.yaml:9:7: error[pack.initial_stage] exactly one stage is the first (initial: true), 2 are"),
    broken("a clock that nothing stops", PROCEDURES,
        "does: end",
        "does: suspend",
        "mini/procedures/sample.yaml:13:15: error[pack.clock_never_ends] nothing stops the clock \"decision\": write does: end under the clocks of an act"),
    broken("a clock that nothing starts", PROCEDURES,
        "does: start",
        "does: resume",
        "mini/procedures/sample.yaml:13:15: error[pack.clock_never_starts] no act starts the clock \"decision\": write does: start under the clocks of an act"),
    broken("a gap between grades", DISCRETION,
        "from: 3, fine",
        "from: 4, fine",
        "mini/discretion/sample.yaml:13:61: error[pack.grade_gap] there is a gap between the grades: 3 up to 4 belongs to none"),
    broken("grades that overlap", DISCRETION,
        "below: 3",
        "below: 4",
        "mini/discretion/sample.yaml:13:61: error[pack.grade_overlap] the grades overlap: 3 up to 4 belongs to two"),
    broken("a last grade with an end", DISCRETION,
        "from: 3, fine",
        "from: 3, below: 9, fine",
        "mini/discretion/sample.yaml:13:71: error[pack.grade_gap] the last grade has no below: larger values would belong to no grade"),
    broken("a gap between fines", DISCRETION,
        "fine: { least: 100元",
        "fine: { least: 120元",
        "mini/discretion/sample.yaml:13:70: error[pack.grade_gap] there is a gap between the fines: 100元 to 120元 belongs to no grade"),
    broken("fines that overlap", DISCRETION,
        "most: 100元",
        "most: 120元",
        "mini/discretion/sample.yaml:13:70: error[pack.grade_overlap] the fines overlap: 100元 to 120元 belongs to two grades"),
    broken("a fine outside the range", DISCRETION,
        "fine: { least: 100元, most: 200元 }",
        "fine: { least: 100元, most: 300元 }",
        "mini/discretion/sample.yaml:13:70: error[pack.grade_range] the fine leaves the range of the provision, 50元 to 200元"),
    broken("an example of a parameter that fails", PARAMETERS,
        "expect: 200元",
        "expect: 300元",
        "mini/parameters/sample.yaml:11:35: error[pack.example_fails] the example fails: \"300元\" was expected, the rule gives \"200元\"; change the rule or the example"),
    broken("an example of a document that fails", DOCUMENTS,
        "missing: [facts]",
        "missing: []",
        "mini/documents/sample.yaml:14:35: error[pack.example_fails] the example fails: \"\" was expected, the rule gives \"facts\"; change the rule or the example"),
    broken("an example of a condition that fails", LENIENCY,
        "{ corrected: true }, expect: true",
        "{ corrected: true }, expect: false",
        "mini/leniency/sample.yaml:12:47: error[pack.example_fails] the example fails: \"false\" was expected, the rule gives \"true\"; change the rule or the example"),
    broken("an example of a benchmark that fails", DISCRETION,
        "{ dogs: 2 } }",
        "{ dogs: 3 } }",
        "mini/discretion/sample.yaml:15:49: error[pack.example_fails] the example fails: \"slight\" was expected, the rule gives \"serious\"; change the rule or the example"),
    broken("an example of a procedure that fails", PROCEDURES,
        "acts: [give_notice, close]",
        "acts: [close]",
        "mini/procedures/sample.yaml:37:50: error[pack.example_fails] the example fails: \"close\" cannot be done in the stage \"open\""),
    broken("an unknown guard", PROCEDURES,
        "guards: [sample.corrected]",
        "guards: [sample.correct]",
        "mini/procedures/sample.yaml:33:18: error[pack.reference_unknown] there is no guard \"sample.correct\"; is \"sample.corrected\" meant?"),
    broken("an act that states what registers say", PROCEDURES,
        "        makes: [notice]\n",
        "        makes: [notice]\n        takes: [{ field: earlier_violations }]\n",
        "mini/procedures/sample.yaml:23:26: error[pack.case_field] the field \"earlier_violations\" is not said here: see `from` in the snapshot"),
    broken("an act that sets a field to another type", PROCEDURES,
        "        makes: [notice]\n",
        "        makes: [notice]\n        sets: [{ field: noticed_on, to: 'true' }]\n",
        "mini/procedures/sample.yaml:23:25: error[pack.case_field] the field \"noticed_on\" is of the type date, the expression gives bool"),
    broken("an example of a guard that fails", "guards/sample.yaml",
        "{ corrected: false }, expect: false",
        "{ corrected: false }, expect: true",
        "mini/guards/sample.yaml:12:48: error[pack.example_fails] the example fails: \"true\" was expected, the rule gives \"false\"; change the rule or the example"),
    broken("an example of a grant that fails", "policy.yaml",
        "[[a, handler]]",
        "[[b, handler]]",
        "mini/policy.yaml:15:73: error[pack.example_fails] the example fails: \"true\" was expected, the rule gives \"false\"; change the rule or the example"),
    broken("an example with an unknown field", LENIENCY,
        "given: { corrected: true }",
        "given: { corrcted: true }",
        "mini/leniency/sample.yaml:12:20: error[pack.example_malformed] corrcted of the example is wrong: case has no such field"),
    broken("a manifest that names another folder", "pack.yaml",
        "id: mini",
        "id: maxi",
        "mini/pack.yaml:1:5: error[pack.manifest] the id in pack.yaml is that of the folder: \"mini\""),
    broken("a parent that is not there", "pack.yaml",
        "version: 0.1.0",
        "version: 0.1.0\nextends: cn",
        "mini/pack.yaml:4:10: error[pack.manifest] the pack \"cn\", which \"mini\" extends, is not beside it"),
    broken("a term that base refuses", "terms.yaml",
        "roll_over: []",
        "roll_over: [rest_day, rest_days]",
        "mini/terms.yaml:6:27: error[pack.wrong_type] expected here: one of rest_day, statutory_holiday; is \"rest_day\" meant?; found \"rest_days\""),
];

fn pack(change: &Broken) -> Folder {
    let mut files = mini_files();
    let text = files.entry(change.file.to_owned()).or_default();
    if change.from.is_empty() {
        change.to.clone_into(text);
    } else {
        assert_eq!(
            text.matches(change.from).count(),
            1,
            "{}: {:?} does not stand once",
            change.what,
            change.from
        );
        *text = text.replace(change.from, change.to);
    }
    Folder::new(
        "mini",
        files
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes())),
    )
}

#[test]
fn the_small_pack_itself_is_in_order() {
    let files = mini_files()
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()));
    let report = lint(&[Folder::new("mini", files)], Some(&SampleLibrary));
    let lines: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.line(Lang::En))
        .collect();
    assert_eq!(lines, Vec::<String>::new());
}

#[test]
fn each_broken_pack_gets_its_message_and_no_other() {
    let mut wrong = Vec::new();
    for change in TABLE {
        let report = lint(&[pack(change)], Some(&SampleLibrary));
        let lines: Vec<_> = report
            .findings
            .iter()
            .map(|finding| finding.line(Lang::En))
            .collect();
        if lines.join("\n") != change.says {
            wrong.push(format!(
                "{}\n  expected {}\n  said     {}",
                change.what,
                change.says,
                lines.join("\n           ")
            ));
        }
        for finding in &report.findings {
            let zh = finding.message.get(Lang::Zh);
            let is_chinese = zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(is_chinese, "{}: no Chinese message: {zh}", change.what);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn there_are_forty_of_them_and_each_is_another() {
    let mut changes: Vec<_> = TABLE
        .iter()
        .map(|change| (change.file, change.from, change.to))
        .collect();
    changes.sort_unstable();
    changes.dedup();
    assert_eq!(changes.len(), TABLE.len());
    assert!(TABLE.len() >= 40, "{}", TABLE.len());
}

#[test]
fn without_a_library_a_note_says_that_provisions_were_not_checked() {
    let files = mini_files()
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()));
    let report = lint(&[Folder::new("mini", files)], None);
    assert!(!report.has_errors());
    assert_eq!(
        report.findings[0].line(Lang::En),
        "mini/pack.yaml:1:1: note[pack.provisions_unchecked] no library was given, so 5 citations were not checked: name its data folder with --data"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is done to a file, the lint gives findings with places inside it.
    #[test]
    fn a_damaged_pack_is_linted_all_the_same(file in 0..9_usize, at in 0.0..1.0_f64, drop in 0..40_usize, put in "[a-z:{}\\[\\]&*'\"\n #|>-]{0,6}|law/甲#1|[0-9]{1,30}|''|~") {
        let mut files = mini_files();
        let path = files.keys().nth(file).unwrap().clone();
        let text = &files[&path];
        let characters: Vec<char> = text.chars().collect();
        let from = (at * characters.len() as f64) as usize;
        let until = (from + drop).min(characters.len());
        let damaged: String = characters[..from].iter().chain(&put.chars().collect::<Vec<_>>()).chain(&characters[until..]).collect();
        let lines = damaged.lines().count();
        files.insert(path.clone(), damaged);
        let files = files.into_iter().map(|(path, text)| (path, text.into_bytes()));
        let folder = Folder::new("mini", files);
        let report = lint(std::slice::from_ref(&folder), Some(&SampleLibrary));
        for finding in report.findings.iter().filter(|finding| finding.file == path) {
            prop_assert!(finding.at.line <= lines + 1 && finding.at.column >= 1, "{}", finding.line(Lang::En));
        }
        if rules::RuleSet::load(&[folder]).is_ok() {
            prop_assert!(report.findings.iter().all(|finding| finding.code.as_str() != "pack.yaml"));
        }
    }
}

/// A library that holds 样例条例 with seven articles, in force from 2023, and 旧条例 until 2023.
struct SampleLibrary;

impl ProvisionIndex for SampleLibrary {
    fn look_up(&self, provision: &Citation, on: Option<Date>) -> Holding {
        let article: u32 = provision.article.parse().unwrap_or(0);
        let start = date(2023, 1, 1);
        match provision.statute.as_str() {
            "样例条例" if article > 7 => Holding::UnknownProvision,
            "样例条例" if on.is_some_and(|on| on < start) => {
                Holding::NotInForce("in force from 2023-01-01".to_owned())
            }
            "旧条例" if on.is_some_and(|on| on >= start) => {
                Holding::NotInForce("in force until 2023-01-01".to_owned())
            }
            "样例条例" | "旧条例" => Holding::InForce,
            _ => Holding::UnknownStatute,
        }
    }
}
