//! Writing a drawing as SVG.

use std::fmt::Write;

use base::{Lang, Text};

use super::layout::{Arrow, BOX_WIDTH, LINE, Label, Layout, MARGIN, StageBox, Way};
use crate::model::{Procedure, Stage};

const FONT: &str =
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','WenQuanYi Zen Hei',sans-serif";
const STYLE: &str = "text{font-size:14px;fill:#1b2733}.en{font-size:12px;fill:#51606e}.title{font-size:19px;font-weight:600}\
.stage{fill:#eef3f8;stroke:#2f5d8a;stroke-width:1.5}.final{fill:#e9f4ec;stroke:#2f7a4a}.initial{stroke-width:3}\
.label{fill:#ffffff;stroke:#b9c4cf}.clock{font-size:12px;fill:#8a5a00}.note{fill:#fff7e0;stroke:#d9b650}\
.way{fill:none;stroke:#51606e;stroke-width:1.5}";

/// The drawing.
pub(super) fn write(procedure: &Procedure, layout: &Layout) -> String {
    let (width, height) = (layout.width, layout.height);
    let mut svg = Svg(String::new());
    svg.put(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"{FONT}\" role=\"img\">"
    ));
    let name = &procedure.head.name;
    svg.put(&format!("<title>{}</title>", escaped(&both(name))));
    svg.put(&format!("<style>{STYLE}</style>"));
    svg.put("<defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0 0 10 5 0 10z\" fill=\"#51606e\"/></marker></defs>");
    svg.put(&format!(
        "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
    ));
    svg.text(MARGIN, 34, "title", &both(name));
    svg.text(MARGIN, 54, "en", &grounds(&procedure.head.provisions));
    for arrow in &layout.arrows {
        svg.way(&arrow.way, &arrow.label);
    }
    for placed in &layout.stages {
        svg.stage(placed, &procedure.stages[placed.stage]);
    }
    for arrow in &layout.arrows {
        svg.label(arrow, procedure);
    }
    svg.clocks(procedure, layout);
    svg.put("</svg>");
    svg.0
}

struct Svg(String);

impl Svg {
    fn put(&mut self, element: &str) {
        self.0.push_str(element);
        self.0.push('\n');
    }

    fn text(&mut self, x: i32, y: i32, class: &str, words: &str) {
        self.put(&format!(
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>",
            escaped(words)
        ));
    }

    fn stage(&mut self, placed: &StageBox, stage: &Stage) {
        let StageBox { top, height, .. } = *placed;
        let mut class = "stage".to_owned();
        for (is, name) in [(stage.is_final, " final"), (stage.initial, " initial")] {
            if is {
                class.push_str(name);
            }
        }
        self.put(&format!(
            "<rect x=\"{MARGIN}\" y=\"{top}\" width=\"{BOX_WIDTH}\" height=\"{height}\" rx=\"7\" class=\"{class}\"/>"
        ));
        let middle = top + height / 2;
        self.text(MARGIN + 14, middle - 3, "", stage.name.get(Lang::Zh));
        self.text(MARGIN + 14, middle + 16, "en", stage.name.get(Lang::En));
    }

    fn way(&mut self, way: &Way, label: &Label) {
        let right = MARGIN + BOX_WIDTH;
        let path = match way {
            Way::Down { from, to } => {
                let x = MARGIN + BOX_WIDTH / 2;
                format!("M{x} {from}V{to}")
            }
            Way::Lane { from, lane, to } => {
                let inner = right - 22;
                let top = to + (*to).rem_euclid(1);
                self.put(&format!(
                    "<path d=\"M{right} {from}H{}\" class=\"way\"/>",
                    label.left
                ));
                let start = label.left + label.width;
                format!("M{start} {from}H{lane}V{top}H{inner}v8")
            }
            Way::Stay { from } => {
                self.put(&format!(
                    "<path d=\"M{right} {from}H{}\" class=\"way\" stroke-dasharray=\"3 3\"/>",
                    label.left
                ));
                return;
            }
        };
        self.put(&format!(
            "<path d=\"{path}\" class=\"way\" marker-end=\"url(#head)\"/>"
        ));
    }

    fn label(&mut self, arrow: &Arrow, procedure: &Procedure) {
        let label = &arrow.label;
        let is_down = matches!(arrow.way, Way::Down { .. });
        if !is_down {
            let Label {
                left,
                top,
                width,
                height,
                ..
            } = *label;
            self.put(&format!(
                "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"5\" class=\"label\"/>"
            ));
        }
        let act = &procedure.acts[arrow.act];
        self.put(&format!(
            "<g><title>{}</title>",
            escaped(&grounds(&act.provisions))
        ));
        let mut y = label.top + 22;
        for (at, line) in label.lines.iter().enumerate() {
            let class = match (line.is_clock, at) {
                (true, _) => "clock",
                (false, 0) => "",
                (false, _) => "en",
            };
            self.text(label.left + 8, y, class, &line.words);
            y += LINE;
        }
        self.put("</g>");
    }

    fn clocks(&mut self, procedure: &Procedure, layout: &Layout) {
        if procedure.clocks.is_empty() {
            return;
        }
        let top = layout.clocks_top;
        let count = i32::try_from(procedure.clocks.len()).unwrap_or(0);
        let (width, height) = (layout.width - 2 * MARGIN, count * (LINE + 4) + LINE + 12);
        self.put(&format!(
            "<rect x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"5\" class=\"note\"/>"
        ));
        self.text(MARGIN + 10, top + 20, "", "时钟 Clocks");
        for (at, clock) in procedure.clocks.iter().enumerate() {
            let y = top + 20 + (i32::try_from(at).unwrap_or(0) + 1) * (LINE + 4);
            let words = format!(
                "{} · {} · {}",
                both(&clock.name),
                clock.term,
                grounds(&clock.provisions)
            );
            self.text(MARGIN + 10, y, "clock", &words);
        }
    }
}

fn both(text: &Text) -> String {
    format!("{} {}", text.get(Lang::Zh), text.get(Lang::En))
}

fn grounds(provisions: &[crate::Citation]) -> String {
    let mut words = String::new();
    for (at, provision) in provisions.iter().enumerate() {
        let comma = if at == 0 { "" } else { "、" };
        let _ = write!(words, "{comma}{provision}");
    }
    words
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
