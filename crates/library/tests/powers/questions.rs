//! Who holds what where on a day; what is missing, doubled, outdated, unused, touched.

use std::sync::Arc;

use jiff::civil::date;
use law::ArticleNumber;
use library::powers::{
    AuthorityLevel, BasisChange, ImpactRequest, LineContent, ListKind, PackCitations, PowerError,
    PowerFilter, PowerTerms,
};
use store::testing::for_each_database;
use store::{Limit, PageRequest, Scope};

use crate::city::{
    BRIDGE, BUREAU, Cases, City, EAST, HARBOUR, MERGER, TODAY, WEST, WILLOW, WILLOW_BRIDGE,
    delegated, lines, seeing, who,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_merger_of_two_streets_moves_their_powers_from_its_day_on() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let item = city.items[0];
        city.add(
            list,
            &[lines(&[item], &[WILLOW, BRIDGE, HARBOUR], delegated())],
        )
        .await
        .unwrap();
        city.publish(list, TODAY).await.unwrap();

        let before = date(2027, 2, 28);
        assert_eq!(
            city.holders(item, None, before).await,
            [WILLOW, BRIDGE, HARBOUR]
        );
        let after = city.rows(item, None, MERGER).await;
        let held: Vec<_> = after.iter().map(|row| row.holder.id.as_str()).collect();
        assert_eq!(held, [WILLOW_BRIDGE, WILLOW_BRIDGE, HARBOUR]);
        assert_eq!(after[0].given_to.as_ref().unwrap().id, WILLOW);
        assert_eq!((after[0].valid_from, after[2].valid_from), (MERGER, TODAY));

        let of = async |id: &str, day| {
            let filter = PowerFilter {
                authority: Some(id.to_owned()),
                as_of: Some(day),
                ..PowerFilter::default()
            };
            let rows = city
                .powers
                .powers(&who("a"), &filter, &PageRequest::default())
                .await
                .unwrap();
            assert_eq!(rows.total, Some(rows.rows.len() as u64));
            rows.rows.len()
        };
        assert_eq!(
            [of(WILLOW, before).await, of(WILLOW_BRIDGE, before).await],
            [1, 0]
        );
        assert_eq!(
            [of(WILLOW, MERGER).await, of(WILLOW_BRIDGE, MERGER).await],
            [0, 2]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_an_adopted_item_in_force_that_nobody_holds_for_the_area() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        city.held_by_law(&[EAST], &city.items[..1], AuthorityLevel::District)
            .await;
        let gaps = async |area: &str| {
            let page = PageRequest::first(Limit::new(2).unwrap());
            let first = city
                .powers
                .gaps(&who("a"), &area.parse().unwrap(), TODAY, &page)
                .await
                .unwrap();
            let mut rows = first.rows.clone();
            let mut next = first.next.clone();
            while let Some(cursor) = next {
                let page = PageRequest {
                    cursor: Some(cursor.parse().unwrap()),
                    ..page
                };
                let more = city
                    .powers
                    .gaps(&who("a"), &area.parse().unwrap(), TODAY, &page)
                    .await
                    .unwrap();
                rows.extend(more.rows);
                next = more.next;
            }
            assert_eq!(first.total, Some(rows.len() as u64));
            rows.into_iter()
                .map(|row| (row.item.id, row.held_inside))
                .collect::<Vec<_>>()
        };
        let others: Vec<_> = city.items[1..].iter().map(|id| (*id, 0)).collect();
        assert_eq!(gaps("990102001").await, others);
        let in_city = gaps("990100").await;
        assert_eq!(
            in_city[0],
            (city.items[0], 1),
            "it is held for a part of the city only"
        );
        assert_eq!(in_city.len(), city.items.len());
        assert!(
            !in_city.iter().any(|(id, _)| *id == city.old_item),
            "its law is not in force"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_overlap_is_two_authorities_with_one_item_for_one_place() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        city.held_by_law(&[EAST, WEST], &city.items[..2], AuthorityLevel::District)
            .await;
        city.held_by_law(&[BUREAU], &city.items[1..2], AuthorityLevel::City)
            .await;
        let found = city
            .powers
            .overlaps(
                &who("a"),
                &"990100".parse().unwrap(),
                TODAY,
                &PageRequest::default(),
            )
            .await;
        let found = found.unwrap();
        assert_eq!(
            (found.rows.len(), found.total),
            (1, Some(1)),
            "two districts share no place"
        );
        assert_eq!(found.rows[0].item.id, city.items[1]);
        let holders: Vec<_> = found.rows[0]
            .holders
            .iter()
            .map(|holder| holder.id.as_str())
            .collect();
        assert_eq!(holders, [BUREAU, EAST, WEST]);
        assert!(!found.rows[0].same_level);

        city.held_by_law(&[EAST], &city.items[..1], AuthorityLevel::District)
            .await;
        let again = city
            .powers
            .overlaps(
                &who("a"),
                &"990102".parse().unwrap(),
                TODAY,
                &PageRequest::default(),
            )
            .await;
        assert_eq!(
            again.unwrap().rows.len(),
            1,
            "one authority does not overlap with itself"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_item_whose_statute_was_revised_is_told_with_its_successor() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        city.held_by_law(
            &[BUREAU],
            &[city.old_item, city.items[0]],
            AuthorityLevel::City,
        )
        .await;
        let found = city
            .powers
            .basis_changes(&who("a"), TODAY, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(found.rows.len(), 1);
        let row = &found.rows[0];
        assert_eq!(
            (row.item.id, row.change, row.held),
            (city.old_item, BasisChange::Changed, 1)
        );
        assert_eq!(
            row.successor.as_ref().unwrap().address,
            "law/云麓市灯会管理条例@2023-03-01#4.1"
        );
        let before = city
            .powers
            .basis_changes(&who("a"), date(2020, 1, 1), &PageRequest::default())
            .await;
        assert_eq!(before.unwrap().rows, [], "nothing was held then");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_impact_of_a_changed_article_reaches_powers_benchmarks_and_packs() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        city.held_by_law(&[BUREAU, EAST], &[city.old_item], AuthorityLevel::City)
            .await;
        let request = |article| ImpactRequest {
            statute: "云麓市灯会管理条例".parse().unwrap(),
            from: "2019-03-01".parse().unwrap(),
            to: "2023-03-01".parse().unwrap(),
            article,
            as_of: TODAY,
            cases: None,
        };
        let packs = [PackCitations {
            pack: "sample-city".to_owned(),
            cited: vec![
                "law/云麓市灯会管理条例#3.1".to_owned(),
                "law/云麓市灯会管理条例#1".to_owned(),
            ],
        }];
        let impact = city
            .powers
            .impact(&who("a"), &request(None), Some(&packs))
            .await
            .unwrap();
        let touched = impact
            .items
            .iter()
            .find(|item| item.item.id == city.old_item)
            .unwrap();
        assert_eq!(
            (
                touched.powers,
                touched.benchmark_grades,
                touched.leniency_entries
            ),
            (2, 0, 0)
        );
        assert_eq!(
            impact.packs,
            Some(vec![(
                "sample-city".to_owned(),
                vec!["law/云麓市灯会管理条例#3.1".to_owned()]
            )])
        );
        let east = seeing("e", Scope::Authorities([EAST.to_owned()].into()));
        let seen = city
            .powers
            .impact(&east, &request(None), None)
            .await
            .unwrap();
        let touched = seen
            .items
            .iter()
            .find(|item| item.item.id == city.old_item)
            .unwrap();
        assert_eq!((touched.powers, seen.packs), (1, None));
        let other = city
            .powers
            .impact(&who("a"), &request(Some(ArticleNumber::new(4))), None)
            .await
            .unwrap();
        assert!(!other.items.iter().any(|item| item.item.id == city.old_item));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unused_items_are_known_only_where_cases_are_recorded() {
    for_each_database(async |db| {
        let days = (date(2026, 1, 1), TODAY);
        let city = City::open(db).await;
        city.held_by_law(&[BUREAU], &city.items, AuthorityLevel::City)
            .await;
        let unknown = city
            .powers
            .unused_items(&who("a"), days, &PageRequest::default())
            .await
            .unwrap();
        assert!(!unknown.cases_are_recorded && unknown.items.rows.is_empty());

        let used = Arc::new(Cases([city.items[0]].into()));
        let told = Arc::clone(&city.told);
        let powers = city.powers.clone().counting(used);
        let unused = powers
            .unused_items(&who("a"), days, &PageRequest::default())
            .await
            .unwrap();
        let ids: Vec<_> = unused.items.rows.iter().map(|item| item.id).collect();
        assert_eq!(
            (unused.cases_are_recorded, ids.as_slice()),
            (true, &city.items[1..])
        );
        assert!(!told.kinds().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn list_count_and_single_question_show_the_same_powers_in_every_scope() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        city.held_by_law(&[BUREAU, EAST, WEST], &city.items, AuthorityLevel::City)
            .await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        city.add(
            list,
            &[lines(&city.items[..2], &[WILLOW, BRIDGE], delegated())],
        )
        .await
        .unwrap();
        city.publish(list, TODAY).await.unwrap();
        let scopes = [
            Scope::All,
            Scope::None,
            Scope::Authorities([EAST.to_owned(), HARBOUR.to_owned()].into()),
            Scope::Authorities([WILLOW_BRIDGE.to_owned()].into()),
            Scope::Area("990102".parse().unwrap()),
            Scope::Person {
                person: "p".to_owned(),
                role: None,
            },
        ];
        for scope in scopes {
            for day in [TODAY, MERGER] {
                let asking = seeing("p", scope.clone());
                let filter = PowerFilter {
                    as_of: Some(day),
                    ..PowerFilter::default()
                };
                let mut listed = Vec::new();
                let mut page = PageRequest::first(Limit::new(3).unwrap());
                let first = city.powers.powers(&asking, &filter, &page).await.unwrap();
                let total = first.total;
                let mut shown = first;
                loop {
                    listed.extend(
                        shown
                            .rows
                            .iter()
                            .map(|row| (row.item.id, row.line, row.holder.id.clone())),
                    );
                    let Some(next) = shown.next else { break };
                    page.cursor = Some(next.parse().unwrap());
                    shown = city.powers.powers(&asking, &filter, &page).await.unwrap();
                }
                let mut asked = Vec::new();
                for item in city.items.iter().copied() {
                    let held = city
                        .powers
                        .who_holds(&asking, item, None, day)
                        .await
                        .unwrap();
                    asked.extend(held.into_iter().map(|row| (item, row.line, row.holder.id)));
                }
                assert_eq!(total, Some(listed.len() as u64), "{scope:?} on {day}");
                listed.sort();
                asked.sort();
                assert_eq!(listed, asked, "{scope:?} on {day}");
            }
        }
        let stranger = seeing("p", Scope::Authorities([WEST.to_owned()].into()));
        let refused = city
            .powers
            .gaps(
                &stranger,
                &"990102".parse().unwrap(),
                TODAY,
                &PageRequest::default(),
            )
            .await;
        assert!(
            matches!(refused, Err(PowerError::OutOfScope)),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_answered_for_by_those_whose_area_holds_it() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let item = city.items[0];
        let own = LineContent::Power(PowerTerms::own(AuthorityLevel::District));
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        city.add(list, &[lines(&[item], &[BUREAU, EAST, WEST, HARBOUR], own)])
            .await
            .unwrap();
        city.publish(list, TODAY).await.unwrap();
        assert_eq!(
            city.holders(item, Some("990103001"), TODAY).await,
            [BUREAU, WEST, HARBOUR]
        );
        assert_eq!(
            city.holders(item, Some("990102001"), TODAY).await,
            [BUREAU, EAST]
        );
        assert_eq!(city.holders(item, Some("990100"), TODAY).await, [BUREAU]);
        assert_eq!(
            city.holders(item, Some("980000"), TODAY).await,
            Vec::<String>::new()
        );
    })
    .await;
}
