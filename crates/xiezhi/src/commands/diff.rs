//! `xiezhi law diff`: two versions of a statute, provision by provision.

use base::Lang;
use law::StatuteKey;
use library::view::{Comparison, ProvisionChange, ProvisionChangeKind, SegmentOp};

use crate::cli::DiffArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// Runs the command.
pub async fn run(args: DiffArgs, lang: Lang) -> Result<Exit, Failure> {
    let key = statute(&args.statute)?;
    let library = room::open_filled(&args.data.data).await?;
    let comparison = library.compare(&key, args.from, args.to).await;
    let comparison = comparison.map_err(|error| room::refused(&error))?;
    let text = if args.json {
        serde_json::to_string(&comparison).map_err(|error| Failure::internal(&error))?
    } else {
        for_people(&comparison, lang)
    };
    print(&text, Exit::Done)
}

/// The key of a statute that was named on the command line.
pub fn statute(title: &str) -> Result<StatuteKey, Failure> {
    title.parse().map_err(|_| {
        Failure::new(
            Exit::Input,
            format!("“{title}”不是法规的标题。"),
            format!("{title:?} is not the title of a statute"),
        )
    })
}

fn for_people(comparison: &Comparison, lang: Lang) -> String {
    let summary = comparison.summary;
    let counts = match lang {
        Lang::Zh => format!(
            "新增 {} 条，删除 {} 条，修改 {} 条，改序号 {} 条，未变 {} 条；涉及事项 {} 个。",
            summary.added,
            summary.removed,
            summary.changed,
            summary.renumbered,
            summary.unchanged,
            comparison.items.len()
        ),
        Lang::En => format!(
            "{} added, {} removed, {} changed, {} renumbered, {} unchanged; {} items touched.",
            summary.added,
            summary.removed,
            summary.changed,
            summary.renumbered,
            summary.unchanged,
            comparison.items.len()
        ),
    };
    let changes = comparison.changes.iter().map(|change| entry(change, lang));
    std::iter::once(counts)
        .chain(changes)
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn entry(change: &ProvisionChange, lang: Lang) -> String {
    let kind = match (change.kind, lang) {
        (ProvisionChangeKind::Added, Lang::Zh) => "新增",
        (ProvisionChangeKind::Removed, Lang::Zh) => "删除",
        (ProvisionChangeKind::Changed, Lang::Zh) => "修改",
        (ProvisionChangeKind::Renumbered, Lang::Zh) => "改序号",
        (ProvisionChangeKind::Added, Lang::En) => "added",
        (ProvisionChangeKind::Removed, Lang::En) => "removed",
        (ProvisionChangeKind::Changed, Lang::En) => "changed",
        (ProvisionChangeKind::Renumbered, Lang::En) => "renumbered",
    };
    let labels = [&change.old_label, &change.new_label];
    let mut labels: Vec<_> = labels.into_iter().flatten().collect();
    labels.dedup();
    let labels: Vec<_> = labels.into_iter().map(String::as_str).collect();
    let text: String = change
        .segments
        .iter()
        .map(|segment| match segment.op {
            SegmentOp::Same => segment.text.clone(),
            SegmentOp::Removed => format!("[-{}-]", segment.text),
            SegmentOp::Added => format!("{{+{}+}}", segment.text),
        })
        .collect();
    format!("{kind} {}\n{text}", labels.join(" → "))
        .trim_end()
        .to_owned()
}
