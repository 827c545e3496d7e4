//! Uploaded pictures, read and encoded anew by the `image` crate: no metadata, no SVG, no surprise in size.
//! Who may upload and where a picture is kept is decided elsewhere.

use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Resampling;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use relance_application::ports::inbound::{EncodePicture, Encoded, NotAPicture};
use relance_domain::campaign::{Image, ImageFacts, ImageKind};
use std::io::Cursor;
use tokio::sync::Semaphore;

/// Most pixels on each side of an upload.
const MOST_PIXELS: u32 = 6_000;
/// Most pixels in all, in millions.
const MOST_MEGAPIXELS: u32 = 25;
/// Memory that the pixels of one upload may take, in bytes: eight for each, as the deepest colours have.
const MEMORY: u64 = 192 * 1024 * 1024;
/// What is kept fits into this, in pixels: twice the width of a mail.
const KEPT: (u32, u32) = (1_200, 800);
/// Tries to become small enough, each with three quarters of the pixels on each side.
const TRIES: u32 = 8;
/// Quality of JPEG, 1 to 100.
const QUALITY: u8 = 82;

/// Decoding takes seconds and much memory: one picture at a time in a process, so that the memory is bounded.
static TURN: Semaphore = Semaphore::const_new(1);

/// Reads pictures, on a thread that serves nobody else.
pub struct Pictures;

#[async_trait]
impl EncodePicture for Pictures {
    async fn encode(&self, upload: &[u8]) -> Result<Encoded, NotAPicture> {
        // The semaphore is never closed; without a turn nothing is decoded.
        let _turn = TURN.acquire().await.map_err(|_| NotAPicture::Damaged)?;
        let upload = upload.to_vec();
        tokio::task::spawn_blocking(move || anew(&upload)).await.unwrap_or(Err(NotAPicture::Damaged))
    }
}

fn anew(upload: &[u8]) -> Result<Encoded, NotAPicture> {
    let mut picture = decoded(upload)?;
    for _ in 0..TRIES {
        let (kind, bytes) = encoded(&picture).ok_or(NotAPicture::Damaged)?;
        if bytes.len() <= Image::LARGEST {
            let facts = ImageFacts { width: picture.width(), height: picture.height(), kind };
            let id = Image::id_of(&bytes, facts);
            return Ok(Encoded { facts, id, content: STANDARD.encode(bytes) });
        }
        let smaller = |side: u32| (side * 3 / 4).max(1);
        picture = picture.resize(smaller(picture.width()), smaller(picture.height()), Resampling::CatmullRom);
    }
    Err(NotAPicture::Damaged)
}

/// The pixels, no more of them than are kept, upright.
fn decoded(upload: &[u8]) -> Result<DynamicImage, NotAPicture> {
    let format = image::guess_format(upload).ok();
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    let format = format.filter(|format| known.contains(format)).ok_or(NotAPicture::OtherType)?;
    // The header alone, without the limits that would only say that something is wrong.
    let claims = ImageReader::with_format(Cursor::new(upload), format).into_dimensions();
    let (width, height) = claims.map_err(|_| NotAPicture::Damaged)?;
    if width > MOST_PIXELS || height > MOST_PIXELS {
        return Err(NotAPicture::TooManyPixels { width, height, most: MOST_PIXELS });
    }
    if u64::from(width) * u64::from(height) > u64::from(MOST_MEGAPIXELS) * 1_000_000 {
        return Err(NotAPicture::TooLarge { width, height, most_megapixels: MOST_MEGAPIXELS });
    }
    let mut limits = limits();
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|_| NotAPicture::Damaged)?;
    // A photo that a phone took sideways stays upright without the metadata that said so.
    let orientation = decoder.orientation().map_err(|_| NotAPicture::Damaged)?;
    // The pixels first: what the decoder takes beside them comes out of what is left.
    limits.reserve(decoder.total_bytes()).map_err(|_| NotAPicture::Damaged)?;
    decoder.set_limits(limits).map_err(|_| NotAPicture::Damaged)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| NotAPicture::Damaged)?;
    // Turned once it is small: turning makes a copy.
    let mut picture = kept(picture, lies_down(orientation));
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MEMORY);
    limits
}

