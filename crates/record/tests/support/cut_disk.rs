//! A disk whose power is cut: what was not synced is lost, kept or torn by sectors, and names that
//! were not synced with their folder are lost from some moment on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::trace::{Action, Call};

const SECTOR_BYTES: usize = 512;

/// A source of numbers that is the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// What becomes of what was not synced.
#[derive(Clone, Copy, Debug)]
pub enum Loss {
    /// All of it is lost.
    All,
    /// Each write is lost, kept or torn, whatever its order.
    Any,
    /// All is kept but the last write of each file, which is torn.
    LastTorn,
}

#[derive(Clone, Copy)]
enum Node {
    Folder,
    File(usize),
}

#[derive(Clone)]
enum NameChange {
    Set(PathBuf, Node),
    Removed(PathBuf),
    Renamed(PathBuf, PathBuf, Node),
}

#[derive(Default)]
struct File<'c> {
    durable: Vec<u8>,
    unsynced: Vec<(usize, Change<'c>)>,
}

#[derive(Clone, Copy)]
enum Change<'c> {
    Write(u64, &'c [u8]),
    Cut(u64),
}

/// The files of a folder, as they are in memory and as they are on the disk.
#[derive(Default)]
pub struct CutDisk<'c> {
    files: Vec<File<'c>>,
    names: HashMap<&'c Path, Node>,
    durable_names: BTreeMap<PathBuf, Node>,
    unsynced_names: Vec<(PathBuf, usize, NameChange)>,
    /// A disk that says it has synced and has not: what is to be noticed.
    lies: bool,
}

impl<'c> CutDisk<'c> {
    /// The disk when line `cut` of the trace was reached, and what had been acknowledged by then.
    pub fn at(calls: &'c [Call], cut: usize, lies: bool) -> (Self, BTreeMap<String, String>) {
        let mut disk = Self {
            lies,
            ..Self::default()
        };
        let mut acknowledged = BTreeMap::new();
        // A sync counts from when it has returned, all else from when it began.
        let mut order: Vec<(usize, &Call)> = calls
            .iter()
            .map(|call| match call.action {
                Action::Synced(_) => (call.returned, call),
                _ => (call.begun, call),
            })
            .filter(|(at, _)| *at <= cut)
            .collect();
        order.sort_by_key(|(at, _)| *at);
        for (_, call) in order {
            if let Action::Said(lines) = &call.action {
                let pairs = lines.lines().filter_map(|line| line.split_once(' '));
                acknowledged.extend(pairs.map(|(key, entry)| (key.to_owned(), entry.to_owned())));
            } else {
                disk.apply(call);
            }
        }
        (disk, acknowledged)
    }

    fn apply(&mut self, call: &'c Call) {
        match &call.action {
            Action::Said(_) => {}
            Action::Made(path) => {
                if !self.names.contains_key(path.as_path()) {
                    self.files.push(File::default());
                    self.name(call, path, Node::File(self.files.len() - 1));
                }
            }
            Action::MadeFolder(path) => self.name(call, path, Node::Folder),
            Action::Wrote(path, place, bytes) => {
                self.change(path, call, Change::Write(*place, bytes));
            }
            Action::Cut(path, size) => self.change(path, call, Change::Cut(*size)),
            Action::Synced(path) => self.sync(path, call.begun),
            Action::Renamed(from, to) => {
                let node = self
                    .names
                    .remove(from.as_path())
                    .expect("it was made before");
                self.names.insert(to, node);
                let change = NameChange::Renamed(from.clone(), to.clone(), node);
                self.unsynced_names
                    .push((parent(to), call.returned, change));
            }
            Action::Removed(path) => {
                self.names.remove(path.as_path());
                let change = NameChange::Removed(path.clone());
                self.unsynced_names
                    .push((parent(path), call.returned, change));
            }
        }
    }

    fn name(&mut self, call: &Call, path: &'c Path, node: Node) {
        self.names.insert(path, node);
        let change = NameChange::Set(path.to_owned(), node);
        self.unsynced_names
            .push((parent(path), call.returned, change));
    }

    fn change(&mut self, path: &Path, call: &Call, change: Change<'c>) {
        let Some(Node::File(number)) = self.names.get(path) else {
            panic!("{} was never made", path.display());
        };
        self.files[*number].unsynced.push((call.returned, change));
    }

