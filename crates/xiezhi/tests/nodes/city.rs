//! A bureau with officers and heads who are signed in, and an item that it holds by a published list:
//! made in a data folder and a database before servers are started on them. All of it is synthetic.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test and the measurement use a part of it, and fail by its panic"
)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use access::{
    Access, Lifetimes, Manager, NewAccount, NewGrant, Place, Registered, Secret, code_of,
};
use base::Clock;
use jiff::{Timestamp, civil::Date};
use library::powers::{
    Asking, Decision, LineContent, ListDeed, ListKind, NewLines, NewList, PowerTerms, Powers,
    Publication,
};
use library::{DataFolder, Deed, ItemFilter, Library};
use record::Record;
use register::officer::OfficerFilter;
use register::workbook::{Workbook, WorkbookFormat, WorkbookKind};
use register::{AuthorityLevel, Register};
use rules::{Folder, RuleSet};
use store::{Database, DatabaseUrl, Limit, PageRequest, Scope};

/// The clock of the machine, by which the servers go too.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "servers go by it")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// The cookie of their session.
    pub cookie: String,
    /// The officer that they are.
    pub id: String,
}

/// What was made.
#[derive(Debug)]
pub struct City {
    /// Officers of the bureau with certificates.
    pub officers: Vec<Person>,
    /// Its head.
    pub head: Person,
    /// An officer of another bureau.
    pub stranger: Person,
    /// The bureau.
    pub authority: String,
    /// An item that it holds.
    pub item: String,
    /// The day on which all of this holds.
    pub today: Date,
}

/// The rooms that the city is made in.
pub struct Rooms {
    pub register: Register,
    access: Access,
    library: Arc<Library>,
    record: Record,
}

impl Rooms {
    pub async fn open(url: &DatabaseUrl, data: &Path) -> Self {
        let db = Database::open(url).await.unwrap();
        let record = Record::open(db, Arc::new(SystemClock)).await.unwrap();
        let register = Register::open(record.clone(), data).await.unwrap();
        let library = Library::open(record.clone(), DataFolder::at(data)).await;
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/cn");
        let rules = RuleSet::load(&Folder::read_with_parents(&pack).unwrap()).unwrap();
        let key = data.join("keys").join("access.key");
        let access = Access::open(
            record.clone(),
            Arc::new(rules),
            Arc::new(Registered::new(register.clone())),
            &key,
            Lifetimes::default(),
        );
        Self {
            register,
            access: access.await.unwrap(),
            library: Arc::new(library.unwrap()),
            record,
        }
    }
}

impl City {
    /// Makes the city with so many officers, by the binary and by the rooms themselves.
    pub async fn make(xiezhi: &str, url: &DatabaseUrl, data: &Path, officers: usize) -> Self {
        import_statutes(xiezhi, url, data);
        let rooms = Rooms::open(url, data).await;
        let today = SystemClock.today();
        register(&rooms, officers).await;
        let all = serving(&rooms, today).await;
        let authority = all[0].1.clone();
        let item = rooms.hold_an_item(&authority, today).await;
        let mut people = Vec::new();
        for (number, (officer, at)) in all.iter().enumerate() {
            let role = if number == officers {
                "head"
            } else {
                "officer"
            };
            people.push(rooms.signed_in(officer, at, role, today).await);
        }
        let stranger = people.pop().unwrap();
        let head = people.pop().unwrap();
        rooms.close().await;
        Self {
            officers: people,
            head,
            stranger,
            authority,
            item,
            today,
        }
    }
}

fn import_statutes(xiezhi: &str, url: &DatabaseUrl, data: &Path) {
    let statutes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes");
    let imported = Command::new(xiezhi)
        .env("DATABASE_URL", address(url))
        .args(["law", "import"])
        .arg(statutes)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&imported.stderr);
    assert!(imported.status.success(), "{said}");
}

/// The address of a database as `DATABASE_URL` has it.
pub fn address(url: &DatabaseUrl) -> String {
    match url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    }
}

/// Registers two bureaus: officers and a head in the first, one officer in the second.
async fn register(rooms: &Rooms, officers: usize) {
    let authorities = "主体编号,名称,类别,层级,区划代码,确认文号,起始日期
YL-01,云麓市城市管理局（虚构）,行政机关,市级,990100,云府〔2020〕1号（虚构）,2020-01-01
YL-02,云麓市市场监督管理局（虚构）,行政机关,市级,990100,云府〔2020〕1号（虚构）,2020-01-01
";
    let mut people = "人员编号,姓名,主体编号,岗位,辅助人员,执法证号,执法类别,执法区域,核发日期,到期日期,起始日期\n".to_owned();
    for number in 0..officers + 2 {
        let at = if number > officers { "YL-02" } else { "YL-01" };
        writeln!(
            people,
            "R{number:06},王{number}（虚构）,{at},执法员,否,Z{number:08},城市管理,990000,2024-01-01,2039-12-31,2024-01-01"
        )
        .unwrap();
    }
    let clerk = register::Asking::program("test");
    for (kind, text) in [
        (WorkbookKind::Authorities, authorities),
        (WorkbookKind::Officers, &people),
    ] {
        let workbook = Workbook {
            kind,
            format: WorkbookFormat::Csv,
            bytes: text.as_bytes(),
        };
        let deed = register::Deed::new("虚构导入");
        let imported = rooms.register.import_workbook(&clerk, workbook, &deed);
        imported.await.unwrap();
    }
}

