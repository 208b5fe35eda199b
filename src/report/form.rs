//! The shapes a report comes in.

/// Which shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The whole report.
    #[default]
    Full,
    /// Two pages for who decides.
    Summary,
    /// The list of obsolete devices as the bureau files it.
    Obsolete,
    /// One sheet per measure for the plant's manager.
    Measures,
}

impl Form {
    /// Every form, the whole report first.
    pub const ALL: [Self; 4] = [Self::Full, Self::Summary, Self::Obsolete, Self::Measures];

    /// As the command line names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Summary => "summary",
            Self::Obsolete => "obsolete",
            Self::Measures => "measures",
        }
    }

    /// The form of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }

    /// What it is called; also in the names of files.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Full => "节能诊断报告",
            Self::Summary => "节能诊断摘要",
            Self::Obsolete => "淘汰用能设备清单",
            Self::Measures => "节能措施单",
        }
    }

    /// In English.
    pub fn en(self) -> &'static str {
        match self {
            Self::Full => "Full report",
            Self::Summary => "Two-page summary",
            Self::Obsolete => "List of obsolete devices",
            Self::Measures => "One sheet per measure",
        }
    }

    /// The template that lays it out.
    pub(super) fn template(self) -> &'static str {
        match self {
            Self::Full => "report.typ",
            Self::Summary => "form_summary.typ",
            Self::Obsolete => "form_obsolete.typ",
            Self::Measures => "form_measures.typ",
        }
    }
}
