//! A city that does not exist, on a database: ordinances of our own wording, adopted items, published
//! lists for a district and a street, and the people of both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use base::{Clock, LEGAL_TIME};
use casework::{Asking, Casework};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, date};
use library::import::{ImportSource, Silent};
use library::powers::{
    ActLog, Authorities, AuthorityLevel, Decision, FourTests, LineContent, ListDeed, ListKind,
    NewLines, NewList, PowerKind, PowerTerms, Powers, Publication, TestResult,
};
use library::{DataFolder, ItemFilter, ItemId, Library, ListId};
use record::{Actor, Record};
use register::authority::{AuthorityDraft, AuthorityState, MergeInto};
use register::officer::{CertificateDraft, InterestDraft, LegalQualification, OfficerDraft, Post};
use register::party::{PartyDetails, PartyDraft, PartyState};
use register::{AuthorityId, AuthorityKind, Deed, PartyKind, Register, Relation};
use rules::{Folder, RuleSet};
use serde::{Deserialize, Serialize};
use store::testing::for_each_copy;
use store::{Database, Limit, PageRequest, Scope};

use crate::statutes::{KITES, STATUTES};

/// The day on which the city is built and its lists take effect.
pub const BUILT: Date = date(2026, 2, 10);

/// The rules of the sample city, read once.
pub static RULES: LazyLock<Arc<RuleSet>> = LazyLock::new(|| {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city");
    let folders = Folder::read_with_parents(&pack).unwrap();
    Arc::new(RuleSet::load(&folders).unwrap())
});

/// A clock that is moved by hand.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    fn at(at: DateTime) -> Arc<Self> {
        let clock = Arc::new(Self(AtomicI64::new(0)));
        clock.set(at);
        clock
    }

    pub fn set(&self, at: DateTime) {
        let at = LEGAL_TIME.to_timestamp(at).unwrap();
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// What the city is found by.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Known {
    /// Authorities by their codes: `bureau`, `district`, `other`, `street`.
    pub authorities: BTreeMap<String, String>,
    /// Officers by their codes, those of [`PEOPLE`].
    pub people: BTreeMap<String, String>,
    /// Items by their addresses.
    pub items: BTreeMap<String, ItemId>,
    /// The registered party.
    pub party: String,
    /// The list of the powers delegated to the street.
    pub delegation: Option<ListId>,
}

/// The city with its rooms.
pub struct City {
    pub casework: Casework,
    pub powers: Powers,
    pub register: Register,
    pub record: Record,
    pub clock: Arc<HandClock>,
    pub known: Known,
    pub folder: PathBuf,
    /// How many days before the first of March the deed of new cases was done.
    pub earlier: AtomicI64,
}

