//! Sources of cases: registered, looked up, listed.

use std::sync::Arc;

use register::AuthorityId;
use rules::model::IntakeMapping;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::sea_orm;
use utoipa::ToSchema;

use futures::FutureExt as _;
use record::{Actor, NewAct, Subject};

use super::format::FORMAT;
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::intake_source;

/// Whose system a source is: which term holds for its rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceOrigin {
    /// A system of the city itself: the term in hours.
    #[default]
    Own,
    /// A system of a ministry or province: the term in working days.
    Other,
}

/// A source that is to be registered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSource {
    /// What names it: small letters, digits and hyphens, at most 60.
    #[schema(pattern = "^[a-z0-9-]{1,60}$")]
    pub name: String,
    /// What people call it.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The authorities whose cases it may bring: id, number in the register, or credit code.
    #[schema(min_items = 1, max_items = 500)]
    pub authorities: Vec<String>,
    /// The id of the account that delivers.
    #[serde(default)]
    #[schema(max_length = 200)]
    pub account: Option<String>,
    /// Whose system it is.
    #[serde(default)]
    pub origin: SourceOrigin,
    /// It brings something at least every so many hours; after that it counts as silent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 8784)]
    pub rhythm_hours: Option<u32>,
    /// How its rows are read, as YAML (packs/schema/intake.schema.json); none where it sends
    /// `xiezhi.case-act.v1`.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    pub mapping: Option<String>,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Source {
    /// What names it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The ids of the authorities whose cases it may bring.
    pub authorities: Vec<String>,
    /// The account that delivers.
    pub account: Option<String>,
    /// Whose system it is.
    pub origin: SourceOrigin,
    /// The hours after which it counts as silent.
    pub rhythm_hours: Option<u32>,
    /// The name of its mapping; none where it sends the format of the platform.
    #[schema(value_type = Option<Object>)]
    pub mapping: Option<base::Text>,
    /// When it was registered, milliseconds since 1970.
    pub created_at_ms: i64,
    /// How its rows are read.
    #[serde(skip)]
    pub(crate) reads: Option<Arc<IntakeMapping>>,
}

impl Casework {
    /// Registers a source; the act goes onto the record. The name must be new.
    pub async fn add_source(&self, asking: &Asking, new: &NewSource) -> Result<Source, CaseError> {
        let authorities = self.check_source(new).await?;
        let now_ms = self.record().clock().now().as_millisecond();
        let model = intake_source::Model {
            name: new.name.clone(),
            title: new.title.trim().to_owned(),
            account: new.account.clone(),
            authorities: json!(authorities).to_string(),
            origin: word(new.origin).to_owned(),
            rhythm_hours: new.rhythm_hours.and_then(|hours| i32::try_from(hours).ok()),
            mapping: new.mapping.clone(),
            created_at_ms: now_ms,
        };
        let source = source_of(model.clone())?;
        let act = registered(&asking.actor, new, &authorities)?;
        let record = self.record().clone();
        let written = self.record().write(move |tx| {
            async move {
                let there = intake_source::Entity::find_by_id(&model.name)
                    .one(&**tx)
                    .await?;
                if there.is_some() {
                    return Err(CaseError::SourceExists(model.name));
                }
                intake_source::Entity::insert(model.into_active_model())
                    .exec_without_returning(&**tx)
                    .await?;
                record.append(tx, act).await?;
                Ok(())
            }
            .boxed()
        });
        written.await?;
        Ok(source)
    }

    /// The sources, by name.
    pub async fn sources(&self) -> Result<Vec<Source>, CaseError> {
        let rows = intake_source::Entity::find()
            .order_by_asc(intake_source::Column::Name)
            .all(self.db().read())
            .await?;
        rows.into_iter().map(source_of).collect()
    }

    /// A source by name.
    pub async fn source(&self, name: &str) -> Result<Source, CaseError> {
        let row = intake_source::Entity::find_by_id(name)
            .one(self.db().read())
            .await?;
        row.map_or_else(|| Err(CaseError::NoSource(name.to_owned())), source_of)
    }

