//! Pictures: what a file is, how big, upright, smaller.
//!
//! Everything here takes files from strangers: sizes are looked at before anything is unpacked.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder as _, ImageFormat, ImageReader, Limits};

use crate::audit::Media;

/// Most pixels of a picture: twice what a good phone takes.
const MAX_PIXELS: u64 = 100_000_000;
/// Longest side in pixels.
const MAX_SIDE: u32 = 30_000;
/// Most bytes of memory that unpacking may take.
const MAX_MEMORY: u64 = 512 << 20;
/// JPEG quality of what is written: letters on a nameplate stay sharp.
const QUALITY: u8 = 88;

/// Why a picture can't be used. The messages are for the auditor and go behind the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Apple's format.
    #[error(
        "是苹果手机的 HEIC 照片，本程序不能显示；请在电脑或手机上把它另存(导出)为 JPEG 后再加入，\
         以后拍照前可在手机“设置-相机-格式”中选“兼容性最佳”"
    )]
    Heic,
    /// Too many pixels.
    #[error("有 {width}×{height} 像素，超过 1 亿像素或边长 30000 像素的上限；请先用看图软件缩小")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Can't be read.
    #[error("是损坏的或不完整的图片，读不出来；请重新拷贝或重拍")]
    Broken,
    /// No picture at all.
    #[error("不是图片")]
    NoPicture,
}

/// Pixels, upright, as red, green, blue, alpha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Rows of 4 bytes a pixel.
    pub rgba: Vec<u8>,
}

/// A picture written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Its format.
    pub media: Media,
    /// Pixels across and down.
    pub pixels: (u32, u32),
}

/// What a file is, by its first bytes, and for pictures width and height as shown. Nothing is unpacked.
pub fn look(bytes: &[u8]) -> Result<(Media, Option<(u32, u32)>), PictureError> {
    let media = if bytes.starts_with(b"\xFF\xD8\xFF") {
        Media::Jpeg
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Media::Png
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Media::Webp
    } else if is_heic(bytes) {
        return Err(PictureError::Heic);
    } else {
        return Ok((Media::Document, None));
    };
    let mut decoder = decoder(bytes, media)?;
    let (width, height) = decoder.dimensions();
    let lying = orientation(&mut decoder).is_some_and(turned);
    Ok((media, Some(if lying { (height, width) } else { (width, height) })))
}

fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..12).is_some_and(|brand| BRANDS.contains(&brand))
}

/// The picture upright with its long side at most `long_side` pixels, as JPEG (PNG if the picture is one, or has
/// transparent parts). What the camera noted (time, place) is kept. `None` if it isn't bigger.
pub fn smaller(bytes: &[u8], media: Media, long_side: u32) -> Result<Option<Written>, PictureError> {
    let mut decoder = decoder(bytes, media)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) <= long_side.max(1) {
        return Ok(None);
    }
    let mut notes = decoder.exif_metadata().ok().flatten();
    if let Some(notes) = &mut notes {
        // The pixels are turned here; the note would turn them again.
        let _ = Orientation::remove_from_exif_chunk(notes);
    }
    let picture = upright(decoder)?.resize(long_side, long_side, FilterType::CatmullRom);
    let pixels = (picture.width(), picture.height());
    if media == Media::Png || picture.color().has_alpha() {
        let mut out = Vec::new();
        let mut encoder = PngEncoder::new(&mut out);
        let _ = notes.map(|n| encoder.set_exif_metadata(n));
        picture.write_with_encoder(encoder).map_err(|_| PictureError::Broken)?;
        return Ok(Some(Written { bytes: out, media: Media::Png, pixels }));
    }
    Ok(Some(Written { bytes: jpeg(&picture, notes)?, media: Media::Jpeg, pixels }))
}

/// The picture as JPEG for print: upright, on white, its long side at most `long_side` pixels, without notes.
pub fn for_print(bytes: &[u8], media: Media, long_side: u32) -> Result<Written, PictureError> {
    let mut picture = upright(decoder(bytes, media)?)?;
    if picture.width().max(picture.height()) > long_side {
        picture = picture.resize(long_side, long_side, FilterType::CatmullRom);
    }
    if picture.color().has_alpha() {
        let mut white = image::RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
        image::imageops::overlay(&mut white, &picture.to_rgba8(), 0, 0);
        picture = white.into();
    }
    let pixels = (picture.width(), picture.height());
    Ok(Written { bytes: jpeg(&picture, None)?, media: Media::Jpeg, pixels })
}

/// The picture's pixels for the screen, upright, its long side at most `long_side`.
pub fn for_screen(bytes: &[u8], media: Media, long_side: u32) -> Result<Pixels, PictureError> {
    let mut picture = upright(decoder(bytes, media)?)?;
    if picture.width().max(picture.height()) > long_side {
        picture = picture.thumbnail(long_side, long_side);
    }
    let rgba = picture.into_rgba8();
    Ok(Pixels { width: rgba.width(), height: rgba.height(), rgba: rgba.into_raw() })
}

fn decoder(bytes: &[u8], media: Media) -> Result<impl ImageDecoder + '_, PictureError> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Document => return Err(PictureError::NoPicture),
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| PictureError::Broken)?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureError::Broken);
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > MAX_SIDE || pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(decoder)
}

fn orientation(decoder: &mut impl ImageDecoder) -> Option<Orientation> {
    decoder.orientation().ok()
}

/// Whether width and height change places.
fn turned(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    )
}

fn upright(mut decoder: impl ImageDecoder) -> Result<DynamicImage, PictureError> {
    let orientation = orientation(&mut decoder);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Broken)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn jpeg(picture: &DynamicImage, notes: Option<Vec<u8>>) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    // Notes too long for a JPEG are left out.
    let _ = notes.filter(|n| n.len() < 60_000).map(|n| encoder.set_exif_metadata(n));
    picture.to_rgb8().write_with_encoder(encoder).map_err(|_| PictureError::Broken)?;
    Ok(out)
}
