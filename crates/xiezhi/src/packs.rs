//! The rule packs that the program works with: a folder that is named, or the national pack within
//! the program.

use std::path::Path;

use library::powers::PackCitations;
use rules::Folder;
use rust_embed::RustEmbed;

use crate::failure::{Exit, Failure};

/// `packs/cn`.
#[derive(RustEmbed)]
#[folder = "../../packs/cn/"]
struct National;

/// The pack in this folder after those that it extends; without a folder, the national pack.
pub fn read(folder: Option<&Path>) -> Result<Vec<Folder>, Failure> {
    match folder {
        Some(folder) => Folder::read_with_parents(folder).map_err(|error| unusable(&error)),
        None => Ok(vec![national()]),
    }
}

fn national() -> Folder {
    let files = National::iter().filter_map(|path| {
        let file = National::get(&path)?;
        Some((path.into_owned(), file.data.into_owned()))
    });
    Folder::new("cn", files)
}

/// What each pack cites.
pub fn cited(folders: &[Folder]) -> Vec<PackCitations> {
    folders.iter().map(citations).collect()
}

fn citations(folder: &Folder) -> PackCitations {
    let cited = rules::cited(std::slice::from_ref(folder));
    PackCitations {
        pack: folder.name().to_owned(),
        cited: cited
            .into_iter()
            .map(|(cited, _)| cited.to_string())
            .collect(),
    }
}

/// The failure for packs that cannot be used.
pub fn unusable(error: &dyn std::error::Error) -> Failure {
    Failure::new(
        Exit::Data,
        format!("规则包无法使用：{error}。请运行 xiezhi pack lint 检查。"),
        format!("the rule pack cannot be used: {error}. Check it with xiezhi pack lint."),
    )
}
