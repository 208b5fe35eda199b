//! A drawing of the workbench as pixels, its text in the embedded face.

use super::{PageImage, ReportError, compile};
use crate::progress::Progress;

/// Draws an SVG of `width_pt` × `height_pt`; `pixels_per_pt` is kept within 0.1 to 8. Needs no file, no installed face.
pub fn figure(svg: String, width_pt: f32, height_pt: f32, pixels_per_pt: f32) -> Result<PageImage, ReportError> {
    let data = serde_json::json!({ "width": width_pt, "height": height_pt });
    let files = vec![("figure.svg".to_owned(), svg.into_bytes())];
    let date = jiff::civil::Date::constant(2000, 1, 1);
    Ok(compile("figure.typ", &data, files, date, &Progress::new())?.page_image(0, pixels_per_pt))
}
