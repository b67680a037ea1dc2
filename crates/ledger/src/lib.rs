//! The transparency log: tiles, checkpoints, notes, proofs and audit, over a byte store that it is
//! given.
//!
//! For: holding a list of leaves that can only grow, so that a stranger can check with public
//! formats (C2SP tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature, tlog-witness,
//! tlog-proof) that a deed was recorded and that nothing was changed since. `docs/ledger.md` has the
//! exact formats and the pinned revisions.
//! Not for: numbering entries, transactions, leases or HTTP (that is `record` and the shell). Time,
//! randomness and keys are arguments; only [`folder`] touches a disk, and only through
//! [`FileOperations`].
//!
//! Read first: [`Log`] (what the sequencer feeds) and [`TlogProof`] (what a citizen takes home).
//!
//! ```
//! use ledger::{Log, MemoryStore, NoteSigner, Origin};
//!
//! let origin: Origin = "ledger.example/city".parse()?;
//! let signer = NoteSigner::ed25519("ledger.example/city".parse()?, &[7; 32]);
//! let mut log = Log::create(MemoryStore::default(), origin, &[&signer])?;
//! log.append(&[b"first".as_slice(), b"second"])?;
//! let checkpoint = log.publish(&[&signer])?.clone();
//! let proof = log.reader().prove(1, &checkpoint)?;
//! assert!(proof.to_string().starts_with("c2sp.org/tlog-proof@v1\nindex 1\n"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod act;
pub mod audit;
pub mod byte_store;
pub mod checkpoint;
pub mod folder;
pub mod hash;
pub mod key;
pub mod log;
pub mod note;
pub mod policy;
pub mod proof;
pub mod reader;
pub mod simulated_disk;
pub mod tile;
pub mod tree;
pub mod witness;

pub use act::{CanonicalAct, CanonicalJson, Commitment, Leaf, OpenedAct, Salt};
pub use audit::{AuditFinding, AuditReport, Auditor};
pub use byte_store::{ByteStore, MemoryStore, StoreError};
pub use checkpoint::{Checkpoint, Origin};
pub use folder::{FileOperations, FolderStore, RealFiles};
pub use hash::Hash;
pub use key::{Cosigner, KeyName, NoteSigner, VerifierKey};
pub use log::Log;
pub use note::{NoteSignature, SignedNote};
pub use policy::{Policy, Verified};
pub use proof::TlogProof;
pub use reader::Reader;
pub use tile::TilePath;
pub use witness::{AddCheckpoint, KnownLog, WitnessAnswer, WitnessState};
