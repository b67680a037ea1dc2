//! `xiezhi ledger sample`.

use base::Lang;
use serde_json::json;

use super::{SampleArgs, refusal};
use crate::commands::registered::show;
use crate::failure::{Exit, Failure};

pub async fn run(args: SampleArgs, lang: Lang) -> Result<Exit, Failure> {
    let log = super::open(&args.ask.data.data).await?;
    let integrated = log.integrate().await;
    integrated.map_err(|error| refusal::sequencer(&error))?;
    let indexes = log.sample(args.count, &args.out).await;
    let indexes = indexes.map_err(|error| refusal::sample(&error))?;
    let (count, folder) = (indexes.len(), args.out.display().to_string());
    let answer = json!({"folder": folder, "indexes": indexes});
    let for_people = || match lang {
        Lang::Zh => format!("已写入 {folder}：{count} 条。"),
        Lang::En => format!("{count} entries were written to {folder}"),
    };
    show(&answer, args.ask.json, for_people, Exit::Done)
}
