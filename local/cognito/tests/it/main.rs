//! The wire format, as the real SDK sees it, over loopback HTTP.

#[cfg(test)]
mod sdk;
#[cfg(test)]
mod world;