    /// Makes durable what had returned before the sync began.
    fn sync(&mut self, path: &Path, begun: usize) {
        if self.lies {
            return;
        }
        if let Some(Node::File(number)) = self.names.get(path) {
            let file = &mut self.files[*number];
            let all = std::mem::take(&mut file.unsynced);
            let (synced, left) = all.into_iter().partition(|(returned, _)| *returned < begun);
            file.unsynced = left;
            let synced: Vec<_> = synced;
            for (_, change) in synced {
                change.apply(&mut file.durable);
            }
            return;
        }
        let all = std::mem::take(&mut self.unsynced_names);
        let (synced, left): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|(folder, returned, _)| folder == path && *returned < begun);
        self.unsynced_names = left;
        for (_, _, change) in synced {
            change.apply(&mut self.durable_names);
        }
    }

    /// Writes into `to` what the disk holds after the cut.
    pub fn after_cut(mut self, folder: &Path, to: &Path, loss: Loss, dice: &mut Dice) {
        let mut lost: BTreeSet<PathBuf> = BTreeSet::new();
        for (parent, _, change) in std::mem::take(&mut self.unsynced_names) {
            let is_lost = match loss {
                Loss::All => true,
                Loss::Any => dice.below(4) == 0,
                Loss::LastTorn => false,
            };
            if is_lost || lost.contains(&parent) {
                lost.insert(parent);
            } else {
                change.apply(&mut self.durable_names);
            }
        }
        for (path, node) in &self.durable_names {
            let within = path.strip_prefix(folder).unwrap();
            // A name in a folder that is lost is lost.
            let mut above = path
                .ancestors()
                .skip(1)
                .take_while(|above| *above != folder);
            if !above.all(|above| self.durable_names.contains_key(above)) {
                continue;
            }
            match node {
                Node::Folder => fs::create_dir_all(to.join(within)).unwrap(),
                Node::File(number) => {
                    let bytes = self.files[*number].after_cut(loss, dice);
                    fs::write(to.join(within), bytes).unwrap();
                    private(&to.join(within));
                }
            }
        }
    }
}

/// So that key files are as they were made.
fn private(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

fn parent(path: &Path) -> PathBuf {
    path.parent().unwrap().to_owned()
}

impl File<'_> {
    fn after_cut(&self, loss: Loss, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for (number, (_, change)) in self.unsynced.iter().enumerate() {
            let is_last = number + 1 == self.unsynced.len();
            match (loss, dice.below(3), is_last) {
                (Loss::All, ..) | (Loss::Any, 0, _) => {}
                (Loss::Any, 1, _) | (Loss::LastTorn, _, false) => change.apply(&mut bytes),
                (Loss::Any, ..) | (Loss::LastTorn, _, true) => change.tear(&mut bytes, dice),
            }
        }
        bytes
    }
}

impl Change<'_> {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Cut(size) => bytes.resize(usize::try_from(*size).unwrap(), 0),
            Self::Write(place, new) => {
                let place = usize::try_from(*place).unwrap();
                if bytes.len() < place + new.len() {
                    bytes.resize(place + new.len(), 0);
                }
                bytes[place..place + new.len()].copy_from_slice(new);
            }
        }
    }

    /// Half of the sectors reach the disk; a cut of the file does or does not.
    fn tear(&self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        let Self::Write(place, new) = self else {
            if dice.below(2) == 0 {
                self.apply(bytes);
            }
            return;
        };
        let mut begin = 0;
        while begin < new.len() {
            let at = usize::try_from(*place).unwrap() + begin;
            let end = (begin + SECTOR_BYTES - at % SECTOR_BYTES).min(new.len());
            if dice.below(2) == 0 {
                Change::Write(at as u64, &new[begin..end]).apply(bytes);
            }
            begin = end;
        }
    }
}

impl NameChange {
    fn apply(self, names: &mut BTreeMap<PathBuf, Node>) {
        match self {
            Self::Set(path, node) => drop(names.insert(path, node)),
            Self::Removed(path) => drop(names.remove(&path)),
            Self::Renamed(from, to, node) => {
                names.remove(&from);
                names.insert(to, node);
            }
        }
    }
}
