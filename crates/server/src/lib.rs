//! The HTTP server: the API of every room under `/api/v1`, its description, and the web pages.
//!
//! For: composing the rooms' routes, what holds for every request (ids, limits, security headers,
//! problems instead of bare errors), the pages, listening. Not for: any rule or query; handlers are
//! in the `api` module of each room.
//!
//! Read first: [`app`] (the whole service) and [`openapi::document`] (its description).

mod admission;
mod app;
mod error;
mod headers;
mod listen;
mod pages;
mod request;
mod rooms;

pub mod openapi;

pub use app::app;
pub use error::errors_page;
pub use listen::{ListenAddress, ListenError, serve};
pub use rooms::Rooms;
