//! `xiezhi ledger checkpoint`.

use ledger::Checkpoint;
use serde_json::json;

use super::{AskArgs, refusal};
use crate::commands::registered::show;
use crate::failure::{Exit, Failure};

pub async fn run(args: AskArgs) -> Result<Exit, Failure> {
    let log = super::open(&args.data.data).await?;
    let integrated = log.integrate().await;
    integrated.map_err(|error| refusal::sequencer(&error))?;
    let note = log.checkpoint().await;
    let note = note.map_err(|error| refusal::prove(&error))?;
    let note = note.ok_or_else(|| {
        Failure::new(
            Exit::Negative,
            "还没有足够见证人联署的检查点：请稍后再试，并检查 ledger.json 中见证人的地址。",
            "no checkpoint is cosigned by enough witnesses yet: ask again in a moment, and check the addresses of the witnesses in ledger.json",
        )
    })?;
    let checkpoint: Checkpoint =
        note.text()
            .parse()
            .map_err(|error: ledger::checkpoint::CheckpointError| {
                Failure::new(
                    Exit::Data,
                    format!("检查点损坏：{error}"),
                    format!("the checkpoint is damaged: {error}"),
                )
            })?;
    let policy = log.policy(checkpoint.size).await;
    let policy = policy.map_err(|error| refusal::prove(&error))?;
    let text = |keys: &[ledger::VerifierKey]| -> Vec<String> {
        keys.iter().map(ToString::to_string).collect()
    };
    let answer = json!({
        "origin": checkpoint.origin.to_string(),
        "size": checkpoint.size,
        "root": checkpoint.root.to_string(),
        "keys": text(policy.log_keys()),
        "witnesses": text(policy.witnesses()),
        "note": note.to_string(),
    });
    let for_people = || note.to_string().trim_end().to_owned();
    show(&answer, args.json, for_people, Exit::Done)
}
