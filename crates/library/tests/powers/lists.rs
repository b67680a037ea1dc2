//! Lists from draft to publication.

use jiff::civil::date;
use library::Explained;
use library::powers::{
    AuthorityLevel, BenchmarkGrade, LineContent, ListDeed, ListFilter, ListKind, ListState,
    PowerError, PowerKind, PowerTerms, Publication,
};
use store::testing::for_each_database;
use store::{PageRequest, Scope};

use crate::city::{
    BUREAU, City, EAST, HARBOUR, TODAY, WEST, WILLOW, delegated, lines, seeing, who,
};

fn own(level: AuthorityLevel) -> LineContent {
    LineContent::Power(PowerTerms::own(level))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_gives_powers_only_when_it_is_published_and_from_the_day_stated() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let added = city
            .add(
                list,
                &[lines(&city.items, &[BUREAU], own(AuthorityLevel::City))],
            )
            .await;
        assert_eq!(added.unwrap(), city.items.len() as u64);
        assert_eq!(
            city.holders(city.items[0], None, TODAY).await,
            Vec::<String>::new()
        );

        let from = date(2026, 12, 1);
        city.publish(list, from).await.unwrap();
        assert_eq!(
            city.holders(city.items[0], None, date(2026, 11, 30)).await,
            Vec::<String>::new()
        );
        let held = city.rows(city.items[0], Some("990102001"), from).await;
        assert_eq!(held.len(), 1);
        assert_eq!(
            (held[0].holder.id.as_str(), held[0].valid_from),
            (BUREAU, from)
        );
        assert_eq!(held[0].decision.as_ref().unwrap().number, "云府〔2026〕9号");

        let shown = city.powers.list(&who("anybody"), list.0).await.unwrap();
        assert_eq!(shown.row.latest.state, ListState::Published);
        assert_eq!(shown.row.in_effect, None, "it begins next week");
        let steps: Vec<_> = shown
            .history
            .iter()
            .map(|entry| entry.step.as_str())
            .collect();
        assert_eq!(
            steps,
            ["open", "edit", "submit", "pass", "adopt", "publish"]
        );
        let told: Vec<_> = steps
            .iter()
            .map(|step| format!("library.list_{step}"))
            .collect();
        assert_eq!(city.told.kinds(), told, "each step is an act on the record");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reviewer_is_not_who_drafted() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city.drafted(&city.items).await;
        let powers = &city.powers;
        powers
            .submit_version(&who("drafter"), list, &city.now(list).await)
            .await
            .unwrap();
        let refused = powers
            .pass_version(&who("drafter"), list, &city.now(list).await)
            .await;
        assert!(
            matches!(refused, Err(PowerError::ReviewerDrafted)),
            "{refused:?}"
        );
        powers
            .return_version(&who("reviewer"), list, &city.now(list).await)
            .await
            .unwrap();
        let refused = powers
            .pass_version(&who("reviewer"), list, &city.now(list).await)
            .await;
        assert!(
            matches!(refused, Err(PowerError::State { .. })),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_adopted_item_can_be_listed_and_the_refusal_names_the_provision() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let read = city.room.items().await;
        let read = read
            .iter()
            .find(|item| item.state == library::view::ItemState::Read)
            .unwrap();
        let refused = city
            .add(
                list,
                &[lines(
                    &[city.items[0], read.id],
                    &[BUREAU],
                    own(AuthorityLevel::City),
                )],
            )
            .await;
        let refused = refused.unwrap_err();
        assert!(
            matches!(refused, PowerError::NotAdopted { item, .. } if item == read.id),
            "{refused}"
        );
        assert!(
            refused.zh().contains("行政处罚法第十七条"),
            "{}",
            refused.zh()
        );
        assert_eq!(refused.code(), "powers.line_refused");
        let shown = city.powers.list(&who("anybody"), list.0).await.unwrap();
        assert_eq!(
            (shown.row.latest.lines, shown.row.latest.revision),
            (0, 1),
            "nothing is kept"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_is_withdrawn_before_publication_stops_it() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city.drafted(&city.items).await;
        city.room
            .library
            .withdraw_item(city.items[1], &crate::support::deed(2))
            .await
            .unwrap();
        let refused = city.publish(list, TODAY).await;
        assert!(
            matches!(refused, Err(PowerError::NotAdopted { item, .. }) if item == city.items[1]),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_no_effect_before_its_publication() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city.drafted(&city.items).await;
        let refused = city.publish(list, date(2026, 11, 23)).await.unwrap_err();
        assert!(
            matches!(refused, PowerError::EffectiveTooEarly { .. }),
            "{refused}"
        );
        assert!(refused.zh().contains("第二十四条"), "{}", refused.zh());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_names_the_revision_that_it_has_seen() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        let seen = city.now(list).await;
        let line = |items: &[_]| [lines(items, &[BUREAU], own(AuthorityLevel::City))];
        city.powers
            .add_lines(&who("a"), list, &line(&city.items[..1]), &seen)
            .await
            .unwrap();
        let refused = city
            .powers
            .add_lines(&who("b"), list, &line(&city.items[1..2]), &seen)
            .await;
        assert!(
            matches!(refused, Err(PowerError::Changed { seen: 1, is: 2 })),
            "{refused:?}"
        );
        let twice = city.add(list, &line(&city.items)).await;
        assert!(
            matches!(twice, Err(PowerError::Twice { item }) if item == city.items[0]),
            "{twice:?}"
        );
        let unsigned = city
            .powers
            .submit_version(&who(" "), list, &ListDeed::on(2, "x"))
            .await;
        assert!(
            matches!(unsigned, Err(PowerError::Unsigned)),
            "{unsigned:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_is_delegated_to_streets_only() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        city.add(
            list,
            &[lines(&city.items[..1], &[WILLOW, HARBOUR], delegated())],
        )
        .await
        .unwrap();
        city.publish(list, TODAY).await.unwrap();
        let held = city.rows(city.items[0], Some("990103001"), TODAY).await;
        assert_eq!((held.len(), held[0].holder.id.as_str()), (1, HARBOUR));
        let decision = held[0].decision.as_ref().unwrap();
        assert_eq!(
            decision.number, "云府函〔2026〕3号",
            "the decision of the delegation"
        );

        let other = (city.list(ListKind::Powers, BUREAU).await, 1);
        city.add(other, &[lines(&city.items[..1], &[WEST], delegated())])
            .await
            .unwrap();
        let refused = city.publish(other, TODAY).await;
        assert!(
            matches!(refused, Err(PowerError::NoStreet { .. })),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_entrusts_a_power_holds_it_and_not_by_entrustment() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let entrusted = |by: &str| {
            let mut terms = PowerTerms::own(AuthorityLevel::District);
            terms.power_kind = PowerKind::Entrusted;
            terms.entrusted_by = Some(by.to_owned());
            let mut line = lines(&city.items[..1], &[WEST], LineContent::Power(terms));
            line.valid_to = Some(date(2027, 6, 1));
            line
        };
        let list = (city.list(ListKind::Powers, BUREAU).await, 1);
        city.add(list, &[entrusted(EAST)]).await.unwrap();
        let refused = city.publish(list, TODAY).await;
        assert!(
            matches!(refused, Err(PowerError::NotTheirs { .. })),
            "{refused:?}"
        );

        city.held_by_law(&[EAST], &city.items[..1], AuthorityLevel::District)
            .await;
        let publication = Publication {
            published_in: "公报".to_owned(),
            effective_from: TODAY,
        };
        let because = city.now(list).await;
        city.powers
            .publish_version(&who("drafter"), list, &publication, &because)
            .await
            .unwrap();
        assert_eq!(
            city.holders(city.items[0], Some("990103"), date(2027, 5, 31))
                .await,
            [WEST]
        );
        assert_eq!(
            city.holders(city.items[0], Some("990103"), date(2027, 6, 1))
                .await,
            Vec::<String>::new()
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn benchmarks_go_the_same_way_as_powers() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = (city.list(ListKind::Benchmarks, BUREAU).await, 1);
        let grade = |grade, name: &str| {
            let content = BenchmarkGrade {
                sector: "城市管理".to_owned(),
                grade,
                name: name.to_owned(),
                condition: "首次被发现".to_owned(),
                penalty: "处二千元罚款".to_owned(),
            };
            lines(&city.items[..1], &[], LineContent::BenchmarkGrade(content))
        };
        let wrong = city
            .add(
                list,
                &[lines(&city.items, &[BUREAU], own(AuthorityLevel::City))],
            )
            .await;
        assert!(
            matches!(wrong, Err(PowerError::OtherKind(ListKind::Benchmarks))),
            "{wrong:?}"
        );
        city.add(list, &[grade(1, "轻微"), grade(2, "一般")])
            .await
            .unwrap();
        city.publish(list, TODAY).await.unwrap();
        let lines = city.lines(list).await;
        assert_eq!(lines.rows.len(), 2);
        assert!(lines.rows.iter().all(|line| line.authority.is_none()));
        assert_eq!(
            city.holders(city.items[0], None, TODAY).await,
            Vec::<String>::new(),
            "it gives no power"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_outside_the_scope_is_not_there() {
    for_each_database(async |db| {
        let city = City::open(db).await;
        let list = city.list(ListKind::Powers, EAST).await;
        let mine = seeing("w", Scope::Authorities([WEST.to_owned()].into()));
        let found = city.powers.list(&mine, list).await;
        assert!(matches!(found, Err(PowerError::NoList(_))), "{found:?}");
        let all = city
            .powers
            .lists(&mine, &ListFilter::default(), &PageRequest::default())
            .await
            .unwrap();
        assert_eq!((all.rows.len(), all.total), (0, Some(0)));
        let east = seeing("e", Scope::Area("990102".parse().unwrap()));
        let all = city
            .powers
            .lists(&east, &ListFilter::default(), &PageRequest::default())
            .await
            .unwrap();
        assert_eq!((all.rows.len(), all.total), (1, Some(1)));
    })
    .await;
}
