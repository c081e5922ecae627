//! Executables for Linux in the context: what they were built for and what loads them.

use super::text::inside;
use crate::request::BuildContext;

/// A machine that an executable is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// `amd64`
    X86_64,
    /// `arm64`
    Aarch64,
    /// `386`
    X86,
    /// `arm`
    Arm,
    /// `riscv64`
    RiscV64,
    /// Another one, by its number in the header.
    Other(u16),
}

/// What the header of an ELF executable says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elf {
    /// The machine that it is for.
    pub machine: Machine,
    /// The loader that it asks for.
    pub loader: Loader,
}

/// Whether an executable asks for a loader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loader {
    /// It asks for this one, by its path: `/lib64/ld-linux-x86-64.so.2`.
    Named(String),
    /// It asks for none, as static programs and libraries do.
    None,
    /// It is not known.
    Unknown,
}

/// The longest name of a loader.
const NAME: usize = 256;
/// Segment types.
const PT_INTERP: u64 = 3;

impl Elf {
    /// Reads the first bytes of a file.
    pub fn parse(head: &[u8]) -> Option<Self> {
        if !head.starts_with(b"\x7fELF") {
            return None;
        }
        let wide = match head.get(4)? {
            1 => false,
            2 => true,
            _ => return None,
        };
        let bytes = Bytes {
            head,
            little: *head.get(5)? == 1,
        };
        // Executables, and those that can be loaded anywhere; not objects.
        if !matches!(bytes.number(16, 2)?, 2 | 3) {
            return None;
        }
        let machine = match bytes.number(18, 2)? {
            62 => Machine::X86_64,
            183 => Machine::Aarch64,
            3 => Machine::X86,
            40 => Machine::Arm,
            243 => Machine::RiscV64,
            other => Machine::Other(u16::try_from(other).ok()?),
        };
        let loader = bytes.loader(wide).unwrap_or(Loader::Unknown);
        Some(Self { machine, loader })
    }
}

struct Bytes<'h> {
    head: &'h [u8],
    little: bool,
}

impl Bytes<'_> {
    fn number(&self, at: u64, size: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let bytes = self.head.get(at..at.checked_add(size)?)?;
        let add = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        Some(if self.little {
            bytes.iter().rev().fold(0, add)
        } else {
            bytes.iter().fold(0, add)
        })
    }

    fn loader(&self, wide: bool) -> Option<Loader> {
        let word = if wide { 8 } else { 4 };
        let (table, size, count) = if wide {
            (self.number(32, 8)?, 54, 56)
        } else {
            (self.number(28, 4)?, 42, 44)
        };
        let (size, count) = (self.number(size, 2)?, self.number(count, 2)?);
        for index in 0..count {
            let entry = table.checked_add(index.checked_mul(size)?)?;
            if self.number(entry, 4)? != PT_INTERP {
                continue;
            }
            let (offset, length) = if wide { (8, 32) } else { (4, 16) };
            let offset = self.number(entry.checked_add(offset)?, word)?;
            let length = self.number(entry.checked_add(length)?, word)?;
            let offset = usize::try_from(offset).ok()?;
            let length = usize::try_from(length).ok().filter(|it| *it <= NAME)?;
            let name = self.head.get(offset..offset.checked_add(length)?)?;
            let name = std::str::from_utf8(name).ok()?;
            let name = name.trim_end_matches('\0');
            return Some(Loader::Named(name.to_owned()));
        }
        Some(Loader::None)
    }
}

pub(super) fn read(context: &dyn BuildContext, path: &str) -> Option<Elf> {
    Elf::parse(&context.head(&inside(path)?)?)
}
