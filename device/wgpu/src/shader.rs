//! Variants of shaders: lowered once for each key.

use std::sync::Arc;

use device::gpu::{Key, Shader, Shared};
use rustc_hash::FxHashMap;
use tgsi::lower::key::{FragmentHeader, FragmentKey, Varying, VertexHeader, VertexKey};
use wgpu::{ShaderModuleDescriptor, ShaderSource};

/// A lowered shader.
pub(crate) struct Variant<H> {
    /// Its number, for keys of what is made of it.
    pub(crate) id: u32,
    pub(crate) module: wgpu::ShaderModule,
    /// Where its header's parts are.
    pub(crate) header: H,
    /// Bytes of its block: header and constants, as the host binds them.
    pub(crate) block_bytes: u32,
    /// Elements of `CONST[0]` that it reads.
    pub(crate) constants: u32,
    /// What crosses between the stages; of fragment shaders only.
    pub(crate) varyings: Vec<Varying>,
}

/// The variants of one shader; `None` is one that cannot be lowered.
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
    /// The vertex variant; `None` if the shader cannot be lowered.
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
        let made = tgsi::lower::vertex(&shader.tgsi, key).map(|module| {
            create(
                device,
                &mut self.next,
                shader,
                module,
                header.len,
                header.clone(),
                Vec::new(),
            )
        });
        let variant = report(shader, made);
        variants.push((key.clone(), variant.clone()));
        variant
    }

    /// The fragment variant; `None` if the shader cannot be lowered.
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
        let varyings = shader.tgsi.varyings(key);
        let made = tgsi::lower::fragment(&shader.tgsi, key).map(|module| {
            create(
                device,
                &mut self.next,
                shader,
                module,
                header.len,
                header.clone(),
                varyings,
            )
        });
        let variant = report(shader, made);
        variants.push((key.clone(), variant.clone()));
        variant
    }

    pub(crate) fn forget(&mut self, key: Key) {
        self.vertex.remove(&key);
        self.fragment.remove(&key);
    }
}

fn create<H>(
    device: &wgpu::Device,
    next: &mut u32,
    shader: &Shader,
    module: naga::Module,
    header_len: u32,
    header: H,
    varyings: Vec<Varying>,
) -> Option<Variant<H>> {
    let constants = shader.tgsi.info.constants.first().copied().flatten().unwrap_or(0);
    let bytes = header_len.checked_add(constants)?.checked_mul(16)?;
    if bytes > LARGEST_BLOCK {
        return None;
    }
    let block_bytes = bytes.next_power_of_two().max(SMALLEST_BLOCK);
    let module = create_module(device, module);
    *next += 1;
    Some(Variant {
        id: *next,
        module,
        header,
        block_bytes,
        constants,
        varyings,
    })
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

fn report<H>(
    shader: &Shared<Shader>,
    made: Result<Option<Variant<H>>, tgsi::lower::LowerError>,
) -> Option<Arc<Variant<H>>> {
    match made {
        Ok(Some(variant)) => Some(Arc::new(variant)),
        Ok(None) => {
            log::warn!("shader {} has too many constants", shader.key().get());
            None
        }
        Err(error) => {
            log::warn!("shader {} cannot be lowered: {error}", shader.key().get());
            log::debug!("{}", shader.text);
            None
        }
    }
}
