//! With the register and the record themselves: a merger of two streets, from the register to the powers.

use std::sync::Arc;

use jiff::civil::date;
use library::powers::{ActLog, Authorities, LineContent, ListKind, PowerTerms, Powers};
use record::{ActFilter, Record, Subject};
use register::authority::{AuthorityDraft, AuthorityState, MergeInto};
use register::{AuthorityKind, AuthorityLevel, Register};
use store::PageRequest;
use store::testing::for_each_database;

use crate::city::{City, MERGER, TODAY, decision, delegated, lines, who};

fn draft(code: &str, name: &str, level: AuthorityLevel, area: &str) -> AuthorityDraft {
    AuthorityDraft {
        code: code.to_owned(),
        state: AuthorityState {
            name: name.to_owned(),
            name_en: None,
            kind: AuthorityKind::AdministrativeOrgan,
            level,
            parent: None,
            area: area.parse().unwrap(),
            credit_code: None,
            legal_head: None,
            decision: "云府〔2020〕1号（虚构）".to_owned(),
            published_on: None,
        },
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merger_in_the_register_moves_powers_and_each_step_of_a_list_is_on_the_record() {
    for_each_database(async |db| {
        let record = Record::open(
            db.clone(),
            Arc::new(base::FixedClock(crate::support::NOW.parse().unwrap())),
        );
        let record = record.await.unwrap();
        let mut city = City::open(db).await;
        let register = Register::open(record.clone(), city.room.folder.path())
            .await
            .unwrap();
        city.powers = Powers::new(
            Arc::clone(&city.room.library),
            Arc::new(register.clone()) as Arc<dyn Authorities>,
            Arc::new(record.clone()) as Arc<dyn ActLog>,
            None,
        );
        let clerk = register::Asking::program("测试");
        let because = || register::Deed::new("虚构");
        let confirm = async |draft| {
            register
                .confirm_authority(&clerk, draft, date(2020, 1, 1), &because())
                .await
                .unwrap()
        };
        let bureau = confirm(draft(
            "YL-01",
            "云麓市城市管理局",
            AuthorityLevel::City,
            "990100",
        ))
        .await;
        let willow = confirm(draft(
            "YL-11",
            "柳荫街道办事处",
            AuthorityLevel::Street,
            "990102001",
        ))
        .await;
        let bridge = confirm(draft(
            "YL-12",
            "石桥街道办事处",
            AuthorityLevel::Street,
            "990102002",
        ))
        .await;

        let [bureau_id, willow_id, bridge_id] = [bureau, willow, bridge].map(|id| id.to_string());
        let list = city.list(ListKind::Powers, &bureau_id).await;
        let item = city.items[0];
        let own = LineContent::Power(PowerTerms::own(AuthorityLevel::City));
        let groups = [
            lines(&[item], &[&willow_id, &bridge_id], delegated()),
            lines(&[city.items[1]], &[&bureau_id], own),
        ];
        city.add((list, 1), &groups).await.unwrap();
        city.publish((list, 1), TODAY).await.unwrap();

        let into = MergeInto::New {
            authority: draft(
                "YL-14",
                "柳桥街道办事处",
                AuthorityLevel::Street,
                "990102003",
            ),
        };
        let merged = vec![(willow, 1), (bridge, 1)];
        let successor = register
            .merge_authorities(&clerk, merged, into, MERGER, &because())
            .await
            .unwrap();

        let mut before = city.holders(item, None, date(2027, 2, 28)).await;
        before.sort();
        let mut streets = vec![willow_id, bridge_id];
        streets.sort();
        assert_eq!(before, streets, "the day before, the two streets hold it");
        let after = city.rows(item, Some("990102003"), MERGER).await;
        assert_eq!(after.len(), 2, "what both were given");
        for row in &after {
            assert_eq!(
                (row.holder.id.clone(), row.valid_from),
                (successor.to_string(), MERGER)
            );
            assert!(row.given_to.is_some());
        }
        assert_eq!(
            city.holders(city.items[1], None, MERGER).await,
            [bureau_id.as_str()]
        );

        let version = (list, 1);
        let because = city.now(version).await;
        let withdrawn = (date(2027, 6, 1), &decision("云府〔2026〕20号"));
        city.powers
            .withdraw_power(&who("head"), version, 1, withdrawn, &because)
            .await
            .unwrap();
        assert_eq!(city.holders(item, None, date(2027, 6, 1)).await.len(), 1);

        let about = ActFilter {
            subject: Some(Subject {
                kind: "power_list".to_owned(),
                id: list.to_string(),
            }),
            ..ActFilter::default()
        };
        let acts = record
            .acts(&about, &PageRequest::default())
            .await
            .unwrap()
            .acts;
        let kinds: Vec<_> = acts
            .iter()
            .map(|act| act.kind.as_str().to_owned())
            .collect();
        let steps = [
            "open", "edit", "submit", "pass", "adopt", "publish", "withdraw",
        ];
        assert_eq!(kinds, steps.map(|step| format!("library.list_{step}")));
        assert!(
            acts.iter()
                .all(|act| act.authority.as_deref() == Some(bureau_id.as_str()))
        );
    })
    .await;
}
