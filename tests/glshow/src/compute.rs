//! What compute shaders compute: a product of matrices, a sum, a sort. The processor computes the same, and every
//! result is compared. What a shader writes beyond its buffer must not be in another.

use std::ffi::{CStr, c_void};

use crate::gl::{Compute, Gl};

const STORAGE_BUFFER: u32 = 0x90D2;
const DISPATCH_INDIRECT_BUFFER: u32 = 0x90EE;
const DYNAMIC_COPY: u32 = 0x88EA;
const MAP_READ: u32 = 1;
const ALL_BARRIERS: u32 = u32::MAX;

/// Rows and columns of the matrices, in tiles of 16 by 16.
const SIDE: usize = 128;
/// Numbers of the sum.
const SUMMED: usize = 1 << 18;
/// Numbers that are sorted.
const SORTED: usize = 1 << 14;
/// Invocations of a workgroup of the sum and of the sort.
const GROUP: usize = 256;

/// Each workgroup makes a tile of the product. It reads the tiles that go into it once, into memory of its own.
const PRODUCT: &str = "#version 310 es
layout(local_size_x = 16, local_size_y = 16) in;
layout(std430, binding = 0) readonly buffer A { float a[]; };
layout(std430, binding = 1) readonly buffer B { float b[]; };
layout(std430, binding = 2) writeonly buffer C { float c[]; };
uniform uvec4 sizes;
shared float tile_a[16][16];
shared float tile_b[16][16];
void main() {
    uvec2 me = gl_LocalInvocationID.xy, at = gl_GlobalInvocationID.xy;
    float sum = 0.0;
    for (uint tile = 0u; tile < sizes.x / 16u; tile++) {
        tile_a[me.y][me.x] = a[at.y * sizes.x + tile * 16u + me.x];
        tile_b[me.y][me.x] = b[(tile * 16u + me.y) * sizes.x + at.x];
        barrier();
        for (uint k = 0u; k < 16u; k++)
            sum += tile_a[me.y][k] * tile_b[k][me.x];
        barrier();
    }
    c[at.y * sizes.x + at.x] = sum;
}
";

/// A tree in each workgroup, whose root is added to one number. Workgroups count themselves.
const SUM: &str = "#version 310 es
layout(local_size_x = 256) in;
layout(std430, binding = 0) readonly buffer Numbers { uint numbers[]; };
layout(std430, binding = 1) buffer Sum { uint sum; uint least; uint greatest; uint groups; };
shared uint tree[256];
void main() {
    uint me = gl_LocalInvocationID.x;
    tree[me] = numbers[gl_GlobalInvocationID.x];
    barrier();
    for (uint half_of = 128u; half_of > 0u; half_of >>= 1) {
        if (me < half_of) tree[me] += tree[me + half_of];
        barrier();
    }
    atomicMin(least, numbers[gl_GlobalInvocationID.x]);
    atomicMax(greatest, numbers[gl_GlobalInvocationID.x]);
    if (me == 0u) {
        atomicAdd(sum, tree[0]);
        atomicAdd(groups, 1u);
    }
}
";

/// One step of a bitonic sort: each invocation puts two numbers in order.
const SORT: &str = "#version 310 es
layout(local_size_x = 256) in;
layout(std430, binding = 0) buffer Numbers { uint numbers[]; };
uniform uvec4 sizes;
void main() {
    uint run = sizes.x, apart = sizes.y, pair = gl_GlobalInvocationID.x;
    uint low = (pair / apart) * 2u * apart + pair % apart;
    uint high = low + apart;
    bool up = (low & run) == 0u;
    uint first = numbers[low], second = numbers[high];
    if ((first > second) == up) {
        numbers[low] = second;
        numbers[high] = first;
    }
}
";

/// Writes where its buffer is, before it and behind it.
const OUTSIDE: &str = "#version 310 es
layout(local_size_x = 64) in;
layout(std430, binding = 0) buffer Numbers { uint numbers[]; };
uniform uvec4 sizes;
void main() {
    uint me = gl_GlobalInvocationID.x;
    numbers[me] = numbers[me + sizes.x] + numbers[me - sizes.y] + 7u;
    numbers[me + sizes.x] = 0xdeadbeefu;
    numbers[me - sizes.y] = 0xdeadbeefu;
    atomicAdd(numbers[me + sizes.x], 1u);
}
";

