//! Grades of a benchmark: no gap, no overlap, all within the range of the provision.

use base::Fen;

use super::{Code, Finding};
use crate::reading::{ParsedFile, finding};
use crate::yaml::{Node, Place};

pub(super) fn check(file: &ParsedFile<'_>, findings: &mut Vec<Finding>) {
    for benchmark in file.root.list("benchmarks") {
        let mut faults = Faults { file, findings };
        faults.measures(benchmark);
        faults.fines(benchmark);
    }
}

struct Faults<'a> {
    file: &'a ParsedFile<'a>,
    findings: &'a mut Vec<Finding>,
}

impl Faults<'_> {
    /// Where a measure decides, each grade begins where the one before it ends.
    fn measures(&mut self, benchmark: &Node) {
        let grades = benchmark.list("grades");
        let Some(measure) = benchmark.get("measure") else {
            return self.conditions(grades);
        };
        let mut next = number(measure, "from");
        for (at, grade) in grades.iter().enumerate() {
            let (from, below) = (number(grade, "from"), number(grade, "below"));
            let place = grade.get("from").map_or(grade.at, |from| from.at);
            match (next, from) {
                (Some(next), Some(from)) if from > next => self.gap(place, next, from),
                (Some(next), Some(from)) if from < next => self.overlap(place, from, next),
                (_, None) => self.say(
                    Code::MissingKey,
                    grade.at,
                    "按数量分档的档次要写 from",
                    "a grade of a benchmark with a measure needs a from",
                ),
                _ => {}
            }
            let is_last = at + 1 == grades.len();
            match (below, is_last) {
                (Some(_), true) => self.say(
                    Code::GradeGap,
                    grade.get("below").map_or(grade.at, |below| below.at),
                    "最后一档不写 below，否则更大的数量没有档次",
                    "the last grade has no below: larger values would belong to no grade",
                ),
                (None, false) => self.say(
                    Code::GradeOverlap,
                    grade.at,
                    "只有最后一档可以不写 below",
                    "only the last grade has no below",
                ),
                (Some(below), false) if from.is_some_and(|from| below <= from) => self.say(
                    Code::GradeGap,
                    grade.get("below").map_or(grade.at, |below| below.at),
                    "below 应大于 from",
                    "below must be larger than from",
                ),
                _ => {}
            }
            next = below.or(next);
        }
    }

    fn conditions(&mut self, grades: &[Node]) {
        for grade in grades.iter().filter(|grade| grade.get("when").is_none()) {
            self.say(
                Code::MissingKey,
                grade.at,
                "没有 measure 的基准，每档都要写 when",
                "in a benchmark without a measure every grade needs a when",
            );
        }
    }

    fn gap(&mut self, at: Place, from: i64, to: i64) {
        self.say(
            Code::GradeGap,
            at,
            &format!("档次之间有空档：{from} 至 {to}（不含）不属于任何一档"),
            &format!("there is a gap between the grades: {from} up to {to} belongs to none"),
        );
    }

    fn overlap(&mut self, at: Place, from: i64, to: i64) {
        self.say(
            Code::GradeOverlap,
            at,
            &format!("档次重叠：{from} 至 {to}（不含）属于两档"),
            &format!("the grades overlap: {from} up to {to} belongs to two"),
        );
    }

    /// The fines rise from the least to the most of the range, each grade taking up where the one
    /// before it left off.
    fn fines(&mut self, benchmark: &Node) {
        let Some(range) = benchmark.get("range").and_then(Range::of) else {
            return;
        };
        if range.least > range.most {
            return self.upside_down(range.at);
        }
        let mut reached = range.least;
        for grade in benchmark.list("grades") {
            let Some(fine) = grade.get("fine").and_then(Range::of) else {
                return;
            };
            if fine.least > fine.most {
                return self.upside_down(fine.at);
            }
            if fine.least < range.least || fine.most > range.most {
                let (least, most) = (range.least, range.most);
                self.say(
                    Code::GradeRange,
                    fine.at,
                    &format!("罚款超出条款的幅度 {least} 至 {most}"),
                    &format!("the fine leaves the range of the provision, {least} to {most}"),
                );
            } else if fine.least > reached {
                self.say(
                    Code::GradeGap,
                    fine.at,
                    &format!("罚款有空档：{reached} 至 {} 不属于任何一档", fine.least),
                    &format!(
                        "there is a gap between the fines: {reached} to {} belongs to no grade",
                        fine.least
                    ),
                );
            } else if fine.least < reached {
                self.say(
                    Code::GradeOverlap,
                    fine.at,
                    &format!("罚款重叠：{} 至 {reached} 属于两档", fine.least),
                    &format!(
                        "the fines overlap: {} to {reached} belongs to two grades",
                        fine.least
                    ),
                );
            }
            reached = fine.most;
        }
        if reached < range.most {
            self.say(
                Code::GradeGap,
                range.at,
                &format!("罚款有空档：{reached} 至 {} 不属于任何一档", range.most),
                &format!(
                    "there is a gap between the fines: {reached} to {} belongs to no grade",
                    range.most
                ),
            );
        }
    }

    fn upside_down(&mut self, at: Place) {
        self.say(
            Code::GradeRange,
            at,
            "幅度上下限颠倒：least 应不大于 most",
            "the range is upside down: least is no more than most",
        );
    }

    fn say(&mut self, code: Code, at: Place, zh: &str, en: &str) {
        self.findings.push(finding(self.file, code, at, zh, en));
    }
}

struct Range {
    at: Place,
    least: Fen,
    most: Fen,
}

impl Range {
    fn of(node: &Node) -> Option<Self> {
        let amount = |key| node.words(key).and_then(|words| words.parse().ok());
        Some(Self {
            at: node.at,
            least: amount("least")?,
            most: amount("most")?,
        })
    }
}

fn number(node: &Node, key: &str) -> Option<i64> {
    node.words(key).and_then(|number| number.parse().ok())
}
