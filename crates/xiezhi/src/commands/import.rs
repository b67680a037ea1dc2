//! `xiezhi law import`: statutes into the database and the search index.

use base::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use library::import::{FindingCount, ImportReport, ImportSource, Progress};
use library::view::ImportRow;

use crate::cli::ImportArgs;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// Who imports on the command line.
const ACTOR: &str = "xiezhi law import";

/// Runs the command: one path after another, with a report for each.
pub async fn run(args: ImportArgs, lang: Lang) -> Result<Exit, Failure> {
    let library = room::open(&args.data.data).await?;
    let mut exit = Exit::Done;
    for path in &args.paths {
        let bar = Bar::new(lang);
        let mut source = ImportSource::at(path);
        if args.anew {
            source = source.anew();
        }
        let report = library
            .import(&source, ACTOR, &bar)
            .await
            .map_err(|error| room::refused(&error))?;
        bar.bar.finish_and_clear();
        if report.run.files_failed == report.run.files_total {
            exit = Exit::Input;
        }
        print(&summary(&report, lang), exit)?;
    }
    Ok(exit)
}

/// The bar on the terminal; nothing where there is no terminal.
struct Bar {
    bar: ProgressBar,
    lang: Lang,
}

impl Bar {
    fn new(lang: Lang) -> Self {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}")
            .expect("the template is well formed");
        Self {
            bar: ProgressBar::new(0).with_style(style),
            lang,
        }
    }
}

impl Progress for Bar {
    fn advanced(&self, run: &ImportRow) {
        self.bar.set_length(run.files_total.into());
        self.bar.set_position(run.files_done.into());
        let rate = run.rate_per_second;
        let left = run.seconds_left.unwrap_or_default();
        self.bar.set_message(match self.lang {
            Lang::Zh => format!("{rate:.0} 件/秒，约剩 {left} 秒"),
            Lang::En => format!("{rate:.0} files/s, about {left} s left"),
        });
    }
}

/// What was imported and what was odd about it.
fn summary(report: &ImportReport, lang: Lang) -> String {
    let run = &report.run;
    let mut lines = vec![match lang {
        Lang::Zh => format!(
            "{}：{} 个文件（{} 个未能读取），新的或有变化的法规 {} 部、版本 {} 个、条文 {} 条、事项 {} 个；{:.0} 件/秒。",
            run.source,
            run.files_total,
            run.files_failed,
            run.statutes,
            run.versions,
            run.articles,
            run.items,
            run.rate_per_second
        ),
        Lang::En => format!(
            "{}: {} files ({} could not be read); new or changed: {} statutes, {} versions, {} articles, {} items; {:.0} files/s.",
            run.source,
            run.files_total,
            run.files_failed,
            run.statutes,
            run.versions,
            run.articles,
            run.items,
            run.rate_per_second
        ),
    }];
    if !report.findings.is_empty() {
        lines.push(match lang {
            Lang::Zh => format!("发现的问题 {} 处：", run.findings),
            Lang::En => format!("{} findings:", run.findings),
        });
        lines.extend(report.findings.iter().map(|finding| count(finding, lang)));
    }
    lines.join("\n")
}

fn count(finding: &FindingCount, lang: Lang) -> String {
    let message = match lang {
        Lang::Zh => &finding.message,
        Lang::En => &finding.message_en,
    };
    format!("{:>8}  {message}  [{}]", finding.count, finding.code)
}
