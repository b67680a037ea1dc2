//! Power lists: what the city says that its authorities hold.

use jiff::civil::{Date, date};
use library::ItemId;
use library::powers::{
    Asking, AuthorityLevel, Decision, FourTests, LineContent, ListDeed, ListKind, NewLines,
    NewList, PowerError, PowerKind, PowerTerms, Publication, TestResult,
};
use register::AuthorityId;

use super::rooms::{NAME, REVIEWER};
use super::{Rooms, SimulateError};
use crate::city::{City, Level};

/// The day on which the lists begin to have effect, with the statutes.
pub(super) const EFFECTIVE: Date = date(2020, 7, 1);
const REASON: &str = "编制模拟城市的权责清单（虚构）";

/// A list that is to be published.
struct Planned {
    title: String,
    owner: usize,
    holders: Vec<usize>,
    items: Vec<usize>,
    content: LineContent,
}

/// Publishes a list for every bureau and district, and one of the items delegated to the streets.
pub(super) async fn publish(
    rooms: &Rooms,
    city: &City,
    authorities: &[AuthorityId],
    items: &[ItemId],
) -> Result<(), SimulateError> {
    for planned in planned(city) {
        let published = publish_one(rooms, authorities, items, &planned).await;
        let what = format!("公布《{}》", planned.title);
        let failed = SimulateError::room((&what, "publishing a power list"));
        published.map_err(|error| failed(&error))?;
    }
    Ok(())
}

/// What [`City::authority_now`] says, as lists.
fn planned(city: &City) -> Vec<Planned> {
    let places = |keep: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..city.items.len()).filter(|place| keep(*place)).collect()
    };
    let levels = |level| {
        let all = city.authorities.iter().enumerate();
        all.filter(move |(_, one)| one.level == level)
            .map(|(place, _)| place)
    };
    let mut lists = Vec::new();
    for (level, of) in [
        (Level::City, AuthorityLevel::City),
        (Level::District, AuthorityLevel::District),
    ] {
        for owner in levels(level) {
            let one = &city.authorities[owner];
            let own = |place: usize| {
                let item = &city.items[place];
                !item.delegated && one.sector.is_none_or(|sector| sector == item.sector)
            };
            lists.push(Planned {
                title: format!("{}权责清单", one.name),
                owner,
                holders: vec![owner],
                items: places(&own),
                content: LineContent::Power(PowerTerms::own(of)),
            });
        }
    }
    lists.push(Planned {
        title: "云麓市街道赋权事项清单（虚构）".to_owned(),
        owner: 0,
        holders: levels(Level::Street).collect(),
        items: places(&|place| city.items[place].delegated),
        content: LineContent::Power(delegated()),
    });
    lists.retain(|list| !list.items.is_empty());
    lists
}

fn decision() -> Decision {
    Decision {
        number: "云麓府〔2020〕1号（虚构）".to_owned(),
        decided_on: date(2020, 6, 1),
        document: "关于公布权责清单的决定（虚构）".to_owned(),
    }
}

fn delegated() -> PowerTerms {
    let met = |reason: &str| TestResult {
        met: true,
        reason: format!("{reason}（虚构）"),
    };
    PowerTerms {
        power_kind: PowerKind::Delegated,
        decision: Some(decision()),
        street_class: Some("市容环境".to_owned()),
        tests: Some(FourTests {
            easy_to_happen: met("街面多发"),
            easy_to_find: met("巡查可见"),
            easy_to_judge: met("无须专业检测"),
            easy_to_handle: met("罚款数额较小"),
        }),
        ..PowerTerms::own(AuthorityLevel::Street)
    }
}

async fn publish_one(
    rooms: &Rooms,
    authorities: &[AuthorityId],
    items: &[ItemId],
    planned: &Planned,
) -> Result<(), PowerError> {
    let powers = &rooms.powers;
    let (asking, reviewer) = (Asking::program(NAME), Asking::program(REVIEWER));
    let seen = |seen| ListDeed::on(seen, REASON);
    let new = NewList {
        kind: ListKind::Powers,
        title: planned.title.clone(),
        title_en: None,
        authority: authorities[planned.owner].to_string(),
    };
    let list = powers.open_list(&asking, &new, &seen(0)).await?;
    let holders = planned.holders.iter();
    let lines = NewLines {
        items: planned.items.iter().map(|place| items[*place]).collect(),
        authorities: holders
            .map(|place| authorities[*place].to_string())
            .collect(),
        content: planned.content.clone(),
        valid_from: None,
        valid_to: None,
    };
    let version = (list, 1);
    powers
        .add_lines(&asking, version, &[lines], &seen(1))
        .await?;
    powers.submit_version(&asking, version, &seen(2)).await?;
    powers.pass_version(&reviewer, version, &seen(3)).await?;
    powers
        .adopt_version(&reviewer, version, &decision(), &seen(4))
        .await?;
    let publication = Publication {
        published_in: "云麓市人民政府公报（虚构）".to_owned(),
        effective_from: EFFECTIVE,
    };
    powers
        .publish_version(&asking, version, &publication, &seen(5))
        .await
}
