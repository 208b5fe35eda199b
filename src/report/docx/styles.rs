//! Styles and numberings. Han characters in 宋体, headings in 黑体, Latin letters and figures in Times New Roman:
//! fonts of every Chinese Windows, and what WPS puts in their place elsewhere.

use super::parts::{HEAD, WORD};

const SONG: &str =
    r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="宋体"/>"#;
const HEI: &str =
    r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="黑体"/>"#;

/// A paragraph style: its id, its name, the one it rests on, paragraph and run properties.
fn style(id: &str, name: &str, next: &str, paragraph: &str, run: &str) -> String {
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:next w:val="{next}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    )
}

fn size(half_points: u32) -> String {
    format!(r#"<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#)
}

fn heading(level: usize, space: &str, half_points: u32) -> String {
    let page = if level == 1 { "<w:pageBreakBefore/>" } else { "" };
    let at = level - 1;
    style(
        &format!("Heading{level}"),
        &format!("heading {level}"),
        "BodyText",
        &format!(
            r#"<w:keepNext/><w:keepLines/>{page}<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="1"/></w:numPr><w:spacing {space} w:line="300" w:lineRule="auto"/><w:jc w:val="left"/><w:outlineLvl w:val="{at}"/>"#
        ),
        &format!(r#"{HEI}<w:bCs/><w:color w:val="1F4E79"/>{}"#, size(half_points)),
    )
}

pub(super) fn styles() -> String {
    let mut out = format!(
        r#"{HEAD}<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>{SONG}<w:kern w:val="2"/>{}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:jc w:val="both"/></w:pPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style><w:style w:type="character" w:styleId="Mark"><w:name w:val="报告标记"/><w:rPr><w:sz w:val="15"/><w:szCs w:val="15"/><w:bdr w:val="single" w:sz="4" w:space="0" w:color="5A5A5A"/></w:rPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="ReportTable"><w:name w:val="报告表格"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="404040"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="404040"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders></w:tblPr></w:style>"#,
        size(21)
    );
    out += &heading(1, r#"w:before="0" w:after="240""#, 32);
    out += &heading(2, r#"w:before="240" w:after="120""#, 26);
    out += &heading(3, r#"w:before="200" w:after="100""#, 22);
    let body = r#"<w:spacing w:line="360" w:lineRule="auto" w:after="60"/>"#;
    out += &style(
        "BodyText",
        "Body Text",
        "BodyText",
        &format!(r#"{body}<w:ind w:firstLineChars="200" w:firstLine="420"/>"#),
        "",
    );
    out += &style("Item", "报告条目", "Item", body, "");
    out += &style(
        "Bullet",
        "List Bullet",
        "Bullet",
        r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr><w:spacing w:line="320" w:lineRule="auto" w:after="40"/>"#,
        "",
    );
    out += &style(
        "Caption",
        "caption",
        "BodyText",
        r#"<w:keepLines/><w:spacing w:before="160" w:after="80"/><w:jc w:val="center"/>"#,
        &format!("{HEI}{}", size(19)),
    );
    out +=
        &style("Picture", "报告图", "Caption", r#"<w:keepNext/><w:spacing w:before="120"/><w:jc w:val="center"/>"#, "");
    out += &style(
        "TableText",
        "表格文字",
        "TableText",
        r#"<w:spacing w:before="20" w:after="20"/><w:jc w:val="left"/>"#,
        "",
    );
    out += &style(
        "TableHead",
        "表格表头",
        "TableText",
        r#"<w:keepNext/><w:spacing w:before="20" w:after="20"/><w:jc w:val="center"/>"#,
        &format!("{HEI}<w:b/>"),
    );
    out += &style(
        "Note",
        "报告表注",
        "BodyText",
        r#"<w:spacing w:before="40" w:after="40"/><w:jc w:val="left"/>"#,
        &size(16),
    );
    let edge = |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="6" w:color="8C8C8C"/>"#);
    out += &style(
        "Notice",
        "报告说明框",
        "BodyText",
        &format!(
            r#"<w:pBdr>{}{}{}{}</w:pBdr><w:spacing w:before="160" w:after="200" w:line="320" w:lineRule="auto"/><w:ind w:left="120" w:right="120"/>"#,
            edge("top"),
            edge("left"),
            edge("bottom"),
            edge("right")
        ),
        "",
    );
    out += &style(
        "Title",
        "Title",
        "BodyText",
        r#"<w:spacing w:before="400" w:after="2400"/><w:jc w:val="center"/>"#,
        &format!(r#"{HEI}<w:color w:val="1F4E79"/>{}"#, size(60)),
    );
    out += &style(
        "Subtitle",
        "Subtitle",
        "BodyText",
        r#"<w:spacing w:before="2400" w:after="400"/><w:jc w:val="center"/>"#,
        &format!("{HEI}{}", size(36)),
    );
    out += &style(
        "ContentsHeading",
        "TOC Heading",
        "BodyText",
        r#"<w:pageBreakBefore/><w:spacing w:after="240"/><w:jc w:val="left"/>"#,
        &format!(r#"{HEI}<w:color w:val="1F4E79"/>{}"#, size(32)),
    );
    for (level, indent) in [(1, 0), (2, 320)] {
        out += &style(
            &format!("TOC{level}"),
            &format!("toc {level}"),
            "Normal",
            &format!(
                r#"<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9400"/></w:tabs><w:spacing w:before="40" w:after="40"/><w:ind w:left="{indent}"/><w:jc w:val="left"/>"#
            ),
            "",
        );
    }
    out += &style(
        "Header",
        "header",
        "Header",
        r#"<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="787878"/></w:pBdr><w:jc w:val="left"/>"#,
        &size(17),
    );
    out += &style("Footer", "footer", "Footer", r#"<w:jc w:val="center"/>"#, &size(17));
    out + "</w:styles>"
}

/// 1: headings 1, 1.1, 1.1.1; 2: bullets.
pub(super) fn numbering() -> String {
    let mut levels = String::new();
    for (at, text) in ["%1", "%1.%2", "%1.%2.%3"].into_iter().enumerate() {
        levels += &format!(
            r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Heading{}"/><w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>"#,
            at + 1
        );
    }
    format!(
        r#"{HEAD}<w:numbering {WORD}><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="280"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#
    )
}
