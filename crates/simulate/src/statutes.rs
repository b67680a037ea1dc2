//! Statutes of the city, drafted for the parser of real ones.
//!
//! The wording is the project's own. A statute has duties and, for each, an article that says what
//! follows when it is breached; [`drafted`] gives the file and the items that `law` must read in it.

use law::numeral::chinese;

use crate::chance::Chance;
use crate::city::Item;
use crate::sector::Sector;

/// A statute, and what it lets authorities punish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// Its title.
    pub title: String,
    /// The text of the file.
    pub text: String,
    /// Its items, in the order of the text.
    pub items: Vec<Item>,
}

/// Items that a statute has at most: half of its articles are duties.
pub const ITEMS_EACH: usize = 60;
const PURPOSE: u64 = 2;
const PLACES: [&str; 10] = [
    "在主干道两侧",
    "在居民小区内",
    "在河道岸线内",
    "在学校周边",
    "在集贸市场内",
    "在公园绿地内",
    "在施工工地内",
    "在车站广场",
    "在地下车库内",
    "在临街门店前",
];
const DEEDS: [&str; 12] = [
    "擅自堆放",
    "擅自设置",
    "擅自拆除",
    "擅自占用",
    "擅自改动",
    "违规存放",
    "违规运输",
    "违规使用",
    "遮挡",
    "损毁",
    "涂改",
    "倾倒",
];
const ENDINGS: [&str; 5] = ["管理条例", "设施条例", "服务条例", "安全条例", "保护条例"];
/// The lowest fine in yuan, and how many times that the highest is.
const LEAST: [u32; 8] = [50, 50, 100, 100, 200, 500, 1_000, 2_000];
const TIMES: [u32; 3] = [4, 5, 10];

/// The statutes of a seed that have `items` items together.
pub fn drafted(seed: u64, items: usize) -> Vec<Drafted> {
    let statutes = items.div_ceil(ITEMS_EACH);
    (0..statutes)
        .map(|number| {
            let count = ITEMS_EACH.min(items - number * ITEMS_EACH);
            statute(seed, number, count)
        })
        .collect()
}

fn statute(seed: u64, number: usize, count: usize) -> Drafted {
    let mut chance = Chance::of(seed, PURPOSE, number as u64);
    let sector = Sector::ALL[number % Sector::ALL.len()];
    let round = number / Sector::ALL.len();
    let ending = ENDINGS[round % ENDINGS.len()];
    let matter = sector.matter();
    let title = format!("云麓市第{}号{matter}{ending}", chinese(round as u32 + 1));
    let mut text = format!(
        "# {title}\n\n2020年3月26日 云麓市第七届人民代表大会常务委员会第三十次会议通过\n\n\
        2020年5月28日 云岭省第十三届人民代表大会常务委员会第二十次会议批准\n\n<!-- INFO END -->\n\n\
        第一条 为了规范{matter}，结合本市实际，制定本条例。本条例由项目虚构，不是任何真实法规。\n\n\
        第二条 市{}负责本条例的实施。\n\n",
        sector.bureau()
    );
    let mut items = Vec::with_capacity(count);
    for place in 0..count {
        let behaviour = behaviour(sector, place);
        let (duty, penalty) = (3 + 2 * place as u32, 4 + 2 * place as u32);
        let (least, most) = fine(&mut chance);
        let warns = chance.per_mille(450);
        let duty = format!("第{}条 不得{behaviour}。\n\n", chinese(duty));
        text.push_str(&duty);
        text.push_str(&sanction(sector, penalty, &behaviour, (least, most), warns));
        items.push(Item {
            statute: title.clone(),
            article: penalty,
            sector,
            behaviour: format!("{behaviour}的"),
            warning: warns,
            fine_least: i64::from(least) * 100,
            fine_most: i64::from(most) * 100,
            delegated: false,
        });
    }
    let last = chinese(3 + 2 * count as u32);
    let in_force = format!("第{last}条 本条例自2020年7月1日起施行。\n\n");
    text.push_str(&in_force);
    Drafted { title, text, items }
}

