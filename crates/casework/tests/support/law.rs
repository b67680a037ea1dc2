//! A library with statutes of the fictional city, as casework asks it.

use std::path::Path;
use std::sync::Arc;

use library::import::{ImportSource, Silent};
use library::powers::Powers;
use library::view::ItemRow;
use library::{DataFolder, Deed, ItemFilter, Library};
use record::Record;
use register::Register;
use store::{Limit, PageRequest};

/// The library below a folder, on the record of the cases.
pub async fn library(record: &Record, folder: &Path) -> Arc<Library> {
    let library = Library::open(record.clone(), DataFolder::at(folder)).await;
    Arc::new(library.unwrap())
}

pub fn powers(library: &Arc<Library>, register: &Register) -> Powers {
    let record = Arc::new(register.record().clone());
    Powers::new(
        Arc::clone(library),
        Arc::new(register.clone()),
        record,
        None,
    )
}

/// Writes a statute and imports it with all that were written before.
pub async fn import(library: &Library, folder: &Path, name: &str, text: &str) {
    let source = folder.join("statutes");
    std::fs::create_dir_all(&source).unwrap();
    std::fs::write(source.join(name), text).unwrap();
    let source = ImportSource::at(&source);
    let report = library.import(&source, "测试", &Silent).await;
    report.unwrap();
}

/// The penalty of the statute in force at an address, adopted.
pub async fn adopted(library: &Library, address: &str) -> ItemRow {
    let page = PageRequest::first(Limit::new(200).unwrap());
    let rows = library.items(&ItemFilter::default(), &page).await.unwrap();
    let mut rows = rows.rows.into_iter();
    let found = rows.find(|row| row.address == address);
    let found = found.unwrap_or_else(|| panic!("no item at {address}"));
    let deed = Deed {
        actor: "王小云（虚构）".to_owned(),
        account: "wang".to_owned(),
        reason: "核对原文".to_owned(),
        seen: found.revision,
    };
    library.adopt_item(found.id, &deed).await.unwrap().row
}
