//! Officers: posts, certificates and whether they may enforce, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use base::Lang;
use jiff::civil::date;
use register::authority::MergeInto;
use register::officer::{
    CertificateDraft, InterestDraft, LegalQualification, OfficerDraft, Post, Standing, Training,
    WhyNot,
};
use register::{AuthorityId, CertificateStatus, OfficerError, OfficerFilter, Relation, synthetic};
use store::testing::for_each_database;
use support::{Room, TODAY, because, clerk, seen};

fn draft(authority: AuthorityId, number: usize) -> OfficerDraft {
    OfficerDraft {
        code: format!("T{number}"),
        post: Post {
            name: "沈虚一（虚构）".to_owned(),
            authority,
            post: "执法员".to_owned(),
            auxiliary: false,
        },
        valid_from: date(2026, 1, 1),
        identity: Some(synthetic::identity(number).parse().unwrap()),
        certificate: Some(CertificateDraft {
            number: format!("ZT{number}"),
            field: "综合执法".to_owned(),
            area: "990101".parse().unwrap(),
            issued_on: date(2026, 1, 10),
            expires_on: date(2028, 1, 9),
        }),
        legal_qualification: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_an_officer_may_enforce_is_answered_with_the_reason() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let authority = room.authority("YL-S01").await;
        let id = room
            .register
            .register_officer(&clerk(), draft(authority, 1), &because("登记"))
            .await
            .unwrap();
        let asked = |day, field: Option<&'static str>| {
            let register = room.register.clone();
            async move {
                register
                    .certificate_valid(&clerk(), id, day, field, None)
                    .await
                    .unwrap()
            }
        };
        assert!(asked(TODAY, Some("综合执法")).await.is_valid());
        let check = |answer: Standing, expected: WhyNot| {
            assert_eq!(
                answer,
                Standing::NotValid {
                    why: vec![expected]
                },
                "{}",
                answer.text(Lang::En)
            );
        };
        let certificate = || "ZT1".to_owned();
        check(
            asked(TODAY, Some("市场监管")).await,
            WhyNot::OtherField {
                certificate: certificate(),
                field: "综合执法".to_owned(),
            },
        );
        check(
            asked(date(2026, 1, 9), None).await,
            WhyNot::NotYetIssued {
                certificate: certificate(),
                issued_on: date(2026, 1, 10),
            },
        );
        check(
            asked(date(2028, 1, 10), None).await,
            WhyNot::Expired {
                certificate: certificate(),
                expires_on: date(2028, 1, 9),
            },
        );

        let view = room.register.officer(&clerk(), id, TODAY).await.unwrap();
        let held = view.certificates[0].id;
        let since = date(2026, 6, 1);
        room.register
            .set_certificate_status(
                &clerk(),
                id,
                held,
                CertificateStatus::Suspended,
                since,
                &seen(1),
            )
            .await
            .unwrap();
        room.register
            .set_certificate_status(
                &clerk(),
                id,
                held,
                CertificateStatus::Valid,
                date(2026, 7, 1),
                &seen(2),
            )
            .await
            .unwrap();
        check(
            asked(date(2026, 6, 30), None).await,
            WhyNot::Status {
                certificate: certificate(),
                status: CertificateStatus::Suspended,
                since,
            },
        );
        assert!(asked(date(2026, 7, 1), None).await.is_valid());
        assert!(asked(date(2026, 5, 31), None).await.is_valid());

        let mut post = view.row.post.clone();
        post.auxiliary = true;
        room.register
            .move_officer(&clerk(), id, post, TODAY, &seen(3))
            .await
            .unwrap();
        check(asked(TODAY, None).await, WhyNot::Auxiliary);
        room.register
            .end_officer(&clerk(), id, date(2026, 12, 1), &seen(4))
            .await
            .unwrap();
        check(asked(date(2026, 12, 1), None).await, WhyNot::NotInPost);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_takes_an_officer_to_another_authority_on_its_day() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let (one, two) = (
            room.authority("YL-S01").await,
            room.authority("YL-S02").await,
        );
        let id = room
            .register
            .register_officer(&clerk(), draft(one, 1), &because("登记"))
            .await
            .unwrap();
        let on = date(2026, 12, 1);
        let post = Post {
            authority: two,
            ..draft(one, 1).post
        };
        room.register
            .move_officer(&clerk(), id, post.clone(), on, &seen(1))
            .await
            .unwrap();
        let at = |authority, day| {
            let filter = OfficerFilter {
                authority: Some(authority),
                ..OfficerFilter::on(day)
            };
            let register = room.register.clone();
            async move { register.count_officers(&clerk(), &filter).await.unwrap() }
        };
        assert_eq!((at(one, TODAY).await, at(two, TODAY).await), (1, 0));
        assert_eq!((at(one, on).await, at(two, on).await), (0, 1));
        let late = room
            .register
            .move_officer(&clerk(), id, post, on, &seen(1))
            .await;
        assert!(matches!(
            late,
            Err(OfficerError::Changed { seen: 1, is: 2 })
        ));
        let before_it_was = Post {
            authority: two,
            ..draft(one, 1).post
        };
        let early = room
            .register
            .move_officer(&clerk(), id, before_it_was, date(2020, 1, 1), &seen(2))
            .await;
        assert!(
            matches!(early, Err(OfficerError::NoAuthority { .. })),
            "{early:?}"
        );
        assert_eq!(
            room.register
                .officer_history(&clerk(), id)
                .await
                .unwrap()
                .len(),
            2
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_is_one_officer() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let authority = room.authority("YL-S01").await;
        room.register
            .register_officer(&clerk(), draft(authority, 1), &because("登记"))
            .await
            .unwrap();
        let again = OfficerDraft {
            code: "T2".to_owned(),
            certificate: None,
            ..draft(authority, 1)
        };
        let again = room
            .register
            .register_officer(&clerk(), again, &because("登记"))
            .await;
        assert!(matches!(again, Err(OfficerError::IdentityTaken)));
        let number = OfficerDraft {
            code: "T3".to_owned(),
            identity: None,
            ..draft(authority, 1)
        };
        let number = room
            .register
            .register_officer(&clerk(), number, &because("登记"))
            .await;
        assert!(matches!(number, Err(OfficerError::NumberTaken(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn training_and_interests_are_kept_by_their_days() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let authority = room.authority("YL-S01").await;
        let id = room
            .register
            .register_officer(&clerk(), draft(authority, 1), &because("登记"))
            .await
            .unwrap();
        let training = Training {
            completed_on: date(2026, 5, 1),
            topic: "行政处罚程序（虚构）".to_owned(),
            hours: 16,
        };
        room.register
            .record_training(&clerk(), id, training, &seen(1))
            .await
            .unwrap();
        let interest = InterestDraft {
            party: None,
            relation: Relation::Relative,
            note: Some("虚构的配偶经营店铺".to_owned()),
            valid_from: date(2026, 5, 1),
        };
        let interest = room
            .register
            .declare_interest(&clerk(), id, interest, &seen(2))
            .await
            .unwrap();
        room.register
            .end_interest(&clerk(), id, interest, date(2026, 8, 1), &seen(3))
            .await
            .unwrap();
        let on = |day| {
            let register = room.register.clone();
            async move { register.officer(&clerk(), id, day).await.unwrap() }
        };
        assert_eq!(on(date(2026, 4, 30)).await.training_hours, 0);
        let may = on(date(2026, 5, 1)).await;
        assert_eq!((may.training_hours, may.interests.len()), (16, 1));
        assert_eq!(
            may.interests[0].interest.note.as_deref(),
            Some("虚构的配偶经营店铺")
        );
        assert!(on(date(2026, 8, 1)).await.interests.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_legal_qualification_is_known_from_the_day_on_which_it_was_granted() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let register = &room.register;
        let authority = room.authority("YL-S01").await;
        let (who, why) = (clerk(), because("登记"));
        let done = register.register_officer(&who, draft(authority, 1), &why);
        let id = done.await.unwrap();
        let held = LegalQualification {
            number: "虚构资格-1".to_owned(),
            granted_on: date(2026, 5, 1),
        };
        let set = async |seen_at, held: LegalQualification| {
            let deed = seen(seen_at);
            register
                .record_legal_qualification(&who, id, held, &deed)
                .await
        };
        set(1, held.clone()).await.unwrap();
        let same = set(2, held.clone()).await;
        assert!(matches!(same, Err(OfficerError::Unchanged)), "{same:?}");
        let nameless = LegalQualification {
            number: " ".to_owned(),
            ..held.clone()
        };
        let nameless = set(2, nameless).await;
        assert!(
            matches!(
                nameless,
                Err(OfficerError::Field {
                    field: "number",
                    ..
                })
            ),
            "{nameless:?}"
        );
        let shown = async |day| {
            let officer = register.officer(&who, id, day).await.unwrap();
            officer.legal_qualification
        };
        assert_eq!(shown(date(2026, 4, 30)).await, None);
        assert_eq!(shown(date(2026, 5, 1)).await, Some(held.clone()));
        // A merge moves the officer and leaves it.
        let other = room.authority("YL-S09").await;
        let into = MergeInto::Existing { authority: other };
        let merged = vec![(authority, 1), (other, 1)];
        let on = date(2027, 1, 1);
        let done = register.merge_authorities(&who, merged, into, on, &why);
        done.await.unwrap();
        assert_eq!(shown(on).await, Some(held));
    })
    .await;
}
