//! Following a run of the import, whichever process it is at work in.

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, stream};
use tokio::sync::watch;

use crate::Library;
use crate::view::{ImportRow, ImportState};

/// How often the database is asked about a run of another process.
const PAUSE: Duration = Duration::from_millis(500);

/// The run as it is, then as it gets on, until it has ended.
pub(crate) fn follow(library: Arc<Library>, first: ImportRow) -> impl Stream<Item = ImportRow> {
    let watched = library.watch_import(first.id);
    let follower = Follower { library, watched };
    stream::unfold((follower, Step::Say(first)), |(mut follower, step)| async {
        let row = match step {
            Step::Say(row) => row,
            Step::Wait(last) => follower.next(&last).await?,
            Step::End => return None,
        };
        let next = if row.state == ImportState::Running {
            Step::Wait(row.clone())
        } else {
            Step::End
        };
        Some((row, (follower, next)))
    })
}

enum Step {
    Say(ImportRow),
    Wait(ImportRow),
    End,
}

struct Follower {
    library: Arc<Library>,
    watched: Option<watch::Receiver<ImportRow>>,
}

impl Follower {
    /// The next row that differs from the last; `None` when the run can be followed no longer.
    async fn next(&mut self, last: &ImportRow) -> Option<ImportRow> {
        if let Some(watched) = &mut self.watched
            && watched.changed().await.is_ok()
        {
            return Some(watched.borrow_and_update().clone());
        }
        loop {
            let row = self.library.import_run(last.id).await.ok()?;
            if row.state != ImportState::Running || row.files_done != last.files_done {
                return Some(row);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
