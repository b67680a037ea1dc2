//! What a leaf holds of an act: salted commitments, nothing that could be guessed.
//!
//! The act and its party blocks are written as canonical JSON; each is committed to with a salt of
//! its own. Only the commitments go into the leaf. Whoever may see the act is shown act and salts
//! (an opening) and checks them against the leaf. To erase a person, the party block and its salt
//! are dropped: the leaf stays as it is, and the rest of the opening still verifies.

mod canonical;
mod commitment;
mod leaf;
mod opened;

pub use canonical::{CanonicalJson, CanonicalJsonError};
pub use commitment::{Commitment, Salt};
pub use leaf::{Leaf, LeafError};
pub use opened::{CanonicalAct, OpenedAct, Opening, OpeningError, SaltCount};