/// Returns what was computed, in words.
///
/// # Errors
/// What came out otherwise than on the processor.
pub(crate) fn run(gl: &Gl, compute: &Compute) -> Result<String, String> {
    let computer = Computer { gl, compute };
    let worst = computer.product()?;
    computer.sum()?;
    computer.sort()?;
    computer.stay_inside()?;
    Ok(format!(
        "a product of {SIDE}x{SIDE} (off by {worst:.1e} of its terms), a sum of {SUMMED}, a sort of {SORTED}"
    ))
}

struct Computer<'a> {
    gl: &'a Gl,
    compute: &'a Compute,
}

impl Computer<'_> {
    /// Returns the largest error, relative to the sum of its terms' magnitudes.
    fn product(&self) -> Result<f64, String> {
        let mut noise = Noise(1);
        let mut matrix = || -> Vec<f32> { (0..SIDE * SIDE).map(|_| noise.unit()).collect() };
        let (a, b) = (matrix(), matrix());
        let program = self.program(PRODUCT)?;
        let words = |matrix: &[f32]| -> Vec<u32> { matrix.iter().map(|value| value.to_bits()).collect() };
        let buffers = [words(&a), words(&b), vec![u32::MAX; SIDE * SIDE]].map(|words| self.buffer(&words));
        for (binding, buffer) in (0..).zip(buffers) {
            self.bind(binding, buffer);
        }
        self.sizes(program, [SIDE as u32, 0, 0, 0]);
        self.dispatch(SIDE / 16, SIDE / 16);
        let c = self.words(buffers[2], SIDE * SIDE)?;
        let mut worst = 0.0f64;
        for (row, column) in (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (row, column))) {
            let (mut sum, mut magnitude) = (0.0, 0.0);
            for k in 0..SIDE {
                let term = f64::from(a[row * SIDE + k]) * f64::from(b[k * SIDE + column]);
                sum += term;
                magnitude += term.abs();
            }
            let seen = f64::from(f32::from_bits(c[row * SIDE + column]));
            let error = (seen - sum).abs() / magnitude;
            // A sum of n terms in floats of 24 bits is off by n × 2^-24 of them at most.
            if error.is_nan() || error > SIDE as f64 / f64::from(1 << 24) {
                return Err(format!(
                    "product: {seen} in row {row}, column {column}, not {sum}"
                ));
            }
            worst = worst.max(error);
        }
        self.delete(&buffers);
        Ok(worst)
    }

    /// The number of workgroups comes from a buffer.
    fn sum(&self) -> Result<(), String> {
        let mut noise = Noise(2);
        let numbers: Vec<u32> = (0..SUMMED).map(|_| noise.word()).collect();
        let groups = (SUMMED / GROUP) as u32;
        self.program(SUM)?;
        let buffers = [numbers.clone(), vec![0, u32::MAX, 0, 0], vec![0, groups, 1, 1]]
            .map(|words| self.buffer(&words));
        self.bind(0, buffers[0]);
        self.bind(1, buffers[1]);
        // SAFETY: the buffer has three words from the second on.
        unsafe {
            (self.gl.bind_buffer)(DISPATCH_INDIRECT_BUFFER, buffers[2]);
            (self.compute.dispatch_compute_indirect)(4);
            (self.compute.memory_barrier)(ALL_BARRIERS);
        }
        let seen = self.words(buffers[1], 4)?;
        let sum = numbers.iter().fold(0u32, |sum, number| sum.wrapping_add(*number));
        let least = numbers.iter().copied().min().unwrap_or_default();
        let greatest = numbers.iter().copied().max().unwrap_or_default();
        self.delete(&buffers);
        if seen == [sum, least, greatest, groups] {
            Ok(())
        } else {
            Err(format!("sum: {seen:?}, not {:?}", [sum, least, greatest, groups]))
        }
    }

    fn sort(&self) -> Result<(), String> {
        let mut noise = Noise(3);
        let mut numbers: Vec<u32> = (0..SORTED).map(|_| noise.word()).collect();
        let program = self.program(SORT)?;
        let buffer = self.buffer(&numbers);
        self.bind(0, buffer);
        let mut run = 2;
        while run <= SORTED {
            let mut apart = run / 2;
            while apart > 0 {
                self.sizes(program, [run as u32, apart as u32, 0, 0]);
                self.dispatch(SORTED / 2 / GROUP, 1);
                apart /= 2;
            }
            run *= 2;
        }
        let seen = self.words(buffer, SORTED)?;
        numbers.sort_unstable();
        self.delete(&[buffer]);
        match seen
            .iter()
            .zip(&numbers)
            .position(|(seen, number)| seen != number)
        {
            None => Ok(()),
            Some(at) => Err(format!("sort: {} is number {at}, not {}", seen[at], numbers[at])),
        }
    }

    /// The shader is given the middle of a buffer and a buffer between two others; what is around stays as it is.
    fn stay_inside(&self) -> Result<(), String> {
        const WORDS: usize = 1024;
        let program = self.program(OUTSIDE)?;
        let before: Vec<u32> = (0..WORDS as u32)
            .map(|index| index.wrapping_mul(0x9e37_79b1))
            .collect();
        let buffers = [(); 3].map(|()| self.buffer(&before));
        let middle = 256 * 4;
        for far in [WORDS as u32 / 2, 1 << 20, 1 << 29, u32::MAX / 2] {
            // SAFETY: the range is inside the buffer.
            unsafe {
                (self.compute.bind_buffer_range)(STORAGE_BUFFER, 0, buffers[1], middle, 512 * 4);
            }
            self.sizes(program, [far, far, 0, 0]);
            self.dispatch(4, 1);
        }
        for (number, buffer) in buffers.into_iter().enumerate() {
            let seen = self.words(buffer, WORDS)?;
            let touched = |at: usize| number == 1 && (256..768).contains(&at);
            if let Some(at) = (0..WORDS).find(|&at| !touched(at) && seen[at] != before[at]) {
                return Err(format!(
                    "a shader wrote word {at} of buffer {number}, which is not its own"
                ));
            }
        }
        self.delete(&buffers);
        Ok(())
    }

    /// Makes a program, and uses it.
    fn program(&self, text: &str) -> Result<u32, String> {
        let program = self.gl.program(&[(0x91B9, text)], &[])?;
        // SAFETY: only a number.
        unsafe { (self.gl.use_program)(program) }
        Ok(program)
    }

    fn sizes(&self, program: u32, [x, y, z, w]: [u32; 4]) {
        const NAME: &CStr = c"sizes";
        // SAFETY: the name ends with zero; the program is in use.
        unsafe {
            let location = (self.gl.get_uniform_location)(program, NAME.as_ptr());
            (self.compute.uniform4ui)(location, x, y, z, w);
        }
    }

    fn buffer(&self, words: &[u32]) -> u32 {
        let mut buffer = 0;
        // SAFETY: the buffer takes as many bytes as the slice has.
        unsafe {
            (self.gl.gen_buffers)(1, &mut buffer);
            (self.gl.bind_buffer)(STORAGE_BUFFER, buffer);
            let bytes = size_of_val(words) as isize;
            (self.gl.buffer_data)(
                STORAGE_BUFFER,
                bytes,
                words.as_ptr().cast::<c_void>(),
                DYNAMIC_COPY,
            );
        }
        buffer
    }

    fn bind(&self, binding: u32, buffer: u32) {
        // SAFETY: only numbers.
        unsafe { (self.compute.bind_buffer_base)(STORAGE_BUFFER, binding, buffer) }
    }

    /// What comes after sees what it wrote.
    fn dispatch(&self, width: usize, height: usize) {
        // SAFETY: only numbers.
        unsafe {
            (self.compute.dispatch_compute)(width as u32, height as u32, 1);
            (self.compute.memory_barrier)(ALL_BARRIERS);
        }
    }

    fn words(&self, buffer: u32, count: usize) -> Result<Vec<u32>, String> {
        let bytes = (count * 4) as isize;
        // SAFETY: the buffer has that many bytes, which stay mapped until they are copied.
        unsafe {
            (self.gl.bind_buffer)(STORAGE_BUFFER, buffer);
            let mapped = (self.compute.map_buffer_range)(STORAGE_BUFFER, 0, bytes, MAP_READ);
            if mapped.is_null() {
                return Err(format!(
                    "a buffer cannot be mapped: GL error {:#x}",
                    (self.gl.get_error)()
                ));
            }
            let words = std::slice::from_raw_parts(mapped.cast::<u32>(), count).to_vec();
            (self.compute.unmap_buffer)(STORAGE_BUFFER);
            match (self.gl.get_error)() {
                0 => Ok(words),
                error => Err(format!("GL error {error:#x}")),
            }
        }
    }

    fn delete(&self, buffers: &[u32]) {
        // SAFETY: the slice has as many names as it says.
        unsafe { (self.gl.delete_buffers)(buffers.len() as i32, buffers.as_ptr()) }
    }
}

/// Numbers that look random.
struct Noise(u32);

impl Noise {
    fn word(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
        let word = ((self.0 >> ((self.0 >> 28) + 4)) ^ self.0).wrapping_mul(277_803_737);
        word >> 22 ^ word
    }

    /// From -1 to 1.
    fn unit(&mut self) -> f32 {
        (self.word() >> 8) as f32 / (1 << 23) as f32 - 1.0
    }
}
