//! Packages of other tools (SCORM 1.2 and 2004, cmi5): what is in one, read from its archive without network, clock or disk.
//!
//! What is read is as generous as the reference players are; each rule names where it is from:
//!
//! | what is odd | what becomes of it | from |
//! |---|---|---|
//! | the manifest lies in a folder, or is spelled in capitals | it is read, with a warning | packages as they are zipped by hand |
//! | no `<organization>` | every resource that can be opened is a part | Moodle, `mod/scorm/datamodels/scormlib.php` |
//! | no default organisation, or one that is not there | the first | IMS CP 1.1.4, 4.4 |
//! | no `schemaversion`, or an unknown one | the namespaces decide, then the spelling of `scormType` | Moodle, SCORM Cloud |
//! | `xml:base` of manifest, resources and resource | joined, in this order | SCORM 2004 CAM 4th ed., 3.4.3 |
//! | `href` percent-encoded, with backslashes, or in other letters than the file | the file is found | IMS CP 1.1.4, 6; web servers on Windows |
//! | `parameters` | joined by the algorithm of the book | SCORM 2004 CAM 4th ed., 3.4.1.7 |
//! | UTF-16, byte order marks, other encodings | decoded by mark, then declaration | XML 1.0, appendix F |
//! | two items of one identifier | the second gets another, with a warning | |

mod cmi5;
mod content_type;
mod decoding;
mod error;
mod hrefs;
mod ims;
mod outline;
mod read;
mod warnings;
mod xml;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod real_packages;

pub use content_type::{Admitted, admit};
pub use error::PackageError;
pub use outline::{Item, Launch, Organisation, Package, Standard};
pub use read::read;
pub use warnings::{Warning, WarningKind};
