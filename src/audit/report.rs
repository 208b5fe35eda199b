//! What the auditor decides about the report: who answers for it, its logo, its chapters, and texts in own words.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::date::PartialDate;
use crate::record;

/// Longest text, in characters: some ten pages.
pub const LONGEST_TEXT: usize = 20_000;
/// Largest logo, in bytes. It travels with every copy of the audit.
pub const LARGEST_LOGO: usize = 512 * 1024;

record! {
    /// 报告署名
    pub struct Imprint {
        report_number: String = "报告编号", "Report number", "", 0, 60, Enterprise, Optional, "诊断机构自己的编号，印在封面上", "The organisation's own number, printed on the cover", [];
        leader: String = "项目负责人", "Project leader", "", 0, 60, Enterprise, Optional, "主持这次诊断的人，印在署名处", "Who leads this audit; printed among the signatures", [];
        reviewer: String = "审核", "Reviewed by", "", 0, 60, Enterprise, Optional, "诊断机构内审核报告的人，印在署名处", "Who reviews the report in the organisation; printed among the signatures", [];
        approver: String = "批准", "Approved by", "", 0, 60, Enterprise, Optional, "诊断机构内批准报告的人，印在署名处", "Who approves the report in the organisation; printed among the signatures", [];
        report_date: PartialDate = "报告日期", "Report date", "", 0, 0, Enterprise, Optional, "印在封面上；不填则只印判定基准日", "Printed on the cover; if empty only the reference date is printed", [];
    }
}

/// The auditor's own wording of a text that the program would generate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnText {
    /// The wording; a line is a paragraph.
    pub text: String,
    /// What the program had generated when this was written: tells whether it says something else now.
    pub generated: String,
}

/// Kinds of logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoFormat {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// SVG
    Svg,
}

impl LogoFormat {
    /// The format that the first bytes show, whatever the file is called.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            return Some(Self::Jpeg);
        }
        let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}').trim_start();
        (text.starts_with('<') && text.contains("<svg")).then_some(Self::Svg)
    }
}

/// The picture on cover and header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logo {
    /// Name of the file it was read from.
    pub file: String,
    /// What kind of picture.
    pub format: LogoFormat,
    /// The file's bytes, in JSON as hexadecimal digits. Shared, because the audit is copied with every diagnosis.
    #[serde(serialize_with = "write_hex", deserialize_with = "read_hex")]
    pub bytes: Arc<[u8]>,
}

/// Everything of the report that is the auditor's decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReportSettings {
    /// Who answers for it.
    pub imprint: Imprint,
    /// Chapters that the auditor put in (`true`) or left out, by code; the others are as the program has them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub chapters: BTreeMap<String, bool>,
    /// Texts in own words, by key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, OwnText>,
    /// The logo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

/// A change of the report's settings; fields of the imprint are changed as any field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportEdit {
    /// Puts a chapter in, leaves it out, or leaves that to the program.
    Chapter(String, Option<bool>),
    /// Words a text, or leaves that to the program.
    Text(String, Option<OwnText>),
    /// Sets or removes the logo.
    Logo(Option<Logo>),
}

/// Why a report edit doesn't apply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportEditError {
    /// The text is too long.
    #[error("文字有 {0} 个字，最多 {LONGEST_TEXT} 个字")]
    TextTooLong(usize),
    /// The logo is too large.
    #[error("标志图片有 {} KB，最大 {} KB；请先缩小图片", .0 / 1024, LARGEST_LOGO / 1024)]
    LogoTooLarge(usize),
}

impl ReportSettings {
    /// Whether nothing was decided.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Applies a change and returns its inverse.
    pub(super) fn apply(&mut self, edit: ReportEdit) -> Result<ReportEdit, ReportEditError> {
        Ok(match edit {
            ReportEdit::Chapter(code, shown) => {
                let old = put(&mut self.chapters, code.clone(), shown);
                ReportEdit::Chapter(code, old)
            }
            ReportEdit::Text(key, text) => {
                if let Some(long) = text.as_ref().map(|t| t.text.chars().count()).filter(|n| *n > LONGEST_TEXT) {
                    return Err(ReportEditError::TextTooLong(long));
                }
                let old = put(&mut self.texts, key.clone(), text);
                ReportEdit::Text(key, old)
            }
            ReportEdit::Logo(logo) => {
                if let Some(large) = logo.as_ref().map(|l| l.bytes.len()).filter(|n| *n > LARGEST_LOGO) {
                    return Err(ReportEditError::LogoTooLarge(large));
                }
                ReportEdit::Logo(std::mem::replace(&mut self.logo, logo))
            }
        })
    }
}

fn put<T>(map: &mut BTreeMap<String, T>, key: String, value: Option<T>) -> Option<T> {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    }
}

fn write_hex<S: Serializer>(bytes: &Arc<[u8]>, s: S) -> Result<S::Ok, S::Error> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hex =
        bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|d| char::from(DIGITS[usize::from(d)])).collect::<String>();
    s.serialize_str(&hex)
}

fn read_hex<'de, D: Deserializer<'de>>(d: D) -> Result<Arc<[u8]>, D::Error> {
    let text = String::deserialize(d)?;
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 && digits.len() / 2 <= LARGEST_LOGO => {
            Ok(digits.chunks_exact(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect())
        }
        _ => Err(de::Error::custom("标志图片应为偶数个十六进制数字，并不超过大小限制")),
    }
}
