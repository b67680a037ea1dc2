//! Authorities: confirmed, changed, merged, split and asked for as of a day, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use jiff::civil::date;
use register::authority::{
    AuthorityDraft, AuthorityPatch, AuthorityState, EntrustmentDraft, MergeInto, NewName, SplitPart,
};
use register::synthetic;
use register::{
    Asking, AuthorityError, AuthorityFilter, AuthorityId, AuthorityKind, AuthorityLevel,
    OfficerFilter,
};
use store::testing::for_each_database;
use store::{PageRequest, Scope};
use support::{Room, TODAY, because, clerk, seen};

fn draft(code: &str, name: &str, parent: Option<AuthorityId>) -> AuthorityDraft {
    AuthorityDraft {
        code: code.to_owned(),
        state: AuthorityState {
            name: name.to_owned(),
            name_en: None,
            kind: AuthorityKind::AdministrativeOrgan,
            level: AuthorityLevel::Street,
            parent,
            area: "990101001".parse().unwrap(),
            credit_code: None,
            legal_head: Some("虚构负责人甲".to_owned()),
            decision: "虚构〔2026〕2号".to_owned(),
            published_on: None,
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_moves_officers_children_and_questions_on_its_day() {
    for_each_database(async |db| {
        let room = Room::city(db, 300).await;
        let (one, two, parent) = (
            room.authority("YL-S01").await,
            room.authority("YL-S09").await,
            room.authority("YL-D1").await,
        );
        let officers = |authority, day| {
            let filter = OfficerFilter {
                authority: Some(authority),
                ..OfficerFilter::on(day)
            };
            let register = room.register.clone();
            async move { register.count_officers(&clerk(), &filter).await.unwrap() }
        };
        let on = date(2027, 1, 1);
        let before = officers(one, TODAY).await + officers(two, TODAY).await;
        assert!(before > 0);
        let into = MergeInto::New {
            authority: draft("YL-S90", "东麓区新街道办事处（虚构）", Some(parent)),
        };
        let merged = vec![(one, 1), (two, 1)];
        let new = room
            .register
            .merge_authorities(&clerk(), merged, into, on, &because("虚构撤并"))
            .await
            .unwrap();

        assert_eq!(officers(new, on).await, before);
        assert_eq!(officers(one, on).await + officers(two, on).await, 0);
        let yesterday = date(2026, 12, 31);
        assert_eq!(
            officers(one, yesterday).await + officers(two, yesterday).await,
            before
        );
        assert!(matches!(
            room.register.authority(&clerk(), new, yesterday).await,
            Err(AuthorityError::NotFound)
        ));

        let after = room.register.successors(&clerk(), one, on).await.unwrap();
        assert_eq!(after.iter().map(|row| row.id).collect::<Vec<_>>(), [new]);
        let still = room
            .register
            .successors(&clerk(), one, yesterday)
            .await
            .unwrap();
        assert_eq!(still.iter().map(|row| row.id).collect::<Vec<_>>(), [one]);
        let view = room.register.authority(&clerk(), new, on).await.unwrap();
        assert_eq!(view.predecessors.len(), 2);
        let under = |day| {
            let register = room.register.clone();
            async move { register.subtree(&clerk(), parent, day).await.unwrap().len() }
        };
        assert_eq!(under(yesterday).await, under(on).await + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_the_merged_authorities_may_go_on() {
    for_each_database(async |db| {
        let room = Room::city(db, 40).await;
        let (one, two) = (
            room.authority("YL-S01").await,
            room.authority("YL-S02").await,
        );
        let into = MergeInto::Existing { authority: two };
        let on = TODAY;
        let id = room
            .register
            .merge_authorities(
                &clerk(),
                vec![(one, 1), (two, 1)],
                into.clone(),
                on,
                &because("并入"),
            )
            .await
            .unwrap();
        assert_eq!(id, two);
        let again = room
            .register
            .merge_authorities(
                &clerk(),
                vec![(one, 2), (two, 1)],
                into,
                on,
                &because("并入"),
            )
            .await;
        assert!(
            matches!(again, Err(AuthorityError::NotThen { .. })),
            "{again:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_split_gives_each_part_its_officers() {
    for_each_database(async |db| {
        let room = Room::city(db, 300).await;
        let (whole, parent) = (room.authority("YL-B01").await, room.authority("YL").await);
        let filter = OfficerFilter {
            authority: Some(whole),
            ..OfficerFilter::on(TODAY)
        };
        let there = room
            .register
            .officers(&clerk(), &filter, &PageRequest::default())
            .await
            .unwrap()
            .rows;
        assert!(there.len() >= 2);
        let part = |code: &str, officers| SplitPart {
            authority: draft(code, code, Some(parent)),
            officers,
            children: Vec::new(),
        };
        let parts = vec![
            part("YL-S91", Vec::new()),
            part("YL-S92", vec![there[0].id]),
        ];
        let on = date(2027, 3, 1);
        let ids = room
            .register
            .split_authority(&clerk(), whole, parts, on, &seen(1))
            .await
            .unwrap();
        let officer = room
            .register
            .officer(&clerk(), there[0].id, on)
            .await
            .unwrap();
        assert_eq!(officer.row.post.authority, ids[1]);
        let other = room
            .register
            .officer(&clerk(), there[1].id, on)
            .await
            .unwrap();
        assert_eq!(other.row.post.authority, ids[0]);
        let successors = room.register.successors(&clerk(), whole, on).await.unwrap();
        assert_eq!(successors.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_update_is_refused() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let id = room.authority("YL-S01").await;
        let name = |name: &str| NewName {
            name: name.to_owned(),
            name_en: None,
        };
        room.register
            .rename_authority(&clerk(), id, name("甲街道（虚构）"), TODAY, &seen(1))
            .await
            .unwrap();
        let late = room
            .register
            .rename_authority(&clerk(), id, name("乙街道（虚构）"), TODAY, &seen(1))
            .await;
        assert!(matches!(
            late,
            Err(AuthorityError::Changed { seen: 1, is: 2 })
        ));
        let day_before = TODAY.yesterday().unwrap();
        let old = room
            .register
            .authority(&clerk(), id, day_before)
            .await
            .unwrap();
        let new = room.register.authority(&clerk(), id, TODAY).await.unwrap();
        assert_ne!(old.row.state.name, new.row.state.name);
        assert_eq!(new.row.state.name, "甲街道（虚构）");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_change_stays_when_another_field_changes_before() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let id = room.authority("YL-S01").await;
        let planned = date(2027, 1, 1);
        let name = NewName {
            name: "将来街道（虚构）".to_owned(),
            name_en: None,
        };
        room.register
            .rename_authority(&clerk(), id, name, planned, &seen(1))
            .await
            .unwrap();
        let patch = AuthorityPatch {
            decision: Some("虚构〔2026〕9号".to_owned()),
            ..AuthorityPatch::default()
        };
        room.register
            .change_authority(&clerk(), id, patch, TODAY, &seen(2))
            .await
            .unwrap();
        let then = room
            .register
            .authority(&clerk(), id, planned)
            .await
            .unwrap()
            .row
            .state;
        assert_eq!(
            (then.name.as_str(), then.decision.as_str()),
            ("将来街道（虚构）", "虚构〔2026〕9号")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_cannot_be_broken() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let (top, district) = (room.authority("YL").await, room.authority("YL-D1").await);
        let under = AuthorityPatch {
            parent: Some(district),
            ..AuthorityPatch::default()
        };
        let circle = room
            .register
            .change_authority(&clerk(), top, under, TODAY, &seen(1))
            .await;
        assert!(matches!(circle, Err(AuthorityError::Tree(_))), "{circle:?}");
        let orphaned = room
            .register
            .end_authority(&clerk(), district, TODAY, &seen(1))
            .await;
        assert!(
            matches!(orphaned, Err(AuthorityError::Tree(_))),
            "{orphaned:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_with_officers_does_not_end() {
    for_each_database(async |db| {
        let room = Room::city(db, 300).await;
        let id = room.authority("YL-S01").await;
        let ended = room
            .register
            .end_authority(&clerk(), id, TODAY, &seen(1))
            .await;
        assert!(
            matches!(ended, Err(AuthorityError::HasOfficers { .. })),
            "{ended:?}"
        );
        assert!(
            room.register.authority(&clerk(), id, TODAY).await.is_ok(),
            "nothing was left behind"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entrusted_organisation_may_not_entrust_another() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let organ = room.authority("YL-B01").await;
        let mut entrusted = Vec::new();
        for code in ["YL-E1", "YL-E2"] {
            let mut draft = draft(code, code, Some(organ));
            draft.state.kind = AuthorityKind::EntrustedOrganisation;
            entrusted.push(
                room.register
                    .confirm_authority(&clerk(), draft, TODAY, &because("确认"))
                    .await
                    .unwrap(),
            );
        }
        let by = |by| EntrustmentDraft {
            by,
            matters: "市容巡查（虚构）".to_owned(),
            document: "虚构委托书1号".to_owned(),
            valid_from: TODAY,
            valid_to: date(2027, 11, 24),
        };
        room.register
            .entrust(&clerk(), entrusted[0], by(organ), &seen(1))
            .await
            .unwrap();
        let view = room
            .register
            .authority(&clerk(), entrusted[0], TODAY)
            .await
            .unwrap();
        assert_eq!(view.entrustments.len(), 1);
        let again = room
            .register
            .entrust(&clerk(), entrusted[1], by(entrusted[0]), &seen(1))
            .await;
        assert!(
            matches!(again, Err(AuthorityError::ReEntrustment)),
            "{again:?}"
        );
        let to_organ = room
            .register
            .entrust(&clerk(), organ, by(organ), &seen(2))
            .await;
        assert!(
            matches!(to_organ, Err(AuthorityError::NotEntrustable)),
            "{to_organ:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_unique_and_reasons_needed() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let taken = room
            .register
            .confirm_authority(
                &clerk(),
                draft("YL-S01", "虚构", None),
                TODAY,
                &because("确认"),
            )
            .await;
        assert!(matches!(taken, Err(AuthorityError::CodeTaken(_))));
        let mut same_code = draft("YL-X", "虚构", None);
        same_code.state.credit_code = Some(synthetic::credit_code(1).parse().unwrap());
        let taken = room
            .register
            .confirm_authority(&clerk(), same_code, TODAY, &because("确认"))
            .await;
        assert!(matches!(taken, Err(AuthorityError::CreditCodeTaken(_))));
        let silent = room
            .register
            .confirm_authority(&clerk(), draft("YL-X", "虚构", None), TODAY, &because(" "))
            .await;
        assert!(matches!(silent, Err(AuthorityError::NoReason)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authorities_are_found_by_initials_and_parts_of_names() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let found = |query: &str| {
            let filter = AuthorityFilter {
                query: Some(query.to_owned()),
                ..AuthorityFilter::on(TODAY)
            };
            let register = room.register.clone();
            async move { register.count_authorities(&clerk(), &filter).await.unwrap() }
        };
        assert_eq!(found("ylsscjdglj").await, 1);
        assert_eq!(found("街道办事处").await, 74);
        assert_eq!(found("YL-S0").await, 9);
        assert_eq!(found("%").await, 0);
        assert_eq!(found("没有").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_or_sees_what_lies_outside_their_scope() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let (own, other) = (
            room.authority("YL-S01").await,
            room.authority("YL-S02").await,
        );
        let asking = Asking {
            scope: Scope::Area("990101".parse().unwrap()),
            ..clerk()
        };
        assert!(room.register.authority(&asking, own, TODAY).await.is_ok());
        assert!(matches!(
            room.register.authority(&asking, other, TODAY).await,
            Err(AuthorityError::NotFound)
        ));
        let name = NewName {
            name: "别人的街道（虚构）".to_owned(),
            name_en: None,
        };
        let renamed = room
            .register
            .rename_authority(&asking, other, name, TODAY, &seen(1))
            .await;
        assert!(matches!(renamed, Err(AuthorityError::NotFound)));
        let into = MergeInto::Existing { authority: own };
        let merged = room
            .register
            .merge_authorities(
                &asking,
                vec![(own, 1), (other, 1)],
                into,
                TODAY,
                &because("并"),
            )
            .await;
        assert!(matches!(merged, Err(AuthorityError::NotFound)));
        let mut outside = draft("YL-Y", "虚构", None);
        outside.state.area = "990102001".parse().unwrap();
        let made = room
            .register
            .confirm_authority(&asking, outside, TODAY, &because("确认"))
            .await;
        assert!(matches!(made, Err(AuthorityError::OutOfScope)));
    })
    .await;
}
