//! Variants of shaders: lowered once for each key, when a pipeline is made of them.

use std::sync::Arc;

use device::gpu::{Key, Shader, Shared};
use rustc_hash::FxHashMap;
use tgsi::lower::LowerError;
use tgsi::lower::key::{FragmentHeader, FragmentKey, Varying, VertexHeader, VertexKey};
use wgpu::{ShaderModuleDescriptor, ShaderSource};

use crate::later::Later;

/// A shader as it is drawn with.
pub(crate) struct Variant<H> {
    /// Its number, for keys of what is made of it.
    pub(crate) id: u32,
    /// What it is lowered to; nothing if it cannot be.
    pub(crate) module: Arc<Later<wgpu::ShaderModule>>,
    /// Where its header's parts are.
    pub(crate) header: H,
    /// Bytes of its block: header and constants, as the host binds them.
    pub(crate) block_bytes: u32,
    /// Elements of `CONST[0]` that it reads.
    pub(crate) constants: u32,
    /// What crosses between the stages; of fragment shaders only.
    pub(crate) varyings: Vec<Varying>,
}

/// The variants of one shader; `None` is one that has more constants than the host binds.
type Variants<K, H> = Vec<(K, Option<Arc<Variant<H>>>)>;

/// Every variant of every shader.
#[derive(Default)]
pub(crate) struct Shaders {
    vertex: FxHashMap<Key, Variants<VertexKey, VertexHeader>>,
    fragment: FxHashMap<Key, Variants<FragmentKey, FragmentHeader>>,
    next: u32,
}

/// The smallest block that is bound; sizes are powers of two from there on, so that few bind groups do.
const SMALLEST_BLOCK: u32 = 256;
/// The largest uniform binding that every host has.
const LARGEST_BLOCK: u32 = 64 << 10;

impl Shaders {
    /// The vertex variant; `None` if the shader has too many constants.
    pub(crate) fn vertex(
        &mut self,
        device: &wgpu::Device,
        shader: &Shared<Shader>,
        key: &VertexKey,
    ) -> Option<Arc<Variant<VertexHeader>>> {
        let variants = self.vertex.entry(shader.key()).or_default();
        if let Some((_, variant)) = variants.iter().find(|(known, _)| known == key) {
            return variant.clone();
        }
        let header = key.header();
        let variant = block_bytes(shader, header.len).map(|block_bytes| {
            let (text, key) = (Arc::clone(shader), key.clone());
            self.next += 1;
            Arc::new(Variant {
                id: self.next,
                module: module(device, shader, move || tgsi::lower::vertex(&text.tgsi, &key)),
                header,
                block_bytes,
                constants: constants(shader),
                varyings: Vec::new(),
            })
        });
        variants.push((key.clone(), variant.clone()));
        variant
    }

    /// The fragment variant; `None` if the shader has too many constants.
    pub(crate) fn fragment(
        &mut self,
        device: &wgpu::Device,
        shader: &Shared<Shader>,
        key: &FragmentKey,
    ) -> Option<Arc<Variant<FragmentHeader>>> {
        let variants = self.fragment.entry(shader.key()).or_default();
        if let Some((_, variant)) = variants.iter().find(|(known, _)| known == key) {
            return variant.clone();
        }
        let header = key.header();
        let variant = block_bytes(shader, header.len).map(|block_bytes| {
            let (text, key) = (Arc::clone(shader), key.clone());
            let varyings = shader.tgsi.varyings(&key);
            self.next += 1;
            Arc::new(Variant {
                id: self.next,
                module: module(device, shader, move || tgsi::lower::fragment(&text.tgsi, &key)),
                header,
                block_bytes,
                constants: constants(shader),
                varyings,
            })
        });
        variants.push((key.clone(), variant.clone()));
        variant
    }

    pub(crate) fn forget(&mut self, key: Key) {
        self.vertex.remove(&key);
        self.fragment.remove(&key);
    }
}

/// The module of what `lower` makes of a shader.
fn module(
    device: &wgpu::Device,
    shader: &Shared<Shader>,
    lower: impl FnOnce() -> Result<naga::Module, LowerError> + Send + 'static,
) -> Arc<Later<wgpu::ShaderModule>> {
    let (device, shader) = (device.clone(), Arc::clone(shader));
    Arc::new(Later::new(move || match lower() {
        Ok(module) => Some(create_module(&device, module)),
        Err(error) => {
            log::warn!("shader {} cannot be lowered: {error}", shader.key().get());
            log::debug!("{}", shader.text);
            None
        }
    }))
}

/// Elements of `CONST[0]` that a shader reads.
fn constants(shader: &Shader) -> u32 {
    shader.tgsi.info.constants.first().copied().flatten().unwrap_or(0)
}

/// Bytes of a shader's block; `None` if that is more than the host binds.
fn block_bytes(shader: &Shared<Shader>, header_len: u32) -> Option<u32> {
    let bytes = header_len.checked_add(constants(shader))?.checked_mul(16)?;
    if bytes > LARGEST_BLOCK {
        log::warn!("shader {} has too many constants", shader.key().get());
        return None;
    }
    Some(bytes.next_power_of_two().max(SMALLEST_BLOCK))
}

/// A module of what was lowered. The host's check against endless loops is left out where all loops end by themselves,
/// as those of lowered shaders do: with both in each loop, drivers neither unroll loops nor compile them in reasonable
/// time.
#[expect(
    unsafe_code,
    reason = "leaving out a check that the lowering makes unnecessary"
)]
fn create_module(device: &wgpu::Device, module: naga::Module) -> wgpu::ShaderModule {
    let loops_end = tgsi::lower::loops_end(&module);
    let descriptor = ShaderModuleDescriptor {
        label: None,
        source: ShaderSource::Naga(std::borrow::Cow::Owned(module)),
    };
    if !loops_end {
        return device.create_shader_module(descriptor);
    }
    let checks = wgpu::ShaderRuntimeChecks {
        force_loop_bounding: false,
        ..wgpu::ShaderRuntimeChecks::checked()
    };
    // SAFETY: All checks stay but the one that keeps loops from running for ever, which compilers take for
    // impossible; each loop was just seen to count its iterations and to end.
    unsafe { device.create_shader_module_trusted(descriptor, checks) }
}
