//! Where the parts of a drawing stand.

use std::collections::VecDeque;

use base::Lang;

use crate::model::{Act, ClockEffect, Procedure};

/// Where everything stands, in pixels.
pub(super) struct Layout {
    pub width: i32,
    pub height: i32,
    pub stages: Vec<StageBox>,
    pub arrows: Vec<Arrow>,
    /// Where the list of clocks begins.
    pub clocks_top: i32,
}

/// A stage.
pub(super) struct StageBox {
    /// Its place among the stages of the procedure.
    pub stage: usize,
    pub top: i32,
    pub height: i32,
}

/// An act on its way from a stage.
pub(super) struct Arrow {
    /// Its place among the acts of the procedure.
    pub act: usize,
    pub label: Label,
    pub way: Way,
}

/// How an arrow runs.
pub(super) enum Way {
    /// Straight down, from the bottom of one box to the top of the next.
    Down { from: i32, to: i32 },
    /// Over the lane at this place, back to a box at this height.
    Lane { from: i32, lane: i32, to: i32 },
    /// It stays in its stage.
    Stay { from: i32 },
}

/// The words of an act.
pub(super) struct Label {
    pub left: i32,
    pub top: i32,
    pub width: i32,
    pub height: i32,
    pub lines: Vec<Line>,
}

/// A line of a label.
pub(super) struct Line {
    pub words: String,
    pub is_clock: bool,
}

pub(super) const MARGIN: i32 = 28;
pub(super) const TITLE_HEIGHT: i32 = 64;
pub(super) const BOX_WIDTH: i32 = 230;
pub(super) const LINE: i32 = 19;
const BOX_HEIGHT: i32 = 58;
const PADDING: i32 = 8;
const LABEL_LEFT: i32 = MARGIN + BOX_WIDTH + 56;
const DOWN_LABEL_LEFT: i32 = MARGIN + BOX_WIDTH / 2 + 14;
const GAP: i32 = 14;
const LANE: i32 = 16;
/// Room above each stage for the arrows that come in from the lanes.
const ENTRY: i32 = 11;

/// One arrow before it is placed.
struct Course {
    act: usize,
    from: usize,
    to: Option<usize>,
    lines: Vec<Line>,
}

impl Course {
    fn height(&self) -> i32 {
        i32::try_from(self.lines.len()).unwrap_or(1) * LINE + 2 * PADDING
    }

    fn width(&self) -> i32 {
        let widths = self.lines.iter().map(|line| width_of(&line.words));
        widths.max().unwrap_or(0) + 2 * PADDING
    }
}

/// Places a procedure.
pub(super) fn place(procedure: &Procedure) -> Layout {
    let order = order(procedure);
    let courses = courses(procedure, &order);
    let is_down = down(&courses, order.len());
    let label_width = courses.iter().map(Course::width).max().unwrap_or(0);
    let lanes_left = LABEL_LEFT + label_width + 24;

    let (stages, tops, mut y) = rows(&order, &courses, &is_down);
    let lanes = lanes(&courses, &is_down);
    let mut entered = vec![0; order.len()];
    let mut beside = vec![0; order.len()];
    let mut arrows = Vec::new();
    for ((at, course), is_down) in courses.into_iter().enumerate().zip(is_down) {
        let row: &StageBox = &stages[course.from];
        let (width, height) = (course.width(), course.height());
        let (left, top, way) = if is_down {
            let from = row.top + row.height;
            let to = stages[course.from + 1].top;
            (
                DOWN_LABEL_LEFT,
                tops[course.from] + GAP / 2,
                Way::Down { from, to },
            )
        } else {
            let top = row.top + beside[course.from];
            beside[course.from] += height + GAP;
            let from = top + height / 2;
            let way = course.to.map_or(Way::Stay { from }, |to| {
                entered[to] += 1;
                Way::Lane {
                    from,
                    lane: lanes_left + lanes[at] * LANE,
                    to: stages[to].top - entered[to] * ENTRY + ENTRY / 2,
                }
            });
            (LABEL_LEFT, top, way)
        };
        arrows.push(Arrow {
            act: course.act,
            label: Label {
                left,
                top,
                width,
                height,
                lines: course.lines,
            },
            way,
        });
    }
    let lane_count = lanes.iter().max().map_or(0, |last| last + 1);
    let clocks_top = y;
    y += clocks_height(procedure) + MARGIN;
    Layout {
        width: (lanes_left + lane_count * LANE + MARGIN).max(widest_line(procedure)),
        height: y,
        stages,
        arrows,
        clocks_top,
    }
}

/// The stages in the order in which a case reaches them, those where it ends last.
fn order(procedure: &Procedure) -> Vec<usize> {
    let stages = &procedure.stages;
    let named = |id: &str| stages.iter().position(|stage| stage.id == id);
    let mut order = Vec::new();
    let mut queue: VecDeque<usize> = stages
        .iter()
        .position(|stage| stage.initial)
        .into_iter()
        .collect();
    while let Some(stage) = queue.pop_front() {
        if order.contains(&stage) {
            continue;
        }
        order.push(stage);
        let acts = procedure
            .acts
            .iter()
            .filter(|act| act.from.contains(&stages[stage].id));
        queue.extend(acts.filter_map(|act| act.to.as_deref()).filter_map(named));
    }
    order.extend(
        (0..stages.len())
            .filter(|stage| !order.contains(stage))
            .collect::<Vec<_>>(),
    );
    order.sort_by_key(|stage| stages[*stage].is_final);
    order
}

