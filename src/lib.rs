//! 节能诊断工作台 as a library, in reading order.

pub mod audit;
pub mod clock;
pub mod exchange;
pub mod progress;
