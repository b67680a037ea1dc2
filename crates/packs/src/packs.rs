//! The room's handle.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use futures::FutureExt as _;
use record::{Actor, NewAct, Record, Subject};
use rules::{Digest, Folder, Report, RuleSet};
use serde_json::json;
use store::sea_orm::ConnectionTrait;
use store::sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use store::{StoreError, WriteTx, sea_orm};

use crate::kept::KeptPack;
use crate::provisions::Provisions;
use crate::tables::{Migrations, in_use, kept};
use crate::{PacksError, written};

/// The rule packs that are and were in use. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Packs {
    record: Record,
    library: Option<Arc<dyn Provisions>>,
}

impl fmt::Debug for Packs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Packs").finish_non_exhaustive()
    }
}

/// A pack that is to be in use.
struct NewPack {
    digest: Digest,
    row: kept::ActiveModel,
    name: String,
    version: String,
    rules: i32,
}

impl Packs {
    /// Opens the room on a record and brings its tables up to date. A library is asked for the
    /// provisions that packs cite; without one they are not checked.
    pub async fn open(
        record: Record,
        library: Option<Arc<dyn Provisions>>,
    ) -> Result<Self, StoreError> {
        store::migrate::<Migrations>(record.db()).await?;
        Ok(Self { record, library })
    }

    /// Keeps packs, the lowest first, and notes that they are in use together from now on. An act
    /// `packs.installed` is recorded for each that was not in use just before, in the transaction
    /// that keeps it. Where the same packs are in use already nothing is written.
    ///
    /// Gives their digests. Fails where the packs cannot be used together.
    pub async fn put_in_use(&self, folders: &[Folder]) -> Result<Vec<Digest>, PacksError> {
        let rules = RuleSet::load(folders).map_err(PacksError::Unusable)?;
        let now_ms = self.record.clock().now().as_millisecond();
        let versions = folders.iter().zip(rules.packs());
        let packs: Vec<NewPack> = versions
            .map(|(folder, version)| {
                let count = i32::try_from(written(folder).len()).unwrap_or(i32::MAX);
                let title = &version.manifest.name;
                NewPack {
                    digest: version.digest,
                    row: kept::ActiveModel {
                        digest: Set(version.digest.to_string()),
                        name: Set(folder.name().to_owned()),
                        title_zh: Set(title.get(base::Lang::Zh).to_owned()),
                        title_en: Set(title.get(base::Lang::En).to_owned()),
                        version: Set(version.manifest.version.clone()),
                        rules: Set(count),
                        archive: Set(folder.archive()),
                        kept_at_ms: Set(now_ms),
                    },
                    name: folder.name().to_owned(),
                    version: version.manifest.version.clone(),
                    rules: count,
                }
            })
            .collect();
        let digests = packs.iter().map(|pack| pack.digest).collect();
        let record = self.record.clone();
        let write = self
            .record
            .write(move |tx| async move { keep(tx, &record, packs, now_ms).await }.boxed());
        write.await?;
        Ok(digests)
    }

    /// Every pack that is or was in use: those in use first, the lowest first, then the others from
    /// the one that came into use last.
    pub async fn list(&self) -> Result<Vec<KeptPack>, PacksError> {
        let db = self.record.db().read();
        let layers: HashMap<String, i32> = newest(db)
            .await?
            .into_iter()
            .map(|row| (row.digest, row.layer))
            .collect();
        let rows = kept::Entity::find()
            .select_only()
            .columns(kept::Row::COLUMNS)
            .order_by_desc(kept::Column::KeptAtMs)
            .order_by_asc(kept::Column::Digest)
            .into_model::<kept::Row>()
            .all(db)
            .await?;
        let mut packs = Vec::new();
        for row in rows {
            let layer = layers.get(&row.digest).copied();
            packs.push(KeptPack::of_row(row, layer)?);
        }
        packs.sort_by_key(|pack| pack.layer.map_or((true, 0), |layer| (false, layer)));
        Ok(packs)
    }

    /// What is known of the pack of a digest.
    pub async fn known(&self, digest: Digest) -> Result<KeptPack, PacksError> {
        let mut packs = self.list().await?.into_iter();
        let found = packs.find(|pack| pack.digest == digest);
        found.ok_or(PacksError::NotKept(digest))
    }

    /// The files that a digest is of.
    pub async fn folder(&self, digest: Digest) -> Result<Folder, PacksError> {
        let row = kept::Entity::find_by_id(digest.to_string())
            .one(self.record.db().read())
            .await?;
        let row = row.ok_or(PacksError::NotKept(digest))?;
        let folder = Folder::of_archive(&row.name, &row.archive);
        let whole = folder.ok().filter(|folder| folder.digest() == digest);
        whole.ok_or_else(|| PacksError::Damaged(row.digest))
    }

