//! `xiezhi pack draw`: a procedure as SVG.

use rules::RuleSet;
use rules::model::Procedure;

use super::{DrawArgs, with_parents, write};
use crate::failure::{Exit, Failure};
use crate::output::print;

/// Runs the command.
pub fn run(args: &DrawArgs) -> Result<Exit, Failure> {
    let rules = RuleSet::load(&with_parents(&args.folder)?).map_err(|error| {
        Failure::new(
            Exit::Input,
            format!("规则包有错误，请先运行 xiezhi pack lint：{error}"),
            format!("the pack has errors, run xiezhi pack lint first: {error}"),
        )
    })?;
    let procedure = find(&rules, args).ok_or_else(|| {
        let known: Vec<_> = rules
            .procedures()
            .iter()
            .map(|known| known.head.id.as_str())
            .collect();
        let (id, known) = (&args.procedure, known.join(", "));
        Failure::new(
            Exit::Input,
            format!("没有程序“{id}”；有：{known}"),
            format!("there is no procedure {id:?}; there are: {known}"),
        )
    })?;
    let svg = rules::draw(procedure);
    match &args.out {
        Some(path) => write(path, svg.as_bytes()).map(|()| Exit::Done),
        None => print(svg.trim_end(), Exit::Done),
    }
}

fn find<'r>(rules: &'r RuleSet, args: &DrawArgs) -> Option<&'r Procedure> {
    if let Some(day) = args.as_of {
        return rules.procedure(&args.procedure, day);
    }
    let named = rules.procedures().iter();
    let named = named.filter(|procedure| procedure.head.id == args.procedure);
    named.max_by_key(|procedure| procedure.head.in_force.from)
}
