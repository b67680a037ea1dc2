//! `xiezhi pack digest`: the content digest of a pack.

use super::{DigestArgs, alone, write};
use crate::failure::{Exit, Failure};
use crate::output::print;

/// Runs the command.
pub fn run(args: &DigestArgs) -> Result<Exit, Failure> {
    let folder = alone(&args.folder)?;
    if let Some(path) = &args.archive {
        write(path, &folder.archive())?;
    }
    print(&folder.digest().to_string(), Exit::Done)
}
