//! `xiezhi law export`: a statute as Akoma Ntoso or JSON.

use base::Lang;
use library::VersionChoice;

use crate::cli::{ExportArgs, ExportFormat};
use crate::commands::diff::statute;
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room;

/// Runs the command.
pub async fn run(args: ExportArgs, _lang: Lang) -> Result<Exit, Failure> {
    let key = statute(&args.statute)?;
    let library = room::open_filled(&args.data.data).await?;
    let day = args.as_of.unwrap_or_else(|| library.today());
    let choice = args
        .version
        .map_or(VersionChoice::On(day), VersionChoice::Exact);
    let text = match args.format {
        ExportFormat::Akn => library.akoma_ntoso(&key, choice).await,
        ExportFormat::Json => {
            let text = library.version_text(&key, choice, args.as_of).await;
            let text = text.map_err(|error| room::refused(&error))?;
            Ok(serde_json::to_string(&text).map_err(|error| Failure::internal(&error))?)
        }
    };
    print(&text.map_err(|error| room::refused(&error))?, Exit::Done)
}
