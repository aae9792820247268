//! How the driver's image is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("uefi") {
        return;
    }
    // Firmware lets drivers stay and ends applications; the target's own choice is an application. The same sources
    // give the same image: no time of day, and no path to where the symbols are.
    for argument in ["/subsystem:efi_boot_service_driver", "/Brepro", "/debug:none"] {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
}
