//! What may be done with a version of a list: one small machine for the three kinds of list.
//!
//! Drafting → review → adoption → publication; the adjustment of what is published is the draft of
//! the next version. Pure.

use super::words::{ListState, ListStep};

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepRefusal {
    /// The version is in a state in which this cannot be done.
    State,
    /// Who drafted a version does not review it.
    ReviewerDrafted,
}

/// From which states a step may be taken, and where it leads.
const STEPS: &[(ListStep, &[ListState], ListState)] = {
    use ListState::{Abandoned, Adopted, Drafting, InReview, Published, Reviewed};
    &[
        (ListStep::Edit, &[Drafting], Drafting),
        (ListStep::Submit, &[Drafting], InReview),
        (ListStep::Return, &[InReview, Reviewed], Drafting),
        (ListStep::Pass, &[InReview], Reviewed),
        (ListStep::Adopt, &[Reviewed], Adopted),
        (ListStep::Publish, &[Adopted], Published),
        (
            ListStep::Abandon,
            &[Drafting, InReview, Reviewed, Adopted],
            Abandoned,
        ),
        (ListStep::Withdraw, &[Published], Published),
    ]
};

/// The steps by which somebody has drafted a version.
pub(super) const DRAFTING: [ListStep; 3] = [ListStep::Open, ListStep::Edit, ListStep::Submit];

/// The state to which `person` brings a version that `drafters` have drafted.
pub(super) fn step(
    state: ListState,
    step: ListStep,
    person: &str,
    drafters: &[String],
) -> Result<ListState, StepRefusal> {
    let known = STEPS
        .iter()
        .find(|(known, from, _)| *known == step && from.contains(&state));
    let (_, _, to) = known.ok_or(StepRefusal::State)?;
    let reviews = matches!(step, ListStep::Pass);
    if reviews && drafters.iter().any(|drafter| drafter == person) {
        return Err(StepRefusal::ReviewerDrafted);
    }
    Ok(*to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drafters() -> Vec<String> {
        vec!["甲".to_owned()]
    }

    #[test]
    fn a_list_goes_from_draft_to_publication() {
        let way = [
            (ListStep::Edit, "甲"),
            (ListStep::Submit, "甲"),
            (ListStep::Pass, "乙"),
            (ListStep::Adopt, "丙"),
            (ListStep::Publish, "甲"),
        ];
        let end = way
            .iter()
            .try_fold(ListState::Drafting, |state, (next, person)| {
                step(state, *next, person, &drafters())
            });
        assert_eq!(end, Ok(ListState::Published));
    }

    #[test]
    fn who_drafted_a_version_does_not_review_it() {
        assert_eq!(
            step(ListState::InReview, ListStep::Pass, "甲", &drafters()),
            Err(StepRefusal::ReviewerDrafted)
        );
    }

    #[test]
    fn a_published_version_is_never_edited_or_abandoned() {
        for next in [
            ListStep::Edit,
            ListStep::Return,
            ListStep::Abandon,
            ListStep::Publish,
        ] {
            assert_eq!(
                step(ListState::Published, next, "乙", &drafters()),
                Err(StepRefusal::State)
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_is_published_that_another_person_has_not_reviewed(
            steps in prop::collection::vec((0..ListStep::ALL.len(), 0..3_usize), 1..40)
        ) {
            let people = ["甲", "乙", "丙"];
            let (mut state, mut drafted, mut passed) = (ListState::Drafting, vec!["甲".to_owned()], None);
            for (at, who) in steps {
                let (next, person) = (ListStep::ALL[at], people[who]);
                let Ok(to) = step(state, next, person, &drafted) else { continue };
                if DRAFTING.contains(&next) { drafted.push(person.to_owned()); }
                match next {
                    ListStep::Pass => passed = Some(person),
                    ListStep::Return | ListStep::Edit => passed = None,
                    _ => {}
                }
                state = to;
                if state == ListState::Published {
                    let reviewer = passed.expect("somebody passed it");
                    prop_assert!(!drafted.iter().any(|drafter| drafter == reviewer));
                }
            }
        }
    }
}
