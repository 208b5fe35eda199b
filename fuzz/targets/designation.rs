#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| energy_audit_fuzz::designation(data));
