//! Standard output, for programs as well as for people.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

use crate::failure::{Exit, Failure};

/// Buffered standard output.
pub struct Output(BufWriter<StdoutLock<'static>>);

/// The reader of standard output went away, or it cannot be written.
#[derive(Debug)]
pub struct Closed(io::Error);

impl Output {
    /// Takes standard output.
    pub fn open() -> Self {
        Self(BufWriter::with_capacity(64 << 10, io::stdout().lock()))
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Closed> {
        self.0.write_all(bytes).map_err(Closed)
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) -> Result<(), Closed> {
        self.write(text.as_bytes())?;
        self.write(b"\n")
    }

    /// Hands everything on.
    pub fn finish(mut self) -> Result<(), Closed> {
        self.0.flush().map_err(Closed)
    }
}

impl Closed {
    /// A reader that has seen enough (`… | head`) is no failure.
    pub fn settle(self, exit: Exit) -> Result<Exit, Failure> {
        if self.0.kind() == ErrorKind::BrokenPipe {
            return Ok(exit);
        }
        Err(self.into())
    }
}

impl From<Closed> for Failure {
    fn from(closed: Closed) -> Self {
        let Closed(error) = closed;
        Self::new(
            Exit::Internal,
            format!("无法写入标准输出：{error}"),
            format!("standard output cannot be written: {error}"),
        )
    }
}

/// Writes a text as lines; a reader that has seen enough is no failure.
pub fn print(text: &str, exit: Exit) -> Result<Exit, Failure> {
    let mut output = Output::open();
    let written = output.line(text).and_then(|()| output.finish());
    written.map_or_else(|closed| closed.settle(exit), |()| Ok(exit))
}
