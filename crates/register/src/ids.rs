//! Ids of what the register keeps.

use base::{Clock, Id, Kind};
use uuid::{NoContext, Timestamp, Uuid};

macro_rules! ids {
    ($($mark:ident, $id:ident, $name:literal, $words:literal;)*) => {
        $(
            #[doc = concat!("Marks ids of ", $words, ".")]
            #[derive(Debug)]
            pub struct $mark;

            impl Kind for $mark {
                const NAME: &'static str = $name;
            }

            #[doc = concat!("The id of ", $words, ".")]
            pub type $id = Id<$mark>;
        )*
    };
}

ids! {
    AuthorityMark, AuthorityId, "authority", "an authority";
    EntrustmentMark, EntrustmentId, "entrustment", "an entrustment";
    OfficerMark, OfficerId, "officer", "an officer";
    CertificateMark, CertificateId, "certificate", "a certificate";
    InterestMark, InterestId, "interest", "an interest for which an officer withdraws";
    PartyMark, PartyId, "party", "a party";
}

/// A new id, in the order of time.
pub(crate) fn new_id<K: Kind>(clock: &dyn Clock) -> Id<K> {
    let now = clock.now();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
    let time = Timestamp::from_unix(NoContext, seconds, nanoseconds);
    Id::try_from(Uuid::new_v7(time)).expect("a UUID of version 7 is not nil")
}
