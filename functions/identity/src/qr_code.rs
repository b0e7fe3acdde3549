//! QR codes as SVG images, small enough for a JSON answer.

use qrcodegen::{DataTooLong, QrCode, QrCodeEcc};
use std::fmt::Write;

/// Light modules around the code (ISO/IEC 18004 §5.3.8 asks for four).
const BORDER: i32 = 4;

/// The code of a text: black modules as one path on white.
///
/// # Errors
/// When the text does not fit into the largest code, some 2,300 bytes.
pub(crate) fn svg(text: &str) -> Result<String, DataTooLong> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)?;
    let size = code.size() + 2 * BORDER;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).map(|_| 1).sum::<i32>();
            if run > 0 {
                // Writing to a string does not fail.
                let _ = write!(path, "M{},{}h{run}v1h-{run}z", x + BORDER, y + BORDER);
            }
            x += run.max(1);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0,0h{size}v{size}h-{size}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_border() {
        let image = svg("otpauth://totp/Trellis%20acme:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        assert!(image.starts_with("<svg ") && image.ends_with("</svg>"));
        // The outer corner of the first finder pattern, and nothing in the border.
        assert!(image.contains("M4,4h7v1h-7z") && !image.contains("M3,") && !image.contains(",3h"));
        assert!(svg(&"x".repeat(5_000)).is_err());
    }
}
