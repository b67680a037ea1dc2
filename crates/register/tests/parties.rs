//! Parties: found by their numbers, sealed at rest, erased on demand, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use register::party::{PartyDetails, PartyDraft, PartyState};
use register::{
    Asking, AuthorityId, KeyError, KeyFile, PartyError, PartyFilter, PartyKind, Register,
    RegisterError, synthetic,
};
use store::sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::testing::for_each_database;
use store::{Database, PageRequest, Scope};
use support::{Room, TODAY, because, clerk, seen};

const NAME: &str = "韩虚构甲";
const PHONE: &str = "990-0000-0000";

fn person(authority: AuthorityId, number: usize) -> PartyDraft {
    PartyDraft {
        kind: PartyKind::NaturalPerson,
        credit_code: None,
        identity: Some(synthetic::identity(number).parse().unwrap()),
        authority,
        valid_from: TODAY,
        state: PartyState {
            name: NAME.to_owned(),
            area: "990101001".parse().unwrap(),
            details: PartyDetails {
                phone: Some(PHONE.to_owned()),
                ..PartyDetails::default()
            },
        },
    }
}

/// Every text of a table, as it lies in the database.
async fn dump(db: &Database, table: &str) -> String {
    let backend = db.read().get_database_backend();
    let (column, from) = match backend {
        DbBackend::Sqlite => {
            let columns = format!(
                "SELECT group_concat('coalesce(CASE typeof(\"' || name || '\") WHEN ''blob'' THEN hex(\"' || name || '\") ELSE \"' || name || '\" END, '''')', ' || ''|'' || ') AS all_columns FROM pragma_table_info('{table}')"
            );
            let row = db
                .read()
                .query_one_raw(Statement::from_string(backend, columns))
                .await
                .unwrap()
                .unwrap();
            (
                row.try_get::<String>("", "all_columns").unwrap(),
                table.to_owned(),
            )
        }
        _ => ("t::text".to_owned(), format!("{table} t")),
    };
    let rows = db
        .read()
        .query_all_raw(Statement::from_string(
            backend,
            format!("SELECT {column} AS line FROM {from}"),
        ))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get::<String>("", "line").unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_their_number_and_it_is_not_in_the_database() {
    for_each_database(async |db| {
        let room = Room::city(db.clone(), 0).await;
        let authority = room.authority("YL-S01").await;
        let id = room
            .register
            .register_party(&clerk(), person(authority, 5), &because("登记"))
            .await
            .unwrap();
        let number = synthetic::identity(5);
        let found = room
            .register
            .find_by_identity(&clerk(), &number.parse().unwrap(), TODAY)
            .await
            .unwrap();
        assert_eq!((found.row.id, found.row.state.name.as_str()), (id, NAME));
        assert_eq!(found.row.state.details.phone.as_deref(), Some(PHONE));
        let masked = found.identity_masked.unwrap();
        assert!(
            masked.starts_with(&number[..3]) && !masked.contains(&number[6..14]),
            "{masked}"
        );
        for table in ["party", "party_state"] {
            let dump = dump(&db, table).await;
            assert!(!dump.contains(&number) && !dump.contains(PHONE), "{dump}");
            assert!(dump.contains(&id.to_string()));
        }
        let other = synthetic::identity(6).parse().unwrap();
        assert!(matches!(
            room.register
                .find_by_identity(&clerk(), &other, TODAY)
                .await,
            Err(PartyError::NotFound)
        ));
        let twice = room
            .register
            .register_party(&clerk(), person(authority, 5), &because("登记"))
            .await
            .unwrap_err();
        assert!(matches!(twice, PartyError::Known) && !twice.to_string().contains(&number));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_leaves_the_id_only() {
    for_each_database(async |db| {
        let room = Room::city(db.clone(), 0).await;
        let authority = room.authority("YL-S01").await;
        let id = room
            .register
            .register_party(&clerk(), person(authority, 5), &because("登记"))
            .await
            .unwrap();
        assert_eq!(
            room.register
                .reveal_identity(&clerk(), id, &because("核对"))
                .await
                .unwrap(),
            synthetic::identity(5)
        );
        assert!(
            dump(&db, "record_party").await.contains(NAME),
            "the record holds it until then"
        );
        assert!(
            !dump(&db, "record_act").await.contains(NAME),
            "never outside the blocks that can be erased"
        );
        room.register
            .erase_party(&clerk(), id, &seen(1))
            .await
            .unwrap();
        let left = room.register.party(&clerk(), id, TODAY).await.unwrap();
        assert!(
            left.row.erased && left.row.state.name.is_empty() && left.identity_masked.is_none()
        );
        let number = synthetic::identity(5).parse().unwrap();
        assert!(matches!(
            room.register
                .find_by_identity(&clerk(), &number, TODAY)
                .await,
            Err(PartyError::NotFound)
        ));
        assert!(matches!(
            room.register
                .reveal_identity(&clerk(), id, &because("核对"))
                .await,
            Err(PartyError::NoIdentity)
        ));
        let state = person(authority, 5).state;
        assert!(matches!(
            room.register
                .change_party(&clerk(), id, state, TODAY, &seen(2))
                .await,
            Err(PartyError::Erased)
        ));
        for table in support::TABLES_OF_THE_RECORD
            .iter()
            .chain(&["party", "party_state"])
        {
            let dump = dump(&db, table).await;
            assert!(
                !dump.contains(NAME) && !dump.contains(&synthetic::identity(5)),
                "{table}: {dump}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_is_known_by_its_own_number() {
    for_each_database(async |db| {
        let room = Room::city(db, 0).await;
        let authority = room.authority("YL-S01").await;
        let try_to = |draft| {
            let register = room.register.clone();
            async move {
                register
                    .register_party(&clerk(), draft, &because("登记"))
                    .await
            }
        };
        let nameless = PartyDraft {
            identity: None,
            ..person(authority, 1)
        };
        assert!(matches!(try_to(nameless).await, Err(PartyError::Unknown)));
        let organisation = |number| PartyDraft {
            kind: PartyKind::Organisation,
            credit_code: Some(synthetic::credit_code(number).parse().unwrap()),
            identity: None,
            ..person(authority, 1)
        };
        let id = try_to(organisation(7000)).await.unwrap();
        let code = synthetic::credit_code(7000).parse().unwrap();
        assert_eq!(
            room.register
                .find_by_credit_code(&clerk(), &code, TODAY)
                .await
                .unwrap()
                .row
                .id,
            id
        );
        assert!(matches!(
            room.register.erase_party(&clerk(), id, &seen(1)).await,
            Err(PartyError::NotPersonal)
        ));
        assert!(matches!(
            try_to(organisation(7000)).await,
            Err(PartyError::Known)
        ));
        let person = try_to(person(authority, 3)).await.unwrap();
        let open = Asking {
            scope: Scope::ConfidentialityUpTo(0),
            ..clerk()
        };
        let list = room
            .register
            .parties(&open, &PartyFilter::on(TODAY), &PageRequest::default())
            .await
            .unwrap();
        assert_eq!((list.total, list.rows.len()), (1, 1));
        assert!(matches!(
            room.register.party(&open, person, TODAY).await,
            Err(PartyError::NotFound)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_or_foreign_key_file_is_refused() {
    for_each_database(async |db| {
        let room = Room::empty(db.clone()).await;
        let keys = KeyFile::of(room.folder.path());
        let kept = std::fs::read(keys.path()).unwrap();
        std::fs::remove_file(keys.path()).unwrap();
        let lost = Register::open(support::record(db.clone()).await, room.folder.path()).await;
        assert!(matches!(lost, Err(RegisterError::Key(KeyError::Lost(_)))));
        let other = tempfile::tempdir().unwrap();
        let folder = KeyFile::of(other.path());
        std::fs::create_dir_all(folder.path().parent().unwrap()).unwrap();
        let mut foreign = kept.clone();
        foreign[40] ^= 1;
        std::fs::write(folder.path(), foreign).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(folder.path(), mode).unwrap();
        let refused = Register::open(support::record(db).await, other.path()).await;
        assert!(matches!(
            refused,
            Err(RegisterError::Key(KeyError::Other(_)))
        ));
    })
    .await;
}
