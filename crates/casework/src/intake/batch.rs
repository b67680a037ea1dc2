//! Batches and streams: lines come in, receipts go out once everything is durable.

use futures::FutureExt as _;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use sha2::{Digest as _, Sha256};
use store::sea_orm;

use super::chunk::{Line, Taking, Unread, corrections, read_lines};
use super::judge::{Judged, Outcome, Wanted};
use super::known::Known;
use super::lateness::Lateness;
use super::rows::row_of;
use super::view::{BatchView, RowReceipt, RowState, Way};
use super::write::{Counts, Plan, write};
use crate::casework::{Asking, Casework};
use crate::error::CaseError;
use crate::tables::{intake_batch, intake_fault};

/// Lines that share a transaction.
pub const CHUNK: usize = 1_000;

/// How often a chunk is judged again where somebody else changed its cases meanwhile.
const ATTEMPTS: usize = 5;

/// A batch that is being taken in.
pub struct Batch {
    casework: Casework,
    taking: Taking,
    row: intake_batch::Model,
    hash: Sha256,
    lines: i64,
}

impl Casework {
    /// Begins a batch of a source. The same key again goes on with the batch that was cut, or gives
    /// what the finished one gave, as [`Batch::end`] tells.
    pub async fn begin_batch(
        &self,
        asking: &Asking,
        source: &str,
        way: Way,
        key: Option<&str>,
    ) -> Result<Batch, CaseError> {
        let source = self.source(source).await?;
        let before = match key {
            Some(key) => {
                intake_batch::Entity::find()
                    .filter(intake_batch::Column::Source.eq(&source.name))
                    .filter(intake_batch::Column::Key.eq(key))
                    .one(self.db().read())
                    .await?
            }
            None => None,
        };
        let row = match before {
            Some(row) if row.ended_at_ms.is_none() => self.batch_again(row).await?,
            Some(row) => row,
            None => self.new_batch(asking, &source.name, way, key).await?,
        };
        let lateness = Lateness::of(self, source.origin);
        Ok(Batch {
            casework: self.clone(),
            taking: Taking {
                actor: asking.actor.clone(),
                source,
                lateness,
                known: Known::default(),
            },
            row,
            hash: Sha256::new(),
            lines: 0,
        })
    }

    /// A batch that was cut: its lines are counted anew.
    async fn batch_again(
        &self,
        row: intake_batch::Model,
    ) -> Result<intake_batch::Model, CaseError> {
        let again = intake_batch::Model {
            lines: 0,
            accepted: 0,
            repeated: 0,
            waiting: 0,
            rejected: 0,
            ..row
        };
        let model = again.clone().into_active_model().reset_all();
        let written = self.record().write(move |tx| {
            async move {
                intake_batch::Entity::update(model).exec(&**tx).await?;
                Ok::<(), CaseError>(())
            }
            .boxed()
        });
        written.await?;
        Ok(again)
    }

    async fn new_batch(
        &self,
        asking: &Asking,
        source: &str,
        way: Way,
        key: Option<&str>,
    ) -> Result<intake_batch::Model, CaseError> {
        let way = match way {
            Way::Batch => "batch",
            Way::Stream => "stream",
        };
        let row = intake_batch::Model {
            id: self.new_id().to_string(),
            source: source.to_owned(),
            way: way.to_owned(),
            key: key.map(str::to_owned),
            digest: None,
            actor: asking.actor.id().to_owned(),
            begun_at_ms: self.record().clock().now().as_millisecond(),
            ended_at_ms: None,
            lines: 0,
            accepted: 0,
            repeated: 0,
            waiting: 0,
            rejected: 0,
        };
        let model = row.clone().into_active_model();
        let written = self.record().write(move |tx| {
            async move {
                intake_batch::Entity::insert(model)
                    .exec_without_returning(&**tx)
                    .await?;
                Ok::<(), CaseError>(())
            }
            .boxed()
        });
        written.await?;
        Ok(row)
    }
}

