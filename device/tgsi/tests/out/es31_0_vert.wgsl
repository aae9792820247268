// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (PointSize, 0), mask: 1 }, Output { register: 2, semantic: (Generic, 0), mask: 15 }, Output { register: 3, semantic: (Generic, 1), mask: 1 }, Output { register: 4, semantic: (Generic, 2), mask: 3 }], samplers: [], constants: [Some(13), Some(65), Some(65)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: true }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 15>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 65>;
@group(3) @binding(2) 
var<uniform> const2_: array<vec4<u32>, 65>;

@vertex 
fn main(@builtin(vertex_index) vertex_index: u32, @builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var array0_: array<vec4<f32>, 4>;
    var temp4_: u32;
    var addr0_: u32;
    var iterations: u32;

    let _e12 = block[3];
    let t5_ = (bitcast<vec4<f32>>(_e12) * vec4(in0_.y));
    let _e19 = block[2];
    let t6_ = ((bitcast<vec4<f32>>(_e19) * vec4(in0_.x)) + t5_);
    let _e26 = block[4];
    let t7_ = ((bitcast<vec4<f32>>(_e26) * vec4(in0_.z)) + t6_);
    let _e33 = block[5];
    let t8_ = (t7_ + bitcast<vec4<f32>>(_e33));
    let t9_ = (instance_index & 15u);
    let t10_ = (t9_ << (6u & 31u));
    let t11_ = (vec4<u32>(16u, 32u, 48u, 64u) + vec4(t10_));
    let t12_ = (t11_ >> (vec4(4u) & vec4(31u)));
    addr0_ = t12_.y;
    let _e55 = addr0_;
    let _e58 = const2_[min(_e55, 64u)];
    let _e61 = const1_[0];
    let t15_ = (bitcast<vec4<f32>>(_e58) * vec4(bitcast<f32>(_e61.y)));
    addr0_ = t12_.x;
    let _e67 = addr0_;
    let _e70 = const2_[min(_e67, 64u)];
    let t18_ = ((bitcast<vec4<f32>>(_e70) * vec4(bitcast<f32>(_e61.x))) + t15_);
    addr0_ = t12_.z;
    let _e78 = addr0_;
    let _e81 = const2_[min(_e78, 64u)];
    let t21_ = ((bitcast<vec4<f32>>(_e81) * vec4(bitcast<f32>(_e61.z))) + t18_);
    addr0_ = t12_.w;
    let _e89 = addr0_;
    let _e92 = const2_[min(_e89, 64u)];
    let t24_ = ((bitcast<vec4<f32>>(_e92) * vec4(bitcast<f32>(_e61.w))) + t21_);
    let _e100 = block[14];
    let t25_ = (_e100.x << (4u & 31u));
    let t26_ = (t25_ + 64u);
    let t27_ = (t26_ >> (4u & 31u));
    addr0_ = t27_;
    let _e107 = addr0_;
    let _e113 = block[(min(_e107, 12u) + 2u)];
    let t29_ = (t8_ + bitcast<vec4<f32>>(_e113));
    let t30_ = (t29_ + t24_);
    temp4_ = 0u;
    let _e117 = iterations;
    loop {
        let _e122 = iterations;
        if (_e122 >= min((_e117 + 65536u), 1048576u)) {
            break;
        }
        iterations = (_e122 + 1u);
        let _e126 = temp4_;
        let t31_ = (bitcast<i32>(_e126) >= 4i);
        if t31_ {
            break;
        }
        let _e130 = temp4_;
        let t32_ = f32(bitcast<i32>(_e130));
        let t33_ = (in0_.x * t32_);
        let _e134 = temp4_;
        let t35_ = (0u + _e134);
        addr0_ = t35_;
        let _e136 = addr0_;
        array0_[min(_e136, 3u)].x = t33_;
        let _e141 = temp4_;
        let t4_ = (_e141 + 1u);
        temp4_ = t4_;
    }
    let t36_ = (_e100.x & 3u);
    let t37_ = (0u + t36_);
    addr0_ = t37_;
    let _e145 = addr0_;
    let _e149 = array0_[min(_e145, 3u)].x;
    let t39_ = (vertex_index ^ 5u);
    let _e158 = vec4<f32>((t30_.x + _e149), t30_.y, t30_.z, t30_.w);
    let _e160 = block[0];
    let _e161 = bitcast<vec4<f32>>(_e160);
    return VertexOutput(vec4<f32>(_e158.x, (_e158.y * _e161.x), ((_e158.z * _e161.y) + (_e158.w * _e161.z)), _e158.w), in1_, vec4<f32>(bitcast<f32>(t39_), 0f, 0f, 0f), vec4<f32>(in0_.x, in0_.y, 0f, 0f));
}

