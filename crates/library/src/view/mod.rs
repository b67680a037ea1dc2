//! What the library answers with: the shapes of the HTTP API and of the command line's JSON.

mod change;
mod check;
mod finding;
mod import;
mod item;
mod list;
mod power;
mod provision;
mod status;
mod statute;
mod version_text;

pub use change::{
    ChangeKind, ChangeRow, Comparison, ComparisonSummary, ItemTouched, ProvisionChange,
    ProvisionChangeKind, Segment, SegmentOp,
};
pub use check::{CheckedCitation, CheckedCitations, Verdict};
pub use finding::FindingRow;
pub use import::{ImportRow, ImportState};
pub use item::{
    Act, HistoryEntry, Item, ItemRow, ItemState, Lineage, LineageRelation, MachineReading,
    ProvisionRole, RecordChange, RelatedProvision,
};
pub use list::{Limit, List, PageRequest};
pub use power::{
    AuthorityName, BasisRow, GapRow, Impact, ImpactItem, LineChange, LineChangeKind,
    ListComparison, ListHistoryEntry, ListLine, ListRow, ListVersionRow, OverlapRow, PowerList,
    PowerRow, UnusedItems,
};
pub use provision::{CitedBy, Provision};
pub use status::{Facet, Facets, Status};
pub use statute::{
    StatuteDetail, StatuteFacts, StatuteName, StatuteRow, VersionFacts, VersionRow, VersionState,
};
pub use version_text::{
    ArticleItem, ArticleText, CitationSpan, DivisionText, EventText, ParagraphText, PointText,
    SubpointText, VersionText,
};
