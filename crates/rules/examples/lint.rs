//! Lints packs and says how long it took: `cargo run -p rules --example lint -- FOLDER`.

use std::path::Path;
use std::time::Instant;

use base::Lang;

fn main() {
    let path = std::env::args().nth(1).expect("name the folder of a pack");
    let begun = Instant::now();
    let folders = rules::Folder::read_with_parents(Path::new(&path)).expect("a pack");
    let report = rules::lint(&folders, None);
    for finding in &report.findings {
        println!("{}\n{}", finding.line(Lang::Zh), finding.line(Lang::En));
    }
    println!(
        "{} rules, {} expressions, {} citations: {} findings in {:?}",
        report.rules,
        report.expressions,
        report.provisions,
        report.findings.len(),
        begun.elapsed()
    );
    if let (Ok(rules), Some(out)) = (rules::RuleSet::load(&folders), std::env::args().nth(2)) {
        let svg = rules::draw(&rules.procedures()[0]);
        std::fs::write(out, svg).expect("the file can be written");
    }
}
