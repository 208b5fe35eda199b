//! The levels of the quota, and what else may come out.

use serde::Serialize;

/// Where a figure stands, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotaLevel {
    /// 超限: above the limit.
    Over,
    /// 限定(3级)
    Grade3,
    /// 准入(2级)
    Grade2,
    /// 先进(1级)
    Grade1,
}

impl QuotaLevel {
    /// All, worst first.
    pub const ALL: [Self; 4] = [Self::Over, Self::Grade3, Self::Grade2, Self::Grade1];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Over => "over_limit",
            Self::Grade3 => "grade3",
            Self::Grade2 => "grade2",
            Self::Grade1 => "grade1",
        }
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Over => "超限",
            Self::Grade3 => "限定值(3级)",
            Self::Grade2 => "准入值(2级)",
            Self::Grade1 => "先进值(1级)",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::Over => "over the limit",
            Self::Grade3 => "limit (grade 3)",
            Self::Grade2 => "access (grade 2)",
            Self::Grade1 => "advanced (grade 1)",
        }
    }

    /// Of the position 0 to 2 of a row's grades.
    pub(super) fn of(position: usize) -> Self {
        [Self::Grade1, Self::Grade2, Self::Grade3].get(position).copied().unwrap_or(Self::Over)
    }
}

/// What was found about a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It has a level.
    Level(QuotaLevel),
    /// There is no mandatory limit for it.
    NoLimit,
    /// Something must be known to tell.
    Insufficient,
    /// The table holds nothing for it on the date.
    NotCovered,
}

impl Outcome {
    /// The level, if there is one.
    pub fn level(self) -> Option<QuotaLevel> {
        match self {
            Self::Level(level) => Some(level),
            _ => None,
        }
    }

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Level(level) => level.code(),
            Self::NoLimit => "no_limit",
            Self::Insufficient => "insufficient_data",
            Self::NotCovered => "not_covered",
        }
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Level(level) => level.zh(),
            Self::NoLimit => "无强制限额",
            Self::Insufficient => "数据不足",
            Self::NotCovered => "未覆盖",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::Level(level) => level.en(),
            Self::NoLimit => "no mandatory limit",
            Self::Insufficient => "insufficient data",
            Self::NotCovered => "not covered",
        }
    }
}
