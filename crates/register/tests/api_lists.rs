//! What the pages of the desk ask: who holds a valid certificate, and what was done and why.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use jiff::civil::date;
use register::officer::CertificateDraft;
use register::{CertificateStatus, OfficerFilter};
use store::PageRequest;
use store::testing::for_each_database;
use support::{Room, TODAY, because, clerk, seen};

#[tokio::test(flavor = "multi_thread")]
async fn officers_are_listed_by_whether_their_certificate_is_valid_on_the_day() {
    for_each_database(async |db| {
        let room = Room::city(db, 12).await;
        let register = &room.register;
        let listed = async |certified, as_of| {
            let filter = OfficerFilter {
                certified,
                ..OfficerFilter::on(as_of)
            };
            let page = PageRequest::default();
            let list = register.officers_listed(&clerk(), &filter, &page).await;
            list.unwrap().rows
        };
        let before = listed(Some(true), TODAY).await;
        let (all, without) = (listed(None, TODAY).await, listed(Some(false), TODAY).await);
        assert_eq!(before.len() + without.len(), all.len());
        let one = before.first().expect("the city has certified officers");
        let certificate = one.certificate.clone().unwrap();
        assert_eq!(certificate.status, Some(CertificateStatus::Valid));
        let (officer, day) = (one.row.id, date(2026, 12, 1));
        let revision = register.officer(&clerk(), officer, TODAY).await.unwrap();
        register
            .set_certificate_status(
                &clerk(),
                officer,
                certificate.id,
                CertificateStatus::Suspended,
                day,
                &seen(revision.revision),
            )
            .await
            .unwrap();
        let holds = |rows: &[register::officer::OfficerListed]| {
            rows.iter().any(|listed| listed.row.id == officer)
        };
        assert!(holds(&listed(Some(true), TODAY).await));
        assert!(!holds(&listed(Some(true), day).await));
        assert!(holds(&listed(Some(false), day).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_several_certificates_the_valid_one_is_shown() {
    for_each_database(async |db| {
        let room = Room::city(db, 12).await;
        let register = &room.register;
        let page = PageRequest::default();
        let filter = OfficerFilter {
            certified: Some(true),
            ..OfficerFilter::on(TODAY)
        };
        let list = register.officers_listed(&clerk(), &filter, &page).await;
        let one = list.unwrap().rows.remove(0);
        let valid = one.certificate.unwrap();
        let later = CertificateDraft {
            number: "A-0 虚构".to_owned(),
            issued_on: date(2027, 1, 1),
            expires_on: date(2030, 1, 1),
            ..valid.printed.clone()
        };
        let revision = register.officer(&clerk(), one.row.id, TODAY).await.unwrap();
        register
            .issue_certificate(&clerk(), one.row.id, later, &seen(revision.revision))
            .await
            .unwrap();
        let list = register.officers_listed(&clerk(), &filter, &page).await;
        let shown = list.unwrap().rows.remove(0).certificate.unwrap();
        assert_eq!(shown.printed.number, valid.printed.number);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_is_among_the_deeds_of_both_with_its_day_and_reason() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let (one, two) = (
            room.authority("YL-S01").await,
            room.authority("YL-S09").await,
        );
        let name = register::authority::NewName {
            name: "旧名街道（虚构）".to_owned(),
            name_en: None,
        };
        let register = &room.register;
        register
            .rename_authority(&clerk(), two, name, TODAY, &seen(1))
            .await
            .unwrap();
        let on = date(2027, 1, 1);
        register
            .merge_authorities(
                &clerk(),
                vec![(one, 1), (two, 2)],
                register::authority::MergeInto::Existing { authority: two },
                on,
                &because("虚构撤并"),
            )
            .await
            .unwrap();
        for (id, count) in [(one, 2), (two, 3)] {
            let deeds = register.authority_deeds(&clerk(), id).await.unwrap();
            assert_eq!(deeds.len(), count);
            let latest = deeds.first().unwrap();
            assert_eq!(latest.kind, "register.authorities_merged");
            assert_eq!(latest.on, Some(on));
            assert_eq!(latest.reason.as_deref(), Some("虚构撤并"));
        }
    })
    .await;
}
