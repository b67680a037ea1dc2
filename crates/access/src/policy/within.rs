//! Whether one scope lies within another.

use store::Scope;

/// Whether every record of `inner` is surely one of `outer`. It errs on the side of no: where it
/// cannot tell from the two alone, it says no.
pub fn within(inner: &Scope, outer: &Scope) -> bool {
    if inner == outer || inner.is_empty() || *outer == Scope::All {
        return true;
    }
    let by_parts = match (inner, outer) {
        (Scope::Or(parts), _) => return parts.iter().all(|part| within(part, outer)),
        (_, Scope::And(parts)) => return parts.iter().all(|part| within(inner, part)),
        (_, Scope::Or(parts)) => parts.iter().any(|part| within(inner, part)),
        _ => false,
    };
    by_parts
        || match (inner, outer) {
            (Scope::And(parts), _) => parts.iter().any(|part| within(part, outer)),
            (Scope::Authorities(inner), Scope::Authorities(outer)) => inner.is_subset(outer),
            (Scope::Authorities(ids), _) if ids.len() > 1 => {
                let one = |id: &String| Scope::Authorities([id.clone()].into());
                ids.iter().all(|id| within(&one(id), outer))
            }
            (Scope::Area(inner), Scope::Area(outer)) => outer.contains(inner),
            (Scope::ConfidentialityUpTo(inner), Scope::ConfidentialityUpTo(outer)) => {
                inner <= outer
            }
            (
                Scope::Person { person, .. },
                Scope::Person {
                    person: same,
                    role: None,
                },
            ) => person == same,
            _ => false,
        }
}
