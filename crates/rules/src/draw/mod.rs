//! A procedure as a picture (SVG): stages from top to bottom, acts as labelled arrows, clocks as notes.

mod layout;
mod svg;

use crate::model::Procedure;

/// Draws a procedure, with Chinese and English words.
///
/// The stages stand one below another in the order in which a case can reach them. An act that
/// leads to the stage below is a straight arrow; others run over lanes on the right. Acts that do
/// not change the stage stand beside it.
pub fn draw(procedure: &Procedure) -> String {
    svg::write(procedure, &layout::place(procedure))
}
