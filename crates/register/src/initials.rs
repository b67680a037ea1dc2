//! Pinyin initials of names, so that 云麓市城管局 is found by `ylscgj`.

use pinyin::ToPinyinMulti;

/// The most spellings that are kept of a name whose characters have several readings.
const MAX_SPELLINGS: usize = 16;

/// The spellings of a name in initials, each after a blank: ` ylscgj`. Letters and digits stand for
/// themselves, other signs are left out.
pub(crate) fn initials(name: &str) -> String {
    let mut spellings = vec![String::new()];
    for c in name.chars() {
        let letters = letters_of(c);
        if letters.is_empty() {
            continue;
        }
        let room = MAX_SPELLINGS / spellings.len();
        let letters = &letters[..letters.len().min(room.max(1))];
        spellings = spellings
            .iter()
            .flat_map(|start| letters.iter().map(move |letter| format!("{start}{letter}")))
            .collect();
    }
    let mut text = String::new();
    for spelling in spellings.iter().filter(|spelling| !spelling.is_empty()) {
        text.push(' ');
        text.push_str(spelling);
    }
    text
}

fn letters_of(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let mut letters = Vec::new();
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        if let Some(letter) = reading.plain().chars().next()
            && !letters.contains(&letter)
        {
            letters.push(letter);
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelt_by_its_initials() {
        assert!(initials("云麓市").starts_with(" yls"));
        assert!(initials("第3中队 A").contains(" d3zda"));
        assert_eq!(initials("（）"), "");
    }

    #[test]
    fn a_character_with_two_readings_gives_two_spellings() {
        let spellings = initials("曾甲");
        assert!(
            spellings.contains(" zj") && spellings.contains(" cj"),
            "{spellings}"
        );
    }

    #[test]
    fn a_long_name_does_not_explode() {
        assert!(initials(&"曾".repeat(40)).split(' ').count() <= MAX_SPELLINGS + 1);
    }
}
