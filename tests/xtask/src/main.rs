//! Project tooling, run as `cargo xtask TASK`.

mod deps;
mod guest;
mod packages;
mod paths;
mod process;

use anyhow::Result;
use guest::backend::Program;
use guest::qemu::*;

fn main() -> Result<()> {
    process::catch_signals()?;
    deps::print_table();
    let image = Image::prepare()?;
    println!("{}", image.kernel_version());
    let logs = paths::results("guest-test")?;
    let peer = Program::new(&Program::peer()?)?;
    for (name, gpu) in [("ref", Gpu::Builtin), ("peer", Gpu::VhostUser(&peer))] {
        let t = std::time::Instant::now();
        let mut m = Machine::start(&Options::new(name, gpu, Boot::Linux(&image, "console"), &logs))?;
        m.wait_for_mark("shown")?;
        println!("shown {:?}", t.elapsed());
        let p = m.wait_for_picture("banner", BOOT_LIMIT, |p| !p.is_blank())?;
        p.write_png(&logs.join(format!("console-{name}.png")))?;
        println!("{:?} {:?} {}", t.elapsed(), p, p.colours());
        m.finish()?;
    }
    Ok(())
}
