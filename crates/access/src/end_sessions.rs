//! Ending every session at once.

use sea_orm::EntityTrait;
use serde_json::json;
use store::sea_orm;

use crate::access::Access;
use crate::accounts::AccountError;
use crate::acts::{By, act};
use crate::tables::session;

impl Access {
    /// Ends every session of everybody, and takes the clock as right from now on.
    pub async fn end_all_sessions(&self) -> Result<(), AccountError> {
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let ended = session::Entity::delete_many().exec(&**tx).await?;
                let by = By::System("command_line");
                let data = json!({"sessions": ended.rows_affected});
                access
                    .0
                    .record
                    .append(
                        tx,
                        act("access.sessions_ended", &by, ("sessions", "all"), data),
                    )
                    .await?;
                Ok::<_, AccountError>(())
            })
        });
        write.await?;
        self.trust_clock();
        Ok(())
    }
}
