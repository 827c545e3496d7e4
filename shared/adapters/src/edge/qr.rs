//! A link as a code that phones scan (QR, ISO/IEC 18004): as SVG for any size of print, as PNG for whoever wants dots.
//! Which link it is is the caller's business.

use image::{DynamicImage, ImageFormat, Luma};
use qrcode::{EcLevel, QrCode, render::svg};
use relance_application::ports::fault::Fault;
use std::io::Cursor;

/// Dots of one module of the PNG: a code of 37 modules is 1,440 dots wide with its quiet zone, 12 cm at 300 dpi.
const DOTS: u32 = 32;

/// The code as a picture without a size of its own.
///
/// # Errors
/// [`Fault::Permanent`] for a text that no code can hold.
pub fn qr_svg(text: &str) -> Result<String, Fault> {
    let code = code_of(text)?;
    Ok(code
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .module_dimensions(8, 8)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build())
}

/// The code as dots, black on white.
///
/// # Errors
/// [`Fault::Permanent`] for a text that no code can hold.
pub fn qr_png(text: &str) -> Result<Vec<u8>, Fault> {
    let picture = code_of(text)?.render::<Luma<u8>>().quiet_zone(true).module_dimensions(DOTS, DOTS).build();
    let mut bytes = Cursor::new(Vec::new());
    let written = DynamicImage::ImageLuma8(picture).write_to(&mut bytes, ImageFormat::Png);
    written.map_err(|error| Fault::permanent(error.to_string()))?;
    Ok(bytes.into_inner())
}

/// Error correction M: a seventh of the code may be torn or dirty; four modules of white around it.
fn code_of(text: &str) -> Result<QrCode, Fault> {
    QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| Fault::permanent(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests state what must hold")]
    use super::*;

    const LINK: &str = "https://ask.demo.example/p/demo/cmp_01k9w2m3n4p5q6r7s8t9v0w1x2";

    fn scanned(picture: image::GrayImage) -> String {
        let mut picture = rqrr::PreparedImage::prepare(picture);
        let codes = picture.detect_grids();
        assert_eq!(codes.len(), 1, "one code, found by its corners");
        let (meta, text) = codes.into_iter().next().unwrap().decode().unwrap();
        assert_eq!(meta.ecc_level, 0, "level M, as the standard numbers it");
        text
    }

    #[test]
    fn what_a_phone_reads_off_the_dots_is_the_link() {
        let picture = image::load_from_memory(&qr_png(LINK).unwrap()).unwrap().into_luma8();
        let (width, height) = picture.dimensions();
        let quiet = (0..4 * DOTS).all(|at| picture.get_pixel(at, at).0 == [255]);

        assert!(width >= 1_000 && width == height, "{width} dots are enough for print");
        assert!(quiet, "four modules of white around it");
        assert_eq!(scanned(picture), LINK);
    }

    #[test]
    fn what_a_phone_reads_off_the_drawing_is_the_link() {
        let svg = qr_svg(LINK).unwrap();

        let size: u32 = svg.split("width=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        let mut picture = image::GrayImage::from_pixel(size, size, Luma([255]));
        let path = svg.split("<path").nth(1).unwrap().split(" d=\"").nth(1).unwrap();
        for square in path.split('"').next().unwrap().split('M').skip(1) {
            let (x, rest) = square.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (width, _) = rest.split_once('v').unwrap();
            let (x, y, width): (u32, u32, u32) =
                (x.parse().unwrap(), y.parse().unwrap(), width.parse().unwrap());
            for (dx, dy) in (0..width).flat_map(|dx| (0..8).map(move |dy| (dx, dy))) {
                picture.put_pixel(x + dx, y + dy, Luma([0]));
            }
        }
        assert_eq!(scanned(picture), LINK);
        assert!(svg.contains("#ffffff"), "white behind it, also on dark paper");
    }
}
