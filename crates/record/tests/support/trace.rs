//! What a process did to its files, by `strace -f -y -xx`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The calls that are followed. Those that the record never makes on its files are followed so that
/// the day on which it does is noticed.
pub const CALLS: &str = "openat,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,\
    ftruncate,truncate,fallocate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,\
    link,linkat,symlink,symlinkat,msync,copy_file_range,sendfile";

/// One call, in the order in which they began.
#[derive(Debug)]
pub struct Call {
    /// The line on which it began.
    pub begun: usize,
    /// The line on which it had returned; never where the process was killed before.
    pub returned: usize,
    pub action: Action,
}

#[derive(Debug)]
pub enum Action {
    /// A line on standard output.
    Said(String),
    /// Opened with leave to make it.
    Made(PathBuf),
    MadeFolder(PathBuf),
    Wrote(PathBuf, u64, Vec<u8>),
    Cut(PathBuf, u64),
    Synced(PathBuf),
    Renamed(PathBuf, PathBuf),
    Removed(PathBuf),
}

/// Reads a trace; only what happens in `folder` and on standard output counts. The shared memory of
/// SQLite is left out: it is no matter of the disk, and made anew from the log after a crash.
pub fn read(trace: &str, folder: &Path, first_line: usize) -> Vec<Call> {
    let mut reader = TraceReader {
        folder,
        places: HashMap::new(),
        calls: Vec::new(),
    };
    let mut open: HashMap<&str, (usize, &str)> = HashMap::new();
    for (number, line) in trace.lines().enumerate() {
        let at = first_line + number;
        let Some((pid, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        if let Some(head) = rest.strip_suffix("<unfinished ...>") {
            open.insert(pid, (at, head));
        } else if let Some(tail) = rest.strip_prefix("<... ") {
            if let (Some((begun, head)), Some((_, tail))) =
                (open.remove(pid), tail.split_once("resumed>"))
            {
                reader.call(begun, at, &format!("{head}{tail}"));
            }
        } else {
            reader.call(at, at, rest);
        }
    }
    for (begun, head) in open.into_values() {
        reader.call(begun, usize::MAX, head);
    }
    reader.calls.sort_by_key(|call| call.begun);
    reader.calls
}

struct TraceReader<'t> {
    folder: &'t Path,
    /// Where the next `write` on a descriptor goes.
    places: HashMap<String, u64>,
    calls: Vec<Call>,
}

impl TraceReader<'_> {
    fn call(&mut self, begun: usize, returned: usize, text: &str) {
        let Some((name, rest)) = text.split_once('(') else {
            return;
        };
        let result = rest.rsplit_once(" = ").map(|(_, result)| result);
        if result.is_some_and(|result| result.starts_with('-') || result.starts_with('?')) {
            return;
        }
        let Some(action) = self.action(name, rest, result) else {
            return;
        };
        self.calls.push(Call {
            begun,
            returned,
            action,
        });
    }

    fn action(&mut self, name: &str, rest: &str, result: Option<&str>) -> Option<Action> {
        let paths: Vec<PathBuf> = quoted(rest).map(path).collect();
        let own = |path: &PathBuf| path.starts_with(self.folder) && !is_shared_memory(path);
        match name {
            "write" | "pwrite64" => self.wrote(name, rest),
            "openat" => {
                if let Some(result) = result {
                    let descriptor = result.split('<').next()?.trim();
                    self.places.insert(descriptor.to_owned(), 0);
                }
                let made = paths.into_iter().next().filter(own)?;
                assert!(!rest.contains("O_APPEND"), "{rest}");
                rest.contains("O_CREAT").then_some(Action::Made(made))
            }
            "mkdir" => Some(Action::MadeFolder(paths.into_iter().next().filter(own)?)),
            "unlink" => Some(Action::Removed(paths.into_iter().next().filter(own)?)),
            "rename" => {
                let (from, to) = (paths.first()?, paths.get(1)?);
                let both = own(from) && from.parent() == to.parent();
                both.then(|| Action::Renamed(from.clone(), to.clone()))
            }
            "fsync" | "fdatasync" => Some(Action::Synced(descriptor_path(rest).filter(own)?)),
            "ftruncate" => {
                let path = descriptor_path(rest).filter(own)?;
                let size = rest.split(", ").nth(1)?;
                let size = size.split([')', ' ']).next()?.parse().unwrap();
                Some(Action::Cut(path, size))
            }
            _ => {
                let mut all = paths.into_iter().chain(descriptor_path(rest));
                let stranger = all.find(own);
                assert!(stranger.is_none(), "{name} on {stranger:?} is not followed");
                None
            }
        }
    }

    fn wrote(&mut self, name: &str, rest: &str) -> Option<Action> {
        let descriptor = rest.split('<').next()?;
        let path = descriptor_path(rest)?;
        let bytes = unhex(quoted(rest).next()?);
        if name == "write" && descriptor == "1" {
            return Some(Action::Said(String::from_utf8(bytes).unwrap()));
        }
        if !path.starts_with(self.folder) || is_shared_memory(&path) {
            return None;
        }
        let place = if name == "pwrite64" {
            let numbers = rest.rsplit_once(" = ").map_or(rest, |(head, _)| head);
            let last = numbers
                .trim_end()
                .trim_end_matches(')')
                .rsplit(", ")
                .next()?;
            last.trim().parse().unwrap()
        } else {
            let place = self.places.entry(descriptor.to_owned()).or_default();
            let begin = *place;
            *place += bytes.len() as u64;
            begin
        };
        Some(Action::Wrote(path, place, bytes))
    }
}

fn is_shared_memory(path: &Path) -> bool {
    path.to_string_lossy().ends_with("-shm")
}

/// The texts in quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// `12<\x2f\x74…>`: the file of a descriptor.
fn descriptor_path(rest: &str) -> Option<PathBuf> {
    let (_, rest) = rest.split_once('<')?;
    Some(path(rest.split('>').next()?))
}

fn path(text: &str) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&unhex(text)).into_owned())
}

/// `\x2f\x74`; anything else, such as `pipe:[1]`, is no path of interest.
fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or_default() as u8;
    text.as_bytes()
        .chunks_exact(4)
        .map(|code| digit(code[2]) << 4 | digit(code[3]))
        .collect()
}
