//! Append, publish, prove, verify, sign. Bars: 25,000 entries/s integrated; a proof within 2 ms and
//! 3 KB at ten million leaves.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ledger::{
    Commitment, Cosigner, FolderStore, Leaf, Log, MemoryStore, NoteSigner, Origin, Policy,
};

const ORIGIN: &str = "ledger.example/city";
const LEAVES: u64 = 10_000_000;

fn origin() -> Origin {
    ORIGIN.parse().unwrap()
}

fn ed25519() -> NoteSigner {
    NoteSigner::ed25519(ORIGIN.parse().unwrap(), &[1; 32])
}

fn sm2() -> NoteSigner {
    NoteSigner::sm2(ORIGIN.parse().unwrap(), &[2; 32]).unwrap()
}

/// Leaves of an act with one party.
fn leaves(from: u64, count: u64) -> Vec<Vec<u8>> {
    let commitment = |number: u64| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Commitment(bytes)
    };
    let leaf = |index| Leaf::new(commitment(index), vec![commitment(index)]).unwrap();
    (from..from + count)
        .map(|index| leaf(index).encode())
        .collect()
}

fn append(c: &mut Criterion) {
    let (ed25519, sm2) = (ed25519(), sm2());
    let signers = [&ed25519, &sm2];
    let mut group = c.benchmark_group("append");
    let batch = leaves(0, 100_000);
    group
        .throughput(Throughput::Elements(batch.len() as u64))
        .sample_size(10);
    group.bench_function("100,000 leaves in memory", |bench| {
        bench.iter_batched(
            || Log::create(MemoryStore::default(), origin(), &signers).unwrap(),
            |mut log| {
                log.append(&batch).unwrap();
                log
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("100,000 leaves into a folder, published", |bench| {
        bench.iter_batched(
            || {
                let folder = tempfile::tempdir().unwrap();
                let store = FolderStore::open(folder.path()).unwrap();
                (Log::create(store, origin(), &signers).unwrap(), folder)
            },
            |(mut log, folder)| {
                log.append(&batch).unwrap();
                log.publish(&signers).unwrap();
                (log, folder)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn prove(c: &mut Criterion) {
    let (ed25519, sm2) = (ed25519(), sm2());
    let signers = [&ed25519, &sm2];
    let mut log = Log::create(MemoryStore::default(), origin(), &signers).unwrap();
    for from in (0..LEAVES).step_by(100_000) {
        log.append(&leaves(from, 100_000)).unwrap();
    }
    let text = log.publish(&signers).unwrap().text().to_owned();
    let witnesses: Vec<_> = (0..3_u8)
        .map(|number| {
            let name = format!("witness{number}.example").parse().unwrap();
            Cosigner::new(name, &[50 + number; 32])
        })
        .collect();
    let keys: Vec<_> = witnesses.iter().map(|key| key.verifier().clone()).collect();
    let lines: Vec<_> = witnesses
        .iter()
        .map(|key| key.cosign(&text, 1_700_000_000))
        .collect();
    log.add_cosignatures(&text, &lines, &keys).unwrap();
    let log_keys = signers.map(|signer| signer.verifier().clone()).to_vec();
    let policy = Policy::new(origin(), log_keys, keys, 2).unwrap();
    let mut index = 0;
    let mut next = || {
        index = (index + 7_654_321) % LEAVES;
        index
    };
    let largest = (0..1000)
        .map(|_| {
            log.reader()
                .prove(next(), log.published())
                .unwrap()
                .to_string()
                .len()
        })
        .max();
    println!("largest of 1,000 proofs: {} bytes", largest.unwrap());
    c.bench_function("prove one of 10 million leaves", |bench| {
        bench.iter(|| log.reader().prove(next(), log.published()).unwrap());
    });
    let proof = log.reader().prove(5, log.published()).unwrap();
    let leaf = log.reader().entry(5, LEAVES).unwrap();
    c.bench_function("verify a proof: two log keys, three witnesses", |bench| {
        bench.iter(|| proof.verify(black_box(&leaf), &policy).unwrap());
    });
    c.bench_function("prove consistency from 9,876,543 to 10 million", |bench| {
        bench.iter(|| log.reader().consistency_proof(9_876_543, LEAVES).unwrap());
    });
}

fn sign(c: &mut Criterion) {
    let text = "ledger.example/city\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    for (name, signer) in [("Ed25519", ed25519()), ("SM2", sm2())] {
        c.bench_function(&format!("sign a checkpoint, {name}"), |bench| {
            bench.iter(|| signer.sign(black_box(text)));
        });
        let signature = signer.sign(text);
        c.bench_function(&format!("verify a checkpoint, {name}"), |bench| {
            bench.iter(|| {
                signer
                    .verifier()
                    .verify(black_box(text), &signature.bytes)
                    .unwrap()
            });
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().measurement_time(Duration::from_secs(3));
    targets = append, prove, sign
}
criterion_main!(benches);
