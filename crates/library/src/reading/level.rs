//! 法律, 行政法规, …: the level of a statute where its source does not say.

use super::SourceFacts;

/// The levels that the library knows; what is none of them is 其他.
const LEVELS: [&str; 7] = [
    "地方政府规章",
    "法律",
    "行政法规",
    "地方性法规",
    "部门规章",
    "司法解释",
    "宪法",
];

/// By the catalogue, the folder, or the issuer in the title.
pub(super) fn of(title: &str, facts: &SourceFacts) -> String {
    let level = match &facts.level {
        Some(level) => LEVELS.iter().find(|known| *known == level).copied(),
        None => by_folder(&facts.file).or_else(|| by_title(title)),
    };
    level.unwrap_or("其他").to_owned()
}

fn by_folder(file: &str) -> Option<&'static str> {
    let mut folders = file.split('/');
    folders.find_map(|folder| LEVELS.iter().find(|level| **level == folder).copied())
}

/// The name of a law bears its country or nothing, that of a local rule its place.
fn by_title(title: &str) -> Option<&'static str> {
    const PLACES: [&str; 5] = ["省", "市", "自治区", "自治州", "经济特区"];
    if PLACES.iter().any(|place| title.contains(place)) {
        return Some("地方性法规");
    }
    if title.contains("最高人民") {
        return Some("司法解释");
    }
    match title {
        _ if title.ends_with("宪法") => Some("宪法"),
        _ if title.ends_with('法') => Some("法律"),
        _ if title.ends_with("条例") => Some("行政法规"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, level: Option<&str>, file: &str, expected: &str) {
        let facts = SourceFacts {
            file: file.to_owned(),
            level: level.map(str::to_owned),
            ..SourceFacts::default()
        };
        assert_eq!(of(title, &facts), expected, "{title}");
    }

    #[test]
    fn the_catalogue_comes_before_the_folder_and_the_folder_before_the_title() {
        check(
            "云麓市养犬条例",
            Some("部门规章"),
            "行政法规/x.md",
            "部门规章",
        );
        check("云麓市养犬条例", Some("案例"), "行政法规/x.md", "其他");
        check("云麓市养犬条例", None, "行政法规/x.md", "行政法规");
        check("云麓市养犬条例", None, "x.md", "地方性法规");
        check("中华人民共和国云麓法", None, "x.md", "法律");
        check("云麓须知", None, "x.md", "其他");
    }
}
