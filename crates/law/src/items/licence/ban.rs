//! Bans: 未取得灯会许可证，不得举办灯会; and what is open only afterwards: 经批准，方可占道经营.

use super::super::clause::Segment;
use super::super::organ;
use super::super::passage::{Part, holds};
use super::words::{PERMITS, is_public, note_of, permit_end, person};
use super::{Requirement, STATE_ACTORS, authority, issuer};

/// 未取得灯会许可证（的），（任何单位和个人）不得举办灯会
pub(super) fn ban<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    #[rustfmt::skip]
    const WITHOUT: &[&str] = &[
        "未经", "未取得", "未依法取得", "未依法", "未办理", "未领取", "未获得", "未按照规定",
        "未按规定", "未申领", "未持有", "未进行", "未向", "未报", "不具备", "无",
    ];
    if segments
        .iter()
        .any(|segment| holds(segment.text, &["实名", "身份不明", "拒绝身份"]))
    {
        return None;
    }
    let (lacking, at, without) = segments.iter().enumerate().find_map(|(index, segment)| {
        segment.text.find(['未', '不', '无'])?;
        let found = WITHOUT
            .iter()
            .filter_map(|word| segment.text.find(word).map(|at| (at, *word)))
            .min()?;
        Some((index, found.0, found.1))
    })?;
    let segment = &segments[lacking];
    let tail = &segment.text[at..];
    let end = permit_end(tail)?;
    let (banning, no) =
        segments[lacking..]
            .iter()
            .enumerate()
            .take(3)
            .find_map(|(index, segment)| {
                let from = if index == 0 { at + end } else { 0 };
                let text = segment.text.get(from..)?;
                let found = ["不得", "禁止", "严禁"]
                    .iter()
                    .filter_map(|no| text.find(no).map(|at| (from + at, from + at + no.len())))
                    .min()?;
                Some((lacking + index, found))
            })?;
    let required = &tail["未".len().min(without.len())..end];
    let required = if without == "不具备" || without == "无" {
        &tail[..end]
    } else {
        required
    };
    let behaviour = segments[banning].text[no.1..].trim_start_matches("擅自");
    let between = segments[banning]
        .text
        .get(if banning == lacking { at + end } else { 0 }..no.0)
        .unwrap_or_default();
    if !is_public(required) || behaviour.is_empty() || is_effect(behaviour) {
        return None;
    }
    let person = person(&segment.text[..at]).or_else(|| person(between));
    let part = Part::of(&segments[banning], behaviour);
    let part = if behaviour.chars().count() < TELLING {
        Part {
            start: segments[0].start,
            ..part
        }
    } else {
        part
    };
    if organ::leading(&segment.text[..at]).is_some()
        || organ::leading(between).is_some()
        || holds(between, &["主管部门", "登记机构", "机关"])
    {
        return None;
    }
    Some(Requirement {
        behaviour: part,
        required: (Part::of(segment, required), required),
        authority: organ::behind(required, &["经", "向", "报"])
            .map(|found| found.1)
            .or_else(|| issuer(required)),
        person,
        note: note_of(required),
        repeats: lacking > 0
            || [
                "未经批准",
                "未取得许可证",
                "未经许可",
                "未备案",
                "未登记",
                "未经登记",
            ]
            .iter()
            .any(|short| segment.text.trim_end_matches('的') == *short),
    })
}

/// 不得收费, 不得从重处罚 are effects on others, not deeds that need leave.
fn is_effect(behaviour: &str) -> bool {
    [
        "受理", "批准", "办理", "颁发", "核发", "发放", "通过", "作为", "对抗", "收取", "处罚",
        "列入", "予以", "给予", "为其", "向其", "减",
    ]
    .iter()
    .any(|effect| behaviour.starts_with(effect))
}

/// 经街道办事处批准(后)，方可占道经营; 取得灯会许可证后，方可举办灯会
pub(super) fn only_after<'s>(segments: &[Segment<'s>]) -> Option<Requirement<'s>> {
    #[rustfmt::skip]
    const ONLY: &[&str] = &[
        "方可", "方能", "才能", "始得", "方准", "才可以", "方得", "后可以", "后可",
    ];
    let (opening, at, word) = segments.iter().enumerate().find_map(|(index, segment)| {
        segment.text.find(['方', '才', '始', '后'])?;
        let found = ONLY
            .iter()
            .filter_map(|only| segment.text.find(only).map(|at| (at, *only)))
            .min_by_key(|(at, only)| (*at, std::cmp::Reverse(only.len())))?;
        Some((index, found.0, found.1))
    })?;
    let tail = &segments[opening].text[at + word.len()..];
    let same = (opening, &segments[opening].text[..at]);
    let earlier = (0..opening)
        .rev()
        .map(|index| (index, segments[index].text));
    let (index, before) = std::iter::once(same)
        .chain(earlier)
        .find(|(_, text)| holds(text, PERMITS))?;
    let start = [
        "应当经",
        "必须经",
        "须经",
        "经",
        "取得",
        "领取",
        "办理",
        "报",
        "获得",
        "持有",
        "向",
    ]
    .iter()
    .filter_map(|verb| before.find(verb))
    .min()?;
    let required = before[start..].trim_end_matches(['的', '后', '，']);
    if tail.is_empty()
        || !is_public(required)
        || is_effect(tail)
        || holds(required, &["检验", "验收", "检疫", "培训合格"])
            && !holds(required, &["许可", "批准", "证书", "资格"])
    {
        return None;
    }
    let person = person(&before[..start]).or_else(|| {
        segments[..index]
            .first()
            .and_then(|segment| person(segment.text))
    });
    if holds(&before[..start], STATE_ACTORS)
        || segments[..=opening]
            .iter()
            .any(|segment| organ::leading(segment.text).is_some())
    {
        return None;
    }
    Some(Requirement {
        behaviour: deed_after(segments, opening, tail, index, start),
        required: (Part::of(&segments[index], required), required),
        authority: authority(&segments[index..]).or_else(|| {
            let before = segments.get(index.checked_sub(1)?)?;
            organ::behind(before.text, &["经", "向"]).map(|found| found.1)
        }),
        person,
        note: note_of(required),
        repeats: false,
    })
}

/// A deed of fewer characters (进行, 修改) does not say enough.
const TELLING: usize = 4;

/// The deed behind 方可; where that is only 进行 or 实施, the words before the requirement.
fn deed_after(
    segments: &[Segment],
    opening: usize,
    tail: &str,
    index: usize,
    start: usize,
) -> Part {
    let part = Part::of(&segments[opening], tail);
    let before = Part {
        start: segments[0].start,
        end: segments[index].start + start,
    };
    let asks = segments[index]
        .text
        .get(..start)
        .is_some_and(|words| holds(words, &["应当", "必须"]));
    let earlier = if index > 0 && (start == 0 || asks) {
        Part {
            end: segments[index - 1].end(),
            ..before
        }
    } else {
        before
    };
    let duty = index.checked_sub(1).and_then(|before| {
        let segment = &segments[before];
        let at = segment.text.find("应当")?;
        let outside = before.checked_sub(1).map(|outer| {
            let outer = &segments[outer];
            outer.end() - if outer.closes() { '的'.len_utf8() } else { 0 }
        });
        if at == 0 {
            outside
        } else {
            Some(segment.start + at)
        }
    });
    let earlier = match duty {
        Some(end) if earlier.end > end && end > earlier.start => Part { end, ..earlier },
        _ => earlier,
    };
    if tail.chars().count() < TELLING && earlier.end > earlier.start {
        earlier
    } else {
        part
    }
}
