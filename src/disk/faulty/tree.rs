//! The directory tree of the faulty disk.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path};

use crate::{EntryKind, Stat};

use super::chance::Chance;
use super::inode::{DirectoryNode, FileNode, NameChange};

const ROOT: u64 = 0;

#[derive(Clone, Debug)]
pub(super) enum Node {
    File(FileNode),
    Directory(DirectoryNode),
}

/// All files and directories by number; number 0 is the root, which always is there.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<u64, Node>,
    next: u64,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Node::Directory(DirectoryNode::default());
        Self {
            nodes: BTreeMap::from([(ROOT, root)]),
            next: ROOT + 1,
        }
    }
}

fn names(path: &Path) -> Vec<String> {
    let normal = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
            None
        }
    });
    normal.collect()
}

impl Tree {
    pub(super) fn node(&self, inode: u64) -> Option<&Node> {
        self.nodes.get(&inode)
    }

    pub(super) fn find(&self, path: &Path) -> Option<u64> {
        let mut inode = ROOT;
        for name in names(path) {
            match self.nodes.get(&inode)? {
                Node::Directory(directory) => inode = *directory.live.get(&name)?,
                Node::File(_) => return None,
            }
        }
        Some(inode)
    }

    pub(super) fn stat(&self, inode: u64) -> Option<Stat> {
        Some(match self.nodes.get(&inode)? {
            Node::File(file) => Stat {
                kind: EntryKind::File,
                bytes: file.live.len() as u64,
                modified_ms: file.modified_ms,
            },
            Node::Directory(_) => Stat {
                kind: EntryKind::Directory,
                bytes: 0,
                modified_ms: 0,
            },
        })
    }

    pub(super) fn file(&mut self, inode: u64) -> io::Result<&mut FileNode> {
        match self.nodes.get_mut(&inode) {
            Some(Node::File(file)) => Ok(file),
            Some(Node::Directory(_)) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn directory(&mut self, inode: u64) -> io::Result<&mut DirectoryNode> {
        match self.nodes.get_mut(&inode) {
            Some(Node::Directory(directory)) => Ok(directory),
            Some(Node::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Number of the directory that holds `path`, and the last part of the name.
    fn place(&self, path: &Path) -> io::Result<(u64, String)> {
        let name = names(path).pop().ok_or(io::ErrorKind::InvalidInput)?;
        let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let inode = self.find(parent).ok_or(io::ErrorKind::NotFound)?;
        Ok((inode, name))
    }

    fn add(&mut self, parent: u64, name: String, node: Node) -> io::Result<u64> {
        let inode = self.next;
        self.next += 1;
        self.nodes.insert(inode, node);
        self.directory(parent)?.change(NameChange {
            remove: None,
            insert: Some((name, inode)),
        });
        Ok(inode)
    }

    pub(super) fn create_file(&mut self, path: &Path, now_ms: i64) -> io::Result<u64> {
        let (parent, name) = self.place(path)?;
        let mut file = FileNode::default();
        file.modified_ms = now_ms;
        self.add(parent, name, Node::File(file))
    }

    pub(super) fn create_dir_all(&mut self, path: &Path) -> io::Result<()> {
        let mut inode = ROOT;
        for name in names(path) {
            inode = match self.directory(inode)?.live.get(&name) {
                Some(found) => *found,
                None => self.add(inode, name, Node::Directory(DirectoryNode::default()))?,
            };
        }
        self.directory(inode).map(|_| ())
    }

    pub(super) fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let inode = self.find(from).ok_or(io::ErrorKind::NotFound)?;
        let (old_parent, old_name) = self.place(from)?;
        let (new_parent, new_name) = self.place(to)?;
        if let Some(target) = self.find(to)
            && let Some(Node::Directory(directory)) = self.nodes.get(&target)
            && !directory.live.is_empty()
        {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        if old_parent == new_parent {
            self.directory(old_parent)?.change(NameChange {
                remove: Some(old_name),
                insert: Some((new_name, inode)),
            });
            return Ok(());
        }
        self.directory(new_parent)?.change(NameChange {
            remove: None,
            insert: Some((new_name, inode)),
        });
        self.directory(old_parent)?.change(NameChange {
            remove: Some(old_name),
            insert: None,
        });
        Ok(())
    }

    pub(super) fn remove(&mut self, path: &Path, kind: EntryKind) -> io::Result<()> {
        let inode = self.find(path).ok_or(io::ErrorKind::NotFound)?;
        match (self.nodes.get(&inode), kind) {
            (Some(Node::Directory(_)), EntryKind::File | EntryKind::Other) => {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            (Some(Node::File(_)), EntryKind::Directory) => {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            (Some(Node::Directory(directory)), EntryKind::Directory)
                if !directory.live.is_empty() =>
            {
                return Err(io::ErrorKind::DirectoryNotEmpty.into());
            }
            (Some(_) | None, EntryKind::File | EntryKind::Directory | EntryKind::Other) => {}
        }
        let (parent, name) = self.place(path)?;
        self.directory(parent)?.change(NameChange {
            remove: Some(name),
            insert: None,
        });
        Ok(())
    }

    pub(super) fn total_bytes(&self) -> u64 {
        let sizes = self.nodes.values().map(|node| match node {
            Node::File(file) => file.live.len() as u64,
            Node::Directory(_) => 0,
        });
        sizes.sum()
    }

    pub(super) fn sync(&mut self) {
        for node in self.nodes.values_mut() {
            match node {
                Node::File(file) => file.sync(),
                Node::Directory(directory) => directory.sync(),
            }
        }
    }

    pub(super) fn lose_unsynced(&mut self) {
        for node in self.nodes.values_mut() {
            match node {
                Node::File(file) => file.lose_unsynced(),
                Node::Directory(_) => {}
            }
        }
    }

    pub(super) fn crash(&mut self, chance: &mut Chance) {
        for node in self.nodes.values_mut() {
            match node {
                Node::File(file) => file.crash(chance),
                Node::Directory(directory) => directory.crash(chance),
            }
        }
        self.forget_nameless();
    }

    /// Drops what no name leads to any more.
    fn forget_nameless(&mut self) {
        let mut reached = BTreeMap::new();
        let mut open = vec![ROOT];
        while let Some(inode) = open.pop() {
            if let Some(node) = self.nodes.remove(&inode) {
                if let Node::Directory(directory) = &node {
                    open.extend(directory.live.values());
                }
                reached.insert(inode, node);
            }
        }
        self.nodes = reached;
    }
}
