//! `xiezhi case export`: a folder with the acts of a case, their proofs and a page that says how to
//! check them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use library::DataFolder;
use record::log::ProveError;
use serde_json::Value;

use super::{ExportArgs, open_with_record, program};
use crate::commands::ledger::refusal;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::{self, refused};

const README: &str = include_str!("README.md");

pub async fn run(args: ExportArgs) -> Result<Exit, Failure> {
    let (casework, record) = open_with_record(&args.ground).await?;
    let case = casework.case(&program(), args.case).await;
    let case = case.map_err(|error| refused(&error))?;
    let log = room::log(record, &DataFolder::at(&args.ground.data.data))?;
    log.integrate()
        .await
        .map_err(|error| refusal::sequencer(&error))?;
    let acts = casework
        .whole_log(&program(), args.case, args.parties)
        .await;
    let acts = acts.map_err(|error| refused(&error))?;

    let folder = Folder::new(&args.folder)?;
    let mut view = serde_json::to_value(&case).map_err(|error| Failure::internal(&error))?;
    if !args.parties {
        for name in ["party_name", "party"] {
            view[name] = Value::Null;
        }
        let case = casework.procedures().impersonal(&case.case);
        view["case"] = serde_json::to_value(&case).map_err(|error| Failure::internal(&error))?;
    }
    folder.write("case.json", &pretty(&view)?)?;
    let mut lines = String::new();
    let mut pending = 0;
    for act in &acts {
        let told = serde_json::to_string(act).map_err(|error| Failure::internal(&error))?;
        let _ = writeln!(lines, "{told}");
        let entry = act
            .entry
            .parse()
            .map_err(|error: base::id::IdError| Failure::internal(&error))?;
        match log.prove(entry).await {
            Ok(proof) => {
                let proof = if args.parties {
                    proof
                } else {
                    proof.without_parties()
                };
                let name = format!("proofs/{:04}-{}.json", act.number, act.act);
                folder.write(&name, &proof.to_json())?;
            }
            Err(ProveError::NotYet(_)) => pending += 1,
            Err(error) => return Err(refusal::prove(&error)),
        }
    }
    folder.write("acts.jsonl", &lines)?;
    folder.write("README.md", README)?;
    let (all, path) = (acts.len(), args.folder.display());
    let proved = all - pending;
    print(
        &format!("{path}：{all} 个行为，{proved} 份证明 / {all} acts, {proved} proofs"),
        if pending == 0 {
            Exit::Done
        } else {
            Exit::Negative
        },
    )
}

fn pretty(value: &Value) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::internal(&error))
}

/// A new folder.
struct Folder<'a>(&'a Path);

impl<'a> Folder<'a> {
    fn new(path: &'a Path) -> Result<Self, Failure> {
        let made = fs::create_dir(path).and_then(|()| fs::create_dir(path.join("proofs")));
        made.map_err(|error| {
            let path = path.display();
            Failure::new(
                Exit::Input,
                format!("目录 {path} 不能新建：{error}；请换一个尚不存在的目录"),
                format!(
                    "the folder {path} cannot be made: {error}; name one that does not exist yet"
                ),
            )
        })?;
        Ok(Self(path))
    }

    fn write(&self, name: &str, text: &str) -> Result<(), Failure> {
        fs::write(self.0.join(name), text).map_err(|error| {
            let path = self.0.join(name);
            let path = path.display();
            Failure::new(
                Exit::Data,
                format!("{path} 无法写入：{error}"),
                format!("{path} cannot be written: {error}"),
            )
        })
    }
}
