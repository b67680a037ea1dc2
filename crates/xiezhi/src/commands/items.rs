//! `xiezhi law items`: the enforcement items of files, as JSON Lines or for people.

use base::Lang;
use law::VersionKey;
use law::enforcement_item::{Measure, Tier};
use law::items::{ItemRecord, RecordContext, extract, records};

use crate::cli::{ItemsArgs, KindChoice};
use crate::commands::words;
use crate::failure::{Exit, Failure, complain};
use crate::ordered;
use crate::output::{Closed, Output};
use crate::sources::{self, Source};

/// Runs the command. Files that cannot be opened are named on standard error, the others read.
pub fn run(args: &ItemsArgs, lang: Lang) -> Result<Exit, Failure> {
    let sources = sources::collect(&args.paths)?;
    let mut exit = Exit::Done;
    match print(&sources, args, lang, &mut exit) {
        Ok(()) => Ok(exit),
        Err(closed) => closed.settle(exit),
    }
}

fn print(sources: &[Source], args: &ItemsArgs, lang: Lang, exit: &mut Exit) -> Result<(), Closed> {
    let mut output = Output::open();
    ordered::for_each(
        sources,
        |source| render(source, args, lang),
        |rendered| match rendered {
            Ok(bytes) => output.write(&bytes),
            Err(failure) => {
                complain(&failure.line(lang));
                *exit = Exit::Input;
                Ok(())
            }
        },
    )?;
    output.finish()
}

fn render(source: &Source, args: &ItemsArgs, lang: Lang) -> Result<Vec<u8>, Failure> {
    let bytes = source
        .read()
        .map_err(|error| sources::unreadable(&source.path, &error))?;
    let mut out = Vec::new();
    for record in read(source, &bytes, args.kind) {
        if args.jsonl {
            serde_json::to_writer(&mut out, &record).map_err(|error| Failure::internal(&error))?;
            out.push(b'\n');
        } else {
            out.extend(for_people(&record, lang).into_bytes());
        }
    }
    Ok(out)
}

fn read(source: &Source, bytes: &[u8], kind: KindChoice) -> Vec<ItemRecord> {
    let statute = law::read_bytes(bytes);
    let version = match source.version() {
        VersionKey::On(date) => date.to_string(),
        VersionKey::Undated => String::new(),
    };
    let context = RecordContext {
        statute: &statute.title,
        version: &version,
        file: &source.name,
    };
    let mut records = records(&extract(&statute), context);
    if let Some(kind) = kind.kind() {
        records.retain(|record| record.kind == kind);
    }
    records
}

/// A line for the item and one for each tier.
fn for_people(record: &ItemRecord, lang: Lang) -> String {
    let kind = match lang {
        Lang::Zh => format!("〔{}〕", words::kind(record.kind, lang)),
        Lang::En => format!("[{}] ", words::kind(record.kind, lang)),
    };
    let mut text = format!("{kind}{}\n    {}\n", record.id, record.behaviour);
    for tier in &record.tiers {
        text.push_str(&line_of(tier));
    }
    text
}

fn line_of(tier: &Tier) -> String {
    let measures: Vec<_> = tier.measures.iter().map(measure).collect();
    let mut line = format!("    → {}", measures.join("；"));
    for (name, value) in [("", &tier.condition), ("@", &tier.target)] {
        if !value.is_empty() {
            line = format!("{line}  ({name}{value})");
        }
    }
    line + "\n"
}

fn measure(measure: &Measure) -> String {
    let mut text = words::measure(measure.kind);
    if let Some(fine) = &measure.fine {
        text = format!("{text} {}", words::fine(fine));
    }
    if let Some(reference) = &measure.reference {
        text = format!("{text} {reference}");
    }
    text
}
