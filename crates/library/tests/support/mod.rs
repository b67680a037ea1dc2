//! A library on an empty database, and texts of a city that does not exist.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test fails by its panic"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::FixedClock;
use library::import::{ImportSource, Silent};
use library::view::ItemRow;
use library::{DataFolder, Deed, ItemFilter, Library};
use record::Record;
use store::{Database, Limit, PageRequest};

/// A library with its data folder, which is removed at the end.
pub struct Room {
    pub library: Arc<Library>,
    pub folder: tempfile::TempDir,
}

/// Noon of 24 November 2026 in Beijing.
pub const NOW: &str = "2026-11-24T04:00:00Z";

impl Room {
    pub async fn open(db: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = Arc::new(library_at(db, folder.path(), NOW).await);
        Self { library, folder }
    }

    /// A folder of statutes below the data folder.
    pub fn source(&self, files: &[(&str, &str)]) -> PathBuf {
        let root = self.folder.path().join("source");
        write(&root, files);
        root
    }

    pub async fn import(&self, path: &Path) -> library::import::ImportReport {
        import(&self.library, path).await
    }

    pub async fn items(&self) -> Vec<ItemRow> {
        let page = PageRequest::first(Limit::new(200).unwrap());
        self.library
            .items(&ItemFilter::default(), &page)
            .await
            .unwrap()
            .rows
    }
}

pub async fn library_at(db: Database, folder: &Path, now: &str) -> Library {
    let clock = Arc::new(FixedClock(now.parse().unwrap()));
    let record = Record::open(db, clock).await.unwrap();
    Library::open(record, DataFolder::at(folder)).await.unwrap()
}

pub async fn import(library: &Library, path: &Path) -> library::import::ImportReport {
    library
        .import(&ImportSource::at(path), "测试", &Silent)
        .await
        .unwrap()
}

pub fn write(root: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

pub fn deed(seen: u32) -> Deed {
    Deed {
        actor: "王小云".to_owned(),
        account: "wang".to_owned(),
        reason: "核对原文".to_owned(),
        seen,
    }
}

/// The sample pack of the repository.
pub fn sample_pack() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes")
}

/// Files of a small collection: a statute with two versions, and one that cites it.
pub const COLLECTION: [(&str, &str); 3] = [
    (
        "地方性法规/云麓/云麓市灯会管理条例(2019-03-01).md",
        LANTERNS_2019,
    ),
    (
        "地方性法规/云麓/云麓市灯会管理条例(2023-03-01).md",
        LANTERNS_2023,
    ),
    (
        "地方性法规/云麓/云麓市夜市管理条例(2020-05-01).md",
        NIGHT_MARKETS,
    ),
];

pub const LANTERNS_2019: &str = "# 云麓市灯会管理条例

2019年3月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范灯会活动，制定本条例。

第二条 举办灯会应当向市灯会主管部门备案。

## 第二章 法律责任

第三条 违反本条例第二条规定，举办灯会未备案的，由市灯会主管部门责令改正，处一千元以上五千元以下罚款。

第四条 本条例自2019年6月1日起施行。
";

pub const LANTERNS_2023: &str = "# 云麓市灯会管理条例

2019年3月1日 云麓市人民代表大会常务委员会通过

2023年3月1日 云麓市人民代表大会常务委员会修订

<!-- INFO END -->

## 第一章 总则

第一条 为了规范灯会活动，制定本条例。

第二条 举办灯会应当向市灯会主管部门备案。

第三条 灯会举办者应当配备消防器材。

## 第二章 法律责任

第四条 违反本条例第二条规定，举办灯会未备案的，由市灯会主管部门责令改正，处二千元以上一万元以下罚款。

第五条 违反本条例第三条规定，未配备消防器材的，由市灯会主管部门处五千元罚款。

第六条 本条例自2023年6月1日起施行。
";

pub const NIGHT_MARKETS: &str = "# 云麓市夜市管理条例

2020年5月1日 云麓市人民代表大会常务委员会通过

<!-- INFO END -->

第一条 为了规范夜市，制定本条例。

第二条 夜市内举办灯会的，适用《云麓市灯会管理条例》第二条的规定。

第三条 夜市摊贩不得占用消防通道。

第四条 违反本条例第三条规定，占用消防通道的，由市夜市主管部门处二百元罚款；拒不改正的，处一千元罚款。

第五条 违反《云麓市灯会管理条例》第九十九条的，依照其规定处理。

第六条 本条例自2020年7月1日起施行。
";
