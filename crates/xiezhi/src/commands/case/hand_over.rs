//! `xiezhi case hand-over`: the open cases of an officer to another.

use casework::{Asking, HandOver, HandedOver};
use clap::Args;
use store::{Limit, PageRequest};

use super::{Ground, open, program};
use crate::failure::{Exit, Failure};
use crate::output::print;
use crate::room::refused;

#[derive(Debug, Args)]
pub struct HandOverArgs {
    /// 移交人 / the officer who has them
    #[arg(long, value_name = "OFFICER")]
    from: String,
    /// 接收人 / the officer who is to have them
    #[arg(long, value_name = "OFFICER")]
    to: String,
    /// 承办人员不足两人时补充的协办人员 / an assistant where a case would have fewer than two officers
    #[arg(long, value_name = "OFFICER")]
    second: Option<String>,
    /// 理由，载入每件案件 / why, for the record of each case
    #[arg(long, value_name = "REASON")]
    reason: String,
    /// 只预览 / only say what would become of each case
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    ground: Ground,
}

/// Hands over page after page; a JSON object a case.
pub(super) async fn run(args: HandOverArgs) -> Result<Exit, Failure> {
    let casework = open(&args.ground).await?;
    let wanted = HandOver {
        from: args.from,
        to: args.to,
        second: args.second,
        reason: args.reason,
    };
    let asking = Asking {
        roles: vec!["head".to_owned()],
        ..program()
    };
    let mut page = PageRequest::first(Limit::new(Limit::MAX).unwrap_or_default());
    let (mut lines, mut whole) = (Vec::new(), true);
    loop {
        let done = casework.hand_over(&asking, &wanted, args.preview, &page);
        let done = done.await.map_err(|error| refused(&error))?;
        whole &= done.rows.iter().all(|row| row.outcome == HandedOver::Done);
        let rows = done.rows.iter();
        lines.extend(rows.map(|row| serde_json::to_string(row).unwrap_or_default()));
        let next = done.next.map(|next| next.parse()).transpose();
        page.cursor = next.map_err(|error: store::CursorError| Failure::internal(&error))?;
        if page.cursor.is_none() {
            let exit = if whole { Exit::Done } else { Exit::Negative };
            return print(&lines.join("\n"), exit);
        }
    }
}