/// Code, authority, role, last day of the certificate, auxiliary.
type Person = (&'static str, &'static str, &'static str, Option<Date>, bool);

const UNTIL: Option<Date> = Some(date(2031, 1, 1));

/// The people of the district and of the street.
pub const PEOPLE: [Person; 12] = [
    ("one", "district", "officer", UNTIL, false),
    ("two", "district", "officer", UNTIL, false),
    (
        "lapsed",
        "district",
        "officer",
        Some(date(2025, 12, 31)),
        false,
    ),
    ("aux", "district", "officer", None, true),
    ("kin", "district", "officer", UNTIL, false),
    ("host", "district", "officer", UNTIL, false),
    ("reviewer", "district", "legal_reviewer", UNTIL, false),
    ("unqualified", "district", "legal_reviewer", UNTIL, false),
    ("head", "district", "head", UNTIL, false),
    ("s-one", "street", "officer", UNTIL, false),
    ("s-two", "street", "officer", UNTIL, false),
    ("s-head", "street", "head", UNTIL, false),
];

/// Runs a walk in the city on SQLite and on PostgreSQL.
pub async fn in_the_city(walk: impl AsyncFn(City)) {
    for_each_copy(
        async |db, folder| build(db, folder).await,
        async |db, folder| walk(City::open(db, folder).await).await,
    )
    .await;
}

impl City {
    async fn open(db: Database, folder: PathBuf) -> Self {
        let known = std::fs::read(folder.join("known.json")).unwrap();
        let known = serde_json::from_slice(&known).unwrap();
        Self::rooms(db, folder, known).await
    }

    async fn rooms(db: Database, folder: PathBuf, known: Known) -> Self {
        let clock = HandClock::at(BUILT.at(9, 0, 0, 0));
        let record = Record::open(db, Arc::clone(&clock) as _).await.unwrap();
        let register = Register::open(record.clone(), &folder).await.unwrap();
        let library = Library::open(record.clone(), DataFolder::at(&folder));
        let powers = Powers::new(
            Arc::new(library.await.unwrap()),
            Arc::new(register.clone()) as Arc<dyn Authorities>,
            Arc::new(record.clone()) as Arc<dyn ActLog>,
            None,
        );
        let holdings = Arc::new(powers.clone());
        let casework = Casework::open(register.clone(), Arc::clone(&RULES), holdings);
        Self {
            casework: casework.await.unwrap(),
            powers,
            register,
            record,
            clock,
            known,
            folder,
            earlier: AtomicI64::new(0),
        }
    }

    /// The day of the deed of new cases.
    pub fn violation_on(&self) -> Date {
        let days = jiff::Span::new().days(self.earlier.load(Ordering::SeqCst));
        date(2026, 3, 1).checked_sub(days).unwrap()
    }

    /// From now on cases are on another deed.
    pub fn another_deed(&self) {
        self.earlier.fetch_add(1, Ordering::SeqCst);
    }

    /// The id of the item of an ordinance, by its address.
    pub fn item(&self, address: &str) -> String {
        self.known.items[address].to_string()
    }

    pub fn authority(&self, code: &str) -> &str {
        &self.known.authorities[code]
    }

    /// The id of an officer.
    pub fn id(&self, code: &str) -> String {
        self.known.people[code].clone()
    }

    /// A person as they sign in, `one`, or in another role, `one:legal_reviewer`.
    pub fn asks(&self, code: &str) -> Asking {
        let (code, other) = code
            .split_once(':')
            .map_or((code, None), |(code, role)| (code, Some(role)));
        let (_, authority, role, ..) = PEOPLE.iter().find(|known| known.0 == code).unwrap();
        let id = self.id(code);
        let scope = match *role {
            "officer" => Scope::Person {
                person: id.clone(),
                role: None,
            },
            _ => Scope::Authorities([self.authority(authority).to_owned()].into()),
        };
        Asking {
            actor: Actor::Person {
                account: format!("account-{code}"),
            },
            person: Some(id),
            roles: vec![other.unwrap_or(role).to_owned()],
            scope,
            stands_for: Vec::new(),
        }
    }

    /// The district becomes a part of the other one: from this day on it is confirmed no more.
    pub async fn merge_district(&self, from: Date) {
        let [district, other] = ["district", "other"].map(|code| self.authority(code));
        let (district, other) = (district.parse().unwrap(), other.parse().unwrap());
        let known = self.register.authorities_known().await.unwrap();
        if known.state(district, from).is_none() {
            return;
        }
        let (clerk, because) = (register::Asking::program("test"), Deed::new("虚构撤并"));
        let merged = vec![(district, 1), (other, 1)];
        let into = MergeInto::Existing { authority: other };
        let register = &self.register;
        let done = register.merge_authorities(&clerk, merged, into, from, &because);
        done.await.unwrap();
    }

    /// Withdraws every power of the list of the street from a day on.
    pub async fn withdraw_delegation(&self, from: Date) {
        let list = self.known.delegation.unwrap();
        let asking = library::powers::Asking::person("drafter", Scope::All);
        let all = library::powers::LineFilter::default();
        let page = PageRequest::default();
        let lines = self.powers.lines(&asking, (list, 1), &all, &page);
        let number = decision("云府函〔2026〕8号");
        for line in lines.await.unwrap().rows {
            let deed = deed_now(&self.powers, list).await;
            let because = (from, &number);
            let done = self
                .powers
                .withdraw_power(&asking, (list, 1), line.number, because, &deed);
            done.await.unwrap();
        }
    }
}

async fn build(db: Database, folder: &Path) {
    let mut city = City::rooms(db.clone(), folder.to_owned(), Known::default()).await;
    adopt_items(&mut city, folder).await;
    for (code, level, area) in [
        ("bureau", AuthorityLevel::City, "990100"),
        ("district", AuthorityLevel::District, "990102"),
        ("other", AuthorityLevel::District, "990103"),
        ("street", AuthorityLevel::Street, "990102001"),
    ] {
        let id = confirm(&city.register, code, level, area).await;
        city.known
            .authorities
            .insert(code.to_owned(), id.to_string());
    }
    register_people(&mut city).await;
    let own = LineContent::Power(PowerTerms::own(AuthorityLevel::District));
    let holders = ["district", "other"].map(|code| city.authority(code).to_owned());
    publish(&city, holders.to_vec(), own).await;
    let street = vec![city.authority("street").to_owned()];
    city.known.delegation = Some(publish(&city, street, delegated()).await);
    let known = serde_json::to_vec(&city.known).unwrap();
    std::fs::write(folder.join("known.json"), known).unwrap();
    drop(city);
    db.close().await.unwrap();
}

async fn adopt_items(city: &mut City, folder: &Path) {
    let source = folder.join("source");
    for (name, text) in STATUTES {
        let path = source.join("地方性法规/云麓").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let library = city.powers.library();
    let source = ImportSource::at(&source);
    library.import(&source, "测试", &Silent).await.unwrap();
    let page = PageRequest::first(Limit::new(200).unwrap());
    let items = library.items(&ItemFilter::default(), &page).await.unwrap();
    let deed = library::Deed {
        actor: "王小云（虚构）".to_owned(),
        account: "wang".to_owned(),
        reason: "核对原文".to_owned(),
        seen: 1,
    };
    for item in items.rows {
        if item.kind == law::ItemKind::Penalty {
            library.adopt_item(item.id, &deed).await.unwrap();
            city.known.items.insert(item.address, item.id);
        }
    }
}

async fn confirm(
    register: &Register,
    code: &str,
    level: AuthorityLevel,
    area: &str,
) -> AuthorityId {
    let draft = AuthorityDraft {
        code: code.to_owned(),
        state: AuthorityState {
            name: format!("虚构机关 {code}"),
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
    };
    let (clerk, because) = (register::Asking::program("test"), Deed::new("虚构"));
    let done = register.confirm_authority(&clerk, draft, date(2020, 1, 1), &because);
    done.await.unwrap()
}

async fn register_people(city: &mut City) {
    let (clerk, because) = (register::Asking::program("test"), Deed::new("虚构"));
    for (code, authority, _, until, auxiliary) in PEOPLE {
        let draft = OfficerDraft {
            code: code.to_owned(),
            post: Post {
                name: format!("虚构人员 {code}"),
                authority: city.authority(authority).parse().unwrap(),
                post: "执法岗位（虚构）".to_owned(),
                auxiliary,
            },
            valid_from: date(2024, 1, 1),
            identity: None,
            legal_qualification: (code == "reviewer").then(|| LegalQualification {
                number: "虚构资格-1".to_owned(),
                granted_on: date(2020, 3, 1),
            }),
            certificate: until.map(|expires_on| CertificateDraft {
                number: format!("虚构证-{code}"),
                field: "综合执法".to_owned(),
                area: "990102".parse().unwrap(),
                issued_on: date(2024, 1, 1),
                expires_on,
            }),
        };
        let id = city
            .register
            .register_officer(&clerk, draft, &because)
            .await
            .unwrap();
        city.known.people.insert(code.to_owned(), id.to_string());
    }
    let draft = PartyDraft {
        kind: PartyKind::Organisation,
        credit_code: Some(register::synthetic::credit_code(7).parse().unwrap()),
        identity: None,
        authority: city.authority("district").parse().unwrap(),
        valid_from: date(2024, 1, 1),
        state: PartyState {
            name: "虚构商行".to_owned(),
            area: "990102".parse().unwrap(),
            details: PartyDetails::default(),
        },
    };
    let party = city
        .register
        .register_party(&clerk, draft, &because)
        .await
        .unwrap();
    city.known.party = party.to_string();
    let interest = InterestDraft {
        party: Some(party),
        relation: Relation::Relative,
        note: None,
        valid_from: date(2024, 1, 1),
    };
    let kin = city.id("kin").parse().unwrap();
    let seen = Deed::on(1, "虚构");
    let done = city.register.declare_interest(&clerk, kin, interest, &seen);
    done.await.unwrap();
}

/// A published power list in which these authorities hold every item.
async fn publish(city: &City, authorities: Vec<String>, content: LineContent) -> ListId {
    let powers = &city.powers;
    let by = |person: &str| library::powers::Asking::person(person, Scope::All);
    let new = NewList {
        kind: ListKind::Powers,
        title: "权责清单（虚构）".to_owned(),
        title_en: None,
        authority: city.authority("bureau").to_owned(),
    };
    let (drafter, first) = (by("drafter"), ListDeed::on(0, "年度编制"));
    let list = powers.open_list(&drafter, &new, &first).await.unwrap();
    let all = city.known.items.iter();
    let listed = all.filter(|(address, _)| *address != KITES);
    let lines = NewLines {
        items: listed.map(|(_, id)| *id).collect(),
        authorities,
        content,
        valid_from: None,
        valid_to: None,
    };
    let deed = || deed_now(powers, list);
    let version = (list, 1);
    powers
        .add_lines(&by("drafter"), version, &[lines], &deed().await)
        .await
        .unwrap();
    powers
        .submit_version(&by("drafter"), version, &deed().await)
        .await
        .unwrap();
    powers
        .pass_version(&by("checker"), version, &deed().await)
        .await
        .unwrap();
    let number = decision("云府〔2026〕1号");
    powers
        .adopt_version(&by("chief"), version, &number, &deed().await)
        .await
        .unwrap();
    let publication = Publication {
        published_in: "云麓市人民政府公报（虚构）".to_owned(),
        effective_from: BUILT,
    };
    let done = powers
        .publish_version(&by("drafter"), version, &publication, &deed().await)
        .await;
    done.unwrap();
    list
}

async fn deed_now(powers: &Powers, list: ListId) -> ListDeed {
    let asking = library::powers::Asking::person("drafter", Scope::All);
    let shown = powers.list(&asking, list).await.unwrap();
    ListDeed::on(shown.versions[0].revision, "按程序办理")
}

fn decision(number: &str) -> Decision {
    Decision {
        number: number.to_owned(),
        decided_on: date(2026, 1, 5),
        document: "关于清单的决定（虚构）".to_owned(),
    }
}

fn delegated() -> LineContent {
    let test = || TestResult {
        met: true,
        reason: "虚构理由".to_owned(),
    };
    LineContent::Power(PowerTerms {
        power_kind: PowerKind::Delegated,
        level: AuthorityLevel::Street,
        decision: Some(decision("云府函〔2026〕3号")),
        street_class: Some("市容环境卫生".to_owned()),
        tests: Some(FourTests {
            easy_to_happen: test(),
            easy_to_find: test(),
            easy_to_judge: test(),
            easy_to_handle: test(),
        }),
        entrusted_by: None,
    })
}
