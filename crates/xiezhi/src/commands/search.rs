//! `xiezhi law search`: provisions and items.

use base::Lang;
use law::{ArticleNumber, VersionKey};
use library::search::{Filter, SearchHit, SearchRequest, VersionState};
use serde::Serialize;

use crate::cli::SearchArgs;
use crate::commands::words;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    hits: Vec<Hit<'a>>,
}

/// A hit of [`Answer`].
#[derive(Serialize)]
struct Hit<'a> {
    statute: &'a str,
    version: VersionKey,
    file: &'a str,
    article: ArticleNumber,
    paragraph: Option<u32>,
    item: Option<u32>,
    text: &'a str,
    score: f32,
    state: VersionState,
    kind: Option<law::ItemKind>,
    id: Option<&'a str>,
}

/// Runs the command.
pub async fn run(args: SearchArgs, lang: Lang) -> Result<Exit, Failure> {
    let library = room::open_filled(&args.data.data).await?;
    let request = request(&args, library.today());
    let answer = library.search(request).await;
    let hits = answer.map_err(|error| room::refused(&error))?.hits;
    let exit = if hits.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let printed = if args.json {
        let answer = Answer {
            hits: hits.iter().map(Hit::from).collect(),
        };
        serde_json::to_string(&answer).map_err(|error| Failure::internal(&error))?
    } else {
        for_people(&hits, lang)
    };
    print(&printed, exit)
}

fn request(args: &SearchArgs, today: jiff::civil::Date) -> SearchRequest {
    let kind = args.kind.and_then(crate::cli::KindChoice::kind);
    let scope = match args.kind {
        Some(_) => library::search::Scope::Items,
        None => library::search::Scope::All,
    };
    SearchRequest {
        scope,
        filter: Filter {
            kinds: kind.into_iter().collect(),
            ..Filter::default()
        },
        as_of: args.as_of,
        limit: args.limit.into(),
        ..SearchRequest::new(args.query.join(" "), today)
    }
}

impl<'a> From<&'a SearchHit> for Hit<'a> {
    fn from(hit: &'a SearchHit) -> Self {
        Self {
            statute: &hit.title,
            version: hit.version,
            file: &hit.file,
            article: hit.path.article,
            paragraph: hit.path.paragraph,
            item: hit.path.point,
            text: &hit.text,
            score: hit.score,
            state: hit.state,
            kind: hit.item.as_ref().map(|item| item.kind),
            id: hit.item.as_ref().map(|item| item.id.as_str()),
        }
    }
}

fn for_people(hits: &[SearchHit], lang: Lang) -> String {
    if hits.is_empty() {
        return match lang {
            Lang::Zh => "没有命中。可换用法条用语，或去掉筛选条件。".to_owned(),
            Lang::En => "Nothing was found. Try statutory words, or fewer filters.".to_owned(),
        };
    }
    hits.iter()
        .map(|hit| entry(hit, lang))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn entry(hit: &SearchHit, lang: Lang) -> String {
    let kind = hit.item.as_ref().map(|item| words::kind(item.kind, lang));
    let kind = kind.map(|kind| format!("[{kind}] ")).unwrap_or_default();
    let state = words::search_state(hit.state, lang);
    format!(
        "{kind}《{}》{}  {} {state}\n    {}",
        hit.title,
        hit.label,
        hit.version,
        hit.text.replace('\n', "\n    ")
    )
}
