//! What both databases must do alike.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, Schema};
use store::testing::for_each_database;
use store::{Database, DatabaseUrl, insert_all, insert_new};

mod counter {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "counter")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub value: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

async fn with_counters(db: &Database, rows: i64) {
    let table =
        Schema::new(db.read().get_database_backend()).create_table_from_entity(counter::Entity);
    let tx = db.write_tx().await.unwrap();
    tx.execute(&table).await.unwrap();
    insert_all(&*tx, (0..rows).map(row)).await.unwrap();
    tx.commit().await.unwrap();
}

fn row(id: i64) -> counter::ActiveModel {
    counter::ActiveModel {
        id: Set(id),
        value: Set(0),
    }
}

async fn count(db: &Database) -> u64 {
    counter::Entity::find().count(db.read()).await.unwrap()
}

#[tokio::test]
async fn a_hundred_thousand_rows_are_inserted_whatever_the_limit_of_variables() {
    for_each_database(async |db| {
        with_counters(&db, 100_000).await;
        assert_eq!(count(&db).await, 100_000, "{:?}", db.kind());
    })
    .await;
}

#[tokio::test]
async fn rows_that_are_there_already_are_left_alone() {
    for_each_database(async |db| {
        with_counters(&db, 3).await;
        let tx = db.write_tx().await.unwrap();
        insert_new(&*tx, (1..5).map(row)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 5, "{:?}", db.kind());
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    for_each_database(async |db| {
        with_counters(&db, 1).await;
        let tx = db.write_tx().await.unwrap();
        insert_all(&*tx, [row(7)]).await.unwrap();
        drop(tx);
        assert_eq!(count(&db).await, 1, "{:?}", db.kind());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_that_read_first_lose_no_update() {
    for_each_database(async |db| {
        with_counters(&db, 1).await;
        let writers = (0..8).map(|_| tokio::spawn(add_one(db.clone(), 25)));
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let counter = counter::Entity::find_by_id(0).one(db.read()).await.unwrap();
        assert_eq!(counter.unwrap().value, 200, "{:?}", db.kind());
    })
    .await;
}

async fn add_one(db: Database, times: u32) {
    for _ in 0..times {
        let tx = db.write_tx().await.unwrap();
        let query = counter::Entity::find_by_id(0);
        let query = match db.kind() {
            store::DatabaseKind::Sqlite => query,
            store::DatabaseKind::Postgres => query.lock_exclusive(),
        };
        let now = query.one(&*tx).await.unwrap().unwrap();
        let next = counter::ActiveModel {
            id: Set(0),
            value: Set(now.value + 1),
        };
        counter::Entity::update(next).exec(&*tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn the_reading_side_of_sqlite_cannot_write() {
    for_each_database(async |db| {
        with_counters(&db, 1).await;
        let written = counter::Entity::insert(row(9))
            .exec_without_returning(db.read())
            .await;
        assert_eq!(
            written.is_err(),
            db.kind() == store::DatabaseKind::Sqlite,
            "{:?}",
            db.kind()
        );
    })
    .await;
}

#[test]
fn an_address_is_sqlite_or_postgres() {
    let sqlite = |path: &str| Ok(DatabaseUrl::Sqlite(path.into()));
    assert_eq!("sqlite:data/x.sqlite".parse(), sqlite("data/x.sqlite"));
    assert_eq!("sqlite:///srv/x.sqlite".parse(), sqlite("/srv/x.sqlite"));
    assert!("mysql://x".parse::<DatabaseUrl>().is_err());
    let postgres: DatabaseUrl = "postgres://u:secret@h/d".parse().unwrap();
    assert!(!format!("{postgres:?}").contains("secret"));
}
