//! Variants of shaders: lowered once for each key, when a pipeline is made of them.

use std::sync::{Arc, Weak};

use device::gpu::{Key, Keyed, Shader, Shared};
use rustc_hash::FxHashMap;
use tgsi::lower::LowerError;
use tgsi::lower::key::{
    ComputeHeader, ComputeKey, FragmentHeader, FragmentKey, Varying, VertexHeader, VertexKey,
};
use wgpu::{Features, ShaderModuleDescriptor, ShaderSource};

use crate::draw::handed;
use crate::later::Later;

/// A shader as it is drawn with.
pub(crate) struct Variant<K, H> {
    /// Its number, for keys of what is made of it.
    pub(crate) id: u32,
    /// What it is a variant of, as long as the guest has that.
    pub(crate) shader: Weak<Keyed<Shader>>,
    pub(crate) key: K,
    /// What it is lowered to; nothing if it cannot be.
    pub(crate) module: Arc<Later<wgpu::ShaderModule>>,
    /// Where its header's parts are.
    pub(crate) header: H,
    /// Bytes of its block: header and constants, as the host binds them.
    pub(crate) block_bytes: u32,
    /// Elements of `CONST[0]` that it reads.
    pub(crate) constants: u32,
    /// Elements of its block: those, the header, and what is packed.
    pub(crate) block_len: u32,
    /// What crosses between the stages; of fragment shaders only.
    pub(crate) varyings: Vec<Varying>,
    /// Whether it reads its block itself: constants of fragment shaders may come from the vertex stage.
    pub(crate) reads_block: bool,
}

pub(crate) type VertexVariant = Variant<VertexKey, VertexHeader>;
pub(crate) type FragmentVariant = Variant<FragmentKey, FragmentHeader>;
pub(crate) type ComputeVariant = Variant<ComputeKey, ComputeHeader>;

/// `None` is one that asks for more than the host has.
type MaybeVariant<K, H> = Option<Arc<Variant<K, H>>>;

/// The variants of one shader.
struct Variants<K, H> {
    shader: Weak<Keyed<Shader>>,
    list: Vec<(K, MaybeVariant<K, H>)>,
}

/// Every variant of every shader.
#[derive(Default)]
pub(crate) struct Shaders {
    vertex: Table<VertexKey, VertexHeader>,
    fragment: Table<FragmentKey, FragmentHeader>,
    compute: Table<ComputeKey, ComputeHeader>,
    next: u32,
}

/// The variants of a stage.
struct Table<K, H> {
    shaders: FxHashMap<Key, Variants<K, H>>,
    /// With so many shaders, those that are gone are let go.
    most: usize,
    /// Variants of all shaders.
    len: usize,
}

/// Shaders and pipelines that are kept before any is looked at.
pub(crate) const FEW: usize = 64;
/// The smallest block that is bound; sizes are powers of two from there on, so that few bind groups do.
const SMALLEST_BLOCK: u32 = 256;
/// The largest uniform binding that every host has.
const LARGEST_BLOCK: u32 = 64 << 10;

impl<K, H> Default for Table<K, H> {
    fn default() -> Self {
        Self {
            shaders: FxHashMap::default(),
            most: FEW,
            len: 0,
        }
    }
}

impl<K: PartialEq + Clone, H> Table<K, H> {
    /// The variant of a key, made by `create` if there is none.
    fn get(
        &mut self,
        shader: &Shared<Shader>,
        key: &K,
        create: impl FnOnce() -> Option<Variant<K, H>>,
    ) -> MaybeVariant<K, H> {
        // A guest may go on drawing with a shader that it has destroyed, and nobody tells when it ends.
        if self.shaders.len() >= self.most {
            self.shaders
                .retain(|_, variants| variants.shader.strong_count() > 0);
            self.most = FEW.max(2 * self.shaders.len());
            self.len = self.shaders.values().map(|variants| variants.list.len()).sum();
        }
        let variants = self.shaders.entry(shader.key()).or_insert_with(|| Variants {
            shader: Arc::downgrade(shader),
            list: Vec::new(),
        });
        if let Some((_, variant)) = variants.list.iter().find(|(known, _)| known == key) {
            return variant.clone();
        }
        let variant = create().map(Arc::new);
        variants.list.push((key.clone(), variant.clone()));
        self.len += 1;
        variant
    }

