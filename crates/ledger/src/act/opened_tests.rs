use serde_json::json;

use super::*;

/// A synthetic act with two synthetic parties.
fn act() -> CanonicalAct {
    let canonical = |value| CanonicalJson::of(&value).unwrap();
    CanonicalAct {
        act: canonical(
            json!({"kind": "penalty.decided", "case": "云麓罚〔2026〕1号", "fine_fen": 20000}),
        ),
        parties: vec![
            canonical(json!({"name": "甲（样例）", "role": "party"})),
            canonical(json!({"name": "乙（样例）", "role": "witness"})),
        ],
    }
}

fn opened() -> OpenedAct {
    let salts = (1..=3).map(|byte| Salt::new([byte; 32])).collect();
    act().with_salts(salts).unwrap()
}

#[test]
fn an_opening_opens_its_leaf_and_no_other() {
    let opened = opened();
    let leaf = opened.leaf().unwrap();
    assert_eq!(opened.verify(&leaf), Ok(()));
    let mut other = opened.clone();
    other.act.salt = Salt::new([9; 32]);
    assert_eq!(other.verify(&leaf), Err(OpeningError::Act));
    let mut other = opened.clone();
    other.parties.swap(0, 1);
    assert_eq!(other.verify(&leaf), Err(OpeningError::Party(0)));
    let mut other = opened.clone();
    other.parties.pop();
    let count = OpeningError::PartyCount {
        leaf: 2,
        opening: 1,
    };
    assert_eq!(other.verify(&leaf), Err(count));
}

#[test]
fn a_person_is_erased_and_the_rest_still_verifies() {
    let mut opened = opened();
    let leaf = opened.leaf().unwrap();
    assert!(opened.erase_party(0));
    assert!(!opened.erase_party(0));
    assert!(!opened.erase_party(7));
    assert_eq!(opened.verify(&leaf), Ok(()));
    assert_eq!(opened.leaf(), Err(LeafError::Erased(0)));
    let text = serde_json::to_string(&opened).unwrap();
    assert!(!text.contains('甲'), "{text}");
    assert!(text.contains('乙'), "{text}");
    let bytes = leaf.encode();
    assert_eq!(Leaf::decode(&bytes), Ok(leaf));
}

#[test]
fn an_opening_travels_as_json() {
    let opened = opened();
    let text = serde_json::to_string(&opened).unwrap();
    assert_eq!(serde_json::from_str::<OpenedAct>(&text).unwrap(), opened);
    let changed = text.replace("20000", "20000.0");
    assert!(serde_json::from_str::<OpenedAct>(&changed).is_err());
}

#[test]
fn salts_are_counted_and_not_printed() {
    let refused = act().with_salts(vec![Salt::new([1; 32]); 2]).unwrap_err();
    assert_eq!(
        refused,
        SaltCount {
            parties: 2,
            found: 2
        }
    );
    assert!(act().with_salts(vec![Salt::new([1; 32]); 4]).is_err());
    assert_eq!(format!("{:?}", Salt::new([1; 32])), "Salt(…)");
    assert!(!format!("{:?}", opened()).contains('甲'));
}

#[test]
fn the_same_words_hide_behind_different_commitments() {
    let party = CanonicalJson::of(&json!({"name": "甲（样例）"})).unwrap();
    let one = Commitment::to_party(&party, &Salt::new([1; 32]));
    let two = Commitment::to_party(&party, &Salt::new([2; 32]));
    let act = Commitment::to_act(&party, &Salt::new([1; 32]));
    assert_ne!(one, two);
    assert_ne!(one, act);
}

/// The vector of `docs/ledger.md`, which another implementation must reach.
#[test]
fn the_published_vector_is_reached() {
    let act = CanonicalJson::parse(br#"{"fine_fen":20000,"kind":"penalty.decided"}"#).unwrap();
    let salt: [u8; 32] = std::array::from_fn(|at| at as u8);
    let act = Commitment::to_act(&act, &Salt::new(salt));
    let party = CanonicalJson::parse("{\"name\":\"甲\"}".as_bytes()).unwrap();
    let party = Commitment::to_party(&party, &Salt::new([0xff; 32]));
    assert_eq!(
        act.to_string(),
        "e9943a8a460932b019e08a2389e3a9d9819979a2a46c569cb5245eb6d0be4d4e"
    );
    assert_eq!(
        party.to_string(),
        "e4c4910a8aeca127ecd4eb32f3c316e668801c5621f3e772e947b9288bc8ea15"
    );
}