    async fn check_source(&self, new: &NewSource) -> Result<Vec<String>, CaseError> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let name = &new.name;
        if name.is_empty() || name.len() > 60 || !name.bytes().all(letters) {
            return Err(CaseError::input(
                "来源的 name 应为 1 至 60 个小写字母、数字或连字符。",
                "the name of a source has 1 to 60 small letters, digits and hyphens",
            ));
        }
        if new.title.trim().is_empty() || new.rhythm_hours == Some(0) {
            return Err(CaseError::input(
                "来源应有名称；rhythm_hours 应为 1 以上的小时数。",
                "a source has a title, and rhythm_hours is a number of hours from 1",
            ));
        }
        if let Some(text) = &new.mapping {
            self.check_mapping(text)?;
        }
        self.authorities_of(new).await
    }

    /// The ids of the authorities that a source is to be registered for.
    pub(crate) async fn authorities_of(&self, new: &NewSource) -> Result<Vec<String>, CaseError> {
        let registry = self.register().authorities_known().await?;
        let find = |name: &String| {
            let by_id = name.parse::<AuthorityId>().ok();
            let known = by_id.and_then(|id| registry.get(id));
            let known = known.or_else(|| registry.by_code(name));
            let known = known.or_else(|| {
                registry.all().find(|authority| {
                    let mut spans = authority.states.spans().iter();
                    spans.any(|span| {
                        let code = span.value.credit_code.as_ref();
                        code.is_some_and(|code| code.as_str() == name)
                    })
                })
            });
            known.map(|known| known.id.to_string()).ok_or_else(|| {
                CaseError::input(
                    &format!("登记册中没有执法主体“{name}”。"),
                    &format!("the register has no authority {name:?}"),
                )
            })
        };
        let authorities = new.authorities.iter().map(find);
        let authorities = authorities.collect::<Result<Vec<_>, _>>()?;
        if authorities.is_empty() {
            return Err(CaseError::input(
                "请写明来源可以报送哪些执法主体的案件。",
                "name the authorities whose cases the source may bring",
            ));
        }
        Ok(authorities)
    }

    /// A mapping must be of its shape, and its acts those of a procedure.
    fn check_mapping(&self, text: &str) -> Result<(), CaseError> {
        let mapping = rules::intake_mapping("mapping", text).map_err(|findings| {
            let lines = |lang| -> String {
                let lines: Vec<String> = findings.iter().map(|f| f.line(lang)).collect();
                lines.join("; ")
            };
            CaseError::input(&lines(base::Lang::Zh), &lines(base::Lang::En))
        })?;
        let rules = self.procedures().rules();
        let fixed = mapping.case.procedure.is.as_ref();
        let Some(procedure) = fixed.and_then(serde_json::Value::as_str) else {
            return Ok(());
        };
        let found = rules.procedure(procedure, self.today()).ok_or_else(|| {
            CaseError::input(
                &format!("映射的 case.procedure：没有程序“{procedure}”。"),
                &format!("case.procedure of the mapping: there is no procedure {procedure:?}"),
            )
        })?;
        let unknown = mapping
            .acts
            .iter()
            .find(|act| !found.acts.iter().any(|known| known.id == act.kind));
        match unknown {
            None => Ok(()),
            Some(act) => Err(CaseError::input(
                &format!("映射的 acts：程序“{procedure}”没有行为“{}”。", act.kind),
                &format!("acts of the mapping: {procedure} has no act {:?}", act.kind),
            )),
        }
    }
}

fn registered(actor: &Actor, new: &NewSource, authorities: &[String]) -> Result<NewAct, CaseError> {
    let kind = "intake.source_registered".parse().map_err(|_| {
        CaseError::input(
            "行为的编号不能记录。",
            "the id of the act cannot be recorded",
        )
    })?;
    let subject = Subject {
        kind: "intake_source".to_owned(),
        id: new.name.clone(),
    };
    let data = json!({
        "title": new.title.trim(), "account": new.account, "authorities": authorities,
        "origin": word(new.origin), "rhythm_hours": new.rhythm_hours,
        "format": FORMAT, "mapping": new.mapping.as_deref().map(super::hex_digest),
    });
    Ok(NewAct::new(kind, actor.clone(), subject, data))
}

const fn word(origin: SourceOrigin) -> &'static str {
    match origin {
        SourceOrigin::Own => "own",
        SourceOrigin::Other => "other",
    }
}

fn source_of(row: intake_source::Model) -> Result<Source, CaseError> {
    let damaged = || CaseError::Damaged(format!("intake source {}", row.name));
    let reads = match &row.mapping {
        None => None,
        Some(text) => Some(Arc::new(
            rules::intake_mapping("mapping", text).map_err(|_| damaged())?,
        )),
    };
    Ok(Source {
        authorities: serde_json::from_str(&row.authorities).map_err(|_| damaged())?,
        origin: if row.origin == "other" {
            SourceOrigin::Other
        } else {
            SourceOrigin::Own
        },
        rhythm_hours: row.rhythm_hours.and_then(|hours| hours.try_into().ok()),
        mapping: reads.as_ref().map(|mapping| mapping.name.clone()),
        reads,
        name: row.name,
        title: row.title,
        account: row.account,
        created_at_ms: row.created_at_ms,
    })
}
