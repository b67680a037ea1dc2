//! Stories of inspections, of measures of their own and of transfers to the police.

use jiff::ToSpan;
use serde_json::{Value, json};

use crate::ending::archive;
use crate::story::Story;
use crate::teller::{By, Teller};

/// The source of an inspection that belongs to the yearly number of them.
pub(crate) const OF_OWN_ACCORD: &str = "inspection";
/// The source of one that does not.
pub(crate) const ASSIGNED: &str = "assigned";

/// Where, what and who.
fn facts(teller: &mut Teller<'_>, source: &str) -> Value {
    json!({
        "source": source,
        "discovered_on": teller.today(),
        "place": teller.place(),
        "sector": teller.item().sector.as_str(),
        "item": teller.story.item.to_string(),
        "parties": [teller.story.party.stated()],
        "delegated": teller.item().delegated,
    })
}

/// The same of a violation that is found.
fn violation(teller: &mut Teller<'_>, source: &str) -> Value {
    let before = teller.chance.days(12);
    let mut found = facts(teller, source);
    let on = teller
        .today()
        .map(|today| today.saturating_sub(before.days()));
    found["violation_on"] = json!(on);
    found["cause"] = teller.item().behaviour.clone().into();
    found
}

/// An inspection on site: planned and approved on one day, so that nobody inspects in between.
pub(crate) fn inspection(mut teller: Teller<'_>) -> Story {
    teller.story.procedure = "inspection.on_site";
    let sources = [OF_OWN_ACCORD, "report", ASSIGNED, "monitoring"];
    let source = sources[teller.chance.weighted(&[70, 15, 9, 6])];
    let mut plan = facts(&mut teller, source);
    plan["planned"] = true.into();
    plan["officers"] = teller.officers();
    teller.act(By::Handler, "plan_inspection", plan);
    if teller.chance.per_mille(80) {
        let visit = format!("联查{}（虚构）", teller.story.number);
        teller.act(By::Handler, "merge_visit", json!({"joint_visit": visit}));
    }
    teller.act(By::Head, "approve_inspection", json!({}));
    teller.wait(0, 4);
    if teller.chance.per_mille(40) {
        let reason = json!({"reason": "对象已停业（虚构）"});
        teller.act(By::Head, "cancel_inspection", reason);
        return teller.done();
    }
    teller.act(By::Handler, "notify", json!({}));
    teller.wait(0, 2);
    on_site(&mut teller);
    teller.wait(0, 3);
    teller.act(By::Handler, "tell_result", json!({}));
    teller.wait(0, 3);
    teller.act(By::Head, "close_case", json!({}));
    archive(teller)
}

/// The scan, the inspection and what follows of it.
fn on_site(teller: &mut Teller<'_>) {
    let scan = format!("SCAN-{:08}", teller.story.number);
    let is_cut_off = teller.chance.per_mille(40);
    let scanned = if is_cut_off {
        json!({"scan_fault": "network"})
    } else {
        json!({"scan": scan})
    };
    teller.act(By::Both, "scan_code", scanned);
    let found = ["pass", "problem", "violation"][teller.chance.weighted(&[72, 21, 7])];
    teller.act(By::Both, "inspect", json!({"found": found}));
    if is_cut_off {
        teller.wait(1, 2);
        teller.act(By::Handler, "fill_in_scan", json!({"scan": scan}));
    }
    match found {
        "pass" => {}
        "violation" => {
            let reason = json!({"reason": "涉嫌违法，移交立案（虚构）"});
            teller.act(By::Handler, "lead_to_case", reason);
        }
        _ => {
            let by = teller.later(5).or_else(|| teller.today());
            teller.act(By::Both, "order_correction", json!({"correct_by": by}));
            teller.wait(3, 6);
            let corrected = json!({"corrected": true, "corrected_on": teller.today()});
            teller.act(By::Both, "recheck_correction", corrected);
        }
    }
}

/// A compulsory measure as a case of its own.
pub(crate) fn measure(mut teller: Teller<'_>) -> Story {
    teller.story.procedure = "coercion.measure";
    let mut proposed = violation(&mut teller, "inspection");
    proposed["officers"] = teller.officers();
    teller.act(By::Handler, "propose_measure", proposed);
    let reason = json!({"reason": "防止危害扩大（虚构）"});
    teller.act(By::Head, "approve_measure", reason);
    let goods = json!({"measures": {"kind": "seizure", "goods_value": 120_000, "ref": "1"}});
    teller.act(By::Both, "seize", goods);
    teller.wait(10, 14);
    let one = |reason: &str| json!({"reason": reason, "measures": {"ref": "1"}});
    if teller.chance.per_mille(300) {
        teller.act(By::Head, "extend_seizure", one("情况复杂（虚构）"));
        teller.wait(5, 12);
    }
    teller.act(By::Head, "lift_measure", one("已查清（虚构）"));
    teller.act(By::Head, "end_measures", json!({}));
    teller.wait(1, 5);
    teller.act(By::Head, "close_case", json!({}));
    archive(teller)
}

/// A suspected crime that is handed to the police without a case before it.
pub(crate) fn transfer(mut teller: Teller<'_>) -> Story {
    teller.story.procedure = "transfer.crime";
    let found = violation(&mut teller, "report");
    teller.act(By::Handler, "open_transfer", found);
    let team = json!({"officers": teller.officers()});
    teller.act(By::Head, "form_team", team);
    teller.wait(1, 6);
    teller.act(By::Handler, "report_crime", json!({}));
    teller.wait(0, 1);
    teller.act(By::Head, "approve_transfer", json!({}));
    teller.act(By::Handler, "transfer_case", json!({}));
    teller.act(By::Handler, "record_return_slip", json!({}));
    teller.wait(2, 3);
    if teller.chance.per_mille(700) {
        teller.act(By::Handler, "record_filing", json!({}));
        teller.act(By::Handler, "hand_over_things", json!({}));
    } else {
        let reason = || json!({"reason": "尚不构成犯罪（虚构）"});
        teller.act(By::Handler, "record_refusal", reason());
        teller.wait(1, 5);
        teller.act(By::Handler, "return_to_authority", reason());
    }
    teller.wait(1, 5);
    teller.act(By::Head, "close_case", json!({}));
    archive(teller)
}
