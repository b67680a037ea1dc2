//! What the numbers of an authority begin with 机关代字.

use futures::FutureExt as _;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::sea_orm;
use utoipa::ToSchema;

use super::recorded;
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::prefix;

/// What the numbers of an authority begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prefix {
    /// The authority.
    #[schema(value_type = Uuid)]
    pub authority: String,
    /// The text: `云城执`. Without one the name of the authority stands there.
    #[schema(min_length = 1, max_length = 20)]
    pub prefix: String,
}

impl Casework {
    /// Sets what the numbers of an authority begin with, in series that begin from now on: a series
    /// keeps its form for its year.
    pub async fn set_prefix(&self, asking: &Asking, set: &Prefix) -> Result<(), CaseError> {
        self.number_area(asking, &set.authority).await?;
        let text = set.prefix.trim().to_owned();
        let fits = text.chars().all(char::is_alphanumeric);
        if text.is_empty() || text.chars().count() > 20 || !fits {
            return Err(CaseError::input(
                "机关代字应为 1 至 20 个字，不含标点和空格，例如“云城执”。",
                "the prefix has 1 to 20 letters without signs and spaces, as 云城执",
            ));
        }
        let taken = prefix::Entity::find()
            .filter(prefix::Column::Prefix.eq(&text))
            .filter(prefix::Column::AuthorityId.ne(&set.authority))
            .one(self.db().read())
            .await?;
        if taken.is_some() {
            return Err(CaseError::input(
                &format!("机关代字“{text}”已由另一机关使用，请换一个。"),
                &format!("the prefix {text} is another authority's: choose another"),
            ));
        }
        let data = json!({"prefix": text});
        let act = recorded(
            "number.prefix_set",
            asking.actor.clone(),
            &set.authority,
            data,
        )?;
        let (record, authority) = (self.record().clone(), set.authority.clone());
        let written = self.record().write(move |tx| {
            async move {
                let row = prefix::ActiveModel {
                    authority_id: Set(authority),
                    prefix: Set(text),
                };
                let replace = OnConflict::column(prefix::Column::AuthorityId)
                    .update_column(prefix::Column::Prefix)
                    .to_owned();
                prefix::Entity::insert(row)
                    .on_conflict(replace)
                    .exec_without_returning(&**tx)
                    .await?;
                record.append(tx, act).await?;
                Ok::<_, CaseError>(())
            }
            .boxed()
        });
        written.await
    }
}
