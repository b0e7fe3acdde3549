//! Small archives for tests, sound ones and forged ones.

#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that cannot make its archive says so by panicking")]

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A picture of one transparent dot.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// An archive in the making.
pub struct Sample(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Sample {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl Sample {
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, name: &str, content: &[u8], method: CompressionMethod) -> Self {
        self.0.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        self.0.write_all(content).unwrap();
        self
    }

    pub fn file(self, name: &str, content: &[u8]) -> Self {
        self.with(name, content, CompressionMethod::Deflated)
    }

    pub fn stored(self, name: &str, content: &[u8]) -> Self {
        self.with(name, content, CompressionMethod::Stored)
    }

    /// A symbolic link.
    pub fn link(mut self, name: &str, target: &str) -> Self {
        self.0.add_symlink(name, target, SimpleFileOptions::default()).unwrap();
        self
    }

    /// A file whose name the writer would not write: it is put in afterwards.
    pub fn raw_name(self, name: &str) -> Forged {
        let stand_in = "q".repeat(name.len());
        let bytes = self.stored(&stand_in, b"x").finish();
        Forged(replace(bytes, stand_in.as_bytes(), name.as_bytes()))
    }

    pub fn finish(self) -> Vec<u8> {
        self.0.finish().unwrap().into_inner()
    }
}

pub struct Forged(Vec<u8>);

impl Forged {
    pub fn finish(self) -> Vec<u8> {
        self.0
    }
}

pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    files.iter().fold(Sample::new(), |pack, (name, content)| pack.file(name, content)).finish()
}

pub fn reader(files: &[(&str, &str)]) -> Cursor<Vec<u8>> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    reader_of_bytes(&files)
}

pub fn reader_of_bytes(files: &[(&str, &[u8])]) -> Cursor<Vec<u8>> {
    Cursor::new(zip(files))
}

/// Replaces bytes wherever they stand, by as many others.
pub fn replace(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    for start in positions(&bytes, old) {
        bytes[start..start + old.len()].copy_from_slice(new);
    }
    bytes
}

/// An archive whose local and central headers all bear these general purpose flags.
pub fn with_flags(files: &[(&str, &[u8])], flags: u16) -> Vec<u8> {
    forged(zip(files), 6, &flags.to_le_bytes())
}

/// An archive whose headers all name this method.
pub fn with_method(files: &[(&str, &[u8])], method: u16) -> Vec<u8> {
    forged(zip(files), 8, &method.to_le_bytes())
}

/// An archive that declares another size for one of its files.
pub fn declaring(files: &[(&str, &[u8])], name: &str, size: u32) -> Vec<u8> {
    let mut bytes = zip(files);
    for (signature, size_at, name_at) in [(b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)] {
        for header in positions(&bytes, signature) {
            if bytes.get(header + name_at..).is_some_and(|rest| rest.starts_with(name.as_bytes())) {
                bytes[header + size_at..header + size_at + 4].copy_from_slice(&size.to_le_bytes());
            }
        }
    }
    bytes
}

/// Writes `value` into every header: `at` bytes into a local one, two more into a central one.
fn forged(mut bytes: Vec<u8>, at: usize, value: &[u8]) -> Vec<u8> {
    for (signature, at) in [(b"PK\x03\x04", at), (b"PK\x01\x02", at + 2)] {
        for header in positions(&bytes, signature) {
            bytes[header + at..header + at + value.len()].copy_from_slice(value);
        }
    }
    bytes
}

fn positions(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|start| bytes[*start..].starts_with(wanted)).collect()
}
