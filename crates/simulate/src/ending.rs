//! How ordinary cases end, once the decision is served.

use base::Fen;
use procedure::Overdue;
use serde_json::{Value, json};

use crate::story::Story;
use crate::teller::{By, Teller};

/// Of a thousand fines: paid in time, in instalments, with a late fee, after a review, after a suit,
/// left to the court, not paid.
const WAYS: [(Way, usize); 7] = [
    (Way::InTime, 850),
    (Way::Instalments, 35),
    (Way::Late, 40),
    (Way::Review, 20),
    (Way::Suit, 10),
    (Way::Court, 20),
    (Way::Unpaid, 25),
];

#[derive(Debug, Clone, Copy)]
enum Way {
    InTime,
    Instalments,
    Late,
    Review,
    Suit,
    Court,
    Unpaid,
}

/// Payment or performance, closing, archive.
pub(crate) fn tell(mut teller: Teller<'_>, penalty: &Value) -> Story {
    let Some(fine) = penalty["fine"].as_i64() else {
        teller.act(By::Handler, "record_performance", json!({}));
        return close(teller, "executed");
    };
    let weights = WAYS.map(|(_, weight)| weight);
    let (way, _) = WAYS[teller.chance.weighted(&weights)];
    match way {
        Way::InTime => {
            teller.wait(0, 9);
            pay(&mut teller, fine, json!({}));
        }
        Way::Instalments => instalments(&mut teller, fine),
        Way::Late => late(&mut teller, fine),
        Way::Review => remedy(&mut teller, "review", "record_review_decision", fine),
        Way::Suit => remedy(&mut teller, "suit", "record_judgment", fine),
        Way::Court => return court(teller),
        Way::Unpaid => return teller.done(),
    }
    if teller.chance.per_mille(60) {
        teller.act(By::Handler, "publish_decision", json!({}));
    }
    close(teller, "executed")
}

fn pay(teller: &mut Teller<'_>, amount: i64, with: Value) {
    let way = *teller.chance.pick(&["bank", "electronic"]);
    let mut paid = with;
    paid["received"] = amount.into();
    paid["payments"] = json!({"way": way});
    teller.act(By::Handler, "record_payment", paid);
}

fn instalments(teller: &mut Teller<'_>, fine: i64) {
    teller.wait(2, 8);
    let (Some(first), Some(second)) = (teller.later(20), teller.later(40)) else {
        return pay(teller, fine, json!({}));
    };
    let half = fine / 2;
    let plan = json!({"reason": "经济确有困难（虚构）", "instalments": [
        {"id": "1", "amount": half, "due_on": first},
        {"id": "2", "amount": fine - half, "due_on": second},
    ]});
    teller.act(By::Head, "grant_instalments", plan);
    teller.wait(10, 20);
    pay(teller, half, json!({}));
    teller.wait(10, 20);
    pay(teller, fine - half, json!({}));
}

/// The late fee counts from the day on which it is said to begin, without it.
fn late(teller: &mut Teller<'_>, fine: i64) {
    teller.wait(14, 25);
    let begun = teller.today();
    teller.act(By::Head, "start_late_fee", json!({}));
    teller.wait(1, 25);
    let terms = teller.window.late_fee();
    let (begun, paid_on) = (begun.and_then(|day| day.yesterday().ok()), teller.today());
    let fee = begun.zip(paid_on).zip(Fen::try_from(fine).ok());
    let fee = fee.and_then(|((due_on, on), fine)| {
        let overdue = Overdue {
            fine,
            paid: Vec::new(),
            due_on,
            suspended: Vec::new(),
        };
        overdue.late_fee(on, terms)
    });
    let fee = fee.map_or(0, |fee| fee.amount.get());
    pay(teller, fine + fee, json!({"late_fee": fee}));
}

fn remedy(teller: &mut Teller<'_>, remedy: &str, ended_by: &'static str, fine: i64) {
    teller.wait(1, 9);
    teller.act(By::Handler, "file_remedy", json!({"remedy": remedy}));
    teller.wait(15, 35);
    let result = json!({"remedy_result": "upheld"});
    teller.act(By::Handler, ended_by, result);
    teller.wait(1, 8);
    pay(teller, fine, json!({}));
}

/// The party neither pays nor asks for a remedy: once the time for one is over, the court is asked.
fn court(mut teller: Teller<'_>) -> Story {
    teller.wait(14, 40);
    let call = json!({"served_by": "direct"});
    teller.act(By::Handler, "call_to_perform", call);
    teller.wait(126, 135);
    teller.act(By::Head, "apply_to_court", json!({}));
    teller.wait(3, 15);
    let result = json!({"court_result": "accepted"});
    teller.act(By::Handler, "record_court_result", result);
    close(teller, "court_accepted")
}

/// Closing and archive.
pub(crate) fn close(mut teller: Teller<'_>, way: &str) -> Story {
    teller.wait(1, 6);
    teller.act(By::Head, "close_case", json!({"closing_way": way}));
    archive(teller)
}

/// The archive.
pub(crate) fn archive(mut teller: Teller<'_>) -> Story {
    teller.wait(3, 20);
    teller.act(By::Handler, "archive_case", json!({}));
    teller.done()
}
