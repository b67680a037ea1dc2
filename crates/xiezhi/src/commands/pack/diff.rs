//! `xiezhi pack diff`: two packs, rule by rule.

use base::Lang;
use rules::{Change, ChangeKind};

use super::{PackDiffArgs, alone};
use crate::failure::{Exit, Failure};
use crate::output::print;

/// Runs the command.
pub fn run(args: &PackDiffArgs, lang: Lang) -> Result<Exit, Failure> {
    let (before, after) = (alone(&args.before)?, alone(&args.after)?);
    let difference = rules::diff(&before, &after);
    let text = if args.json {
        serde_json::to_string(&difference).map_err(|error| Failure::internal(&error))?
    } else {
        for_people(&difference.changes, lang)
    };
    print(&text, Exit::Done)
}

fn for_people(changes: &[Change], lang: Lang) -> String {
    if changes.is_empty() {
        return match lang {
            Lang::Zh => "两个规则包的规则相同。".to_owned(),
            Lang::En => "The packs hold the same rules.".to_owned(),
        };
    }
    changes
        .iter()
        .map(|change| entry(change, lang))
        .collect::<Vec<_>>()
        .join("\n")
}

fn entry(change: &Change, lang: Lang) -> String {
    let word = match (&change.change, lang) {
        (ChangeKind::Added, Lang::Zh) => "新增",
        (ChangeKind::Removed, Lang::Zh) => "删除",
        (ChangeKind::Changed { .. }, Lang::Zh) => "修改",
        (ChangeKind::Added, Lang::En) => "added",
        (ChangeKind::Removed, Lang::En) => "removed",
        (ChangeKind::Changed { .. }, Lang::En) => "changed",
    };
    let mut text = format!("{word} {} {}", change.kind, change.rule);
    if let ChangeKind::Changed { fields } = &change.change {
        for field in fields {
            text = format!(
                "{text}\n  {}: {} → {}",
                field.path, field.before, field.after
            );
        }
    }
    text
}
