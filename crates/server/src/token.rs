//! The token for writing through HTTP, until people can sign in.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use uuid::Uuid;

/// The token in this file; where there is none, a new one is put there, for its owner only.
pub fn load_or_create(file: &Path) -> io::Result<String> {
    match fs::read_to_string(file) {
        Ok(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
        Ok(_) => create(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => create(file),
        Err(error) => Err(error),
    }
}

fn create(file: &Path) -> io::Result<String> {
    let token = Uuid::new_v4().simple().to_string();
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(file)?
        .write_all(format!("{token}\n").as_bytes())?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_made_once_and_kept_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("data/token");
        let token = load_or_create(&file).unwrap();
        assert_eq!(load_or_create(&file).unwrap(), token);
        assert_eq!(token.len(), 32);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&file).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }
}
