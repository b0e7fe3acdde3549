//! CPU time, memory and sizes.

use crate::Outcome;
use flate2::{Compression, write::GzEncoder};
use rustix::time::{ClockId, clock_gettime};
use std::{fs, io, path::Path};

/// CPU time of this process so far, user and system, all threads, in seconds.
pub(crate) fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// What a piece of work costs, with its result.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = cpu();
    let result = work();
    (result, cpu() - start)
}

/// The most memory that this process has had, in MB.
pub(crate) fn memory() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0 / 1e6)
}

/// Files, MB, and MB gzipped of what lies in a folder.
pub(crate) fn sizes(folder: &Path) -> Outcome<(usize, f64, f64)> {
    let (mut files, mut bytes, mut packed) = (0, 0, 0);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let mut encoder = GzEncoder::new(Counted(0), Compression::default());
        bytes += io::copy(&mut fs::File::open(path)?, &mut encoder)?;
        packed += encoder.finish()?.0;
        files += 1;
    }
    Ok((files, bytes as f64 / 1e6, packed as f64 / 1e6))
}

struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The value that a share of all lie below.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get((values.len() as f64 * share) as usize).copied().unwrap_or_default()
}
