//! Reading enforcement items out of a statute.
//!
//! The stages, a file each: [`clause`] cuts a text at its stops; [`sanction`] says what each segment does,
//! with [`lead`] (who acts on whom), [`measure`] (what is imposed), [`fine`] and [`penalty_reference`];
//! [`opening`] reads the words before a consequence ([`deed`]s, [`condition`]s, pointers [`back`]); [`sentence`] joins both
//! into a [`chain`] of deeds with tiers; [`list`] and [`penalty`] do so for lists and articles; [`emit`] multiplies and
//! [`negative`] leaves out what is no item. The words known to the grammar stand in [`lexicon`].

mod actor;
mod aside;
mod back;
mod breach;
mod chain;
mod clause;
mod coercion;
mod condition;
mod deed;
mod emit;
mod fine;
mod inspection;
mod lead;
mod lexicon;
mod licence;
mod list;
mod measure;
mod measure_words;
mod money;
mod negative;
mod opening;
mod organ;
mod passage;
mod penalty;
#[cfg(test)]
mod penalty_grades_tests;
#[cfg(test)]
mod penalty_measures_tests;
#[cfg(test)]
mod penalty_negative_tests;
#[cfg(test)]
mod penalty_parties_tests;
#[cfg(test)]
mod penalty_properties;
mod penalty_reference;
#[cfg(test)]
mod penalty_shown;
#[cfg(test)]
mod penalty_tests;
#[cfg(test)]
mod powers_tests;
mod record;
mod reference;
mod sanction;
mod sentence;
mod words;

pub use record::{ItemRecord, RecordContext, records};

use crate::enforcement_item::EnforcementItem;
use crate::statute::Statute;

/// The items of a statute: penalties, compulsory measures, inspections, licence requirements, each kind
/// in reading order. Never fails: what is not understood yields nothing.
pub fn extract(statute: &Statute) -> Vec<EnforcementItem> {
    if !is_administrative(&statute.title) {
        return Vec::new();
    }
    let penalties = statute
        .articles
        .iter()
        .flat_map(|article| emit::items(statute, article, penalty::of_article(statute, article)));
    let mut items: Vec<EnforcementItem> = penalties.collect();
    items.extend(coercion::read(statute));
    items.extend(inspection::read(statute));
    items.extend(licence::read(statute));
    items
}

/// Whether a text of this title gives powers to administrative organs: codes of crime, of procedure and of
/// civil law and the interpretations of the courts do not.
fn is_administrative(title: &str) -> bool {
    let courts = words::holds(title, &["最高人民法院", "最高人民检察院"])
        || words::starts(title, &["人民法院", "人民检察院"]).is_some();
    let codes = words::ends(
        title,
        &[
            "刑法",
            "民法典",
            "刑事诉讼法",
            "民事诉讼法",
            "行政诉讼法",
            "海事诉讼特别程序法",
            "行政处罚法",
            "行政强制法",
            "行政复议法",
            "行政复议法实施条例",
            "政务处分法",
            "基本法",
            "案件程序规定",
            "工作规范",
        ],
    ) || title.contains("刑法修正案");
    !courts && !codes
}