impl Batch {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.row.id
    }

    /// Takes in lines, in chunks of [`CHUNK`]; they are durable when this returns. Lines are counted
    /// from 1 in the order in which they come.
    pub async fn take(&mut self, lines: &[Vec<u8>]) -> Result<Vec<RowReceipt>, CaseError> {
        let mut receipts = Vec::new();
        for chunk in lines.chunks(CHUNK) {
            let mut numbered = Vec::with_capacity(chunk.len());
            for bytes in chunk {
                self.hash.update(bytes);
                self.hash.update(b"\n");
                self.lines += 1;
                if !bytes.iter().all(u8::is_ascii_whitespace) {
                    numbered.push(Line {
                        number: self.lines,
                        bytes: bytes.clone(),
                    });
                }
            }
            if self.row.ended_at_ms.is_none() {
                receipts.extend(self.chunk(&numbered).await?);
            }
        }
        Ok(receipts)
    }

    async fn chunk(&mut self, lines: &[Line]) -> Result<Vec<RowReceipt>, CaseError> {
        let read = read_lines(&self.taking.source, lines);
        let mut attempts = 1;
        let (judged, mut receipts) = loop {
            let done = self.attempt(lines.len(), &read.wanted, &read.unread).await;
            match done {
                Err(CaseError::Busy) if attempts < ATTEMPTS => attempts += 1,
                other => break other?,
            }
        };
        for wanted in corrections(&judged) {
            receipts.push(self.correction(wanted).await?);
        }
        receipts.sort_by_key(|receipt| (receipt.line, receipt.part));
        Ok(receipts)
    }

    /// Judges and writes a chunk.
    async fn attempt(
        &mut self,
        lines: usize,
        wanted: &[Wanted],
        unread: &[Unread],
    ) -> Result<(Vec<Judged>, Vec<RowReceipt>), CaseError> {
        let casework = self.casework.clone();
        let now = casework.now();
        let mut judged = casework.judge_chunk(&mut self.taking, wanted, now).await?;
        let mut plan = self.empty_plan();
        plan.counts.lines = i64::try_from(lines).unwrap_or(i64::MAX);
        let mut receipts = Vec::new();
        for unread in unread {
            plan.counts.rejected += 1;
            receipts.push(self.unread(unread, &mut plan));
        }
        for judged in &mut judged {
            let after = judged.after.take();
            let case_id = after.as_ref().map(|after| after.kept.id.clone());
            for (wanted, outcome) in &judged.rows {
                receipts.extend(self.receipt(wanted, outcome, case_id.as_deref(), &mut plan));
            }
            plan.afters.extend(after);
        }
        self.write(plan).await?;
        Ok((judged, receipts))
    }

    pub(super) fn empty_plan(&self) -> Plan {
        Plan {
            afters: Vec::new(),
            rows: Vec::new(),
            faults: Vec::new(),
            dropped: Vec::new(),
            counts: Counts::default(),
            source: self.taking.source.name.clone(),
            batch: self.row.id.clone(),
            now_ms: self.casework.record().clock().now().as_millisecond(),
        }
    }

    pub(super) async fn write(&self, plan: Plan) -> Result<(), CaseError> {
        let record = self.casework.record().clone();
        let written = self
            .casework
            .record()
            .write(move |tx| async move { write(tx, &record, &plan).await }.boxed());
        written.await
    }

    fn unread(&self, unread: &Unread, plan: &mut Plan) -> RowReceipt {
        let (case, act) = unread.external.clone();
        plan.faults.push(self.fault(unread, plan.now_ms));
        RowReceipt {
            case,
            act,
            errors: unread.errors.clone(),
            ..RowReceipt::of(unread.line, unread.part, RowState::Rejected)
        }
    }

    pub(super) fn fault(&self, unread: &Unread, now_ms: i64) -> intake_fault::Model {
        intake_fault::Model {
            batch: self.row.id.clone(),
            line: unread.line,
            part: unread.part,
            source: self.taking.source.name.clone(),
            external_case: unread.external.0.clone(),
            external_act: unread.external.1.clone(),
            errors: serde_json::to_string(&unread.errors).unwrap_or_default(),
            received_at_ms: now_ms,
        }
    }

    /// Puts down what becomes of a row; `None` where that is said elsewhere.
    fn receipt(
        &self,
        wanted: &Wanted,
        outcome: &Outcome,
        case: Option<&str>,
        plan: &mut Plan,
    ) -> Option<RowReceipt> {
        let source = &self.taking.source.name;
        let (batch, counts, now_ms) = (&self.row.id, &mut plan.counts, plan.now_ms);
        // What waited since an earlier batch has its receipt there.
        let is_here = wanted.waited.is_none();
        let receipt = RowReceipt {
            case: Some(wanted.row.case.id.clone()),
            act: Some(wanted.row.act.id.clone()),
            ..RowReceipt::of(wanted.line, wanted.part, RowState::Rejected)
        };
        let receipt = match outcome {
            Outcome::Correction => return None,
            Outcome::Accepted { .. } => {
                counts.accepted += i64::from(is_here);
                let row = row_of(source, batch, wanted, now_ms, outcome, case);
                let receipt = RowReceipt::of_row(&row, RowState::Accepted);
                plan.rows.push(row);
                receipt
            }
            Outcome::Repeated(row) => {
                let mine =
                    row.batch == *batch && (row.line, row.part) == (wanted.line, wanted.part);
                if mine {
                    counts.accepted += 1;
                } else {
                    counts.repeated += 1;
                }
                let state = if mine {
                    RowState::Accepted
                } else {
                    RowState::Repeated
                };
                RowReceipt {
                    line: wanted.line,
                    part: wanted.part,
                    ..RowReceipt::of_row(row, state)
                }
            }
            Outcome::Waiting { missing } => {
                if is_here {
                    counts.waiting += 1;
                    plan.rows
                        .push(row_of(source, batch, wanted, now_ms, outcome, case));
                }
                RowReceipt {
                    state: RowState::Waiting,
                    waits_for: Some(*missing),
                    ..receipt
                }
            }
            Outcome::Rejected(errors) => {
                counts.rejected += i64::from(is_here);
                let ids = (receipt.case.clone(), receipt.act.clone());
                let unread = Unread {
                    line: wanted.line,
                    part: wanted.part,
                    external: ids,
                    errors: errors.clone(),
                };
                let mut fault = self.fault(&unread, now_ms);
                if let Some((batch, ..)) = &wanted.waited {
                    fault.batch.clone_from(batch);
                    let row = &wanted.row;
                    plan.dropped.push((row.case.id.clone(), row.act.id.clone()));
                }
                plan.faults.push(fault);
                RowReceipt {
                    errors: errors.clone(),
                    ..receipt
                }
            }
        };
        is_here.then_some(receipt)
    }

    /// Ends it: what it did, or what it did when it was sent before. Another content under a key that
    /// was used is refused.
    pub async fn end(self) -> Result<BatchView, CaseError> {
        let digest = super::hex(&self.hash.finalize());
        if self.row.ended_at_ms.is_some() {
            if self.row.digest.as_ref() != Some(&digest) {
                return Err(CaseError::KeyReused);
            }
            return Ok(BatchView {
                was_sent_before: true,
                ..BatchView::from(self.row)
            });
        }
        let now_ms = self.casework.record().clock().now().as_millisecond();
        let id = self.row.id.clone();
        let written = self.casework.record().write(move |tx| {
            async move {
                intake_batch::Entity::update_many()
                    .col_expr(intake_batch::Column::Digest, Expr::value(digest))
                    .col_expr(intake_batch::Column::EndedAtMs, Expr::value(now_ms))
                    .filter(intake_batch::Column::Id.eq(id))
                    .exec(&**tx)
                    .await?;
                Ok::<(), CaseError>(())
            }
            .boxed()
        });
        written.await?;
        let row = intake_batch::Entity::find_by_id(&self.row.id)
            .one(self.casework.db().read())
            .await?;
        row.map(BatchView::from)
            .ok_or_else(|| CaseError::Damaged(self.row.id))
    }

    pub(super) const fn parts(&self) -> (&Casework, &Taking) {
        (&self.casework, &self.taking)
    }
}
