//! `xiezhi simulate`: a synthetic city through the ordinary operations.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{Clock as _, Lang};
use casework::CaseId;
use clap::{Args, ValueEnum};
use jiff::ToSpan as _;
use jiff::civil::date;
use library::DataFolder;
use library::powers::Powers;
use record::Record;
use serde_json::json;
use simulate::shell::{
    Built, Progress, Rooms, SimulateError, SimulatedClock, Written, check_empty, populate,
    read_digest, write_bulk, write_key, write_plain,
};
use simulate::{City, Size, Timeline, Window};
use store::Database;

use crate::cli::{DataArgs, PackArgs};
use crate::commands::ledger::refusal;
use crate::failure::{Exit, Failure, complain};
use crate::output::print;
use crate::packs;
use crate::room::{self, SystemClock};

#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// 种子；种子相同，城市相同 / the seed: the same seed gives the same city
    #[arg(long, value_name = "N", default_value_t = 126)]
    seed: u64,
    /// 案件数；0 为只建城市 / how many cases; with 0 only the city is made
    #[arg(long, value_name = "N")]
    cases: u64,
    /// 案件发生在最近几年（1–4）/ over how many years up to yesterday
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=4))]
    years: u8,
    /// 城市的大小 / how large the city is
    #[arg(long, value_enum, default_value_t = SizeChoice::Small)]
    size: SizeChoice,
    /// 成批写入：引擎在内存中裁决，行为与案件成批入库，供很多案件之用 / write in bulk: the engine decides in memory, for very many cases
    #[arg(long)]
    bulk: bool,
    /// 数据库，优先于 DATABASE_URL / the database; comes before DATABASE_URL
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    #[command(flatten)]
    pack: PackArgs,
    #[command(flatten)]
    data: DataArgs,
}

/// How large a city is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SizeChoice {
    /// 800 名人员、2,400 个事项 / 800 officers, 2,400 items
    Small,
    /// 8,000 名人员、28,000 个事项 / 8,000 officers, 28,000 items
    Full,
}

impl SizeChoice {
    const fn size(self) -> Size {
        match self {
            Self::Small => Size {
                officers: 800,
                items: 2_400,
                parties: 900,
            },
            Self::Full => Size {
                officers: 8_000,
                items: 28_000,
                parties: 90_000,
            },
        }
    }
}

/// What the folder of the simulation holds.
struct Kept {
    folder: PathBuf,
}

impl Kept {
    fn in_data(data: &Path) -> Self {
        Self {
            folder: data.join("simulation"),
        }
    }
}

/// Runs the command.
pub async fn run(args: SimulateArgs, lang: Lang) -> Result<Exit, Failure> {
    let rooms = open(&args).await?;
    let city = City::of(args.seed, args.size.size()).map_err(|error| Failure::internal(&error))?;
    check_empty(&rooms, &city).await.map_err(failure)?;
    let yesterday = SystemClock.today().saturating_sub(1.day());
    let first = yesterday.saturating_sub(i64::from(args.years).years());
    let rules = rooms.casework.procedures().rules();
    let window = Window::new(&city, rules, first, yesterday);
    let timeline = Timeline::new(&city, &window, args.cases);
    let parties = timeline.parties().clone();
    let kept = Kept::in_data(&args.data.data);
    let mut told = |progress| complain(&message(progress, lang));
    let built = populate(&rooms, &city, &parties, &kept.folder, &mut told);
    let built = built.await.map_err(failure)?;
    let (written, digest) = if args.bulk {
        // What is on the record already is numbered first, so that each act gets its index with its row.
        let log = room::log(rooms.record().clone(), &DataFolder::at(&args.data.data))?;
        let integrated = log.integrate().await;
        integrated.map_err(|error| refusal::sequencer(&error))?;
        let written = write_bulk(&rooms, &built, &city, timeline, &mut told).await;
        let (written, digest) = written.map_err(failure)?;
        (written, digest.hex())
    } else {
        let written = write_plain(&rooms, &built, timeline, &mut told).await;
        let written = written.map_err(failure)?;
        let digest = read(&rooms, &city, &built, &written).await?;
        (written, digest)
    };
    write_key(&written, &kept.folder.join("key.jsonl")).map_err(failure)?;
    let days = window.days();
    let said = json!({
        "seed": args.seed, "cases": written.cases.len(), "acts": written.acts,
        "planted": written.planted.len(), "officers": city.officers.len(), "items": city.items.len(),
        "first": days.first(), "last": days.last(), "digest": digest,
    });
    let path = kept.folder.join("city.json");
    fs::write(&path, format!("{said:#}\n")).map_err(|error| {
        failure(SimulateError::File {
            path: path.display().to_string(),
            error,
        })
    })?;
    print(&summary(&city, &written, &digest, &kept, lang), Exit::Done)
}

