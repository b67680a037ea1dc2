//! Parties that do not exist.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

use crate::chance::Chance;

/// What kind of party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartyKind {
    /// A natural person.
    Individual,
    /// A company or another organisation.
    Organisation,
    /// A business of a single person.
    IndividualBusiness,
}

/// A party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its number among the parties of the city.
    pub number: usize,
    /// What kind.
    pub kind: PartyKind,
    /// Its name, marked as invented.
    pub name: String,
    /// The day of birth of a person.
    pub born_on: Option<Date>,
}

const SURNAMES: [&str; 12] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "沈", "韩",
];
const GIVEN: [&str; 12] = [
    "春一", "春二", "夏三", "夏四", "秋五", "秋六", "冬七", "冬八", "东九", "西十", "南甲", "北乙",
];
const SHOPS: [&str; 8] = [
    "小吃店",
    "便利店",
    "修理铺",
    "理发店",
    "水果店",
    "洗衣店",
    "五金店",
    "饰品店",
];
const COMPANIES: [&str; 8] = [
    "商贸", "建设", "物流", "餐饮", "环保", "食品", "科技", "物业",
];
const PURPOSE: u64 = 3;

impl PartyKind {
    /// The word of the snapshot of a case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::Organisation => "organisation",
            Self::IndividualBusiness => "individual_business",
        }
    }
}

impl Party {
    /// The party of a seed with this number.
    pub fn of(seed: u64, number: usize) -> Self {
        let mut chance = Chance::of(seed, PURPOSE, number as u64);
        let person = format!("{}{}", chance.pick(&SURNAMES), chance.pick(&GIVEN));
        let kinds = [
            PartyKind::Individual,
            PartyKind::Organisation,
            PartyKind::IndividualBusiness,
        ];
        let kind = kinds[chance.weighted(&[42, 31, 27])];
        let name = match kind {
            PartyKind::Individual => format!("{person}（虚构）"),
            PartyKind::Organisation => {
                format!("云麓{}{number}号有限公司（虚构）", chance.pick(&COMPANIES))
            }
            PartyKind::IndividualBusiness => {
                format!("云麓{person}{number}号{}（虚构）", chance.pick(&SHOPS))
            }
        };
        let days = chance.days(40 * 365);
        let born_on =
            (kind == PartyKind::Individual).then(|| date(1960, 1, 1).saturating_add(days.days()));
        Self {
            number,
            kind,
            name,
            born_on,
        }
    }

    /// As an element of the list `parties` of a case.
    pub fn stated(&self) -> Value {
        let mut stated = json!({"kind": self.kind.as_str(), "capacity": "full"});
        if let Some(born_on) = self.born_on {
            stated["born_on"] = born_on.to_string().into();
        }
        stated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parties_are_marked_as_invented_and_only_people_are_born() {
        for number in 0..500 {
            let party = Party::of(5, number);
            assert!(party.name.ends_with("（虚构）"), "{party:?}");
            assert_eq!(party.born_on.is_some(), party.kind == PartyKind::Individual);
            assert_eq!(party, Party::of(5, number));
        }
    }
}
