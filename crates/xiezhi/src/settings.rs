//! The environment, read once and in one place.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the shell: the only place that reads the environment"
)]

use std::env;

use base::Lang;

/// The language of `LC_ALL`, `LC_MESSAGES` or `LANG`; Chinese where none of them names one.
pub fn lang() -> Lang {
    ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find_map(|tag| tag.parse().ok())
        .unwrap_or_default()
}

/// `DATABASE_URL`, where it is set.
pub fn database_url() -> Option<String> {
    env::var("DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// What `RUST_LOG` says is to be logged, or `otherwise`.
pub fn log_filter(otherwise: &str) -> String {
    env::var("RUST_LOG").unwrap_or_else(|_| otherwise.to_owned())
}
