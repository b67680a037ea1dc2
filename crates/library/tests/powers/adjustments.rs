//! What becomes of a published list: the next version, a draft that is given up, a power withdrawn.

use jiff::civil::date;
use library::powers::{AuthorityLevel, LineContent, ListDeed, PowerError, PowerTerms};
use library::view::LineChangeKind;
use store::PageRequest;
use store::testing::for_each_database;

use crate::city::{BUREAU, City, TODAY, decision, lines, who};

fn own(level: AuthorityLevel) -> LineContent {
    LineContent::Power(PowerTerms::own(level))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adjustment_leaves_the_published_version_and_the_past_as_they_are() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let (first, second) = (city.items[0], city.items[1]);
        let list = city
            .held_by_law(&[BUREAU], &[first], AuthorityLevel::City)
            .await;
        let because = city.now((list, 1)).await;
        assert_eq!(
            city.powers
                .adjust_list(&who("drafter"), list, &because)
                .await
                .unwrap(),
            2
        );
        let draft = (list, 2);
        let line = city.lines(draft).await;
        let line = line.rows[0].number;
        city.powers
            .remove_lines(&who("drafter"), draft, &[line], &city.now(draft).await)
            .await
            .unwrap();
        city.add(
            draft,
            &[lines(&[second], &[BUREAU], own(AuthorityLevel::City))],
        )
        .await
        .unwrap();

        let of = async |version| {
            let lines = city.lines((list, version)).await;
            assert_eq!(lines.total, Some(lines.rows.len() as u64));
            lines
                .rows
                .into_iter()
                .map(|line| line.item.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(1).await, [first]);
        assert_eq!(of(2).await, [second]);
        let compared = city
            .powers
            .compare_versions(&who("a"), list, (1, 2), &PageRequest::default())
            .await
            .unwrap();
        assert_eq!((compared.added, compared.removed), (1, 1));
        let changes = compared
            .changes
            .rows
            .iter()
            .map(|row| (row.change, row.line.item.id));
        assert_eq!(
            changes.collect::<Vec<_>>(),
            [
                (LineChangeKind::Removed, first),
                (LineChangeKind::Added, second)
            ]
        );

        let from = date(2027, 1, 1);
        city.publish(draft, from).await.unwrap();
        assert_eq!(
            city.holders(first, None, date(2026, 12, 31)).await,
            [BUREAU]
        );
        assert_eq!(city.holders(first, None, from).await, Vec::<String>::new());
        assert_eq!(
            city.holders(second, None, date(2026, 12, 31)).await,
            Vec::<String>::new()
        );
        assert_eq!(city.holders(second, None, from).await, [BUREAU]);
        assert_eq!(city.rows(first, None, TODAY).await[0].valid_to, Some(from));
        assert_eq!(of(1).await, [first], "the published version is as it was");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_abandoned_draft_leaves_nothing_behind() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city
            .held_by_law(&[BUREAU], &city.items[..2], AuthorityLevel::City)
            .await;
        let open = city
            .powers
            .adjust_list(&who("drafter"), list, &city.now((list, 1)).await)
            .await;
        let draft = (list, open.unwrap());
        let again = city
            .powers
            .adjust_list(&who("drafter"), list, &city.now(draft).await)
            .await;
        assert!(
            matches!(again, Err(PowerError::OpenVersion(2))),
            "{again:?}"
        );
        city.powers
            .remove_lines(&who("drafter"), draft, &[1], &city.now(draft).await)
            .await
            .unwrap();
        city.powers
            .abandon_version(&who("drafter"), draft, &city.now(draft).await)
            .await
            .unwrap();
        let third = city
            .powers
            .adjust_list(&who("drafter"), list, &city.now(draft).await)
            .await
            .unwrap();
        let lines = city.lines((list, third)).await;
        assert_eq!(lines.rows.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_is_withdrawn_from_a_day_and_stays_in_the_published_version() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city
            .held_by_law(&[BUREAU], &city.items[..2], AuthorityLevel::City)
            .await;
        let version = (list, 1);
        let from = date(2027, 1, 1);
        let withdraw = async |day, revision| {
            let ground = decision("云府〔2026〕20号");
            let because = ListDeed::on(revision, "定期评估不合格");
            city.powers
                .withdraw_power(&who("head"), version, 1, (day, &ground), &because)
                .await
        };
        let revision = city.now(version).await.seen;
        let refused = withdraw(date(2026, 11, 1), revision).await;
        assert!(
            matches!(refused, Err(PowerError::NotHeld(_))),
            "{refused:?}"
        );
        withdraw(from, revision).await.unwrap();
        assert_eq!(
            city.holders(city.items[0], None, date(2026, 12, 31)).await,
            [BUREAU]
        );
        assert_eq!(
            city.holders(city.items[0], None, from).await,
            Vec::<String>::new()
        );
        assert_eq!(city.holders(city.items[1], None, from).await, [BUREAU]);
        let lines = city.lines(version).await;
        assert_eq!(
            lines.rows[0].withdrawn.as_ref().unwrap().number,
            "云府〔2026〕20号"
        );
        let next = city
            .powers
            .adjust_list(&who("drafter"), list, &city.now(version).await)
            .await
            .unwrap();
        let lines = city.lines((list, next)).await;
        assert_eq!(
            (lines.rows.len(), lines.total),
            (1, Some(1)),
            "the next version is drafted without it"
        );
    })
    .await;
}
