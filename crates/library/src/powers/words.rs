//! Closed lists of words of power lists: each has one name in tables, JSON and acts, and a text for
//! people.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enum whose variants have a name and a text in both languages.
macro_rules! words {
    ($(#[$meta:meta])* $list:ident { $($variant:ident = $name:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
        )]
        pub enum $list {
            $(#[doc = concat!($zh, ": ", $en, ".")] #[serde(rename = $name)] $variant,)*
        }

        impl $list {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in tables, JSON and acts.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The word with this name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == name)
            }

            /// The word that a person wrote: its name or its text in either language.
            pub fn written(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|word| {
                    word.as_str().eq_ignore_ascii_case(text)
                        || word.text(base::Lang::Zh) == text
                        || word.text(base::Lang::En).eq_ignore_ascii_case(text)
                })
            }

            /// What people read, in this language.
            pub const fn text(self, lang: base::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, base::Lang::Zh) => $zh, (Self::$variant, base::Lang::En) => $en,)*
                }
            }
        }
    };
}

words! {
    /// What the lines of a list are.
    ListKind {
        Powers = "powers", "权责清单", "power list";
        Benchmarks = "benchmarks", "裁量基准", "discretion benchmarks";
        Leniency = "leniency", "包容审慎清单", "leniency list";
    }
}

words! {
    /// How far a version of a list has come.
    ListState {
        Drafting = "drafting", "起草中", "being drafted";
        InReview = "in_review", "审核中", "in review";
        Reviewed = "reviewed", "已审核", "reviewed";
        Adopted = "adopted", "已审定", "adopted";
        Published = "published", "已公布", "published";
        Abandoned = "abandoned", "已废弃", "abandoned";
    }
}

words! {
    /// What a person does with a version of a list.
    ListStep {
        Open = "open", "起草", "open a draft";
        Edit = "edit", "编辑", "edit";
        Submit = "submit", "送审", "submit for review";
        Return = "return", "退回", "return to the drafter";
        Pass = "pass", "审核通过", "pass the review";
        Adopt = "adopt", "审定", "adopt";
        Publish = "publish", "公布", "publish";
        Abandon = "abandon", "废弃", "abandon";
        Withdraw = "withdraw", "收回", "withdraw a power";
    }
}

words! {
    /// On what an authority holds a power.
    PowerKind {
        Own = "own", "法定", "own by law";
        Delegated = "delegated", "下放", "delegated to a street or town";
        Entrusted = "entrusted", "委托", "entrusted";
    }
}

words! {
    /// The level of government at which a power is exercised.
    ExerciseLevel {
        National = "national", "国家级", "national";
        Province = "province", "省级", "province";
        City = "city", "市级", "city";
        District = "district", "县区级", "district or county";
        Street = "street", "镇街级", "street or town";
    }
}

words! {
    /// What a leniency entry grants.
    LeniencyKind {
        NoPenalty = "no_penalty", "不予处罚", "no penalty";
        Lighter = "lighter", "从轻处罚", "lighter penalty";
        Mitigated = "mitigated", "减轻处罚", "mitigated penalty";
        NoCoercion = "no_coercion", "不予强制", "no compulsory measure";
    }
}

words! {
    /// What the legal basis of a held item has become.
    BasisChange {
        Continued = "continued", "条文未变，须改引新版本", "unchanged in the next version";
        Changed = "changed", "条文已修改", "changed in the next version";
        FellAway = "fell_away", "新版本无此事项", "not in the next version";
        Repealed = "repealed", "法规已废止", "the statute is repealed";
        Withdrawn = "withdrawn", "事项已撤回", "the item is withdrawn";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Lang;

    #[test]
    fn a_word_is_read_in_each_way_that_it_is_written() {
        for &kind in PowerKind::ALL {
            assert_eq!(PowerKind::named(kind.as_str()), Some(kind));
            assert_eq!(PowerKind::written(kind.text(Lang::Zh)), Some(kind));
            let en = kind.text(Lang::En).to_uppercase();
            assert_eq!(PowerKind::written(&en), Some(kind));
        }
        assert_eq!(ExerciseLevel::written("街道办"), None);
    }

    #[test]
    fn the_name_in_json_is_the_name_in_tables() {
        for &state in ListState::ALL {
            let json = serde_json::to_string(&state).unwrap();
            assert_eq!(json, format!("{:?}", state.as_str()));
        }
    }
}
