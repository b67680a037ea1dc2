//! Changing one's own password.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;
use store::sea_orm;

use crate::access::Access;
use crate::accounts::AccountError;
use crate::acts::{By, act};
use crate::fault::Fault;
use crate::login::LoginName;
use crate::password;
use crate::secret::Secret;
use crate::sessions::{SessionError, Stage, end_all};
use crate::tables::account;

impl Access {
    /// Changes the password of who is signed in, which ends their other sessions.
    pub async fn change_password(
        &self,
        session: &Secret,
        current: Secret,
        new: Secret,
    ) -> Result<(), AccountError> {
        let found = self.session(session).await?;
        if found.stage != Stage::SignedIn {
            return Err(SessionError::Incomplete.into());
        }
        let login: LoginName = found
            .account
            .login
            .parse()
            .map_err(|_| Fault::Damaged(found.account.id.clone()))?;
        password::check(&new, &login)?;
        self.check_password_of(&found, current).await?;
        let digest = self.0.passwords.digest(new).await?;
        let access = self.clone();
        let write = self.0.record.write(move |tx| {
            Box::pin(async move {
                let id = found.account.id.clone();
                let changed = account::ActiveModel {
                    id: Set(id.clone()),
                    password: Set(Some(digest)),
                    ..Default::default()
                };
                account::Entity::update(changed).exec(&**tx).await?;
                end_all(&**tx, &id, Some(&found.digest)).await?;
                let changed = act(
                    "access.password_changed",
                    &By::Account(id.clone()),
                    ("account", &id),
                    json!({}),
                );
                access.0.record.append(tx, changed).await?;
                Ok::<_, AccountError>(())
            })
        });
        write.await
    }
}
