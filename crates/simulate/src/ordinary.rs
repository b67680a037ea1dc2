//! Stories of the ordinary procedure.

use jiff::ToSpan;
use serde_json::{Value, json};

use crate::ending;
use crate::fault::Fault;
use crate::story::Story;
use crate::teller::{By, Teller};

/// Of a thousand stories, how many carry a fault, by fault.
const FAULTS: [(Fault, usize); 10] = [
    (Fault::LateDecision, 14),
    (Fault::LateService, 10),
    (Fault::OneOfficer, 8),
    (Fault::ExpiredCertificate, 30),
    (Fault::NoNotice, 5),
    (Fault::HastyDecision, 6),
    (Fault::NoLegalReview, 6),
    (Fault::NoHearing, 5),
    (Fault::NoDiscussion, 5),
    (Fault::WrongArea, 4),
];

/// What makes a case what it is.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
struct Plot {
    penalty: Value,
    hearing_class: bool,
    difficult: bool,
    major: bool,
    no_penalty: bool,
}

pub(crate) fn tell(mut teller: Teller<'_>) -> Story {
    teller.story.procedure = "penalty.ordinary";
    choose_fault(&mut teller);
    lead(&mut teller);
    if teller.fault.is_none() && teller.chance.per_mille(40) {
        teller.act(
            By::Head,
            "refuse_filing",
            json!({"reason": "线索不属实（虚构）"}),
        );
        return teller.done();
    }
    teller.wait(0, 4);
    let filing = json!({"officers": teller.officers()});
    teller.act_carrying(By::Head, "file_case", filing, Fault::WrongArea);
    inquiry(&mut teller);
    if teller.fault.is_none() && teller.chance.per_mille(8) {
        return to_the_police(teller);
    }
    if teller.fault.is_none() && teller.chance.per_mille(20) {
        teller.act(
            By::Head,
            "withdraw_case",
            json!({"reason": "违法主体不存在（虚构）"}),
        );
        return teller.done();
    }
    let plot = plot(&mut teller);
    report(&mut teller, &plot);
    if plot.no_penalty {
        return no_penalty(teller);
    }
    review(&mut teller, &plot);
    notice(&mut teller, &plot);
    decision(&mut teller, &plot);
    serve(&mut teller, "serve_decision");
    ending::tell(teller, &plot.penalty)
}

fn choose_fault(teller: &mut Teller<'_>) {
    let weights: Vec<_> = FAULTS.iter().map(|(_, times)| *times).collect();
    if teller.chance.below(1_000) >= weights.iter().sum() {
        return;
    }
    let (fault, _) = FAULTS[teller.chance.weighted(&weights)];
    let today = teller.today();
    // Somebody must be there whose certificate has run out.
    let fits = fault != Fault::ExpiredCertificate
        || today.is_some_and(|today| teller.expired(today).is_some());
    teller.fault = fits.then_some(fault);
}

fn lead(teller: &mut Teller<'_>) {
    let Some(today) = teller.today() else { return };
    let before = teller.chance.days(12);
    let sources = [
        "inspection",
        "report",
        "assigned",
        "transferred",
        "monitoring",
    ];
    let source = sources[teller.chance.weighted(&[49, 30, 10, 5, 6])];
    let lead = json!({
        "source": source,
        "discovered_on": today,
        "violation_on": today.saturating_sub(before.days()),
        "place": teller.place(),
        "sector": teller.item().sector.as_str(),
        "item": teller.story.item.to_string(),
        "parties": [teller.story.party.stated()],
        "cause": teller.item().behaviour,
        "harm": "slight",
        "delegated": teller.item().delegated,
    });
    teller.act(By::Handler, "register_lead", lead);
    if teller.chance.per_mille(250) {
        teller.wait(0, 2);
        teller.act(By::Both, "check_lead", json!({}));
    }
}

