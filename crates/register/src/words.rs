//! Closed lists of words: each has one name in tables, JSON and acts, and a text for people.

/// Declares an enum whose variants have a name and a text in both languages.
macro_rules! words {
    ($(#[$meta:meta])* $list:ident { $($(#[$doc:meta])* $variant:ident = $name:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $list {
            $($(#[$doc])* #[doc = concat!($zh, ": ", $en, ".")] $variant,)*
        }

        impl $list {
            /// Every word of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in tables, JSON and acts.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The word with this name.
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }

            /// What people read, in this language.
            pub const fn text(self, lang: base::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, base::Lang::Zh) => $zh, (Self::$variant, base::Lang::En) => $en,)*
                }
            }

            /// The word that a person wrote: its name or its text in either language.
            pub fn written(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|word| {
                    word.name().eq_ignore_ascii_case(text)
                        || word.text(base::Lang::Zh) == text
                        || word.text(base::Lang::En).eq_ignore_ascii_case(text)
                })
            }

            /// The texts of all words, for a message, in this language.
            pub fn texts(lang: base::Lang) -> String {
                let mark = match lang { base::Lang::Zh => "、", base::Lang::En => ", " };
                Self::ALL.iter().map(|word| word.text(lang)).collect::<Vec<_>>().join(mark)
            }
        }
    };
}

words! {
    /// What an authority is before the law: 行政处罚法 articles 17 to 20.
    AuthorityKind {
        AdministrativeOrgan = "administrative_organ", "行政机关", "administrative organ";
        AuthorisedOrganisation = "authorised_organisation", "法律法规授权组织", "organisation authorised by law or regulation";
        EntrustedOrganisation = "entrusted_organisation", "受委托组织", "entrusted organisation";
    }
}

words! {
    /// The level of government at which an authority acts.
    AuthorityLevel {
        National = "national", "国家级", "national";
        Province = "province", "省级", "province";
        City = "city", "市级", "city";
        District = "district", "县区级", "district or county";
        Street = "street", "镇街级", "street or town";
    }
}

words! {
    /// What a certificate is worth on a day.
    CertificateStatus {
        Valid = "valid", "有效", "valid";
        Suspended = "suspended", "暂扣", "suspended";
        Cancelled = "cancelled", "注销", "cancelled";
        Lost = "lost", "遗失", "lost";
    }
}

words! {
    /// Why an officer withdraws from a matter: 行政处罚法 article 43.
    Relation {
        Relative = "relative", "近亲属", "close relative";
        Property = "property", "财产利益", "property interest";
        Former = "former", "曾任职", "former employment";
        Other = "other", "其他关系", "other relation";
    }
}

words! {
    /// What a party is.
    PartyKind {
        NaturalPerson = "natural_person", "自然人", "natural person";
        Organisation = "organisation", "法人或非法人组织", "organisation";
        IndividualBusiness = "individual_business", "个体工商户", "individual business";
    }
}

words! {
    /// How an authority came of another.
    SuccessionKind {
        Merge = "merge", "合并", "merge";
        Split = "split", "分立", "split";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Lang;

    #[test]
    fn a_word_is_read_in_each_way_that_it_is_written() {
        for &kind in AuthorityKind::ALL {
            assert_eq!(AuthorityKind::named(kind.name()), Some(kind));
            assert_eq!(AuthorityKind::written(kind.text(Lang::Zh)), Some(kind));
            assert_eq!(
                AuthorityKind::written(&kind.text(Lang::En).to_uppercase()),
                Some(kind)
            );
        }
        assert_eq!(AuthorityLevel::written("街道办"), None);
    }

    #[test]
    fn names_in_json_are_the_names_in_tables() {
        let json = serde_json::to_string(PartyKind::ALL).unwrap();
        let names: Vec<_> = PartyKind::ALL
            .iter()
            .map(|kind| format!("{:?}", kind.name()))
            .collect();
        assert_eq!(json, format!("[{}]", names.join(",")));
    }
}