// slot_clip_points
Module {
    types: {
        [0]: Type {
            name: None,
            inner: Vector {
                size: Quad,
                scalar: Scalar {
                    kind: Uint,
                    width: 4,
                },
            },
        },
        [1]: Type {
            name: None,
            inner: Array {
                base: [0],
                size: Dynamic,
                stride: 16,
            },
        },
        [2]: Type {
            name: None,
            inner: Array {
                base: [0],
                size: Constant(
                    65,
                ),
                stride: 16,
            },
        },
        [3]: Type {
            name: None,
            inner: Vector {
                size: Quad,
                scalar: Scalar {
                    kind: Float,
                    width: 4,
                },
            },
        },
        [4]: Type {
            name: None,
            inner: Array {
                base: [3],
                size: Constant(
                    4,
                ),
                stride: 16,
            },
        },
        [5]: Type {
            name: None,
            inner: Scalar(
                Scalar {
                    kind: Uint,
                    width: 4,
                },
            ),
        },
        [6]: Type {
            name: None,
            inner: Scalar(
                Scalar {
                    kind: Float,
                    width: 4,
                },
            ),
        },
        [7]: Type {
            name: None,
            inner: Array {
                base: [6],
                size: Constant(
                    2,
                ),
                stride: 4,
            },
        },
        [8]: Type {
            name: None,
            inner: Struct {
                members: [
                    StructMember {
                        name: Some(
                            "position",
                        ),
                        ty: [3],
                        binding: Some(
                            BuiltIn(
                                Position {
                                    invariant: false,
                                },
                            ),
                        ),
                        offset: 0,
                    },
                    StructMember {
                        name: Some(
                            "varying0",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 0,
                                interpolation: Some(
                                    Perspective,
                                ),
                                sampling: Some(
                                    Center,
                                ),
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 32,
                    },
                    StructMember {
                        name: Some(
                            "varying1",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 1,
                                interpolation: Some(
                                    Perspective,
                                ),
                                sampling: Some(
                                    Center,
                                ),
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 64,
                    },
                    StructMember {
                        name: Some(
                            "varying2",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 2,
                                interpolation: Some(
                                    Perspective,
                                ),
                                sampling: Some(
                                    Center,
                                ),
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 96,
                    },
                    StructMember {
                        name: Some(
                            "fragment_base",
                        ),
                        ty: [5],
                        binding: Some(
                            Location {
                                location: 3,
                                interpolation: Some(
                                    Flat,
                                ),
                                sampling: None,
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 128,
                    },
                    StructMember {
                        name: Some(
                            "point_size",
                        ),
                        ty: [6],
                        binding: Some(
                            BuiltIn(
                                PointSize,
                            ),
                        ),
                        offset: 160,
                    },
                    StructMember {
                        name: Some(
                            "clip_distances",
                        ),
                        ty: [7],
                        binding: Some(
                            BuiltIn(
                                ClipDistances,
                            ),
                        ),
                        offset: 192,
                    },
                ],
                span: 224,
            },
        },
    },
    special_types: SpecialTypes {
        ray_desc: None,
        ray_intersection: None,
        ray_vertex_return: None,
        external_texture_params: None,
        external_texture_transfer_function: None,
        predeclared_types: {},
    },
    constants: {},
    overrides: {},
    global_variables: {
        [0]: GlobalVariable {
            name: Some(
                "blocks",
            ),
            space: Storage {
                access: StorageAccess(
                    LOAD,
                ),
            },
            binding: Some(
                ResourceBinding {
                    group: 0,
                    binding: 0,
                },
            ),
            ty: [1],
            init: None,
            memory_decorations: MemoryDecorations(
                0x0,
            ),
        },
        [1]: GlobalVariable {
            name: Some(
                "const1",
            ),
            space: Uniform,
            binding: Some(
                ResourceBinding {
                    group: 3,
                    binding: 1,
                },
            ),
            ty: [2],
            init: None,
            memory_decorations: MemoryDecorations(
                0x0,
            ),
        },
        [2]: GlobalVariable {
            name: Some(
                "const2",
            ),
            space: Uniform,
            binding: Some(
                ResourceBinding {
                    group: 3,
                    binding: 2,
                },
            ),
            ty: [2],
            init: None,
            memory_decorations: MemoryDecorations(
                0x0,
            ),
        },
    },
    global_expressions: {},
    functions: {},
    entry_points: [
        EntryPoint {
            name: "main",
            stage: Vertex,
            early_depth_test: None,
            workgroup_size: [
                0,
                0,
                0,
            ],
            workgroup_size_overrides: None,
            function: Function {
                name: Some(
                    "main",
                ),
                arguments: [
                    FunctionArgument {
                        name: Some(
                            "vertex_index",
                        ),
                        ty: [5],
                        binding: Some(
                            BuiltIn(
                                VertexIndex,
                            ),
                        ),
                    },
                    FunctionArgument {
                        name: Some(
                            "instance_index",
                        ),
                        ty: [5],
                        binding: Some(
                            BuiltIn(
                                InstanceIndex,
                            ),
                        ),
                    },
                    FunctionArgument {
                        name: Some(
                            "in0",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 0,
                                interpolation: None,
                                sampling: None,
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                    },
                    FunctionArgument {
                        name: Some(
                            "in1",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 1,
                                interpolation: None,
                                sampling: None,
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                    },
                ],
                result: Some(
                    FunctionResult {
                        ty: [8],
                        binding: None,
                    },
                ),
                local_variables: {
                    [0]: LocalVariable {
                        name: Some(
                            "array0",
                        ),
                        ty: [4],
                        init: None,
                    },
                    [1]: LocalVariable {
                        name: Some(
                            "temp4",
                        ),
                        ty: [5],
                        init: None,
                    },
                    [2]: LocalVariable {
                        name: Some(
                            "addr0",
                        ),
                        ty: [5],
                        init: None,
                    },
                    [3]: LocalVariable {
                        name: Some(
                            "iterations",
                        ),
                        ty: [5],
                        init: None,
                    },
                },
                expressions: {
                    [0]: GlobalVariable(
                        [0],
                    ),
                    [1]: GlobalVariable(
                        [1],
                    ),
                    [2]: GlobalVariable(
                        [2],
                    ),
                    [3]: LocalVariable(
                        [0],
                    ),
                    [4]: LocalVariable(
                        [1],
                    ),
                    [5]: LocalVariable(
                        [2],
                    ),
                    [6]: LocalVariable(
                        [3],
                    ),
                    [7]: FunctionArgument(
                        0,
                    ),
                    [8]: FunctionArgument(
                        1,
                    ),
                    [9]: Access {
                        base: [0],
                        index: [8],
                    },
                    [10]: Load {
                        pointer: [9],
                    },
                    [11]: AccessIndex {
                        base: [10],
                        index: 0,
                    },
                    [12]: AccessIndex {
                        base: [10],
                        index: 1,
                    },
                    [13]: Literal(
                        U32(
                            0,
                        ),
                    ),
                    [14]: FunctionArgument(
                        2,
                    ),
                    [15]: FunctionArgument(
                        3,
                    ),
                    [16]: Literal(
                        U32(
                            11,
                        ),
                    ),
                    [17]: Binary {
                        op: Add,
                        left: [11],
                        right: [16],
                    },
                    [18]: Access {
                        base: [0],
                        index: [17],
                    },
                    [19]: Load {
                        pointer: [18],
                    },
                    [20]: As {
                        expr: [19],
                        kind: Float,
                        convert: None,
                    },
                    [21]: AccessIndex {
                        base: [14],
                        index: 1,
                    },
                    [22]: Splat {
                        size: Quad,
                        value: [21],
                    },
                    [23]: Binary {
                        op: Multiply,
                        left: [20],
                        right: [22],
                    },
                    [24]: Literal(
                        U32(
                            10,
                        ),
                    ),
                    [25]: Binary {
                        op: Add,
                        left: [11],
                        right: [24],
                    },
                    [26]: Access {
                        base: [0],
                        index: [25],
                    },
                    [27]: Load {
                        pointer: [26],
                    },
                    [28]: As {
                        expr: [27],
                        kind: Float,
                        convert: None,
                    },
                    [29]: AccessIndex {
                        base: [14],
                        index: 0,
                    },
                    [30]: Splat {
                        size: Quad,
                        value: [29],
                    },
                    [31]: Binary {
                        op: Multiply,
                        left: [28],
                        right: [30],
                    },
                    [32]: Binary {
                        op: Add,
                        left: [31],
                        right: [23],
                    },
                    [33]: Literal(
                        U32(
                            12,
                        ),
                    ),
                    [34]: Binary {
                        op: Add,
                        left: [11],
                        right: [33],
                    },
                    [35]: Access {
                        base: [0],
                        index: [34],
                    },
                    [36]: Load {
                        pointer: [35],
                    },
                    [37]: As {
                        expr: [36],
                        kind: Float,
                        convert: None,
                    },
                    [38]: AccessIndex {
                        base: [14],
                        index: 2,
                    },
                    [39]: Splat {
                        size: Quad,
                        value: [38],
                    },
                    [40]: Binary {
                        op: Multiply,
                        left: [37],
                        right: [39],
                    },
                    [41]: Binary {
                        op: Add,
                        left: [40],
                        right: [32],
                    },
                    [42]: Literal(
                        U32(
                            13,
                        ),
                    ),
                    [43]: Binary {
                        op: Add,
                        left: [11],
                        right: [42],
                    },
                    [44]: Access {
                        base: [0],
                        index: [43],
                    },
                    [45]: Load {
                        pointer: [44],
                    },
                    [46]: As {
                        expr: [45],
                        kind: Float,
                        convert: None,
                    },
                    [47]: Binary {
                        op: Add,
                        left: [41],
                        right: [46],
                    },
                    [48]: Literal(
                        U32(
                            15,
                        ),
                    ),
                    [49]: Binary {
                        op: And,
                        left: [13],
                        right: [48],
                    },
                    [50]: Literal(
                        U32(
                            6,
                        ),
                    ),
                    [51]: Literal(
                        U32(
                            31,
                        ),
                    ),
                    [52]: Binary {
                        op: And,
                        left: [50],
                        right: [51],
                    },
                    [53]: Binary {
                        op: ShiftLeft,
                        left: [49],
                        right: [52],
                    },
                    [54]: Literal(
                        U32(
                            16,
                        ),
                    ),
                    [55]: Literal(
                        U32(
                            32,
                        ),
                    ),
                    [56]: Literal(
                        U32(
                            48,
                        ),
                    ),
                    [57]: Literal(
                        U32(
                            64,
                        ),
                    ),
                    [58]: Compose {
                        ty: [0],
                        components: [
                            [54],
                            [55],
                            [56],
                            [57],
                        ],
                    },
                    [59]: Splat {
                        size: Quad,
                        value: [53],
                    },
                    [60]: Binary {
                        op: Add,
                        left: [58],
                        right: [59],
                    },
                    [61]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [62]: Splat {
                        size: Quad,
                        value: [61],
                    },
                    [63]: Splat {
                        size: Quad,
                        value: [51],
                    },
                    [64]: Binary {
                        op: And,
                        left: [62],
                        right: [63],
                    },
                    [65]: Binary {
                        op: ShiftRight,
                        left: [60],
                        right: [64],
                    },
                    [66]: AccessIndex {
                        base: [65],
                        index: 1,
                    },
                    [67]: Load {
                        pointer: [5],
                    },
                    [68]: Math {
                        fun: Min,
                        arg: [67],
                        arg1: Some(
                            [57],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [69]: Access {
                        base: [2],
                        index: [68],
                    },
                    [70]: Load {
                        pointer: [69],
                    },
                    [71]: As {
                        expr: [70],
                        kind: Float,
                        convert: None,
                    },
                    [72]: AccessIndex {
                        base: [1],
                        index: 0,
                    },
                    [73]: Load {
                        pointer: [72],
                    },
                    [74]: AccessIndex {
                        base: [73],
                        index: 1,
                    },
                    [75]: As {
                        expr: [74],
                        kind: Float,
                        convert: None,
                    },
                    [76]: Splat {
                        size: Quad,
                        value: [75],
                    },
                    [77]: Binary {
                        op: Multiply,
                        left: [71],
                        right: [76],
                    },
                    [78]: AccessIndex {
                        base: [65],
                        index: 0,
                    },
                    [79]: Load {
                        pointer: [5],
                    },
                    [80]: Math {
                        fun: Min,
                        arg: [79],
                        arg1: Some(
                            [57],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [81]: Access {
                        base: [2],
                        index: [80],
                    },
                    [82]: Load {
                        pointer: [81],
                    },
                    [83]: As {
                        expr: [82],
                        kind: Float,
                        convert: None,
                    },
                    [84]: AccessIndex {
                        base: [73],
                        index: 0,
                    },
                    [85]: As {
                        expr: [84],
                        kind: Float,
                        convert: None,
                    },
                    [86]: Splat {
                        size: Quad,
                        value: [85],
                    },
                    [87]: Binary {
                        op: Multiply,
                        left: [83],
                        right: [86],
                    },
                    [88]: Binary {
                        op: Add,
                        left: [87],
                        right: [77],
                    },
                    [89]: AccessIndex {
                        base: [65],
                        index: 2,
                    },
                    [90]: Load {
                        pointer: [5],
                    },
                    [91]: Math {
                        fun: Min,
                        arg: [90],
                        arg1: Some(
                            [57],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [92]: Access {
                        base: [2],
                        index: [91],
                    },
                    [93]: Load {
                        pointer: [92],
                    },
                    [94]: As {
                        expr: [93],
                        kind: Float,
                        convert: None,
                    },
                    [95]: AccessIndex {
                        base: [73],
                        index: 2,
                    },
                    [96]: As {
                        expr: [95],
                        kind: Float,
                        convert: None,
                    },
                    [97]: Splat {
                        size: Quad,
                        value: [96],
                    },
                    [98]: Binary {
                        op: Multiply,
                        left: [94],
                        right: [97],
                    },
                    [99]: Binary {
                        op: Add,
                        left: [98],
                        right: [88],
                    },
                    [100]: AccessIndex {
                        base: [65],
                        index: 3,
                    },
                    [101]: Load {
                        pointer: [5],
                    },
                    [102]: Math {
                        fun: Min,
                        arg: [101],
                        arg1: Some(
                            [57],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [103]: Access {
                        base: [2],
                        index: [102],
                    },
                    [104]: Load {
                        pointer: [103],
                    },
                    [105]: As {
                        expr: [104],
                        kind: Float,
                        convert: None,
                    },
                    [106]: AccessIndex {
                        base: [73],
                        index: 3,
                    },
                    [107]: As {
                        expr: [106],
                        kind: Float,
                        convert: None,
                    },
                    [108]: Splat {
                        size: Quad,
                        value: [107],
                    },
                    [109]: Binary {
                        op: Multiply,
                        left: [105],
                        right: [108],
                    },
                    [110]: Binary {
                        op: Add,
                        left: [109],
                        right: [99],
                    },
                    [111]: Literal(
                        U32(
                            22,
                        ),
                    ),
                    [112]: Binary {
                        op: Add,
                        left: [11],
                        right: [111],
                    },
                    [113]: Access {
                        base: [0],
                        index: [112],
                    },
                    [114]: Load {
                        pointer: [113],
                    },
                    [115]: AccessIndex {
                        base: [114],
                        index: 0,
                    },
                    [116]: Binary {
                        op: And,
                        left: [61],
                        right: [51],
                    },
                    [117]: Binary {
                        op: ShiftLeft,
                        left: [115],
                        right: [116],
                    },
                    [118]: Binary {
                        op: Add,
                        left: [117],
                        right: [57],
                    },
                    [119]: Binary {
                        op: And,
                        left: [61],
                        right: [51],
                    },
                    [120]: Binary {
                        op: ShiftRight,
                        left: [118],
                        right: [119],
                    },
                    [121]: Load {
                        pointer: [5],
                    },
                    [122]: Math {
                        fun: Min,
                        arg: [121],
                        arg1: Some(
                            [33],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [123]: Binary {
                        op: Add,
                        left: [122],
                        right: [24],
                    },
                    [124]: Binary {
                        op: Add,
                        left: [123],
                        right: [11],
                    },
                    [125]: Access {
                        base: [0],
                        index: [124],
                    },
                    [126]: Load {
                        pointer: [125],
                    },
                    [127]: As {
                        expr: [126],
                        kind: Float,
                        convert: None,
                    },
                    [128]: Binary {
                        op: Add,
                        left: [47],
                        right: [127],
                    },
                    [129]: Binary {
                        op: Add,
                        left: [128],
                        right: [110],
                    },
                    [130]: Load {
                        pointer: [6],
                    },
                    [131]: Literal(
                        U32(
                            65536,
                        ),
                    ),
                    [132]: Binary {
                        op: Add,
                        left: [130],
                        right: [131],
                    },
                    [133]: Literal(
                        U32(
                            1048576,
                        ),
                    ),
                    [134]: Math {
                        fun: Min,
                        arg: [132],
                        arg1: Some(
                            [133],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [135]: Load {
                        pointer: [6],
                    },
                    [136]: Binary {
                        op: GreaterEqual,
                        left: [135],
                        right: [134],
                    },
                    [137]: Literal(
                        U32(
                            1,
                        ),
                    ),
                    [138]: Binary {
                        op: Add,
                        left: [135],
                        right: [137],
                    },
                    [139]: Load {
                        pointer: [4],
                    },
                    [140]: As {
                        expr: [139],
                        kind: Sint,
                        convert: None,
                    },
                    [141]: Literal(
                        I32(
                            4,
                        ),
                    ),
                    [142]: Binary {
                        op: GreaterEqual,
                        left: [140],
                        right: [141],
                    },
                    [143]: Load {
                        pointer: [4],
                    },
                    [144]: As {
                        expr: [143],
                        kind: Sint,
                        convert: None,
                    },
                    [145]: As {
                        expr: [144],
                        kind: Float,
                        convert: Some(
                            4,
                        ),
                    },
                    [146]: Binary {
                        op: Multiply,
                        left: [29],
                        right: [145],
                    },
                    [147]: Load {
                        pointer: [4],
                    },
                    [148]: Binary {
                        op: Add,
                        left: [13],
                        right: [147],
                    },
                    [149]: Load {
                        pointer: [5],
                    },
                    [150]: Literal(
                        U32(
                            3,
                        ),
                    ),
                    [151]: Math {
                        fun: Min,
                        arg: [149],
                        arg1: Some(
                            [150],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [152]: Access {
                        base: [3],
                        index: [151],
                    },
                    [153]: AccessIndex {
                        base: [152],
                        index: 0,
                    },
                    [154]: Load {
                        pointer: [4],
                    },
                    [155]: Binary {
                        op: Add,
                        left: [154],
                        right: [137],
                    },
                    [156]: Binary {
                        op: And,
                        left: [115],
                        right: [150],
                    },
                    [157]: Binary {
                        op: Add,
                        left: [13],
                        right: [156],
                    },
                    [158]: Load {
                        pointer: [5],
                    },
                    [159]: Math {
                        fun: Min,
                        arg: [158],
                        arg1: Some(
                            [150],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [160]: Access {
                        base: [3],
                        index: [159],
                    },
                    [161]: AccessIndex {
                        base: [160],
                        index: 0,
                    },
                    [162]: Load {
                        pointer: [161],
                    },
                    [163]: AccessIndex {
                        base: [129],
                        index: 0,
                    },
                    [164]: Binary {
                        op: Add,
                        left: [163],
                        right: [162],
                    },
                    [165]: Literal(
                        U32(
                            5,
                        ),
                    ),
                    [166]: Binary {
                        op: ExclusiveOr,
                        left: [7],
                        right: [165],
                    },
                    [167]: Literal(
                        U32(
                            1082130432,
                        ),
                    ),
                    [168]: AccessIndex {
                        base: [129],
                        index: 1,
                    },
                    [169]: AccessIndex {
                        base: [129],
                        index: 2,
                    },
                    [170]: AccessIndex {
                        base: [129],
                        index: 3,
                    },
                    [171]: Compose {
                        ty: [3],
                        components: [
                            [164],
                            [168],
                            [169],
                            [170],
                        ],
                    },
                    [172]: Binary {
                        op: Add,
                        left: [11],
                        right: [13],
                    },
                    [173]: Access {
                        base: [0],
                        index: [172],
                    },
                    [174]: Load {
                        pointer: [173],
                    },
                    [175]: As {
                        expr: [174],
                        kind: Float,
                        convert: None,
                    },
                    [176]: AccessIndex {
                        base: [171],
                        index: 0,
                    },
                    [177]: AccessIndex {
                        base: [171],
                        index: 1,
                    },
                    [178]: AccessIndex {
                        base: [171],
                        index: 2,
                    },
                    [179]: AccessIndex {
                        base: [171],
                        index: 3,
                    },
                    [180]: AccessIndex {
                        base: [175],
                        index: 0,
                    },
                    [181]: AccessIndex {
                        base: [175],
                        index: 1,
                    },
                    [182]: AccessIndex {
                        base: [175],
                        index: 2,
                    },
                    [183]: Binary {
                        op: Multiply,
                        left: [177],
                        right: [180],
                    },
                    [184]: Binary {
                        op: Multiply,
                        left: [178],
                        right: [181],
                    },
                    [185]: Binary {
                        op: Multiply,
                        left: [179],
                        right: [182],
                    },
                    [186]: Binary {
                        op: Add,
                        left: [184],
                        right: [185],
                    },
                    [187]: Compose {
                        ty: [3],
                        components: [
                            [176],
                            [183],
                            [186],
                            [179],
                        ],
                    },
                    [188]: As {
                        expr: [166],
                        kind: Float,
                        convert: None,
                    },
                    [189]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [190]: Compose {
                        ty: [3],
                        components: [
                            [188],
                            [189],
                            [189],
                            [189],
                        ],
                    },
                    [191]: Compose {
                        ty: [3],
                        components: [
                            [29],
                            [21],
                            [189],
                            [189],
                        ],
                    },
                    [192]: Literal(
                        F32(
                            4.0,
                        ),
                    ),
                    [193]: Compose {
                        ty: [3],
                        components: [
                            [192],
                            [189],
                            [189],
                            [189],
                        ],
                    },
                    [194]: AccessIndex {
                        base: [193],
                        index: 0,
                    },
                    [195]: Binary {
                        op: Add,
                        left: [11],
                        right: [137],
                    },
                    [196]: Access {
                        base: [0],
                        index: [195],
                    },
                    [197]: Load {
                        pointer: [196],
                    },
                    [198]: As {
                        expr: [197],
                        kind: Float,
                        convert: None,
                    },
                    [199]: AccessIndex {
                        base: [198],
                        index: 0,
                    },
                    [200]: AccessIndex {
                        base: [198],
                        index: 1,
                    },
                    [201]: Math {
                        fun: Clamp,
                        arg: [194],
                        arg1: Some(
                            [199],
                        ),
                        arg2: Some(
                            [200],
                        ),
                        arg3: None,
                    },
                    [202]: Compose {
                        ty: [3],
                        components: [
                            [164],
                            [168],
                            [169],
                            [170],
                        ],
                    },
                    [203]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [204]: Binary {
                        op: Add,
                        left: [11],
                        right: [203],
                    },
                    [205]: Access {
                        base: [0],
                        index: [204],
                    },
                    [206]: Load {
                        pointer: [205],
                    },
                    [207]: As {
                        expr: [206],
                        kind: Float,
                        convert: None,
                    },
                    [208]: Math {
                        fun: Dot,
                        arg: [207],
                        arg1: Some(
                            [202],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [209]: Binary {
                        op: Add,
                        left: [11],
                        right: [61],
                    },
                    [210]: Access {
                        base: [0],
                        index: [209],
                    },
                    [211]: Load {
                        pointer: [210],
                    },
                    [212]: As {
                        expr: [211],
                        kind: Float,
                        convert: None,
                    },
                    [213]: Math {
                        fun: Dot,
                        arg: [212],
                        arg1: Some(
                            [202],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [214]: Compose {
                        ty: [7],
                        components: [
                            [208],
                            [213],
                        ],
                    },
                    [215]: Compose {
                        ty: [8],
                        components: [
                            [187],
                            [15],
                            [190],
                            [191],
                            [12],
                            [201],
                            [214],
                        ],
                    },
                },
                named_expressions: {
                    [23]: "t5",
                    [32]: "t6",
                    [41]: "t7",
                    [47]: "t8",
                    [49]: "t9",
                    [53]: "t10",
                    [60]: "t11",
                    [65]: "t12",
                    [77]: "t15",
                    [88]: "t18",
                    [99]: "t21",
                    [110]: "t24",
                    [117]: "t25",
                    [118]: "t26",
                    [120]: "t27",
                    [128]: "t29",
                    [129]: "t30",
                    [142]: "t31",
                    [145]: "t32",
                    [146]: "t33",
                    [148]: "t35",
                    [155]: "t4",
                    [156]: "t36",
                    [157]: "t37",
                    [166]: "t39",
                },
                body: Block {
                    body: [
                        Emit(
                            [9..13],
                        ),
                        Emit(
                            [17..24],
                        ),
                        Emit(
                            [25..33],
                        ),
                        Emit(
                            [34..42],
                        ),
                        Emit(
                            [43..48],
                        ),
                        Emit(
                            [49..50],
                        ),
                        Emit(
                            [52..54],
                        ),
                        Emit(
                            [58..61],
                        ),
                        Emit(
                            [62..67],
                        ),
                        Store {
                            pointer: [5],
                            value: [66],
                        },
                        Emit(
                            [67..79],
                        ),
                        Store {
                            pointer: [5],
                            value: [78],
                        },
                        Emit(
                            [79..90],
                        ),
                        Store {
                            pointer: [5],
                            value: [89],
                        },
                        Emit(
                            [90..101],
                        ),
                        Store {
                            pointer: [5],
                            value: [100],
                        },
                        Emit(
                            [101..111],
                        ),
                        Emit(
                            [112..121],
                        ),
                        Store {
                            pointer: [5],
                            value: [120],
                        },
                        Emit(
                            [121..130],
                        ),
                        Store {
                            pointer: [4],
                            value: [13],
                        },
                        Emit(
                            [130..131],
                        ),
                        Emit(
                            [132..133],
                        ),
                        Emit(
                            [134..135],
                        ),
                        Loop {
                            body: Block {
                                body: [
                                    Emit(
                                        [135..137],
                                    ),
                                    If {
                                        condition: [136],
                                        accept: Block {
                                            body: [
                                                Break,
                                            ],
                                            span_info: [
                                                Span {
                                                    start: 0,
                                                    end: 0,
                                                },
                                            ],
                                        },
                                        reject: Block {
                                            body: [],
                                            span_info: [],
                                        },
                                    },
                                    Emit(
                                        [138..139],
                                    ),
                                    Store {
                                        pointer: [6],
                                        value: [138],
                                    },
                                    Emit(
                                        [139..141],
                                    ),
                                    Emit(
                                        [142..143],
                                    ),
                                    If {
                                        condition: [142],
                                        accept: Block {
                                            body: [
                                                Break,
                                            ],
                                            span_info: [
                                                Span {
                                                    start: 0,
                                                    end: 0,
                                                },
                                            ],
                                        },
                                        reject: Block {
                                            body: [],
                                            span_info: [],
                                        },
                                    },
                                    Emit(
                                        [143..149],
                                    ),
                                    Store {
                                        pointer: [5],
                                        value: [148],
                                    },
                                    Emit(
                                        [149..150],
                                    ),
                                    Emit(
                                        [151..154],
                                    ),
                                    Store {
                                        pointer: [153],
                                        value: [146],
                                    },
                                    Emit(
                                        [154..156],
                                    ),
                                    Store {
                                        pointer: [4],
                                        value: [155],
                                    },
                                ],
                                span_info: [
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                    Span {
                                        start: 0,
                                        end: 0,
                                    },
                                ],
                            },
                            continuing: Block {
                                body: [],
                                span_info: [],
                            },
                            break_if: None,
                        },
                        Emit(
                            [156..158],
                        ),
                        Store {
                            pointer: [5],
                            value: [157],
                        },
                        Emit(
                            [158..165],
                        ),
                        Emit(
                            [166..167],
                        ),
                        Emit(
                            [168..189],
                        ),
                        Emit(
                            [190..192],
                        ),
                        Emit(
                            [193..203],
                        ),
                        Emit(
                            [204..216],
                        ),
                        Return {
                            value: Some(
                                [215],
                            ),
                        },
                    ],
                    span_info: [
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                        Span {
                            start: 0,
                            end: 0,
                        },
                    ],
                },
                diagnostic_filter_leaf: None,
            },
            mesh_info: None,
            task_payload: None,
            incoming_ray_payload: None,
        },
    ],
    diagnostic_filters: {},
    diagnostic_filter_leaf: None,
    doc_comments: None,
}
