//! How a command ends: the exit codes, and failures in plain words of both languages.

use std::io::Write;
use std::process::ExitCode;

use base::Lang;

/// The exit codes; `xiezhi --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Done, and the answer is no: nothing found, a citation that does not hold.
    Negative = 1,
    /// The command line could not be understood.
    Usage = 2,
    /// An input (file, citation, date) cannot be read.
    Input = 3,
    /// The data folder or the database cannot be used.
    Data = 4,
    /// Anything else.
    Internal = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command failed, for a person.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    zh: String,
    en: String,
}

impl Failure {
    /// A failure that ends with `exit`.
    pub fn new(exit: Exit, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            exit,
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// A fault of the program.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        Self::new(
            Exit::Internal,
            format!("内部错误：{error}"),
            format!("internal error: {error}"),
        )
    }

    /// What is wrong, in Chinese.
    pub fn zh(&self) -> &str {
        &self.zh
    }

    /// What is wrong, in English.
    pub fn en(&self) -> &str {
        &self.en
    }

    /// The message, a line in this language.
    pub fn line(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("错误：{}", self.zh),
            Lang::En => format!("error: {}", self.en),
        }
    }

    /// Writes it to standard error.
    pub fn report(&self, lang: Lang) -> ExitCode {
        complain(&self.line(lang));
        self.exit.into()
    }
}

/// Writes the message of a command line that could not be understood, or the help asked for.
pub fn usage(error: &clap::Error) -> ExitCode {
    // Where neither stream can be written to there is nobody to tell.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8))
}

/// Writes a line to standard error; a closed one is no reason to stop.
pub fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
