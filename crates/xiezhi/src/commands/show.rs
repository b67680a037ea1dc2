//! `xiezhi law show`: the provision that a citation means.

use base::Lang;
use library::view::Provision;

use crate::cli::ShowArgs;
use crate::commands::words;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// Runs the command.
pub async fn run(args: ShowArgs, lang: Lang) -> Result<Exit, Failure> {
    let library = room::open_filled(&args.data.data).await?;
    let provision = library.provision(&args.citation, args.as_of).await;
    let provision = provision.map_err(|error| room::refused(&error))?;
    let text = if args.json {
        serde_json::to_string(&provision).map_err(|error| Failure::internal(&error))?
    } else {
        for_people(&provision, lang)
    };
    print(&text, Exit::Done)
}

fn for_people(provision: &Provision, lang: Lang) -> String {
    let state = words::state(provision.state, lang);
    let mut text = format!(
        "{}\n{}  {state}\n\n{}\n",
        provision.canonical, provision.address, provision.text
    );
    for item in &provision.items {
        let kind = words::kind(item.kind, lang);
        let summary = match lang {
            Lang::Zh => &item.summary,
            Lang::En => &item.summary_en,
        };
        text = format!("{text}\n[{kind}] {}\n    → {summary}", item.behaviour);
    }
    text
}