    /// A pack after those that it stood on when it was last in use, the lowest first.
    pub async fn with_parents(&self, digest: Digest) -> Result<Vec<Folder>, PacksError> {
        let db = self.record.db().read();
        let last = in_use::Entity::find()
            .filter(in_use::Column::Digest.eq(digest.to_string()))
            .order_by_desc(in_use::Column::Number)
            .one(db)
            .await?;
        let last = last.ok_or(PacksError::NotKept(digest))?;
        let below = in_use::Entity::find()
            .filter(in_use::Column::Number.eq(last.number))
            .filter(in_use::Column::Layer.lte(last.layer))
            .order_by_asc(in_use::Column::Layer)
            .all(db)
            .await?;
        let mut folders = Vec::new();
        for row in below {
            let digest = row.digest.parse();
            let digest = digest.map_err(|_| PacksError::Damaged(row.digest.clone()))?;
            folders.push(self.folder(digest).await?);
        }
        Ok(folders)
    }

    /// What is wrong with a pack and those that it stands on.
    pub async fn lint(&self, digest: Digest) -> Result<Report, PacksError> {
        let folders = Arc::new(self.with_parents(digest).await?);
        let Some(library) = &self.library else {
            return aside(move || rules::lint(&folders, None)).await;
        };
        let asked = Arc::clone(&folders);
        let cited = aside(move || rules::cited(&asked)).await?;
        let answers = library.ask(cited).await.map_err(PacksError::Library)?;
        aside(move || rules::lint(&folders, Some(&answers))).await
    }

    /// The picture (SVG) of a procedure of a pack: of its line in force today, else of the one
    /// that is written first.
    pub async fn drawing(&self, digest: Digest, procedure: String) -> Result<String, PacksError> {
        let folders = self.with_parents(digest).await?;
        let today = self.record.clock().today();
        let drawn = aside(move || {
            let own = folders.last().map(written).unwrap_or_default();
            let is_own = own
                .iter()
                .any(|rule| rule.section == "procedures" && rule.value["id"] == procedure.as_str());
            if !is_own {
                return Err(PacksError::NoProcedure(procedure));
            }
            let rules = RuleSet::load(&folders).map_err(PacksError::Unusable)?;
            let line = rules.procedure(&procedure, today).or_else(|| {
                let mut lines = rules.procedures().iter();
                lines.find(|line| line.head.id == procedure)
            });
            line.map(rules::draw)
                .ok_or(PacksError::NoProcedure(procedure))
        });
        drawn.await?
    }
}

/// Advisory lock of the packs in use.
const LOCK: i64 = 0x0070_6163_6b73;

async fn keep(
    tx: &WriteTx,
    record: &Record,
    packs: Vec<NewPack>,
    now_ms: i64,
) -> Result<(), PacksError> {
    tx.alone(LOCK).await?;
    let before = newest(&**tx).await?;
    let were: Vec<&str> = before.iter().map(|row| row.digest.as_str()).collect();
    let are: Vec<String> = packs.iter().map(|pack| pack.digest.to_string()).collect();
    if were == are {
        return Ok(());
    }
    let number = before.first().map_or(1, |row| row.number + 1);
    for (layer, pack) in (0..).zip(packs) {
        let digest = pack.digest.to_string();
        store::insert_new(&**tx, [pack.row.clone()]).await?;
        if !were.contains(&digest.as_str()) {
            record.append(tx, installed(&pack)).await?;
        }
        let row = in_use::ActiveModel {
            number: Set(number),
            layer: Set(layer),
            digest: Set(digest),
            since_ms: Set(now_ms),
        };
        store::insert_all(&**tx, [row]).await?;
    }
    Ok(())
}

/// The act of a pack that comes into use.
fn installed(pack: &NewPack) -> NewAct {
    let kind = "packs.installed".parse();
    NewAct::new(
        kind.expect("the text is a kind of act"),
        Actor::System {
            name: "serve".to_owned(),
        },
        Subject {
            kind: "pack".to_owned(),
            id: pack.digest.to_string(),
        },
        json!({
            "name": pack.name,
            "version": pack.version,
            "digest": pack.digest,
            "rules": pack.rules,
        }),
    )
}

/// The packs in use, the lowest first.
async fn newest(db: &impl ConnectionTrait) -> Result<Vec<in_use::Model>, sea_orm::DbErr> {
    let last = in_use::Entity::find()
        .order_by_desc(in_use::Column::Number)
        .one(db)
        .await?;
    let Some(last) = last else {
        return Ok(Vec::new());
    };
    in_use::Entity::find()
        .filter(in_use::Column::Number.eq(last.number))
        .order_by_asc(in_use::Column::Layer)
        .all(db)
        .await
}

/// Work that takes a while, beside the requests.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PacksError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| PacksError::GivenUp(error.to_string()))
}
