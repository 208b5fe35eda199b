//! What only the Windows program needs: its icon, and a stack as large as elsewhere. The icon's resource is made by
//! `packaging/draw_icon.py`; the linker of Visual Studio takes it as it is, that of MinGW after `windres`.

use std::env::var;
use std::process::Command;

/// Bytes of stack of the first thread, as Linux and macOS give it; Windows gives an eighth.
const STACK: u32 = 8 << 20;

fn main() {
    let resource = "assets/icons/energy-audit.res";
    println!("cargo::rerun-if-changed={resource}");
    let target = |name: &str| var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    if target("OS") != "windows" {
        return;
    }
    if target("ENV") == "msvc" {
        println!("cargo::rustc-link-arg-bins={}/{resource}", var("CARGO_MANIFEST_DIR").unwrap_or_default());
        println!("cargo::rustc-link-arg-bins=/STACK:{STACK}");
        return;
    }
    println!("cargo::rustc-link-arg-bins=-Wl,--stack,{STACK}");
    let object = format!("{}/icon.o", var("OUT_DIR").unwrap_or_default());
    let windres = |tool: &str| {
        let made = Command::new(tool).args(["-J", "res", "-O", "coff", "-i", resource, "-o", &object]).status();
        made.is_ok_and(|status| status.success())
    };
    if windres(&format!("{}-w64-mingw32-windres", target("ARCH"))) || windres("windres") {
        println!("cargo::rustc-link-arg-bins={object}");
    } else {
        println!("cargo::warning=no windres was found: the program has no icon");
    }
}