    fn remove(&mut self, key: Key) {
        if let Some(variants) = self.shaders.remove(&key) {
            self.len -= variants.list.len();
        }
    }
}

impl Shaders {
    /// Variants of all stages.
    pub(crate) fn len(&self) -> usize {
        self.vertex.len + self.fragment.len + self.compute.len
    }

    /// Whoever has one keeps it.
    pub(crate) fn forget_all(&mut self) {
        self.vertex = Table::default();
        self.fragment = Table::default();
        self.compute = Table::default();
    }

    /// The vertex variant; `None` if it asks for more than the host has.
    pub(crate) fn vertex(
        &mut self,
        device: &wgpu::Device,
        shader: &Shared<Shader>,
        key: &VertexKey,
    ) -> Option<Arc<VertexVariant>> {
        let next = &mut self.next;
        self.vertex.get(shader, key, || {
            let header = key.header();
            let len = shader.tgsi.block_len(header.len, key.packs);
            variant(next, device, shader, key, header, len, tgsi::lower::vertex)
        })
    }

    /// The fragment variant; `None` if it asks for more than the host has.
    pub(crate) fn fragment(
        &mut self,
        device: &wgpu::Device,
        shader: &Shared<Shader>,
        key: &FragmentKey,
    ) -> Option<Arc<FragmentVariant>> {
        let next = &mut self.next;
        self.fragment.get(shader, key, || {
            let header = key.header();
            let len = shader.tgsi.block_len(header.len, key.packs);
            let variant = variant(next, device, shader, key, header, len, tgsi::lower::fragment)?;
            let varyings = shader.tgsi.varyings(key);
            let reads_block = handed::reads_block(shader, key);
            Some(Variant {
                varyings,
                reads_block,
                ..variant
            })
        })
    }

    /// The compute variant; `None` if it asks for more than the host has.
    pub(crate) fn compute(
        &mut self,
        device: &wgpu::Device,
        shader: &Shared<Shader>,
        key: &ComputeKey,
    ) -> Option<Arc<ComputeVariant>> {
        let next = &mut self.next;
        self.compute.get(shader, key, || {
            let header = key.header();
            let len = shader.tgsi.block_len(header.len, false);
            variant(next, device, shader, key, header, len, tgsi::lower::compute)
        })
    }

    pub(crate) fn forget(&mut self, key: Key) {
        self.vertex.remove(key);
        self.fragment.remove(key);
        self.compute.remove(key);
    }
}

/// A variant with a number of its own, for a stage that hands on no varyings; `None` if it asks for more than the host
/// has.
fn variant<K: Clone + Send + 'static, H>(
    next: &mut u32,
    device: &wgpu::Device,
    shader: &Shared<Shader>,
    key: &K,
    header: H,
    block_len: u32,
    lower: fn(&tgsi::Shader, &K) -> Result<naga::Module, LowerError>,
) -> Option<Variant<K, H>> {
    let block_bytes = block_bytes(device, shader, block_len)?;
    let (text, of_key) = (Arc::clone(shader), key.clone());
    *next += 1;
    Some(Variant {
        id: *next,
        shader: Arc::downgrade(shader),
        key: key.clone(),
        module: module(device, shader, move || lower(&text.tgsi, &of_key)),
        header,
        block_bytes,
        constants: constants(shader),
        block_len,
        varyings: Vec::new(),
        reads_block: true,
    })
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

/// Bytes of a shader's block; `None` if that is more than the host binds, or the shader asks for something else that
/// the host lacks.
fn block_bytes(device: &wgpu::Device, shader: &Shared<Shader>, block_len: u32) -> Option<u32> {
    let info = &shader.tgsi.info;
    let features = device.features();
    let lacks = |asked: bool, feature| asked && !features.contains(feature);
    if lacks(info.reads_primitive, Features::PRIMITIVE_INDEX)
        || lacks(info.early_depth, Features::SHADER_EARLY_DEPTH_TEST)
    {
        log::warn!("shader {} asks for what the host lacks", shader.key().get());
        return None;
    }
    let bytes = block_len.checked_mul(16)?;
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
