//! The logo on cover and header: checked before it is taken, and again before it is shown.

use std::io::Cursor;
use std::path::Path;

use typst_layout::PagedDocument;

use super::world::{ReportWorld, Target};
use crate::audit::report::LARGEST_LOGO;
use crate::audit::{Logo, LogoFormat};

/// Its name for the templates, whatever its format: the first bytes tell.
pub(super) const NAME: &str = "logo";

/// Longest side in pixels.
const LONGEST_SIDE: u32 = 6000;

/// Why a picture can't be the logo. The message is for the auditor.
#[derive(Debug, thiserror::Error)]
pub enum LogoError {
    /// The file can't be read.
    #[error("无法读取 {file}：{source}")]
    Unreadable {
        /// File name.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Too many bytes.
    #[error("{file} 有 {} KB，标志图片最大 {} KB；请先缩小图片", size / 1024, LARGEST_LOGO / 1024)]
    TooLarge {
        /// File name.
        file: String,
        /// Bytes.
        size: u64,
    },
    /// Not a picture of a known format.
    #[error("{0} 不是 PNG、JPEG 或 SVG 图片")]
    NotAPicture(String),
    /// A picture that can't be shown.
    #[error("{file} 不能用作标志：{why}")]
    Damaged {
        /// File name.
        file: String,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads a picture from a file and makes sure that it can be shown.
pub fn read_logo(path: &Path) -> Result<Logo, LogoError> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unreadable = |source| LogoError::Unreadable { file: file.clone(), source };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST_LOGO as u64 {
        return Err(LogoError::TooLarge { file, size });
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let format = LogoFormat::of(&bytes).ok_or_else(|| LogoError::NotAPicture(file.clone()))?;
    let logo = Logo { file, format, bytes: bytes.into() };
    check(&logo)?;
    Ok(logo)
}

/// Whether the logo can be shown: an audit may come from anywhere.
pub(super) fn check(logo: &Logo) -> Result<(), LogoError> {
    let damaged = |why: String| LogoError::Damaged { file: logo.file.clone(), why };
    if LogoFormat::of(&logo.bytes) != Some(logo.format) {
        return Err(LogoError::NotAPicture(logo.file.clone()));
    }
    let raster = match logo.format {
        LogoFormat::Png => Some(image::ImageFormat::Png),
        LogoFormat::Jpeg => Some(image::ImageFormat::Jpeg),
        LogoFormat::Svg => None,
    };
    if let Some(format) = raster {
        let reader = image::ImageReader::with_format(Cursor::new(&*logo.bytes), format);
        let (width, height) = reader.into_dimensions().map_err(|e| damaged(e.to_string()))?;
        if width.max(height) > LONGEST_SIDE {
            return Err(damaged(format!("图片为 {width}×{height} 像素，长边最大 {LONGEST_SIDE}")));
        }
    }
    // Laid out alone, so that a damaged picture is no reason to be without a report.
    let files = vec![(NAME.to_owned(), logo.bytes.to_vec())];
    let world = ReportWorld::new("logo.typ", Target::Pages, Vec::new(), files, jiff::civil::Date::ZERO)
        .ok_or_else(|| damaged("程序中没有模板".to_owned()))?;
    match typst::compile::<PagedDocument>(&world).output {
        Ok(_) => Ok(()),
        Err(errors) => Err(damaged(errors.first().map_or_else(String::new, |e| e.message.to_string()))),
    }
}