/// The officers by their staff numbers, with where they serve.
async fn serving(rooms: &Rooms, today: Date) -> Vec<(String, String)> {
    let clerk = register::Asking::program("test");
    let filter = OfficerFilter::on(today);
    let page = PageRequest::first(Limit::new(Limit::MAX).unwrap());
    let found = rooms.register.officers(&clerk, &filter, &page).await;
    let rows = found.unwrap().rows.into_iter();
    rows.map(|row| (row.id.to_string(), row.post.authority.to_string()))
        .collect()
}

impl Rooms {
    /// Adopts an item and publishes a list by which the authority holds it.
    async fn hold_an_item(&self, authority: &str, today: Date) -> String {
        let found = self
            .library
            .items(&ItemFilter::default(), &PageRequest::default())
            .await;
        let rows = found.unwrap().rows;
        let row = rows.into_iter().find(|row| row.in_force).unwrap();
        let deed = Deed {
            actor: "王小云（虚构）".to_owned(),
            account: "wang".to_owned(),
            reason: "核对原文".to_owned(),
            seen: row.revision,
        };
        self.library.adopt_item(row.id, &deed).await.unwrap();
        let powers = Powers::new(
            Arc::clone(&self.library),
            Arc::new(self.register.clone()),
            Arc::new(self.record.clone()),
            None,
        );
        let who = |person: &str| Asking::person(person, Scope::All);
        let new = NewList {
            kind: ListKind::Powers,
            title: "权责清单（虚构）".to_owned(),
            title_en: None,
            authority: authority.to_owned(),
        };
        let list = powers
            .open_list(&who("drafter"), &new, &ListDeed::on(0, "编制"))
            .await;
        let id = (list.unwrap(), 1);
        let lines = NewLines {
            items: vec![row.id],
            authorities: vec![authority.to_owned()],
            content: LineContent::Power(PowerTerms::own(AuthorityLevel::City)),
            valid_from: None,
            valid_to: None,
        };
        let seen = async || {
            let shown = powers.list(&who("drafter"), id.0).await.unwrap();
            ListDeed::on(shown.row.latest.revision, "按程序办理")
        };
        let (drafter, reviewer) = (who("drafter"), who("reviewer"));
        let added = powers
            .add_lines(&drafter, id, &[lines], &seen().await)
            .await;
        added.unwrap();
        let submitted = powers.submit_version(&drafter, id, &seen().await).await;
        submitted.unwrap();
        let passed = powers.pass_version(&reviewer, id, &seen().await).await;
        passed.unwrap();
        let decision = Decision {
            number: "云府〔2026〕9号（虚构）".to_owned(),
            decided_on: today,
            document: "决定（虚构）".to_owned(),
        };
        let adopted = powers
            .adopt_version(&who("head"), id, &decision, &seen().await)
            .await;
        adopted.unwrap();
        let publication = Publication {
            published_in: "公报（虚构）".to_owned(),
            effective_from: today,
        };
        let published = powers
            .publish_version(&drafter, id, &publication, &seen().await)
            .await;
        published.unwrap();
        row.id.to_string()
    }

    /// Lets go of the database.
    pub async fn close(self) {
        self.record.db().clone().close().await.unwrap();
    }

    /// Makes an account with a role in an authority, and signs it in.
    pub async fn signed_in(
        &self,
        officer: &str,
        authority: &str,
        role: &str,
        today: Date,
    ) -> Person {
        let login = format!("p{}", &officer[officer.len() - 12..]);
        let new = NewAccount {
            login: login.parse().unwrap(),
            name: "虚构人员".to_owned(),
            officer: Some(officer.to_owned()),
            authority: Some(authority.to_owned()),
        };
        let made = self.access.make_account(&Manager::CommandLine, new).await;
        let (account, code) = made.unwrap();
        let grant = NewGrant {
            role: role.to_owned(),
            place: Place::Authority(authority.to_owned()),
            from: today,
            to: None,
            reason: "虚构任命".to_owned(),
        };
        let granted = self
            .access
            .grant_role(&Manager::CommandLine, &account.id, grant)
            .await;
        granted.unwrap();
        let password = Secret::new("only for a server that is thrown away");
        let step = self.access.accept_invitation(&login, code, password).await;
        let session = step.unwrap().session;
        let enrolment = self.access.begin_enrolment(&session, None).await.unwrap();
        let code = code_of(&enrolment.secret, SystemClock.now()).unwrap();
        let (step, _) = self.access.confirm_enrolment(&session, code).await.unwrap();
        Person {
            cookie: format!("xiezhi-session={}", step.session.reveal()),
            id: officer.to_owned(),
        }
    }
}
