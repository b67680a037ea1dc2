//! Reading the statutes of the sample city: bytes to structure, structure to items.
//! `cargo bench -p law --bench read`.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use law::{items, read_bytes};

/// The bytes of each statute of the sample city.
fn statutes() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/sample-city/statutes");
    let files = std::fs::read_dir(folder).expect("the sample city is part of the repository");
    files
        .map(|file| file.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| std::fs::read(path).expect("a statute can be read"))
        .collect()
}

fn read(criterion: &mut Criterion) {
    let texts = statutes();
    let mut group = criterion.benchmark_group("the sample city");
    group.throughput(Throughput::Bytes(
        texts.iter().map(|text| text.len() as u64).sum(),
    ));
    group.bench_function("structure", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                black_box(read_bytes(black_box(text)));
            }
        });
    });
    group.bench_function("structure and items", |bencher| {
        bencher.iter(|| {
            for text in &texts {
                let statute = read_bytes(black_box(text));
                black_box(items::extract(&statute));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
