//! Stories of the simple procedure.

use jiff::ToSpan;
use serde_json::{Value, json};

use crate::ending::close;
use crate::fault::Fault;
use crate::story::Story;
use crate::teller::{By, Teller};

/// Of a thousand stories, how many carry a fault, by fault.
const FAULTS: [(Fault, usize); 3] = [
    (Fault::OverSimpleLimit, 8),
    (Fault::OneOfficer, 8),
    (Fault::WrongArea, 4),
];

pub(crate) fn tell(mut teller: Teller<'_>) -> Story {
    teller.story.procedure = "penalty.simple";
    let limit = teller.window.simple_limit(teller.story.party.kind);
    let weights: Vec<_> = FAULTS.iter().map(|(_, times)| *times).collect();
    let drawn = teller.chance.below(1_000);
    if drawn < weights.iter().sum() {
        let (fault, _) = FAULTS[teller.chance.weighted(&weights)];
        let fits = fault != Fault::OverSimpleLimit || teller.item().fine_most > limit;
        teller.fault = fits.then_some(fault);
    }
    let penalty = penalty(&mut teller, limit);
    found(&mut teller);
    teller.act_carrying(
        By::Both,
        "tell_on_spot",
        penalty.clone(),
        Fault::OverSimpleLimit,
    );
    if teller.chance.per_mille(50) {
        teller.act(By::Handler, "hear_defence", json!({}));
        teller.act(
            By::Handler,
            "recheck_defence",
            json!({"reason": "复核后理由不成立（虚构）"}),
        );
    }
    let mut decided = penalty.clone();
    decided["remedy_told"] = true.into();
    let carried = teller.fault.filter(|fault| *fault != Fault::OneOfficer);
    teller.act_with(By::Both, "decide_on_spot", decided, carried);
    teller.wait(0, 1);
    teller.act(By::Handler, "file_with_authority", json!({}));
    end(teller, &penalty)
}

fn penalty(teller: &mut Teller<'_>, limit: i64) -> Value {
    if teller.fault == Some(Fault::OverSimpleLimit) {
        // The item reaches above the limit: this fault is chosen only then.
        return json!({"penalty_kinds": ["fine"], "fine": teller.item().fine_most});
    }
    let item = teller.item();
    let warns = item.warning && (item.fine_least > limit || teller.chance.per_mille(400));
    if warns {
        json!({"penalty_kinds": ["warning"]})
    } else {
        json!({"penalty_kinds": ["fine"], "fine": teller.fine(limit)})
    }
}

fn found(teller: &mut Teller<'_>) {
    let Some(today) = teller.today() else { return };
    let before = teller.chance.days(3);
    let source = *teller.chance.pick(&["inspection", "report", "monitoring"]);
    let found = json!({
        "source": source,
        "discovered_on": today,
        "violation_on": today.saturating_sub(before.days()),
        "place": teller.place(),
        "sector": teller.item().sector.as_str(),
        "item": teller.story.item.to_string(),
        "parties": [teller.story.party.stated()],
        "officers": teller.officers(),
        "cause": teller.item().behaviour,
        "harm": "slight",
        "delegated": teller.item().delegated,
    });
    let carried = teller
        .fault
        .filter(|fault| matches!(fault, Fault::OneOfficer | Fault::WrongArea));
    teller.act_with(By::Both, "find_on_spot", found, carried);
}

/// Payment or performance, closing, archive.
fn end(mut teller: Teller<'_>, penalty: &Value) -> Story {
    if let Some(fine) = penalty["fine"].as_i64() {
        if teller.chance.per_mille(50) {
            return teller.done();
        }
        teller.wait(0, 9);
        let way = *teller.chance.pick(&["bank", "electronic"]);
        let paid = json!({"received": fine, "payments": {"way": way}});
        teller.act(By::Handler, "record_payment", paid);
    } else {
        teller.act(By::Handler, "record_performance", json!({}));
    }
    close(teller, "executed")
}
