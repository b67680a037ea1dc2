//! Closed lists of words: each word has one name in tables, JSON and acts, and a text for people.

/// Declares an enum whose variants have a name and a text in both languages.
///
/// Each line is `Variant = "name", "中文", "English";`. The enum is serialised by its names; its
/// crate needs `serde`, and may add derives before the name of the list.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $list:ident { $($variant:ident = $name:tt, $zh:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
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

            /// What people read, in this language.
            pub const fn text(self, lang: $crate::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$variant, $crate::Lang::Zh) => $zh, (Self::$variant, $crate::Lang::En) => $en,)*
                }
            }

            /// The word that a person wrote: its name or its text in either language.
            pub fn written(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|word| {
                    word.as_str().eq_ignore_ascii_case(text)
                        || word.text($crate::Lang::Zh) == text
                        || word.text($crate::Lang::En).eq_ignore_ascii_case(text)
                })
            }

            /// The texts of all words, for a message, in this language.
            pub fn texts(lang: $crate::Lang) -> String {
                let mark = match lang { $crate::Lang::Zh => "、", $crate::Lang::En => ", " };
                Self::ALL.iter().map(|word| word.text(lang)).collect::<Vec<_>>().join(mark)
            }
        }
    };
}

/// Asserts, in a test, that each word of these lists is told from the others of its list by its name
/// and by its text in either language.
#[macro_export]
macro_rules! assert_told_apart {
    ($($list:ident),*) => {$(
        for &word in $list::ALL {
            for text in [word.as_str(), word.text($crate::Lang::Zh), word.text($crate::Lang::En)] {
                assert_eq!($list::written(text), Some(word));
            }
        }
    )*};
}

#[cfg(test)]
mod tests {
    use crate::Lang;

    words! {
        /// How a ferry moves.
        Drive {
            Oars = "oars", "人力", "by oars";
            Rope = "cable_rope", "缆绳", "by a rope";
        }
    }

    #[test]
    fn a_word_is_read_in_each_way_that_it_is_written() {
        for &drive in Drive::ALL {
            assert_eq!(Drive::named(drive.as_str()), Some(drive));
            assert_eq!(Drive::written(drive.text(Lang::Zh)), Some(drive));
            let en = drive.text(Lang::En).to_uppercase();
            assert_eq!(Drive::written(&en), Some(drive));
        }
        assert_eq!(Drive::written("帆"), None);
        assert_eq!(Drive::named("人力"), None);
    }

    #[test]
    fn the_name_in_json_is_the_name_in_tables() {
        let json = serde_json::to_string(Drive::ALL).unwrap();
        assert_eq!(json, r#"["oars","cable_rope"]"#);
        assert_eq!(
            serde_json::from_str::<Drive>(r#""cable_rope""#).unwrap(),
            Drive::Rope
        );
    }

    #[test]
    fn a_message_names_every_word() {
        assert_eq!(Drive::texts(Lang::Zh), "人力、缆绳");
        assert_eq!(Drive::texts(Lang::En), "by oars, by a rope");
    }
}
