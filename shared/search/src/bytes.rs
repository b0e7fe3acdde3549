//! Numbers and texts as bytes: seven bits a byte, the lowest first (LEB128). What is read may be damaged.

use crate::Error;

pub(crate) fn push(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A text with its length before it. Texts of an index are far below 4 GiB.
pub(crate) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push(bytes, u32::try_from(text.len()).unwrap_or(u32::MAX));
    bytes.extend_from_slice(text.as_bytes());
}

/// What is left to read.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[inline]
    pub(crate) fn byte(&mut self) -> Result<u8, Error> {
        let (first, rest) = self.0.split_first().ok_or_else(ends_early)?;
        self.0 = rest;
        Ok(*first)
    }

    #[inline]
    pub(crate) fn number(&mut self) -> Result<u32, Error> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u32::from(first));
        }
        let mut number = u32::from(first & 0x7f);
        for shift in [7, 14, 21, 28] {
            let next = self.byte()?;
            number |= u32::from(next & 0x7f) << shift;
            if next < 0x80 {
                return Ok(number);
            }
        }
        Err(Error::damaged("a number is too long"))
    }

    pub(crate) fn slice(&mut self, length: u32) -> Result<&'a [u8], Error> {
        let (slice, rest) = self.0.split_at_checked(length as usize).ok_or_else(ends_early)?;
        self.0 = rest;
        Ok(slice)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        let length = self.number()?;
        str::from_utf8(self.slice(length)?).map_err(|_| Error::damaged("a text is not UTF-8"))
    }
}

fn ends_early() -> Error {
    Error::damaged("a record ends early")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(numbers: Vec<u32>, text: String) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| push(&mut bytes, *number));
            push_text(&mut bytes, &text);
            let mut reader = Bytes(&bytes);
            for number in numbers {
                prop_assert_eq!(reader.number().unwrap(), number);
            }
            prop_assert_eq!(reader.text().unwrap(), text);
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn random_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let mut reader = Bytes(&bytes);
            while !reader.is_empty() && reader.text().is_ok() {}
        }
    }
}
