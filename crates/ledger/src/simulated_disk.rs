//! A disk in memory that loses power: for tests.
//!
//! Bytes of a file last only once the file was synced, names in a folder only once the folder was.
//! When power is cut, each write and each name that was not synced is kept, lost or torn, as a
//! seeded coin falls. Single steps can fail too, done or not.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::folder::FileOperations;

/// How a step fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing was done, and an error is told.
    NotDone,
    /// It was done, and an error is told all the same.
    DoneButTold,
    /// Power is cut: nothing was done, and nothing works until [`SimulatedDisk::restart`].
    PowerCut,
}

/// A disk in memory; clones are the same disk.
#[derive(Debug, Clone)]
pub struct SimulatedDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    /// Files and folders; the root is number 0.
    nodes: Vec<Node>,
    random: u64,
    steps: u64,
    failures: BTreeMap<u64, Failure>,
    is_powered: bool,
}

/// What is there now, and what would be there after a power cut at the worst moment.
#[derive(Debug, Clone)]
enum Node {
    File { now: Vec<u8>, durable: Vec<u8> },
    Folder { now: Names, durable: Names },
}

/// Names of a folder, each with the number of its node.
type Names = BTreeMap<String, usize>;

impl SimulatedDisk {
    /// An empty disk whose losses follow from the seed.
    pub fn new(seed: u64) -> Self {
        let root = Node::Folder {
            now: Names::new(),
            durable: Names::new(),
        };
        Self {
            state: Arc::new(Mutex::new(State {
                nodes: vec![root],
                random: seed,
                steps: 0,
                failures: BTreeMap::new(),
                is_powered: true,
            })),
        }
    }

    /// Changing steps that were tried so far: writes, syncs, renames, removals, new folders.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// Lets the step with this number fail; the next step has the number [`SimulatedDisk::steps`].
    pub fn fail_at(&self, step: u64, failure: Failure) {
        self.state().failures.insert(step, failure);
    }

    /// Whether the power is on.
    pub fn is_powered(&self) -> bool {
        self.state().is_powered
    }

    /// Cuts the power, where it is on still, and turns it on again: what was not synced is kept,
    /// lost or torn. Failures that were set are forgotten.
    pub fn restart(&self) {
        let mut state = self.state();
        for number in 0..state.nodes.len() {
            let node = state.nodes[number].clone();
            state.nodes[number] = match node {
                Node::File { now, durable } => {
                    let left = state.file_after_cut(now, durable);
                    Node::File {
                        now: left.clone(),
                        durable: left,
                    }
                }
                Node::Folder { now, durable } => {
                    let left = state.names_after_cut(&now, &durable);
                    Node::Folder {
                        now: left.clone(),
                        durable: left,
                    }
                }
            };
        }
        state.failures.clear();
        state.is_powered = true;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Performs a changing step, unless it is one that fails.
    fn step<T>(&self, perform: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        let number = state.steps;
        state.steps += 1;
        if !state.is_powered {
            return Err(io::Error::other("there is no power"));
        }
        match state.failures.get(&number) {
            None => perform(&mut state),
            Some(Failure::NotDone) => Err(io::Error::other("the step was made to fail")),
            Some(Failure::DoneButTold) => {
                perform(&mut state)?;
                Err(io::Error::other(
                    "the step was made to fail, but it was done",
                ))
            }
            Some(Failure::PowerCut) => {
                state.is_powered = false;
                Err(io::Error::other("the power was cut"))
            }
        }
    }

    fn look<T>(&self, read: impl FnOnce(&State) -> io::Result<T>) -> io::Result<T> {
        let state = self.state();
        if !state.is_powered {
            return Err(io::Error::other("there is no power"));
        }
        read(&state)
    }
}

impl State {
    /// The next number of splitmix64.
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn file_after_cut(&mut self, now: Vec<u8>, durable: Vec<u8>) -> Vec<u8> {
        if now == durable {
            return now;
        }
        match self.draw() % 4 {
            0 => now,
            1 => durable,
            torn => {
                let kept = (self.draw() % (now.len() as u64 + 1)) as usize;
                let mut left = now;
                if torn == 2 {
                    left.truncate(kept);
                } else {
                    left[kept..].fill(0);
                }
                left
            }
        }
    }

