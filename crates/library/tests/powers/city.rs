//! A city with a bureau, two districts and four streets, and the items of its ordinances.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use jiff::civil::{Date, date};
use library::powers::{
    ActLog, ActLogError, Asking, Authorities, AuthorityBook, AuthorityDays, AuthorityLevel,
    CaseCounter, Decision, FourTests, KnownAuthority, LineContent, LineFilter, ListAct, ListDeed,
    ListKind, NewLines, NewList, PowerError, PowerKind, PowerTerms, Powers, Publication,
    Succession, TestResult,
};
use library::view::{List, ListLine, PowerRow};
use library::{ItemId, ListId};
use store::{Database, PageRequest, Scope, StoreError, WriteTx};

use crate::support::{COLLECTION, Room, deed};

/// Today, in the fixture.
pub const TODAY: Date = date(2026, 11, 24);
/// The day on which two streets become one.
pub const MERGER: Date = date(2027, 3, 1);

pub const BUREAU: &str = "00000000-0000-7000-8000-000000000001";
pub const EAST: &str = "00000000-0000-7000-8000-000000000002";
pub const WEST: &str = "00000000-0000-7000-8000-000000000003";
pub const WILLOW: &str = "00000000-0000-7000-8000-000000000004";
pub const BRIDGE: &str = "00000000-0000-7000-8000-000000000005";
pub const HARBOUR: &str = "00000000-0000-7000-8000-000000000006";
pub const WILLOW_BRIDGE: &str = "00000000-0000-7000-8000-000000000007";

/// The acts that were put on record, and a book of authorities.
#[derive(Debug, Default)]
pub struct Told(Mutex<Vec<ListAct>>);

impl ActLog for Told {
    fn append<'t>(
        &'t self,
        _: &'t WriteTx,
        act: ListAct,
    ) -> BoxFuture<'t, Result<(), ActLogError>> {
        self.0.lock().unwrap().push(act);
        Box::pin(async { Ok(()) })
    }
}

impl Told {
    pub fn kinds(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap()
            .iter()
            .map(|act| act.kind.clone())
            .collect()
    }
}

struct Register(Arc<AuthorityBook>);

impl Authorities for Register {
    fn book(&self) -> BoxFuture<'_, Result<Arc<AuthorityBook>, StoreError>> {
        let book = Arc::clone(&self.0);
        Box::pin(async move { Ok(book) })
    }
}

/// Cases were opened on these items.
pub struct Cases(pub HashSet<ItemId>);

impl CaseCounter for Cases {
    fn items_with_cases(
        &self,
        _: Date,
        _: Date,
    ) -> BoxFuture<'_, Result<HashSet<ItemId>, StoreError>> {
        Box::pin(async { Ok(self.0.clone()) })
    }

    fn open_cases_on<'a>(
        &'a self,
        items: &'a [ItemId],
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<HashMap<ItemId, u64>, StoreError>> {
        let here = items.iter().filter(|item| self.0.contains(item));
        let counts = here.map(|item| (*item, 1)).collect();
        let counts = if scope.is_empty() {
            HashMap::new()
        } else {
            counts
        };
        Box::pin(async { Ok(counts) })
    }
}

/// The city.
pub struct City {
    pub room: Room,
    pub powers: Powers,
    pub told: Arc<Told>,
    /// The penalties of the ordinances in force, adopted, in the order of the law.
    pub items: Vec<ItemId>,
    /// The penalty of the ordinance on lanterns as it was in 2019, adopted.
    pub old_item: ItemId,
}

impl City {
    pub async fn open(db: Database) -> Self {
        let room = Room::open(db).await;
        room.import(&room.source(&COLLECTION)).await;
        let (mut items, mut old_item) = (Vec::new(), None);
        for item in room.items().await {
            if item.kind != law::ItemKind::Penalty {
                continue;
            }
            if item.in_force {
                items.push(item.id);
            } else {
                old_item = Some(item.id);
            }
            room.library.adopt_item(item.id, &deed(1)).await.unwrap();
        }
        assert!(items.len() >= 3, "{items:?}");
        let told = Arc::new(Told::default());
        let powers = Powers::new(
            Arc::clone(&room.library),
            Arc::new(Register(Arc::new(book()))),
            Arc::clone(&told) as Arc<dyn ActLog>,
            None,
        );
        Self {
            room,
            powers,
            told,
            items,
            old_item: old_item.unwrap(),
        }
    }

    /// A list with the draft of its first version.
    pub async fn list(&self, kind: ListKind, authority: &str) -> ListId {
        let new = NewList {
            kind,
            title: "权责清单（虚构）".to_owned(),
            title_en: None,
            authority: authority.to_owned(),
        };
        let because = ListDeed::on(0, "年度编制");
        self.powers
            .open_list(&who("drafter"), &new, &because)
            .await
            .unwrap()
    }

    pub async fn add(&self, list: (ListId, u32), lines: &[NewLines]) -> Result<u64, PowerError> {
        let because = self.now(list).await;
        self.powers
            .add_lines(&who("drafter"), list, lines, &because)
            .await
    }

    /// A draft of the bureau's own powers over these items.
    pub async fn drafted(&self, items: &[ItemId]) -> (ListId, u32) {
        let list = (self.list(ListKind::Powers, BUREAU).await, 1);
        let own = LineContent::Power(PowerTerms::own(AuthorityLevel::City));
        self.add(list, &[lines(items, &[BUREAU], own)])
            .await
            .unwrap();
        list
    }