fn courses(procedure: &Procedure, order: &[usize]) -> Vec<Course> {
    let row = |id: &str| {
        order
            .iter()
            .position(|stage| procedure.stages[*stage].id == id)
    };
    let mut courses = Vec::new();
    for (act_at, act) in procedure.acts.iter().enumerate() {
        for from in act.from.iter().filter_map(|id| row(id)) {
            let to = act.to.as_deref().and_then(row).filter(|to| *to != from);
            courses.push(Course {
                act: act_at,
                from,
                to,
                lines: lines(procedure, act),
            });
        }
    }
    courses.sort_by_key(|course| (course.from, course.to.is_some(), course.act));
    courses
}

/// For each course whether it is the straight arrow to the stage below: the first such of a stage.
fn down(courses: &[Course], stages: usize) -> Vec<bool> {
    let mut taken = vec![false; stages];
    let is_down = courses.iter().map(|course| {
        let straight = course.to == Some(course.from + 1) && !taken[course.from];
        taken[course.from] |= straight;
        straight
    });
    is_down.collect()
}

/// The boxes from top to bottom, where the space below each begins, and where all of it ends.
fn rows(order: &[usize], courses: &[Course], is_down: &[bool]) -> (Vec<StageBox>, Vec<i32>, i32) {
    let mut boxes = Vec::new();
    let mut below = Vec::new();
    let mut y = TITLE_HEIGHT;
    for (row, stage) in order.iter().enumerate() {
        let all = || courses.iter().zip(is_down);
        let entering = all()
            .filter(|(course, down)| course.to == Some(row) && !**down)
            .count();
        y += i32::try_from(entering).unwrap_or(0) * ENTRY + GAP;
        let beside: i32 = all()
            .filter(|(course, down)| course.from == row && !**down)
            .map(|(course, _)| course.height() + GAP)
            .sum();
        let height = BOX_HEIGHT.max(beside - GAP);
        boxes.push(StageBox {
            stage: *stage,
            top: y,
            height,
        });
        y += height;
        below.push(y);
        let straight = all().find(|(course, down)| course.from == row && **down);
        y += straight.map_or(GAP, |(course, _)| course.height() + GAP);
    }
    (boxes, below, y + GAP)
}

/// The lane of each course: the first in which it crosses no other.
fn lanes(courses: &[Course], is_down: &[bool]) -> Vec<i32> {
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut lanes = Vec::new();
    for (course, down) in courses.iter().zip(is_down) {
        let Some(to) = course.to.filter(|_| !down) else {
            lanes.push(0);
            continue;
        };
        let span = (course.from.min(to), course.from.max(to));
        let free = taken.iter().position(|spans| {
            spans
                .iter()
                .all(|other| other.1 < span.0 || span.1 < other.0)
        });
        let lane = free.unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[lane].push(span);
        lanes.push(i32::try_from(lane).unwrap_or(0));
    }
    lanes
}

fn lines(procedure: &Procedure, act: &Act) -> Vec<Line> {
    let plain = |words: String| Line {
        words,
        is_clock: false,
    };
    let mut lines = vec![
        plain(act.name.get(Lang::Zh).to_owned()),
        plain(act.name.get(Lang::En).to_owned()),
    ];
    for line in &act.clocks {
        let clock = procedure.clocks.iter().find(|clock| clock.id == line.clock);
        let name = clock.map_or(line.clock.as_str(), |clock| clock.name.get(Lang::Zh));
        let does = match line.does {
            ClockEffect::Start => "▶ 起算 starts",
            ClockEffect::Suspend => "‖ 中止 suspends",
            ClockEffect::Resume => "▷ 恢复 resumes",
            ClockEffect::Extend => "＋ 延长 extends",
            ClockEffect::End => "■ 届止 ends",
        };
        lines.push(Line {
            words: format!("{does} {name}"),
            is_clock: true,
        });
    }
    lines
}

/// The room that the title and the list of clocks take.
fn widest_line(procedure: &Procedure) -> i32 {
    let both = |text: &base::Text| width_of(text.get(Lang::Zh)) + width_of(text.get(Lang::En));
    let title = both(&procedure.head.name) * 19 / 14;
    let clocks = procedure.clocks.iter().map(|clock| {
        let grounds: String = clock.provisions.iter().map(ToString::to_string).collect();
        both(&clock.name) + width_of(&clock.term) + width_of(&grounds) + 60
    });
    clocks.fold(title, i32::max) + 2 * MARGIN
}

fn clocks_height(procedure: &Procedure) -> i32 {
    let count = i32::try_from(procedure.clocks.len()).unwrap_or(0);
    if count == 0 {
        0
    } else {
        count * (LINE + 4) + LINE + GAP
    }
}

/// The width of words at 14 pixels, a Chinese character being as wide as it is high.
pub(super) fn width_of(words: &str) -> i32 {
    words
        .chars()
        .map(|c| if c.is_ascii() { 8 } else { 15 })
        .sum()
}
