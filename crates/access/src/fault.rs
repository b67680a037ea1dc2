//! What can go wrong under every operation of the room.

use record::AppendError;
use store::StoreError;
use thiserror::Error;

use crate::password::HashError;
use crate::trail::TrailError;

/// The database, the record or the clock stands in the way.
#[derive(Debug, Error)]
pub enum Fault {
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record refused.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// Too many passwords at once.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The trail could not be written.
    #[error(transparent)]
    Trail(#[from] TrailError),
    /// The clock of the machine shows less than it did.
    #[error(
        "the clock of the server went back by {seconds} seconds: have the administrator set it right, or run `xiezhi account end-sessions`"
    )]
    ClockWentBack {
        /// By how much.
        seconds: i64,
    },
    /// A row holds what the program never writes.
    #[error("the row {0} of the access tables is damaged")]
    Damaged(String),
}

/// An error of an operation is also each of what [`Fault`] holds.
macro_rules! of_faults {
    ($($error:ident),*) => {$(
        $crate::fault::of_faults!(@ $error:
            store::StoreError, record::AppendError, $crate::password::HashError, $crate::trail::TrailError);
        impl From<store::sea_orm::DbErr> for $error {
            fn from(error: store::sea_orm::DbErr) -> Self {
                store::StoreError::from(error).into()
            }
        }
    )*};
    (@ $error:ident: $($cause:ty),*) => {$(
        impl From<$cause> for $error {
            fn from(cause: $cause) -> Self {
                Self::Fault(cause.into())
            }
        }
    )*};
}
pub(crate) use of_faults;

impl Fault {
    /// The code of it.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::ClockWentBack { .. } => "access.clock_went_back",
            Self::Hash(HashError::Busy) => "access.busy",
            _ => problem::INTERNAL,
        }
    }

    pub(crate) fn zh(&self) -> String {
        match self {
            Self::ClockWentBack { seconds } => format!(
                "服务器时钟倒退了 {seconds} 秒：请管理员校准时钟，或运行 xiezhi account end-sessions。"
            ),
            Self::Hash(HashError::Busy) => "正在校验的口令过多，请稍后再试。".to_owned(),
            _ => problem::internal_zh(),
        }
    }
}