    /// The lines of a version, all on one page.
    pub async fn lines(&self, list: (ListId, u32)) -> List<ListLine> {
        let (all, page) = (LineFilter::default(), PageRequest::default());
        let lines = self.powers.lines(&who("anybody"), list, &all, &page).await;
        lines.unwrap()
    }

    /// The deed of somebody who has just looked at the version.
    pub async fn now(&self, (list, version): (ListId, u32)) -> ListDeed {
        let shown = self.powers.list(&who("drafter"), list).await.unwrap();
        let found = shown.versions.iter().find(|row| row.version == version);
        ListDeed::on(found.unwrap().revision, "按程序办理")
    }

    /// Brings a draft to publication.
    pub async fn publish(&self, list: (ListId, u32), from: Date) -> Result<(), PowerError> {
        let powers = &self.powers;
        powers
            .submit_version(&who("drafter"), list, &self.now(list).await)
            .await?;
        powers
            .pass_version(&who("reviewer"), list, &self.now(list).await)
            .await?;
        powers
            .adopt_version(
                &who("head"),
                list,
                &decision("云府〔2026〕9号"),
                &self.now(list).await,
            )
            .await?;
        let publication = Publication {
            published_in: "云麓市人民政府公报（虚构）".to_owned(),
            effective_from: from,
        };
        powers
            .publish_version(&who("drafter"), list, &publication, &self.now(list).await)
            .await
    }

    /// A published power list in which each of these holds these items by law.
    pub async fn held_by_law(
        &self,
        holders: &[&str],
        items: &[ItemId],
        level: AuthorityLevel,
    ) -> ListId {
        let list = self.list(ListKind::Powers, BUREAU).await;
        let lines = [lines(
            items,
            holders,
            LineContent::Power(PowerTerms::own(level)),
        )];
        self.add((list, 1), &lines).await.unwrap();
        self.publish((list, 1), TODAY).await.unwrap();
        list
    }

    /// The names of those who hold the item on a day.
    pub async fn holders(&self, item: ItemId, area: Option<&str>, day: Date) -> Vec<String> {
        let rows = self.rows(item, area, day).await;
        rows.into_iter().map(|row| row.holder.id).collect()
    }

    pub async fn rows(&self, item: ItemId, area: Option<&str>, day: Date) -> Vec<PowerRow> {
        let area = area.map(|area| area.parse().unwrap());
        let rows = self
            .powers
            .who_holds(&who("anybody"), item, area.as_ref(), day)
            .await;
        rows.unwrap()
    }
}

/// A person who may see and change everything.
pub fn who(person: &str) -> Asking {
    seeing(person, Scope::All)
}

pub fn seeing(person: &str, scope: Scope) -> Asking {
    Asking::person(person, scope)
}

pub fn lines(items: &[ItemId], authorities: &[&str], content: LineContent) -> NewLines {
    NewLines {
        items: items.to_vec(),
        authorities: authorities.iter().map(|id| (*id).to_owned()).collect(),
        content,
        valid_from: None,
        valid_to: None,
    }
}

pub fn decision(number: &str) -> Decision {
    Decision {
        number: number.to_owned(),
        decided_on: date(2026, 11, 1),
        document: "关于公布权责清单的决定（虚构）".to_owned(),
    }
}

pub fn delegated() -> LineContent {
    let test = |reason: &str| TestResult {
        met: true,
        reason: reason.to_owned(),
    };
    LineContent::Power(PowerTerms {
        power_kind: PowerKind::Delegated,
        level: AuthorityLevel::Street,
        decision: Some(decision("云府函〔2026〕3号")),
        street_class: Some("市容环境卫生".to_owned()),
        tests: Some(FourTests {
            easy_to_happen: test("夜市周边多发"),
            easy_to_find: test("巡查可见"),
            easy_to_judge: test("无须检测"),
            easy_to_handle: test("当场可改正"),
        }),
        entrusted_by: None,
    })
}

fn book() -> AuthorityBook {
    use AuthorityLevel::{City, District, Street};
    let known = |id: &str, code: &str, name: &str, level, area: &str, (from, to)| KnownAuthority {
        id: id.to_owned(),
        code: code.to_owned(),
        days: vec![AuthorityDays {
            from,
            to,
            name: name.to_owned(),
            name_en: None,
            level,
            area: area.parse().unwrap(),
        }],
    };
    let start = date(2020, 1, 1);
    let follows = |from: &str| Succession {
        from: from.to_owned(),
        to: WILLOW_BRIDGE.to_owned(),
        on: MERGER,
    };
    AuthorityBook::new(
        [
            known(
                BUREAU,
                "YL-01",
                "云麓市城市管理局",
                City,
                "990100",
                (start, None),
            ),
            known(
                EAST,
                "YL-02",
                "东湖区城市管理局",
                District,
                "990102",
                (start, None),
            ),
            known(
                WEST,
                "YL-03",
                "西山区城市管理局",
                District,
                "990103",
                (start, None),
            ),
            known(
                WILLOW,
                "YL-11",
                "柳荫街道办事处",
                Street,
                "990102001",
                (start, Some(MERGER)),
            ),
            known(
                BRIDGE,
                "YL-12",
                "石桥街道办事处",
                Street,
                "990102002",
                (start, Some(MERGER)),
            ),
            known(
                HARBOUR,
                "YL-13",
                "港湾街道办事处",
                Street,
                "990103001",
                (start, None),
            ),
            known(
                WILLOW_BRIDGE,
                "YL-14",
                "柳桥街道办事处",
                Street,
                "990102003",
                (MERGER, None),
            ),
        ],
        [follows(WILLOW), follows(BRIDGE)],
    )
}
