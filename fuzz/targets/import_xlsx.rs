#![no_main]

// The reader of foreign workbooks may panic inside: that is caught and told as a damaged file. The fuzzer's own hook
// would end at the panic, before it is caught; one that is not caught still ends at the edge of the target.
libfuzzer_sys::fuzz_target!(
    init: drop(std::panic::take_hook()),
    |data: &[u8]| energy_audit_fuzz::import_xlsx(data)
);
