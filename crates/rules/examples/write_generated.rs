//! Writes what is generated from this crate: the JSON Schemas in `packs/schema` and `docs/rules.md`.

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for kind in rules::FileKind::ALL {
        let path = root.join(format!("packs/schema/{}.schema.json", kind.name()));
        let schema = serde_json::to_string_pretty(&rules::json_schema(kind))?;
        fs::write(path, schema + "\n")?;
    }
    fs::write(root.join("docs/rules.md"), rules::manual())
}
