//! 节能诊断工作台 as a library: an audit is plain data, a device's annual energy is a function of the device, a
//! measure is a function from device to device, everything else is a comparison.
//!
//! In reading order (each module imports only those before it; see ARCHITECTURE.md):
//!
//! 1. [`audit`]: what the auditor records, with one declaration per field and edits that know their inverse.
//! 2. [`reference`]: what the nation prescribes; CSV tables with standard, edition, dates, clause and review state.
//! 3. [`energy`]: device → energy per year with its calculation; tce, CO₂ and yuan.
//! 4. [`screening`]: device × national data → verdict with evidence.
//! 5. [`economics`]: cash flow → payback, NPV, IRR; contracts; uncertainty.
//! 6. [`retrofit`]: device → better device; suggestions; scenarios; the best set for a budget; when to act.
//! 7. [`benchmark`]: the plant × national data → levels of unit consumption, targets, before and after.
//! 8. [`diagnosis`]: the pure function that runs 3 to 6 over the whole audit.
//!    [`worklist`] gathers from it what is still to be found out on site, [`rollup`] adds up many audits,
//!    [`merge`] brings another auditor's audit in.
//! 9. [`store`]: the audit file, durable edits in a private working copy, the user's file replaced whole.
//! 10. [`exchange`]: ledgers and bills in and out, the empty template, attachments, whole audits as JSON, many audits
//!     as Parquet tables.
//! 11. [`report`]: diagnosis → PDF, Word, a workbook of the report's tables; many audits as one document.
//! 12. [`cli`] and [`app`]: the same capabilities on the command line and in the workbench.
//!
//! [`progress`], [`clock`], [`picture`] and [`placing`] serve all: progress and cancelling, the only place that reads the
//! clock, pictures turned upright and scaled, a finished file put in the place of another. `numbers` writes numbers in
//! sentences.

pub mod app;
pub mod audit;
pub mod benchmark;
pub mod cli;
pub mod clock;
pub mod diagnosis;
pub mod economics;
pub mod energy;
pub mod exchange;
pub mod merge;
mod numbers;
pub mod picture;
pub mod placing;
pub mod progress;
pub mod reference;
pub mod report;
pub mod retrofit;
pub mod rollup;
pub mod screening;
pub mod store;
pub mod worklist;