fn inquiry(teller: &mut Teller<'_>) {
    teller.wait(0, 5);
    let carried = teller
        .fault
        .filter(|fault| matches!(fault, Fault::OneOfficer | Fault::ExpiredCertificate));
    // The certificate is looked at on the day: it may have been valid when the fault was chosen.
    let expired = teller
        .today()
        .is_some_and(|today| teller.expired(today).is_some());
    let carried = carried.filter(|fault| *fault == Fault::OneOfficer || expired);
    teller.act_with(By::Both, "record_scene", json!({}), carried);
    if teller.chance.per_mille(600) {
        teller.wait(0, 4);
        teller.act(By::Both, "take_statement", json!({}));
    }
    if teller.chance.per_mille(300) {
        let kind = *teller
            .chance
            .pick(&["documentary", "electronic", "audiovisual"]);
        teller.act(
            By::Both,
            "collect_evidence",
            json!({"evidence": {"kind": kind}}),
        );
    }
    // A seizure that is extended takes the time that the decision leaves.
    let is_long = teller.chance.per_mille(40) && seizure(teller);
    if !is_long && teller.chance.per_mille(150) {
        correction(teller);
    }
    if is_long {
        teller.wait(1, 3);
    } else if teller.fault == Some(Fault::LateDecision) {
        teller.wait(70, 100);
    } else {
        teller.wait(1, 12);
    }
}

/// Gives whether it was extended.
fn seizure(teller: &mut Teller<'_>) -> bool {
    teller.act(
        By::Head,
        "approve_seizure",
        json!({"reason": "防止证据灭失（虚构）"}),
    );
    let goods = json!({"measures": {"kind": "seizure", "goods_value": 80_000, "ref": "1"}});
    teller.act(By::Both, "seize", goods);
    let one = |reason: &str| json!({"reason": reason, "measures": {"ref": "1"}});
    let is_extended = teller.fault.is_none() && teller.chance.per_mille(250);
    if is_extended {
        teller.wait(10, 14);
        teller.act(By::Head, "extend_seizure", one("情况复杂（虚构）"));
        teller.wait(2, 6);
    } else {
        teller.wait(5, 12);
    }
    teller.act(By::Head, "lift_seizure", one("已查清（虚构）"));
    is_extended
}

/// A crime is suspected: the case leaves for the police.
fn to_the_police(mut teller: Teller<'_>) -> Story {
    let reason = json!({"reason": "涉嫌犯罪（虚构）"});
    teller.act(By::Handler, "report_crime", reason);
    teller.wait(0, 1);
    teller.act(By::Head, "approve_transfer", json!({}));
    teller.act(By::Handler, "transfer_case", json!({}));
    teller.wait(3, 15);
    let answer = json!({"police_answer": "filed"});
    teller.act(By::Handler, "record_police_answer", answer);
    ending::close(teller, "transferred")
}

fn correction(teller: &mut Teller<'_>) {
    let Some(by) = teller.later(5) else { return };
    teller.act(By::Both, "order_correction", json!({"correct_by": by}));
    teller.wait(3, 6);
    let today = teller.today();
    teller.act(
        By::Both,
        "recheck_correction",
        json!({"corrected": true, "corrected_on": today}),
    );
}

fn plot(teller: &mut Teller<'_>) -> Plot {
    let fine = teller.fine(i64::MAX);
    let item = teller.item();
    let both = item.warning && teller.chance.per_mille(150);
    let kinds = if both {
        json!(["warning", "fine"])
    } else {
        json!(["fine"])
    };
    let fault = teller.fault;
    Plot {
        penalty: json!({"penalty_kinds": kinds, "fine": fine, "grade": "ordinary"}),
        hearing_class: fine >= teller.window.hearing_from(teller.story.party.kind),
        difficult: fault == Some(Fault::NoLegalReview) || teller.chance.per_mille(60),
        major: fault == Some(Fault::NoDiscussion) || teller.chance.per_mille(30),
        no_penalty: fault.is_none() && teller.chance.per_mille(60),
    }
}

fn report(teller: &mut Teller<'_>, plot: &Plot) {
    let mut report = plot.penalty.clone();
    report["difficult"] = plot.difficult.into();
    report["major"] = plot.major.into();
    if plot.no_penalty {
        report = json!({"corrected": true, "harm": "none"});
    }
    teller.act(By::Handler, "close_inquiry", report);
}