fn behaviour(sector: Sector, place: usize) -> String {
    let things = sector.things();
    let thing = things[place % things.len()];
    let deed = DEEDS[place / things.len() % DEEDS.len()];
    let spot = PLACES[(place / things.len() + place) % PLACES.len()];
    format!("{spot}{deed}{thing}")
}

fn fine(chance: &mut Chance) -> (u32, u32) {
    let least = *chance.pick(&LEAST);
    (least, least * chance.pick(&TIMES))
}

/// An amount in words; amounts of ten thousand and more are whole tens of thousands.
fn amount(yuan: u32) -> String {
    if yuan < 10_000 {
        chinese(yuan)
    } else {
        format!("{}万", chinese(yuan / 10_000))
    }
}

/// An article with one deed, in one of the patterns in which such articles are drafted.
fn sanction(
    sector: Sector,
    article: u32,
    behaviour: &str,
    (least, most): (u32, u32),
    warns: bool,
) -> String {
    let warning = if warns {
        "给予警告，可以并处"
    } else {
        "处"
    };
    let range = format!("{}元以上{}元以下罚款", amount(least), amount(most));
    let number = chinese(article);
    let department = sector.department();
    match article / 2 % 2 {
        0 => format!(
            "第{number}条 违反本条例规定，{behaviour}的，由{department}责令改正，{warning}{range}。\n\n"
        ),
        _ => format!(
            "第{number}条 违反本条例第{}条规定，{behaviour}的，由{department}责令限期改正；逾期不改正的，{warning}{range}。\n\n",
            chinese(article - 1)
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use law::enforcement_item::{Decimal, MeasureKind};

    use super::*;

    #[test]
    fn the_parser_reads_the_items_that_were_drafted() {
        let drafted = drafted(126, 600);
        let count: usize = drafted.iter().map(|statute| statute.items.len()).sum();
        assert_eq!(count, 600);
        for statute in &drafted {
            let read = law::items::extract(&law::read(&statute.text));
            let penalties = read
                .iter()
                .filter(|item| item.kind == law::ItemKind::Penalty);
            let read: Vec<_> = penalties
                .map(|item| {
                    (
                        item.article.to_string(),
                        item.behaviour.clone(),
                        sanction_of(item),
                    )
                })
                .collect();
            let meant: Vec<_> = statute
                .items
                .iter()
                .map(|item| {
                    let sanction = (item.warning, item.fine_least, item.fine_most);
                    (item.article.to_string(), item.behaviour.clone(), sanction)
                })
                .collect();
            assert_eq!(read, meant, "{}", statute.title);
        }
    }

    /// Whether a warning may be given, and the range of the fine in fen.
    fn sanction_of(item: &law::EnforcementItem) -> (bool, i64, i64) {
        let mut measures = item.tiers.iter().flat_map(|tier| &tier.measures);
        let warns = measures
            .clone()
            .any(|measure| measure.kind == MeasureKind::Warning);
        let fine = measures.find_map(|measure| measure.fine.as_ref()).unwrap();
        let fen = |amount: &Option<Decimal>| {
            let yuan: i64 = amount.as_ref().unwrap().to_string().parse().unwrap();
            yuan * 100
        };
        (warns, fen(&fine.min), fen(&fine.max))
    }

    #[test]
    fn no_title_is_there_twice_and_no_statute_says_a_thing_twice() {
        let drafted = drafted(1, 28_000);
        let titles: HashSet<_> = drafted.iter().map(|statute| &statute.title).collect();
        assert_eq!(titles.len(), drafted.len());
        for statute in &drafted {
            let deeds: HashSet<_> = statute.items.iter().map(|item| &item.behaviour).collect();
            assert_eq!(deeds.len(), statute.items.len(), "{}", statute.title);
        }
    }
}
