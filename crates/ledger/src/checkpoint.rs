//! Checkpoints (C2SP tlog-checkpoint 1.0): who the log is, how many leaves, which root.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::hash::Hash;

/// The name of a log, the first line of its checkpoints: a URL without scheme, such as
/// `ledger.example/city`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// The text of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// Leaves of the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// Further lines, which this house never writes and only reads.
    pub extensions: Vec<String>,
}

/// A text that is no checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// The origin is empty or has a control character in it.
    #[error("the origin of a log is one line of text, but {0:?} was given")]
    Origin(String),
    /// Less than three lines, or no newline at the end.
    #[error("a checkpoint has three lines: origin, size and root hash")]
    Form,
    /// The size is no decimal number, or has a leading zero.
    #[error("line 2 of the checkpoint is no tree size in decimal")]
    Size,
    /// The root is no base64 of 32 bytes.
    #[error("line 3 of the checkpoint is no root hash in base64")]
    Root,
    /// A line after the third is empty.
    #[error("a further line of the checkpoint is empty")]
    Extension,
}

impl CheckpointError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        "ledger.checkpoint_malformed"
    }
}

impl Origin {
    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = CheckpointError;

    fn from_str(origin: &str) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.chars().any(char::is_control) {
            return Err(CheckpointError::Origin(origin.to_owned()));
        }
        Ok(Self(origin.to_owned()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Checkpoint {
    /// The text of the note, with its last newline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)?;
        for line in &self.extensions {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let text = text.strip_suffix('\n').ok_or(CheckpointError::Form)?;
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(CheckpointError::Form);
        let origin = line()?.parse()?;
        let size = parse_decimal(line()?).ok_or(CheckpointError::Size)?;
        let root = line()?.parse().map_err(|_| CheckpointError::Root)?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::Extension);
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }
}

/// Reads a decimal number without sign and leading zeroes.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str =
        "ledger.example/city\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn a_checkpoint_is_read_and_written() {
        let checkpoint: Checkpoint = TEXT.parse().unwrap();
        assert_eq!(checkpoint.size, 20_852_163);
        assert_eq!(checkpoint.to_string(), TEXT);
        let extended = format!("{TEXT}more\n");
        let checkpoint: Checkpoint = extended.parse().unwrap();
        assert_eq!(checkpoint.extensions, ["more"]);
        assert_eq!(checkpoint.to_string(), extended);
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let check = |from: &str, to: &str, error: CheckpointError| {
            assert_eq!(TEXT.replace(from, to).parse::<Checkpoint>(), Err(error));
        };
        check(
            "ledger.example/city",
            "",
            CheckpointError::Origin(String::new()),
        );
        for size in ["", "02", "+2", "-2", "2 ", "18446744073709551616"] {
            check("20852163", size, CheckpointError::Size);
        }
        check("q2I=\n", "q2J=\n", CheckpointError::Root);
        check("q2I=\n", "q2I=", CheckpointError::Form);
        check("q2I=\n", "q2I=\n\nx\n", CheckpointError::Extension);
        check(
            "\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
            "",
            CheckpointError::Form,
        );
    }

    proptest! {
        #[test]
        fn any_checkpoint_is_read_back(size: u64, root: [u8; 32], origin in "[^\\p{Cc}]{1,20}") {
            let checkpoint = Checkpoint {
                origin: origin.parse().unwrap(), size, root: Hash(root), extensions: Vec::new(),
            };
            prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
        }

        #[test]
        fn any_text_is_a_checkpoint_or_refused(text: String) {
            let _ = text.parse::<Checkpoint>();
        }
    }
}
