//! 节能诊断工作台 as a library, in reading order.

pub mod app;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod diagnosis;
pub mod economics;
pub mod energy;
pub mod exchange;
pub mod progress;
pub mod reference;
pub mod report;
pub mod retrofit;
pub mod screening;
pub mod store;
