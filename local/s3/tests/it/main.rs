//! The local S3 over real sockets, driven by the AWS SDK, by a plain HTTP client and by raw bytes.

#[cfg(test)]
mod buckets;
#[cfg(test)]
mod conditions;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod integrity;
#[cfg(test)]
mod interruption;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod lengths;
#[cfg(test)]
mod multipart;
#[cfg(test)]
mod notices;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod presigned;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tags;
