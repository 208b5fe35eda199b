//! The parts around the text: what the file consists of, its properties, headers and footers.

use super::DocumentInfo;
use super::xml::{escape, twips};

pub(super) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";

pub(super) fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part =
        |name: &str, kind: &str| format!(r#"<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>"#);
    format!(
        r#"{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{}{}{}{}{}{}{}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>"#,
        part("document", "document.main"),
        part("styles", "styles"),
        part("numbering", "numbering"),
        part("settings", "settings"),
        part("header1", "header"),
        part("header2", "header"),
        part("footer1", "footer"),
    )
}

pub(super) fn package_relations() -> String {
    format!(
        r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="{OFFICE}/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>"#
    )
}

pub(super) fn document_relations(pictures: usize) -> String {
    let mut out = format!(r#"{HEAD}<Relationships xmlns="{PACKAGE}/relationships">"#);
    for (id, kind, target) in [
        ("styles", "styles", "styles.xml"),
        ("numbering", "numbering", "numbering.xml"),
        ("settings", "settings", "settings.xml"),
        ("header1", "header", "header1.xml"),
        ("header2", "header", "header2.xml"),
        ("footer1", "footer", "footer1.xml"),
    ] {
        out += &format!(r#"<Relationship Id="{id}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>"#);
    }
    for at in 1..=pictures {
        out += &format!(
            r#"<Relationship Id="image{at}" Type="{OFFICE}/relationships/image" Target="media/image{at}.png"/>"#
        );
    }
    out + "</Relationships>"
}

pub(super) fn core(info: &DocumentInfo) -> String {
    let (title, author, date) = (escape(&info.title), escape(&info.author), escape(&info.date));
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:subject>{}</dc:subject><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified></cp:coreProperties>"#,
        escape(&info.header)
    )
}

pub(super) fn app() -> String {
    format!(
        r#"{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>节能诊断工作台</Application></Properties>"#
    )
}

pub(super) fn settings() -> String {
    format!(
        r#"{HEAD}<w:settings {WORD}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#
    )
}

/// A header over a text of that width.
pub(super) fn header(info: &DocumentInfo, width_mm: f64) -> String {
    format!(
        r#"{HEAD}<w:hdr {WORD}><w:p><w:pPr><w:pStyle w:val="Header"/><w:tabs><w:tab w:val="right" w:pos="{}"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{}</w:t></w:r></w:p></w:hdr>"#,
        twips(width_mm),
        escape(&info.header),
        escape(&info.date)
    )
}

pub(super) fn footer() -> String {
    let text = |words: &str| format!(r#"<w:r><w:t xml:space="preserve">{words}</w:t></w:r>"#);
    let of = |name: &str| format!(r#"<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
    format!(
        r#"{HEAD}<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>"#,
        text("第 "),
        of("PAGE"),
        text(" 页 共 "),
        of("NUMPAGES"),
        text(" 页")
    )
}