fn no_penalty(mut teller: Teller<'_>) -> Story {
    teller.wait(1, 4);
    let ground = json!({"no_penalty_ground": "minor_corrected"});
    teller.act(By::Head, "decide_no_penalty", ground);
    serve(&mut teller, "serve_no_penalty");
    ending::close(teller, "no_penalty")
}

fn review(teller: &mut Teller<'_>, plot: &Plot) {
    let is_left_out = teller.fault == Some(Fault::NoLegalReview);
    if is_left_out || !(plot.difficult || teller.chance.per_mille(30)) {
        return;
    }
    ask_review(teller);
}

fn ask_review(teller: &mut Teller<'_>) {
    teller.wait(0, 2);
    teller.act(By::Handler, "request_review", json!({}));
    teller.wait(1, 4);
    teller.act(
        By::Reviewer,
        "give_review",
        json!({"legal_review": "passed"}),
    );
}

fn notice(teller: &mut Teller<'_>, plot: &Plot) {
    if teller.fault == Some(Fault::NoNotice) {
        return;
    }
    let asked = teller.fault == Some(Fault::NoHearing);
    let mut told = plot.penalty.clone();
    told["served_by"] = "direct".into();
    if asked || plot.hearing_class {
        teller.act(By::Handler, "give_hearing_notice", told);
        hearing(teller, asked);
        return;
    }
    teller.act(By::Handler, "give_notice", told);
    if teller.fault == Some(Fault::HastyDecision) {
        teller.wait(1, 1);
    } else if teller.chance.per_mille(60) {
        teller.wait(1, 3);
        teller.act(By::Handler, "hear_defence", json!({}));
        teller.wait(1, 3);
        teller.act(
            By::Handler,
            "recheck_defence",
            json!({"reason": "复核后维持（虚构）"}),
        );
    } else if teller.chance.per_mille(100) {
        teller.act(By::Handler, "waive_defence", json!({}));
    } else {
        teller.wait(5, 9);
    }
}

fn hearing(teller: &mut Teller<'_>, is_left_out: bool) {
    if teller.fault == Some(Fault::HastyDecision) {
        teller.wait(1, 1);
        return;
    }
    if !is_left_out && !teller.chance.per_mille(150) {
        teller.wait(7, 10);
        return;
    }
    teller.wait(1, 3);
    teller.act(By::Handler, "ask_hearing", json!({}));
    if is_left_out {
        teller.wait(5, 8);
        return;
    }
    let Some(on) = teller.later(9) else {
        teller.wait(10, 10);
        return;
    };
    teller.act(By::Handler, "call_hearing", json!({"hearing_on": on}));
    let host = teller.reviewer();
    let code = &teller.city.officers[host].code;
    let authority = &teller.city.authorities[teller.story.authority].code;
    let named = json!({"officers": {"ref": code, "authority": authority}});
    teller.act(By::Head, "name_host", named);
    teller.story.people.push(host);
    teller.wait(9, 9);
    teller.act(By::Reviewer, "hold_hearing", json!({}));
    if teller.fault != Some(Fault::NoLegalReview) {
        ask_review(teller);
    }
}

fn decision(teller: &mut Teller<'_>, plot: &Plot) {
    if plot.major && teller.fault != Some(Fault::NoDiscussion) {
        teller.wait(0, 2);
        teller.act(By::Head, "discuss", json!({}));
    }
    let carried = teller.fault.filter(|fault| {
        matches!(
            fault,
            Fault::LateDecision
                | Fault::NoNotice
                | Fault::HastyDecision
                | Fault::NoLegalReview
                | Fault::NoHearing
                | Fault::NoDiscussion
        )
    });
    teller.act_with(By::Head, "decide", plot.penalty.clone(), carried);
}

fn serve(teller: &mut Teller<'_>, act: &'static str) {
    let is_late = teller.fault == Some(Fault::LateService);
    if is_late {
        teller.wait(12, 20);
    } else {
        teller.wait(0, 4);
    }
    let way = *teller.chance.pick(&["direct", "left", "post"]);
    let served = json!({"served_by": way, "remedy_told": true});
    teller.act_carrying(By::Handler, act, served, Fault::LateService);
}
