//! Candidates: documents that hold the terms of a query, weighed by what is known of their version.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Query;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::SearchError;
use super::catalogue::Line;
use super::index::Snapshot;
use super::schema::{DocumentFacts, DocumentKind};

/// A document that may become a hit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// Where it is.
    pub address: DocAddress,
    /// The engine's score times the weight.
    pub score: f32,
}

/// How much a document counts, from its version and its facts; 0 leaves it out.
pub(crate) type Weigh = Arc<dyn Fn(u32, DocumentFacts) -> f32 + Send + Sync>;

/// How many candidates are kept of articles and of items.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Articles.
    pub articles: usize,
    /// Items.
    pub items: usize,
}

/// The best documents of `query`, best first, articles and items apart.
pub(crate) fn retrieve(
    snapshot: &Snapshot,
    query: &dyn Query,
    weigh: &Weigh,
    limits: Limits,
) -> Result<[Vec<Candidate>; 2], SearchError> {
    let collector = Best {
        documents: snapshot.catalogue.documents.clone(),
        weigh: Arc::clone(weigh),
        limits,
    };
    Ok(snapshot.searcher.search(query, &collector)?)
}

struct Best {
    documents: Vec<Arc<[Line]>>,
    weigh: Weigh,
    limits: Limits,
}

struct BestOfSegment {
    segment: SegmentOrdinal,
    lines: Arc<[Line]>,
    weigh: Weigh,
    articles: Heap,
    items: Heap,
}

/// The best so many candidates, the worst of them on top.
struct Heap {
    limit: usize,
    heap: BinaryHeap<Worst>,
}

/// Orders candidates so that the heap's top is the worst.
struct Worst(Candidate);

impl Collector for Best {
    type Fruit = [Vec<Candidate>; 2];
    type Child = BestOfSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _reader: &SegmentReader,
    ) -> tantivy::Result<BestOfSegment> {
        Ok(BestOfSegment {
            segment,
            lines: Arc::clone(&self.documents[segment as usize]),
            weigh: Arc::clone(&self.weigh),
            articles: Heap::new(self.limits.articles),
            items: Heap::new(self.limits.items),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(
        &self,
        fruits: Vec<[Vec<Candidate>; 2]>,
    ) -> tantivy::Result<[Vec<Candidate>; 2]> {
        let (mut articles, mut items) = (Vec::new(), Vec::new());
        for [of_articles, of_items] in fruits {
            articles.extend(of_articles);
            items.extend(of_items);
        }
        articles.sort_by(better_first);
        articles.truncate(self.limits.articles);
        items.sort_by(better_first);
        items.truncate(self.limits.items);
        Ok([articles, items])
    }
}

impl SegmentCollector for BestOfSegment {
    type Fruit = [Vec<Candidate>; 2];

    fn collect(&mut self, doc: DocId, score: Score) {
        let line = self.lines[doc as usize];
        let score = score * (self.weigh)(line.version, line.facts);
        let address = DocAddress::new(self.segment, doc);
        match line.facts.kind {
            DocumentKind::Article => self.articles.offer(Candidate { address, score }),
            DocumentKind::Item(_) => self.items.offer(Candidate { address, score }),
            DocumentKind::Version => {}
        }
    }

    fn harvest(self) -> [Vec<Candidate>; 2] {
        [self.articles.into_vec(), self.items.into_vec()]
    }
}

impl Heap {
    fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::with_capacity(limit + 1),
        }
    }

    fn offer(&mut self, candidate: Candidate) {
        let full = self.heap.len() >= self.limit;
        let too_low = |worst: &Worst| candidate.score <= worst.0.score;
        if self.limit == 0
            || candidate.score <= 0.0
            || (full && self.heap.peek().is_some_and(too_low))
        {
            return;
        }
        self.heap.push(Worst(candidate));
        if full {
            self.heap.pop();
        }
    }

    fn into_vec(self) -> Vec<Candidate> {
        self.heap.into_iter().map(|worst| worst.0).collect()
    }
}

/// By score, then by place, so that equal scores keep one order.
fn better_first(left: &Candidate, right: &Candidate) -> Ordering {
    right
        .score
        .total_cmp(&left.score)
        .then_with(|| left.address.cmp(&right.address))
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        better_first(&self.0, &other.0)
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}
