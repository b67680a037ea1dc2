//! `xiezhi ledger verify`.

use std::fs;
use std::path::Path;

use base::Lang;
use jiff::Timestamp;
use ledger::{Checkpoint, Policy, TlogProof, Verified};
use record::EntryProof;
use record::log::VerifyError;
use serde_json::{Value, json};

use super::{VerifyArgs, refusal};
use crate::commands::registered::show;
use crate::failure::{Exit, Failure};

/// What a proof file may be.
enum Proof {
    /// With the act that it proves.
    Entry(Box<EntryProof>),
    /// Of a leaf that lies beside it.
    Leaf(TlogProof, Vec<u8>),
}

pub async fn run(args: VerifyArgs, lang: Lang) -> Result<Exit, Failure> {
    let proof = read(&args)?;
    let policy = policy(&args, proof.tlog()).await?;
    match proof.verify(&policy) {
        Ok(verified) => {
            let answer = answer(&proof, &verified, &policy);
            show(
                &answer,
                args.ask.json,
                || sentence(&answer, lang),
                Exit::Done,
            )
        }
        Err(error) => {
            let failure = refusal::verify(&error);
            if args.ask.json {
                let answer = json!({"holds": false, "code": error.code(),
                    "message": failure.zh(), "message_en": failure.en()});
                show(&answer, true, String::new, Exit::Negative)?;
            }
            Err(failure)
        }
    }
}

impl Proof {
    const fn tlog(&self) -> &TlogProof {
        match self {
            Self::Entry(proof) => &proof.proof,
            Self::Leaf(proof, _) => proof,
        }
    }

    fn verify(&self, policy: &Policy) -> Result<Verified, VerifyError> {
        match self {
            Self::Entry(proof) => proof.verify(policy),
            Self::Leaf(proof, leaf) => Ok(proof.verify(leaf, policy)?),
        }
    }
}

fn read(args: &VerifyArgs) -> Result<Proof, Failure> {
    let bytes = bytes(&args.file)?;
    let text = String::from_utf8(bytes)
        .map_err(|error| refusal::verify(&VerifyError::Form(error.to_string())))?;
    let is_json = text.trim_start().starts_with('{');
    match (&args.leaf, is_json) {
        (None, true) => {
            let proof = EntryProof::parse(&text).map_err(|error| refusal::verify(&error))?;
            Ok(Proof::Entry(Box::new(proof)))
        }
        (Some(leaf), false) => {
            let proof = TlogProof::parse(&text)
                .map_err(|error| refusal::verify(&VerifyError::Form(error.to_string())))?;
            Ok(Proof::Leaf(proof, self::bytes(leaf)?))
        }
        (Some(_), true) => Err(Failure::new(
            Exit::Input,
            "该文件自带叶子：请去掉 --leaf。",
            "this file holds its leaf itself: leave --leaf out",
        )),
        (None, false) => Err(Failure::new(
            Exit::Input,
            "该文件不是条目证明（JSON）；若是 .tlog-proof，请用 --leaf 指明叶子文件。",
            "the file is no proof of an entry (JSON); for a .tlog-proof, name its leaf with --leaf",
        )),
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| {
        let file = file.display();
        Failure::new(
            Exit::Input,
            format!("无法读取 {file}：{error}"),
            format!("{file} cannot be read: {error}"),
        )
    })
}

/// Whom to believe: the keys that were named, else those of the log of the data folder.
async fn policy(args: &VerifyArgs, proof: &TlogProof) -> Result<Policy, Failure> {
    if let Some(key) = args.vkey.first() {
        // C2SP tlog-checkpoint: the keys of a log bear its origin as their name.
        let origin = key.name().as_str().parse();
        let origin = origin.map_err(|error: ledger::checkpoint::CheckpointError| {
            Failure::new(
                Exit::Input,
                format!("公钥名称有误：{error}"),
                error.to_string(),
            )
        })?;
        let quorum = args.quorum.unwrap_or(args.witness.len());
        let policy = Policy::new(origin, args.vkey.clone(), args.witness.clone(), quorum);
        return policy.map_err(|error| refusal::policy(&error));
    }
    let checkpoint: Checkpoint =
        proof
            .checkpoint
            .text()
            .parse()
            .map_err(|error: ledger::checkpoint::CheckpointError| {
                refusal::verify(&VerifyError::Form(error.to_string()))
            })?;
    let log = super::open(&args.ask.data.data).await;
    let log = log.map_err(|failure| {
        let (zh, en) = (failure.zh(), failure.en());
        Failure::new(
            Exit::Data,
            format!("没有用 --vkey 指明账本公钥，而本机账本无法使用：{zh}"),
            format!("no key of the log is named with --vkey, and the log of this machine cannot be used: {en}"),
        )
    })?;
    let policy = log.policy(checkpoint.size).await;
    policy.map_err(|error| refusal::prove(&error))
}

fn answer(proof: &Proof, verified: &Verified, policy: &Policy) -> Value {
    let at = |seconds: u64| {
        let seconds = i64::try_from(seconds).ok();
        seconds.and_then(|seconds| Timestamp::from_second(seconds).ok())
    };
    let witnesses: Vec<Value> = verified
        .witnesses
        .iter()
        .map(|(name, time)| json!({"name": name.to_string(), "at": at(*time)}))
        .collect();
    let keys: Vec<String> = policy.log_keys().iter().map(ToString::to_string).collect();
    let mut answer = json!({
        "holds": true,
        "origin": verified.checkpoint.origin.to_string(),
        "index": proof.tlog().index,
        "size": verified.checkpoint.size,
        "root": verified.checkpoint.root.to_string(),
        "keys": keys,
        "witnesses": witnesses,
    });
    if let Proof::Entry(proof) = proof {
        let erased = proof.opened.parties.iter().filter(|party| party.is_none());
        answer["entry"] = json!(proof.entry);
        answer["act"] = proof.opened.act.json.to_value();
        answer["parties"] = json!(proof.opened.parties.len());
        answer["parties_not_shown"] = json!(erased.count());
    }
    answer
}

fn sentence(answer: &Value, lang: Lang) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (origin, index, size) = (text(&answer["origin"]), &answer["index"], &answer["size"]);
    let names: Vec<String> = answer["witnesses"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|witness| format!("{} {}", text(&witness["name"]), text(&witness["at"])))
        .collect();
    let names = match (names.is_empty(), lang) {
        (true, Lang::Zh) => "无".to_owned(),
        (true, Lang::En) => "none".to_owned(),
        (false, _) => names.join(", "),
    };
    let mut lines = match lang {
        Lang::Zh => vec![
            format!("成立：账本 {origin} 的第 {index} 号条目，检查点共 {size} 条。"),
            format!("见证人：{names}"),
        ],
        Lang::En => vec![
            format!("it holds: entry {index} of the log {origin}, checkpoint of {size} entries"),
            format!("witnesses: {names}"),
        ],
    };
    if let Some(act) = answer.get("act") {
        let (entry, kind) = (text(&answer["entry"]), text(&act["kind"]));
        let at = text(&act["recorded_at"]);
        lines.push(match lang {
            Lang::Zh => format!("条目 {entry}：{kind}，记录于 {at}"),
            Lang::En => format!("entry {entry}: {kind}, recorded {at}"),
        });
        lines.push(act.to_string());
    }
    lines.join("\n")
}
