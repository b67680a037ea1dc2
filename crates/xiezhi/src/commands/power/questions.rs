//! Who holds what where on a day; what is missing, doubled, outdated, unused, touched.

use base::Lang;
use law::{ArticleNumber, ProvisionPath};
use library::powers::ImpactRequest;
use library::view::{AuthorityName, Impact, PowerRow};
use store::Scope;

use super::{ImpactArgs, PlaceArgs, UnusedArgs, WhoHoldsArgs, all, asking, counting, item, open};
use crate::commands::diff::statute;
use crate::commands::registered::show;
use crate::failure::{Exit, Failure};
use crate::packs;
use crate::register_cli::AskArgs;
use crate::room::refused;

/// `xiezhi power who-holds`
pub async fn who_holds(args: WhoHoldsArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| powers.today());
    let rows = powers
        .who_holds(&asking(), args.item, args.area.as_ref(), day)
        .await
        .map_err(|error| refused(&error))?;
    let exit = if rows.is_empty() {
        Exit::Negative
    } else {
        Exit::Done
    };
    let lines = || joined(rows.iter().map(|row| power(row, lang)));
    show(&rows, args.ask.json, lines, exit)
}

/// `xiezhi power gaps`
pub async fn gaps(args: PlaceArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| powers.today());
    let rows = all(async |page| powers.gaps(&asking(), &args.area, day, page).await).await?;
    let lines = || {
        joined(rows.iter().map(|row| {
            let inside = match (lang, row.held_inside) {
                (_, 0) => String::new(),
                (Lang::Zh, held) => format!("  辖区内 {held} 家行使"),
                (Lang::En, held) => format!("  held inside by {held}"),
            };
            format!("{}{inside}", item(&row.item, lang))
        }))
    };
    show(&rows, args.ask.json, lines, found(&rows))
}

/// `xiezhi power overlaps`
pub async fn overlaps(args: PlaceArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = open(&args.ask.data.data).await?;
    let day = args.ask.as_of.unwrap_or_else(|| powers.today());
    let rows = all(async |page| powers.overlaps(&asking(), &args.area, day, page).await).await?;
    let lines = || {
        joined(rows.iter().map(|row| {
            let level = match (lang, row.same_level) {
                (_, false) => "",
                (Lang::Zh, true) => "  同级重叠",
                (Lang::En, true) => "  of one level",
            };
            let holders: Vec<_> = row.holders.iter().map(|one| name(one, lang)).collect();
            format!(
                "{}{level}\n    {}",
                item(&row.item, lang),
                holders.join("  ")
            )
        }))
    };
    show(&rows, args.ask.json, lines, found(&rows))
}

/// `xiezhi power unused`
pub async fn unused(args: UnusedArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = counting(&args.data.data, &packs::read(None)?).await?;
    let days = (args.from, args.to.unwrap_or_else(|| powers.today()));
    let mut cases_are_recorded = false;
    let rows = all(async |page| {
        let unused = powers.unused_items(&asking(), days, page).await?;
        cases_are_recorded = unused.cases_are_recorded;
        Ok(unused.items)
    })
    .await?;
    let answer = serde_json::json!({"cases_are_recorded": cases_are_recorded, "items": rows});
    if cases_are_recorded {
        let lines = || joined(rows.iter().map(|row| item(row, lang)));
        return show(&answer, args.json, lines, Exit::Done);
    }
    let unknown = match lang {
        Lang::Zh => "本平台尚无办案记录，哪些事项从未使用无从知晓。",
        Lang::En => "no cases are recorded here, so that nothing is known of what is used",
    };
    show(&answer, args.json, || unknown.to_owned(), Exit::Negative)
}

/// `xiezhi power basis-changes`
pub async fn basis_changes(args: AskArgs, lang: Lang) -> Result<Exit, Failure> {
    let powers = open(&args.data.data).await?;
    let day = args.as_of.unwrap_or_else(|| powers.today());
    let rows = all(async |page| powers.basis_changes(&asking(), day, page).await).await?;
    let lines = || {
        joined(rows.iter().map(|row| {
            let now = row.successor.as_ref();
            let now = now.map_or_else(String::new, |now| format!("\n    → {}", item(now, lang)));
            format!("{}  {}{now}", item(&row.item, lang), row.change.text(lang))
        }))
    };
    show(&rows, args.json, lines, found(&rows))
}

/// `xiezhi power impact`
pub async fn impact(args: ImpactArgs, lang: Lang) -> Result<Exit, Failure> {
    let folders = packs::read(args.pack.pack.as_deref())?;
    let packs = packs::cited(&folders);
    let article = args.article.as_deref().map(article).transpose()?;
    let powers = counting(&args.ask.data.data, &folders).await?;
    let request = ImpactRequest {
        statute: statute(&args.statute)?,
        from: args.from,
        to: args.to,
        article,
        as_of: args.ask.as_of.unwrap_or_else(|| powers.today()),
        cases: Some(Scope::All),
    };
    let impact = powers.impact(&asking(), &request, Some(&packs)).await;
    let impact = impact.map_err(|error| refused(&error))?;
    show(
        &impact,
        args.ask.json,
        || touched(&impact, lang),
        Exit::Done,
    )
}

fn article(text: &str) -> Result<ArticleNumber, Failure> {
    let path: Result<ProvisionPath, _> = text.parse();
    path.map(|path| path.article).map_err(|_| {
        Failure::new(
            Exit::Input,
            format!("“{text}”不是条的序号，应如 58。"),
            format!("{text:?} is not the number of an article such as 58"),
        )
    })
}

fn touched(impact: &Impact, lang: Lang) -> String {
    let items = impact.items.iter().map(|touched| {
        let (powers, grades, entries) = (
            touched.powers,
            touched.benchmark_grades,
            touched.leniency_entries,
        );
        let cases = touched.open_cases.unwrap_or_default();
        let counts = match lang {
            Lang::Zh => {
                format!("职权 {powers}，裁量阶次 {grades}，包容审慎 {entries}，在办案件 {cases}")
            }
            Lang::En => format!(
                "{powers} powers, {grades} grades, {entries} leniency entries, {cases} open cases"
            ),
        };
        format!("{}  {}  {counts}", touched.item.id, touched.item.behaviour)
    });
    let packs = impact.packs.iter().flatten();
    let packs = packs.map(|(pack, cited)| format!("{pack}  {}", cited.join("  ")));
    joined(items.chain(packs))
}

fn power(row: &PowerRow, lang: Lang) -> String {
    let to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
    let given = row.given_to.as_ref().map(|given| match lang {
        Lang::Zh => format!("  原授予{}", name(given, lang)),
        Lang::En => format!("  given to {}", name(given, lang)),
    });
    format!(
        "{}  {}  {} – {to}  {} #{}{}",
        name(&row.holder, lang),
        row.terms.power_kind.text(lang),
        row.valid_from,
        row.list_title,
        row.line,
        given.unwrap_or_default()
    )
}

fn name(authority: &AuthorityName, lang: Lang) -> String {
    let name = match (lang, &authority.name_en) {
        (Lang::En, Some(name)) => name,
        _ => &authority.name,
    };
    format!("{} {name}", authority.code)
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

/// What should not be there is found, or not.
const fn found<T>(rows: &[T]) -> Exit {
    if rows.is_empty() {
        Exit::Done
    } else {
        Exit::Negative
    }
}