/// The digest of cases that were written act by act.
async fn read(
    rooms: &Rooms,
    city: &City,
    built: &Built,
    written: &Written,
) -> Result<String, Failure> {
    let cases = written.cases.iter().map(|(number, id)| (*number, *id));
    let cases: Vec<(u64, CaseId)> = cases.collect();
    let digest = read_digest(rooms, city, built, &cases).await;
    digest.map_err(failure)
}

/// Opens the rooms with the clock of the simulation.
async fn open(args: &SimulateArgs) -> Result<Rooms, Failure> {
    let folder = DataFolder::at(&args.data.data);
    let clock = Arc::new(SimulatedClock::at(date(2020, 1, 1).at(0, 0, 0, 0)));
    let db: Database = room::named_database(args.database.as_deref(), &folder).await?;
    let record = Record::open(db, Arc::clone(&clock) as _).await;
    let record = record.map_err(|error| room::no_database(&error))?;
    let register = room::register(record.clone(), &folder).await?;
    let library = Arc::new(room::library(record.clone(), folder).await?);
    let packs = packs::read(args.pack.pack.as_deref())?;
    let casework = room::casework(&register, &library, &packs).await?;
    let powers = Powers::new(library, Arc::new(register.clone()), Arc::new(record), None);
    Ok(Rooms {
        register,
        powers,
        casework,
        clock,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failure(error: SimulateError) -> Failure {
    let exit = match error {
        SimulateError::Populated | SimulateError::Later(_) | SimulateError::File { .. } => {
            Exit::Data
        }
        _ => Exit::Internal,
    };
    Failure::new(exit, error.zh(), error.to_string())
}

fn message(progress: Progress, lang: Lang) -> String {
    let (zh, en) = match progress {
        Progress::Registered => (
            "执法主体和人员已登记。",
            "authorities and officers are registered",
        ),
        Progress::Imported => ("法规已导入。", "the statutes are imported"),
        Progress::Adopted => ("事项已采用。", "the items are adopted"),
        Progress::Published => ("权责清单已公布。", "the power lists are published"),
        Progress::Parties => ("当事人已登记。", "the parties are registered"),
        Progress::Acts(acts, day) => {
            return match lang {
                Lang::Zh => format!("已作出 {acts} 个行为，至 {day}。"),
                Lang::En => format!("{acts} acts, up to {day}"),
            };
        }
    };
    match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn summary(city: &City, written: &Written, digest: &str, kept: &Kept, lang: Lang) -> String {
    let (authorities, officers, items) = (
        city.authorities.len(),
        city.officers.len(),
        city.items.len(),
    );
    let (cases, acts, planted) = (written.cases.len(), written.acts, written.planted.len());
    let key = kept.folder.join("key.jsonl");
    let key = key.display();
    match lang {
        Lang::Zh => format!(
            "城市（虚构）：{authorities} 个执法主体、{officers} 名人员、{items} 个事项。\n\
             案件 {cases} 件，行为 {acts} 个；埋设的瑕疵 {planted} 处，见 {key}。\n\
             规范导出的摘要 {digest}"
        ),
        Lang::En => format!(
            "The city (invented): {authorities} authorities, {officers} officers, {items} items.\n\
             {cases} cases, {acts} acts; {planted} planted faults, told in {key}.\n\
             Digest of the canonical export {digest}"
        ),
    }
}
