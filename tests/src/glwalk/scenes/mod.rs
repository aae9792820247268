//! The scenes, a file for each part of GL.

mod blending;
mod buffers;
mod fixed;
mod formats;
mod lines;
mod pixels;
mod raster;
mod shaders;
mod targets;
mod textures;

use super::Scene;

/// Every scene, in order.
pub(crate) fn all() -> impl Iterator<Item = &'static Scene> {
    [
        blending::SCENES,
        buffers::SCENES,
        fixed::SCENES,
        formats::SCENES,
        lines::SCENES,
        pixels::SCENES,
        raster::SCENES,
        shaders::SCENES,
        targets::SCENES,
        textures::SCENES,
    ]
    .into_iter()
    .flatten()
}

/// A line of a table of scenes.
const fn scene(name: &'static str, draw: fn(&super::gl::Gl)) -> Scene {
    Scene {
        name,
        needs: &[],
        draw,
    }
}

/// A line for a scene that needs more than OpenGL 2.1.
const fn extended(name: &'static str, needs: &'static [&'static str], draw: fn(&super::gl::Gl)) -> Scene {
    Scene { name, needs, draw }
}