    fn names_after_cut(&mut self, now: &Names, durable: &Names) -> Names {
        let mut left = Names::new();
        let names: BTreeSet<&String> = now.keys().chain(durable.keys()).collect();
        for name in names {
            let (new, old) = (now.get(name), durable.get(name));
            let kept = if new == old || self.draw().is_multiple_of(2) {
                new
            } else {
                old
            };
            left.extend(kept.map(|node| (name.clone(), *node)));
        }
        left
    }

    /// The node of a path.
    fn find(&self, path: &str) -> Option<usize> {
        let mut at = 0;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let Node::Folder { now, .. } = &self.nodes[at] else {
                return None;
            };
            at = *now.get(part)?;
        }
        Some(at)
    }

    /// The names of the folder of a path, and the last part of the path.
    fn names_of<'p>(&mut self, path: &'p str) -> io::Result<(&mut Names, &'p str)> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let found = self.find(folder).map(|at| &mut self.nodes[at]);
        match found {
            Some(Node::Folder { now, .. }) => Ok((now, name)),
            _ => Err(missing(folder)),
        }
    }

    fn add(&mut self, path: &str, node: Node) -> io::Result<()> {
        let number = self.nodes.len();
        let (names, name) = self.names_of(path)?;
        names.insert(name.to_owned(), number);
        self.nodes.push(node);
        Ok(())
    }
}

fn missing(path: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("there is no {path}"))
}

impl FileOperations for SimulatedDisk {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        self.look(|state| match state.find(path).map(|at| &state.nodes[at]) {
            Some(Node::File { now, .. }) => Ok(Some(now.clone())),
            Some(Node::Folder { .. }) => Err(io::Error::other("a folder was read as a file")),
            None => Ok(None),
        })
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.step(|state| {
            if let Some(at) = state.find(path)
                && let Node::File { now, .. } = &mut state.nodes[at]
            {
                bytes.clone_into(now);
                return Ok(());
            }
            let node = Node::File {
                now: bytes.to_owned(),
                durable: Vec::new(),
            };
            state.add(path, node)
        })
    }

    fn sync_file(&self, path: &str) -> io::Result<()> {
        self.step(|state| {
            let at = state.find(path).ok_or_else(|| missing(path))?;
            if let Node::File { now, durable } = &mut state.nodes[at] {
                durable.clone_from(now);
            }
            Ok(())
        })
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.step(|state| {
            let (names, name) = state.names_of(from)?;
            let node = names.remove(name).ok_or_else(|| missing(from))?;
            let (names, name) = state.names_of(to)?;
            names.insert(name.to_owned(), node);
            Ok(())
        })
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.step(|state| {
            if let Ok((names, name)) = state.names_of(path) {
                names.remove(name);
            }
            Ok(())
        })
    }

    fn create_folder(&self, path: &str) -> io::Result<()> {
        self.step(|state| {
            if state.find(path).is_some() {
                return Ok(());
            }
            let node = Node::Folder {
                now: Names::new(),
                durable: Names::new(),
            };
            state.add(path, node)
        })
    }

    fn sync_folder(&self, path: &str) -> io::Result<()> {
        self.step(|state| {
            let at = state.find(path).ok_or_else(|| missing(path))?;
            if let Node::Folder { now, durable } = &mut state.nodes[at] {
                durable.clone_from(now);
            }
            Ok(())
        })
    }

    fn list(&self, path: &str) -> io::Result<Vec<(String, bool)>> {
        self.look(|state| {
            let Some(at) = state.find(path) else {
                return Ok(Vec::new());
            };
            let Node::Folder { now, .. } = &state.nodes[at] else {
                return Err(io::Error::other("a file was listed as a folder"));
            };
            let is_folder = |node: usize| matches!(state.nodes[node], Node::Folder { .. });
            let names = now.iter();
            Ok(names
                .map(|(name, node)| (name.clone(), is_folder(*node)))
                .collect())
        })
    }
}