/// Whether width and height change places when the picture is turned upright.
fn lies_down(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// As small as it is kept.
fn kept(picture: DynamicImage, lies_down: bool) -> DynamicImage {
    let (width, height) = if lies_down { (KEPT.1, KEPT.0) } else { KEPT };
    if picture.width() > width || picture.height() > height {
        picture.resize(width, height, Resampling::CatmullRom)
    } else {
        picture
    }
}

/// PNG where something is transparent, JPEG for the rest.
fn encoded(picture: &DynamicImage) -> Option<(ImageKind, Vec<u8>)> {
    let mut bytes = Vec::new();
    if picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX) {
        let png = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
        DynamicImage::ImageRgba8(picture.to_rgba8()).write_with_encoder(png).ok()?;
        return Some((ImageKind::Png, bytes));
    }
    let jpeg = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(jpeg).ok()?;
    Some((ImageKind::Jpeg, bytes))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests state what must hold")]
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};
    use proptest::prelude::*;

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Noise, the worst that can be compressed.
    fn noise(width: u32, height: u32) -> DynamicImage {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        DynamicImage::ImageRgba8(RgbaImage::from_fn(width, height, |_, _| {
            Rgba([next(), next(), next(), next()])
        }))
    }

    #[test]
    fn b6_png_jpeg_and_webp_are_encoded_anew_and_named_by_their_content() {
        let red = DynamicImage::ImageRgb8(RgbImage::from_pixel(40, 20, Rgb([200, 0, 0])));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
            let kept = anew(&written(&red, format)).unwrap();

            assert_eq!(kept.facts, ImageFacts { width: 40, height: 20, kind: ImageKind::Jpeg });
            assert_eq!(Image::facts(&kept.id), Some(kept.facts));
            let bytes = STANDARD.decode(&kept.content).unwrap();
            assert_eq!(Image::id_of(&bytes, kept.facts), kept.id);
        }
    }

    #[test]
    fn b6_a_transparent_picture_stays_transparent() {
        let half = DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 200, 100])));

        let kept = anew(&written(&half, ImageFormat::Png)).unwrap();

        assert_eq!(kept.facts.kind, ImageKind::Png);
        let again = image::load_from_memory(&STANDARD.decode(&kept.content).unwrap()).unwrap().to_rgba8();
        assert_eq!(again.get_pixel(0, 0).0, [0, 0, 200, 100]);
    }

    #[test]
    fn b6_any_picture_becomes_small_enough_for_a_record() {
        let kept = anew(&written(&noise(700, 700), ImageFormat::Png)).unwrap();

        assert!(STANDARD.decode(&kept.content).unwrap().len() <= Image::LARGEST);
        assert!(kept.facts.width < 700 && kept.facts.width == kept.facts.height, "{:?}", kept.facts);
    }

    #[test]
    fn nothing_but_pixels_is_kept() {
        let mut upload = written(&noise(16, 16), ImageFormat::Png);
        let end = upload.len() - 12;
        let text = b"tEXtComment\0taken at home by Lea";
        let mut chunk = u32::try_from(text.len() - 4).unwrap().to_be_bytes().to_vec();
        chunk.extend_from_slice(text);
        chunk.extend_from_slice(&crc(text).to_be_bytes());
        upload.splice(end..end, chunk);

        let kept = anew(&upload).unwrap();

        let bytes = STANDARD.decode(&kept.content).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"tEXt"));
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 }
            })
        };
        !bytes.iter().fold(u32::MAX, step)
    }

    #[test]
    fn what_is_no_picture_is_refused_whatever_it_is_called() {
        let svg: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;";
        for other in [svg, gif, b"", b"%PDF-1.7", b"\x89PN"] {
            assert_eq!(anew(other).err(), Some(NotAPicture::OtherType));
        }
        let whole = written(&noise(64, 64), ImageFormat::Png);
        assert_eq!(anew(&whole[..whole.len() / 2]).err(), Some(NotAPicture::Damaged));
    }

    /// A few bytes may claim any number of pixels: they are believed before anything is decoded.
    #[test]
    fn a_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded() {
        let mut bomb = written(&noise(4, 4), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        let header = crc(&bomb[12..29]).to_be_bytes();
        bomb[29..33].copy_from_slice(&header);

        let refused = anew(&bomb).err();

        assert_eq!(refused, Some(NotAPicture::TooManyPixels { width: 60_000, height: 4, most: 6_000 }));
    }

    #[test]
    fn more_than_twenty_five_million_pixels_are_refused_by_what_the_header_claims() {
        let mut wide = written(&noise(4, 4), ImageFormat::Png);
        wide[16..20].copy_from_slice(&5_001_u32.to_be_bytes());
        wide[20..24].copy_from_slice(&5_000_u32.to_be_bytes());
        let header = crc(&wide[12..29]).to_be_bytes();
        wide[29..33].copy_from_slice(&header);

        let refused = anew(&wide).err();

        let expected = NotAPicture::TooLarge { width: 5_001, height: 5_000, most_megapixels: 25 };
        assert_eq!(refused, Some(expected));
    }

    #[tokio::test]
    async fn nobody_waits_while_a_picture_is_decoded() {
        let upload = written(&noise(600, 600), ImageFormat::Png);
        let mut turns = 0;

        let kept = tokio::select! {
            biased;
            kept = Pictures.encode(&upload) => kept,
            () = async { loop { turns += 1; tokio::task::yield_now().await } } => unreachable!(),
        };

        assert!(kept.is_ok());
        assert!(turns > 1, "the thread of the others was free {turns} times");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn damaged_bytes_never_do_more_than_be_refused(at in 0..600_usize, byte in any::<u8>(), cut in 0..600_usize) {
            let mut upload = written(&noise(12, 12), ImageFormat::Png);
            if let Some(place) = upload.get_mut(at) { *place = byte; }
            upload.truncate(upload.len().saturating_sub(cut / 2));
            if let Ok(kept) = anew(&upload) {
                prop_assert!(kept.facts.width <= 1_200);
            }
        }
    }
}
