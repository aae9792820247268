//! Which programs are run, and what is asked of their pictures.

use std::time::Duration;

/// A program of the distribution, and what it is run for.
pub(super) struct Stock {
    /// What results and expectations are filed under.
    pub(super) name: &'static str,
    /// Programs that have to be there, by name or by path.
    pub(super) needs: &'static [&'static str],
    /// A shell script that runs it; `$HERE` is where our scenes and pages lie.
    pub(super) script: &'static str,
    /// Its picture is taken no later than this after the start, by whoever draws, and not before half of it is over.
    pub(super) time: Duration,
    pub(super) judge: Judge,
}

/// When a program has drawn right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Judge {
    /// Its window looks like the one that llvmpipe draws, with at least this structural similarity. The picture is
    /// taken as soon as it stands still.
    Alike(f64),
    /// What it shows is never twice the same, or not the same by every driver. It has at least two thirds of the shades of llvmpipe's picture.
    Moves,
    /// A page that checks what it draws by itself and says so on the browser's console. The browser ends by itself and
    /// leaves `page.png`, which has at least this structural similarity.
    Page(f64),
}

const GTK: &[&str] = &["gtk4-demo", "gtk4-widget-factory"];
const QML: &[&str] = &["/usr/lib/qt6/bin/qml"];
const WESTON: &[&str] = &["weston", "weston-simple-egl"];
const CHROMIUM: &[&str] = &["chromium"];

/// A still window.
const fn still(name: &'static str, needs: &'static [&'static str], script: &'static str, ssim: f64) -> Stock {
    Stock {
        name,
        needs,
        script,
        time: Duration::from_secs(12),
        judge: Judge::Alike(ssim),
    }
}

/// Something that moves.
const fn moves(
    name: &'static str,
    needs: &'static [&'static str],
    script: &'static str,
    seconds: u64,
) -> Stock {
    Stock {
        name,
        needs,
        script,
        time: Duration::from_secs(seconds),
        judge: Judge::Moves,
    }
}

/// A page in a browser without a window.
const fn page(name: &'static str, needs: &'static [&'static str], script: &'static str) -> Stock {
    Stock {
        name,
        needs,
        script,
        time: Duration::from_secs(90),
        judge: Judge::Page(0.99),
    }
}

/// All of them. In some windows a little moves, as snow does over Tux Racer's menu: those may differ more.
pub(super) const TABLE: &[Stock] = &[
    still("gtk-widgets", GTK, "exec gtk4-widget-factory", 0.97),
    still("gtk-shadows", GTK, "exec gtk4-demo --run=css_shadows", 0.99),
    still(
        "gtk-blend-modes",
        GTK,
        "exec gtk4-demo --run=css_blendmodes",
        0.99,
    ),
    still("gtk-text", GTK, "exec gtk4-demo --run=rotated_text", 0.99),
    still("gtk-transparent", GTK, "exec gtk4-demo --run=transparent", 0.99),
    still("gtk-glarea", GTK, "exec gtk4-demo --run=glarea", 0.99),
    still("gtk-transitions", GTK, "exec gtk4-demo --run=gltransition", 0.97),
    moves("gtk-gears", GTK, "exec gtk4-demo --run=gears", 6),
    moves("gtk-shadertoy", GTK, "exec gtk4-demo --run=shadertoy", 6),
    still(
        "qt-quick",
        QML,
        "exec /usr/lib/qt6/bin/qml \"$HERE/quick.qml\"",
        0.99,
    ),
    still(
        "qt-quick3d",
        QML,
        "exec /usr/lib/qt6/bin/qml \"$HERE/quick3d.qml\"",
        0.97,
    ),
    Stock {
        name: "weston-gtk",
        needs: WESTON,
        script:
            "weston --backend=x11-backend.so --shell=kiosk-shell.so --idle-time=0 --width=1200 --height=900 &
        until [ -S \"$XDG_RUNTIME_DIR/wayland-1\" ]; do sleep 0.1; done
        exec env WAYLAND_DISPLAY=wayland-1 GDK_BACKEND=wayland gtk4-demo --run=css_blendmodes",
        time: Duration::from_secs(16),
        // Around the window llvmpipe shows red, and both servers show black: that is left out of it.
        judge: Judge::Moves,
    },
    moves(
        "weston-clients",
        WESTON,
        "weston --backend=x11-backend.so --idle-time=0 --width=1200 --height=900 &
        until [ -S \"$XDG_RUNTIME_DIR/wayland-1\" ]; do sleep 0.1; done
        export WAYLAND_DISPLAY=wayland-1
        weston-simple-egl & weston-subsurfaces & weston-flower & weston-simple-damage & weston-smoke &
        exec weston-transformed",
        8,
    ),
    page(
        "webgl1",
        CHROMIUM,
        "exec sh \"$HERE/browser.sh\" \"$HERE/webgl/webgl1.html\"",
    ),
    page(
        "webgl2",
        CHROMIUM,
        "exec sh \"$HERE/browser.sh\" \"$HERE/webgl/webgl2.html\"",
    ),
    page(
        "browser",
        CHROMIUM,
        "exec sh \"$HERE/browser.sh\" \"$HERE/page.html\"",
    ),
    still("tux-racer", &["/usr/games/etr"], "exec /usr/games/etr", 0.8),
    moves(
        "neverball",
        &["/usr/games/neverball"],
        "exec /usr/games/neverball",
        16,
    ),
    // Hundreds of megabytes each: they are run where they are installed already.
    moves(
        "openarena",
        &["/usr/games/openarena"],
        "exec /usr/games/openarena +set r_fullscreen 0 +set r_mode 4 +set s_initsound 0 +set com_introplayed 1 \
        +devmap oa_dm1",
        20,
    ),
    moves(
        "supertuxkart",
        &["/usr/games/supertuxkart"],
        "exec /usr/games/supertuxkart --windowed --screensize=1024x768 --no-sound",
        20,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for (index, stock) in TABLE.iter().enumerate() {
            assert!(TABLE[..index].iter().all(|other| other.name != stock.name));
        }
    }
}
