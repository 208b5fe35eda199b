//! Puts the icon into the Windows program. The resource is made by `packaging/draw_icon.py`; the linker of Visual Studio
//! takes it as it is, so that no resource compiler is needed.

fn main() {
    let resource = "assets/icons/energy-audit.res";
    println!("cargo::rerun-if-changed={resource}");
    let target = |name: &str| std::env::var(name).unwrap_or_default();
    if target("CARGO_CFG_TARGET_OS") == "windows" && target("CARGO_CFG_TARGET_ENV") == "msvc" {
        let root = target("CARGO_MANIFEST_DIR");
        println!("cargo::rustc-link-arg-bins={root}/{resource}");
    }
}
