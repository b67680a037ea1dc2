//! Why the log refuses, in both languages.

use ledger::act::OpeningError;
use ledger::note::NoteError;
use ledger::policy::{PolicyError, UntrustedError};
use ledger::proof::ProofError;
use record::log::{
    AuditError, ProveError, SampleError, SequencerError, SettingsError, VerifyError,
};
use record::{EntryId, ReadError};

use crate::failure::{Exit, Failure};

/// The file of the settings.
pub fn settings(error: &SettingsError) -> Failure {
    Failure::new(
        Exit::Data,
        format!("账本设置无法使用：{error}。请改正 ledger.json。"),
        format!("{error}. Mend ledger.json."),
    )
}

/// Nothing can be put into the log.
pub fn sequencer(error: &SequencerError) -> Failure {
    Failure::new(
        Exit::Data,
        format!("账本无法续写：{error}"),
        format!("the log cannot be continued: {error}"),
    )
}

/// An entry cannot be proved, or the keys not be read.
pub fn prove(error: &ProveError) -> Failure {
    match error {
        ProveError::Read(ReadError::NotFound(entry)) => no_entry(*entry),
        ProveError::NotYet(entry) => Failure::new(
            Exit::Negative,
            format!(
                "条目 {entry} 已记录，但尚未进入账本：还没有足够见证人联署的检查点包含它。请稍后再试。"
            ),
            format!(
                "entry {entry} is on the record, but not yet in the log: no checkpoint that enough witnesses have cosigned holds it. Ask again in a moment"
            ),
        ),
        ProveError::Policy(error) => policy(error),
        _ => Failure::new(
            Exit::Data,
            format!("账本损坏或无法读取：{error}。请运行 xiezhi ledger audit 查明何处。"),
            format!(
                "the log is damaged or cannot be read: {error}. Run xiezhi ledger audit to see where"
            ),
        ),
    }
}

fn no_entry(entry: EntryId) -> Failure {
    Failure::new(
        Exit::Input,
        format!("没有条目 {entry}：请核对编号。"),
        format!("there is no entry {entry} on the record: check its id"),
    )
}

/// The keys that were named are no policy.
pub fn policy(error: &PolicyError) -> Failure {
    let zh = match error {
        PolicyError::NoLogKey => {
            "没有可用的账本公钥：该检查点的大小不属于本机账本。请用 --vkey 指明账本公钥。"
                .to_owned()
        }
        PolicyError::Kind(name) => {
            format!("{name} 的公钥种类不对：账本公钥用 --vkey，见证人公钥用 --witness。")
        }
        PolicyError::Twice(name) => format!("{name} 重复出现：每个见证人只计一次。"),
        PolicyError::Quorum { quorum, witnesses } => {
            format!("要求 {quorum} 个见证人，但只指明了 {witnesses} 个。")
        }
    };
    Failure::new(Exit::Input, zh, error.to_string())
}

/// No sample can be written.
pub fn sample(error: &SampleError) -> Failure {
    match error {
        SampleError::Empty => Failure::new(
            Exit::Negative,
            "账本中还没有条目：有记录后再抽样。",
            error.to_string(),
        ),
        SampleError::Prove(error) => prove(error),
        SampleError::File { path, error: cause } => Failure::new(
            Exit::Input,
            format!("无法写入 {}：{cause}", path.display()),
            error.to_string(),
        ),
        SampleError::Store(_) => Failure::internal(error),
    }
}

/// No audit can be made.
pub fn audit(error: &AuditError) -> Failure {
    Failure::new(
        Exit::Data,
        format!("无法审计账本：{error}"),
        format!("the log cannot be audited: {error}"),
    )
}

/// Why a proof proves nothing: the exit code, Chinese, English.
pub fn verify(error: &VerifyError) -> Failure {
    let (exit, zh) = match error {
        VerifyError::Form(cause) => (Exit::Input, format!("文件不是条目证明，或已损坏：{cause}")),
        VerifyError::Proof(error) => (Exit::Negative, not_proved(error)),
        VerifyError::Leaf(_) => (
            Exit::Negative,
            "叶子已被改动或残缺：它不是本系统的账本条目。".to_owned(),
        ),
        VerifyError::Opening(OpeningError::Act) => (
            Exit::Negative,
            "行为内容已被改动：与账本中的承诺不符。".to_owned(),
        ),
        VerifyError::Opening(OpeningError::Party(number)) => (
            Exit::Negative,
            format!(
                "第 {} 个当事人信息块已被改动：与账本中的承诺不符。",
                number + 1
            ),
        ),
        VerifyError::Opening(OpeningError::PartyCount { leaf, opening }) => (
            Exit::Negative,
            format!("叶子有 {leaf} 个当事人信息块，文件中却有 {opening} 个。"),
        ),
        VerifyError::OtherEntry => (
            Exit::Negative,
            "条目编号已被改动：文件中的行为属于另一个条目。".to_owned(),
        ),
    };
    let en = match exit {
        Exit::Negative => format!("the proof does not hold: {error}"),
        _ => error.to_string(),
    };
    let zh = match exit {
        Exit::Negative => format!("证明不成立：{zh}"),
        _ => zh,
    };
    Failure::new(exit, zh, en)
}

fn not_proved(error: &ProofError) -> String {
    match error {
        ProofError::NotIncluded { index, .. } => {
            format!("叶子不在账本的第 {index} 号位置：叶子、序号或证明的散列已被改动。")
        }
        ProofError::Untrusted(UntrustedError::LogSignature(name)) => {
            format!("检查点没有账本公钥 {name} 的签名：公钥不是这个账本的，或签名已被去掉。")
        }
        ProofError::Untrusted(UntrustedError::OtherLog { expected, found }) => {
            format!("检查点属于另一个账本 {found}，而不是 {expected}。")
        }
        ProofError::Untrusted(UntrustedError::Witnesses { quorum, found }) => {
            format!("联署的见证人只有 {found} 个，需要 {quorum} 个。")
        }
        ProofError::Untrusted(UntrustedError::Note(NoteError::Unsigned { .. })) => {
            "所指明的公钥都没有签署检查点：公钥不是这个账本的，或签名已被去掉。".to_owned()
        }
        ProofError::Untrusted(UntrustedError::Note(NoteError::WrongSignature { name, .. })) => {
            format!("检查点上 {name} 的签名无效：检查点已被改动。")
        }
        ProofError::Untrusted(UntrustedError::Note(error)) => {
            format!("检查点残缺（{error}）。")
        }
        ProofError::Untrusted(UntrustedError::Checkpoint(error)) => {
            format!("检查点残缺（{error}）。")
        }
    }
}
