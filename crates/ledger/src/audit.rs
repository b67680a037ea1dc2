//! The audit: rereads everything and names what is flipped, missing or torn.

use base::Text;

use crate::byte_store::{ByteStore, StoreError};
use crate::checkpoint::{Checkpoint, Origin};
use crate::key::VerifierKey;
use crate::note::SignedNote;
use crate::reader::CHECKPOINT_PATH;

mod walk;
use walk::Walk;

/// The path under which rows of the database are named.
pub const DATABASE_PATH: &str = "database";

/// Rereads a log.
#[derive(Debug, Clone, Copy)]
pub struct Auditor<'a, S: ?Sized> {
    /// Where the log lies.
    pub store: &'a S,
    /// The name of the log.
    pub origin: &'a Origin,
    /// The keys that must have signed the checkpoint, each of them.
    pub log_keys: &'a [VerifierKey],
    /// The witnesses that may have cosigned it.
    pub witnesses: &'a [VerifierKey],
}

/// What an audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// The checkpoint that was audited; `None` where there is none to be believed.
    pub checkpoint: Option<Checkpoint>,
    /// What is wrong, nothing where all is well.
    pub findings: Vec<AuditFinding>,
    /// Files of entries beyond the checkpoint: written, not published yet. No fault.
    pub unpublished_files: u64,
    /// Rows of the database beyond the checkpoint. No fault.
    pub unpublished_rows: u64,
}

impl AuditReport {
    /// Whether the log is as it was published.
    pub fn is_clean(&self) -> bool {
        self.checkpoint.is_some() && self.findings.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFinding {
    /// What is wrong.
    pub code: AuditCode,
    /// The file within the store, or [`DATABASE_PATH`].
    pub path: String,
    /// Where in it, as far as it is known.
    pub place: Option<Place>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first byte of the hash or the length that is wrong, from 0.
    Byte(usize),
    /// Index of the entry in the log, from 0.
    Entry(u64),
    /// Line, from 1.
    Line(usize),
}

/// Declares the codes with their texts, so that none can lack one.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident: $code:literal, $zh:literal, $en:literal;)*) => {
        /// What an [`AuditFinding`] is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum AuditCode {
            $($(#[$doc])* $name,)*
        }

        impl AuditCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// For people.
            pub fn text(self) -> Text {
                let (zh, en) = match self { $(Self::$name => ($zh, $en),)* };
                Text::new(zh, en).expect("each code has both languages")
            }
        }
    };
}

codes! {
    /// The file is not there.
    Missing: "ledger.audit.missing", "文件缺失", "the file is missing";
    /// The store could not read the file.
    Unreadable: "ledger.audit.unreadable", "文件无法读取", "the file cannot be read";
    /// The file has another length than it must, or ends within an entry.
    Torn: "ledger.audit.torn", "文件残缺或长度不符", "the file is torn or has the wrong length";
    /// Bytes differ from what was published.
    Flipped: "ledger.audit.flipped", "内容与已公布的不同", "the content differs from what was published";
    /// Two files contradict each other, and no third tells which is right.
    Disagree: "ledger.audit.disagree", "与其他文件矛盾，无法判断何者正确", "the file contradicts others, and nothing tells which is right";
    /// The checkpoint is no checkpoint, or of another log.
    Checkpoint: "ledger.audit.checkpoint", "检查点残缺，或属于另一个账本", "the checkpoint is damaged, or of another log";
    /// A key of the log has not signed the checkpoint.
    Unsigned: "ledger.audit.unsigned", "检查点缺少账本密钥的签名", "the checkpoint lacks the signature of a key of the log";
    /// A signature of a known key does not verify.
    Signature: "ledger.audit.signature", "检查点的签名无效", "a signature of the checkpoint does not verify";
    /// A signature of a key that is neither the log's nor a witness's.
    UnknownSignature: "ledger.audit.unknown_signature", "检查点上有未知密钥的签名", "the checkpoint carries a signature of an unknown key";
    /// The files agree with one another, but not with the signed root.
    Root: "ledger.audit.root", "各文件与已签名的树根不符", "the files do not lead to the signed root";
    /// The row of the database is another than the published entry.
    Row: "ledger.audit.row", "数据库记录与已公布的条目不同", "the row differs from the published entry";
    /// The database has no row for a published entry.
    RowMissing: "ledger.audit.row_missing", "数据库缺少已公布的条目", "the database lacks a published entry";
    /// A file that does not belong to a log.
    Stray: "ledger.audit.stray", "不属于账本的文件", "the file does not belong to the log";
}

impl<S: ByteStore + ?Sized> Auditor<'_, S> {
    /// Rereads the files.
    pub fn run(&self) -> Result<AuditReport, StoreError> {
        self.audit(None::<std::iter::Empty<_>>)
    }

    /// Rereads the files and compares them with the entries of the database, which come in the
    /// order of their index, from 0 and without a gap.
    pub fn run_with_database(
        &self,
        rows: impl IntoIterator<Item = Vec<u8>>,
    ) -> Result<AuditReport, StoreError> {
        self.audit(Some(rows.into_iter()))
    }

    fn audit(
        &self,
        rows: Option<impl Iterator<Item = Vec<u8>>>,
    ) -> Result<AuditReport, StoreError> {
        let mut report = AuditReport::default();
        let Some(checkpoint) = self.checkpoint(&mut report.findings) else {
            return Ok(report);
        };
        Walk::new(self.store, &checkpoint, rows, &mut report)?.run();
        report.checkpoint = Some(checkpoint);
        Ok(report)
    }

    /// The checkpoint, where all keys of the log have signed it.
    fn checkpoint(&self, findings: &mut Vec<AuditFinding>) -> Option<Checkpoint> {
        let mut find = |code, place| {
            findings.push(AuditFinding {
                code,
                path: CHECKPOINT_PATH.to_owned(),
                place,
            });
        };
        let bytes = match self.store.read(CHECKPOINT_PATH) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                find(AuditCode::Missing, None);
                return None;
            }
            Err(_) => {
                find(AuditCode::Unreadable, None);
                return None;
            }
        };
        let Ok(note) = SignedNote::parse(&bytes) else {
            find(AuditCode::Checkpoint, None);
            return None;
        };
        let lines_before = note.text().lines().count() + 1;
        let mut signed = vec![false; self.log_keys.len()];
        for (at, signature) in note.signatures().iter().enumerate() {
            let place = Some(Place::Line(lines_before + at + 1));
            let keys = self.log_keys.iter().chain(self.witnesses);
            let Some((number, key)) = keys.enumerate().find(|(_, key)| key.matches(signature))
            else {
                find(AuditCode::UnknownSignature, place);
                continue;
            };
            if key.verify(note.text(), &signature.bytes).is_err() {
                find(AuditCode::Signature, place);
            } else if let Some(signed) = signed.get_mut(number) {
                *signed = true;
            }
        }
        if signed.contains(&false) {
            find(AuditCode::Unsigned, None);
            return None;
        }
        let checkpoint: Option<Checkpoint> = note.text().parse().ok();
        let own = checkpoint.filter(|checkpoint| checkpoint.origin == *self.origin);
        if own.is_none() {
            find(AuditCode::Checkpoint, None);
        }
        own
    }
}
