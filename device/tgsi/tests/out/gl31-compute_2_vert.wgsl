// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(19)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 21>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    let _e7 = block[15];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e7));
    let _e13 = block[16];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e13)) + t2_);
    let _e20 = block[17];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e20)) + t3_);
    let _e27 = block[18];
    let _e30 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e27)) + t4_);
    let _e33 = block[19];
    let t5_ = (in1_.xyz * bitcast<vec3<f32>>(_e33.xyz));
    let _e38 = block[20];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e38.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e48 = block[5];
    let _e52 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e48.xyz) + bitcast<vec3<f32>>(_e52.xyz));
    let _e58 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e58.xyz)) + t9_);
    let _e65 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e65.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e76 = block[6];
    let _e80 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e76.xyz) + bitcast<vec3<f32>>(_e80.xyz));
    let _e86 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e86.xyz)) + t13_);
    let _e93 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e93.xyz)) + t14_);
    let _e99 = block[13];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e99));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e52.w)));
    let _e119 = block[0];
    let _e120 = bitcast<vec4<f32>>(_e119);
    return VertexOutput(vec4<f32>(_e30.x, (_e30.y * _e120.x), ((_e30.z * _e120.y) + (_e30.w * _e120.z)), _e30.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e80.w))));
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
            inner: Vector {
                size: Quad,
                scalar: Scalar {
                    kind: Float,
                    width: 4,
                },
            },
        },
        [3]: Type {
            name: None,
            inner: Scalar(
                Scalar {
                    kind: Uint,
                    width: 4,
                },
            ),
        },
        [4]: Type {
            name: None,
            inner: Scalar(
                Scalar {
                    kind: Float,
                    width: 4,
                },
            ),
        },
        [5]: Type {
            name: None,
            inner: Array {
                base: [4],
                size: Constant(
                    2,
                ),
                stride: 4,
            },
        },
        [6]: Type {
            name: None,
            inner: Struct {
                members: [
                    StructMember {
                        name: Some(
                            "position",
                        ),
                        ty: [2],
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
                        ty: [2],
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
                        ty: [2],
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
                        ty: [2],
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
                        ty: [3],
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
                        ty: [4],
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
                        ty: [5],
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
                            "instance_index",
                        ),
                        ty: [3],
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
                        ty: [2],
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
                        ty: [2],
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
                        ty: [6],
                        binding: None,
                    },
                ),
                local_variables: {},
                expressions: {
                    [0]: GlobalVariable(
                        [0],
                    ),
                    [1]: FunctionArgument(
                        0,
                    ),
                    [2]: Access {
                        base: [0],
                        index: [1],
                    },
                    [3]: Load {
                        pointer: [2],
                    },
                    [4]: AccessIndex {
                        base: [3],
                        index: 0,
                    },
                    [5]: AccessIndex {
                        base: [3],
                        index: 1,
                    },
                    [6]: Literal(
                        U32(
                            0,
                        ),
                    ),
                    [7]: FunctionArgument(
                        1,
                    ),
                    [8]: FunctionArgument(
                        2,
                    ),
                    [9]: AccessIndex {
                        base: [7],
                        index: 0,
                    },
                    [10]: Splat {
                        size: Quad,
                        value: [9],
                    },
                    [11]: Literal(
                        U32(
                            23,
                        ),
                    ),
                    [12]: Binary {
                        op: Add,
                        left: [4],
                        right: [11],
                    },
                    [13]: Access {
                        base: [0],
                        index: [12],
                    },
                    [14]: Load {
                        pointer: [13],
                    },
                    [15]: As {
                        expr: [14],
                        kind: Float,
                        convert: None,
                    },
                    [16]: Binary {
                        op: Multiply,
                        left: [10],
                        right: [15],
                    },
                    [17]: AccessIndex {
                        base: [7],
                        index: 1,
                    },
                    [18]: Splat {
                        size: Quad,
                        value: [17],
                    },
                    [19]: Literal(
                        U32(
                            24,
                        ),
                    ),
                    [20]: Binary {
                        op: Add,
                        left: [4],
                        right: [19],
                    },
                    [21]: Access {
                        base: [0],
                        index: [20],
                    },
                    [22]: Load {
                        pointer: [21],
                    },
                    [23]: As {
                        expr: [22],
                        kind: Float,
                        convert: None,
                    },
                    [24]: Binary {
                        op: Multiply,
                        left: [18],
                        right: [23],
                    },
                    [25]: Binary {
                        op: Add,
                        left: [24],
                        right: [16],
                    },
                    [26]: AccessIndex {
                        base: [7],
                        index: 2,
                    },
                    [27]: Splat {
                        size: Quad,
                        value: [26],
                    },
                    [28]: Literal(
                        U32(
                            25,
                        ),
                    ),
                    [29]: Binary {
                        op: Add,
                        left: [4],
                        right: [28],
                    },
                    [30]: Access {
                        base: [0],
                        index: [29],
                    },
                    [31]: Load {
                        pointer: [30],
                    },
                    [32]: As {
                        expr: [31],
                        kind: Float,
                        convert: None,
                    },
                    [33]: Binary {
                        op: Multiply,
                        left: [27],
                        right: [32],
                    },
                    [34]: Binary {
                        op: Add,
                        left: [33],
                        right: [25],
                    },
                    [35]: AccessIndex {
                        base: [7],
                        index: 3,
                    },
                    [36]: Splat {
                        size: Quad,
                        value: [35],
                    },
                    [37]: Literal(
                        U32(
                            26,
                        ),
                    ),
                    [38]: Binary {
                        op: Add,
                        left: [4],
                        right: [37],
                    },
                    [39]: Access {
                        base: [0],
                        index: [38],
                    },
                    [40]: Load {
                        pointer: [39],
                    },
                    [41]: As {
                        expr: [40],
                        kind: Float,
                        convert: None,
                    },
                    [42]: Binary {
                        op: Multiply,
                        left: [36],
                        right: [41],
                    },
                    [43]: Binary {
                        op: Add,
                        left: [42],
                        right: [34],
                    },
                    [44]: Swizzle {
                        size: Tri,
                        vector: [8],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [45]: Literal(
                        U32(
                            27,
                        ),
                    ),
                    [46]: Binary {
                        op: Add,
                        left: [4],
                        right: [45],
                    },
                    [47]: Access {
                        base: [0],
                        index: [46],
                    },
                    [48]: Load {
                        pointer: [47],
                    },
                    [49]: Swizzle {
                        size: Tri,
                        vector: [48],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [50]: As {
                        expr: [49],
                        kind: Float,
                        convert: None,
                    },
                    [51]: Binary {
                        op: Multiply,
                        left: [44],
                        right: [50],
                    },
                    [52]: Literal(
                        U32(
                            28,
                        ),
                    ),
                    [53]: Binary {
                        op: Add,
                        left: [4],
                        right: [52],
                    },
                    [54]: Access {
                        base: [0],
                        index: [53],
                    },
                    [55]: Load {
                        pointer: [54],
                    },
                    [56]: Swizzle {
                        size: Tri,
                        vector: [55],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [57]: As {
                        expr: [56],
                        kind: Float,
                        convert: None,
                    },
                    [58]: Math {
                        fun: Dot,
                        arg: [51],
                        arg1: Some(
                            [57],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [59]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [60]: Math {
                        fun: Max,
                        arg: [59],
                        arg1: Some(
                            [58],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [61]: Binary {
                        op: Less,
                        left: [59],
                        right: [58],
                    },
                    [62]: Literal(
                        F32(
                            1.0,
                        ),
                    ),
                    [63]: Select {
                        condition: [61],
                        accept: [62],
                        reject: [59],
                    },
                    [64]: Literal(
                        U32(
                            13,
                        ),
                    ),
                    [65]: Binary {
                        op: Add,
                        left: [4],
                        right: [64],
                    },
                    [66]: Access {
                        base: [0],
                        index: [65],
                    },
                    [67]: Load {
                        pointer: [66],
                    },
                    [68]: Swizzle {
                        size: Tri,
                        vector: [67],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [69]: As {
                        expr: [68],
                        kind: Float,
                        convert: None,
                    },
                    [70]: Literal(
                        U32(
                            11,
                        ),
                    ),
                    [71]: Binary {
                        op: Add,
                        left: [4],
                        right: [70],
                    },
                    [72]: Access {
                        base: [0],
                        index: [71],
                    },
                    [73]: Load {
                        pointer: [72],
                    },
                    [74]: Swizzle {
                        size: Tri,
                        vector: [73],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [75]: As {
                        expr: [74],
                        kind: Float,
                        convert: None,
                    },
                    [76]: Binary {
                        op: Add,
                        left: [69],
                        right: [75],
                    },
                    [77]: Splat {
                        size: Tri,
                        value: [60],
                    },
                    [78]: Literal(
                        U32(
                            15,
                        ),
                    ),
                    [79]: Binary {
                        op: Add,
                        left: [4],
                        right: [78],
                    },
                    [80]: Access {
                        base: [0],
                        index: [79],
                    },
                    [81]: Load {
                        pointer: [80],
                    },
                    [82]: Swizzle {
                        size: Tri,
                        vector: [81],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [83]: As {
                        expr: [82],
                        kind: Float,
                        convert: None,
                    },
                    [84]: Binary {
                        op: Multiply,
                        left: [77],
                        right: [83],
                    },
                    [85]: Binary {
                        op: Add,
                        left: [84],
                        right: [76],
                    },
                    [86]: Splat {
                        size: Tri,
                        value: [63],
                    },
                    [87]: Literal(
                        U32(
                            17,
                        ),
                    ),
                    [88]: Binary {
                        op: Add,
                        left: [4],
                        right: [87],
                    },
                    [89]: Access {
                        base: [0],
                        index: [88],
                    },
                    [90]: Load {
                        pointer: [89],
                    },
                    [91]: Swizzle {
                        size: Tri,
                        vector: [90],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [92]: As {
                        expr: [91],
                        kind: Float,
                        convert: None,
                    },
                    [93]: Binary {
                        op: Multiply,
                        left: [86],
                        right: [92],
                    },
                    [94]: Binary {
                        op: Add,
                        left: [93],
                        right: [85],
                    },
                    [95]: Unary {
                        op: Negate,
                        expr: [58],
                    },
                    [96]: Math {
                        fun: Max,
                        arg: [59],
                        arg1: Some(
                            [95],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [97]: Unary {
                        op: Negate,
                        expr: [58],
                    },
                    [98]: Binary {
                        op: Less,
                        left: [59],
                        right: [97],
                    },
                    [99]: Select {
                        condition: [98],
                        accept: [62],
                        reject: [59],
                    },
                    [100]: Literal(
                        U32(
                            14,
                        ),
                    ),
                    [101]: Binary {
                        op: Add,
                        left: [4],
                        right: [100],
                    },
                    [102]: Access {
                        base: [0],
                        index: [101],
                    },
                    [103]: Load {
                        pointer: [102],
                    },
                    [104]: Swizzle {
                        size: Tri,
                        vector: [103],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [105]: As {
                        expr: [104],
                        kind: Float,
                        convert: None,
                    },
                    [106]: Literal(
                        U32(
                            12,
                        ),
                    ),
                    [107]: Binary {
                        op: Add,
                        left: [4],
                        right: [106],
                    },
                    [108]: Access {
                        base: [0],
                        index: [107],
                    },
                    [109]: Load {
                        pointer: [108],
                    },
                    [110]: Swizzle {
                        size: Tri,
                        vector: [109],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [111]: As {
                        expr: [110],
                        kind: Float,
                        convert: None,
                    },
                    [112]: Binary {
                        op: Add,
                        left: [105],
                        right: [111],
                    },
                    [113]: Splat {
                        size: Tri,
                        value: [96],
                    },
                    [114]: Literal(
                        U32(
                            16,
                        ),
                    ),
                    [115]: Binary {
                        op: Add,
                        left: [4],
                        right: [114],
                    },
                    [116]: Access {
                        base: [0],
                        index: [115],
                    },
                    [117]: Load {
                        pointer: [116],
                    },
                    [118]: Swizzle {
                        size: Tri,
                        vector: [117],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [119]: As {
                        expr: [118],
                        kind: Float,
                        convert: None,
                    },
                    [120]: Binary {
                        op: Multiply,
                        left: [113],
                        right: [119],
                    },
                    [121]: Binary {
                        op: Add,
                        left: [120],
                        right: [112],
                    },
                    [122]: Splat {
                        size: Tri,
                        value: [99],
                    },
                    [123]: Literal(
                        U32(
                            18,
                        ),
                    ),
                    [124]: Binary {
                        op: Add,
                        left: [4],
                        right: [123],
                    },
                    [125]: Access {
                        base: [0],
                        index: [124],
                    },
                    [126]: Load {
                        pointer: [125],
                    },
                    [127]: Swizzle {
                        size: Tri,
                        vector: [126],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [128]: As {
                        expr: [127],
                        kind: Float,
                        convert: None,
                    },
                    [129]: Binary {
                        op: Multiply,
                        left: [122],
                        right: [128],
                    },
                    [130]: Binary {
                        op: Add,
                        left: [129],
                        right: [121],
                    },
                    [131]: Literal(
                        U32(
                            21,
                        ),
                    ),
                    [132]: Binary {
                        op: Add,
                        left: [4],
                        right: [131],
                    },
                    [133]: Access {
                        base: [0],
                        index: [132],
                    },
                    [134]: Load {
                        pointer: [133],
                    },
                    [135]: As {
                        expr: [134],
                        kind: Float,
                        convert: None,
                    },
                    [136]: Math {
                        fun: Dot,
                        arg: [7],
                        arg1: Some(
                            [135],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [137]: Unary {
                        op: Negate,
                        expr: [136],
                    },
                    [138]: Math {
                        fun: Max,
                        arg: [136],
                        arg1: Some(
                            [137],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [139]: AccessIndex {
                        base: [94],
                        index: 0,
                    },
                    [140]: AccessIndex {
                        base: [94],
                        index: 1,
                    },
                    [141]: AccessIndex {
                        base: [94],
                        index: 2,
                    },
                    [142]: AccessIndex {
                        base: [73],
                        index: 3,
                    },
                    [143]: As {
                        expr: [142],
                        kind: Float,
                        convert: None,
                    },
                    [144]: Compose {
                        ty: [2],
                        components: [
                            [139],
                            [140],
                            [141],
                            [143],
                        ],
                    },
                    [145]: Math {
                        fun: Saturate,
                        arg: [144],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [146]: AccessIndex {
                        base: [130],
                        index: 0,
                    },
                    [147]: AccessIndex {
                        base: [130],
                        index: 1,
                    },
                    [148]: AccessIndex {
                        base: [130],
                        index: 2,
                    },
                    [149]: AccessIndex {
                        base: [109],
                        index: 3,
                    },
                    [150]: As {
                        expr: [149],
                        kind: Float,
                        convert: None,
                    },
                    [151]: Compose {
                        ty: [2],
                        components: [
                            [146],
                            [147],
                            [148],
                            [150],
                        ],
                    },
                    [152]: Math {
                        fun: Saturate,
                        arg: [151],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [153]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
                    },
                    [154]: Access {
                        base: [0],
                        index: [153],
                    },
                    [155]: Load {
                        pointer: [154],
                    },
                    [156]: As {
                        expr: [155],
                        kind: Float,
                        convert: None,
                    },
                    [157]: AccessIndex {
                        base: [43],
                        index: 0,
                    },
                    [158]: AccessIndex {
                        base: [43],
                        index: 1,
                    },
                    [159]: AccessIndex {
                        base: [43],
                        index: 2,
                    },
                    [160]: AccessIndex {
                        base: [43],
                        index: 3,
                    },
                    [161]: AccessIndex {
                        base: [156],
                        index: 0,
                    },
                    [162]: AccessIndex {
                        base: [156],
                        index: 1,
                    },
                    [163]: AccessIndex {
                        base: [156],
                        index: 2,
                    },
                    [164]: Binary {
                        op: Multiply,
                        left: [158],
                        right: [161],
                    },
                    [165]: Binary {
                        op: Multiply,
                        left: [159],
                        right: [162],
                    },
                    [166]: Binary {
                        op: Multiply,
                        left: [160],
                        right: [163],
                    },
                    [167]: Binary {
                        op: Add,
                        left: [165],
                        right: [166],
                    },
                    [168]: Compose {
                        ty: [2],
                        components: [
                            [157],
                            [164],
                            [167],
                            [160],
                        ],
                    },
                    [169]: Compose {
                        ty: [2],
                        components: [
                            [138],
                            [59],
                            [59],
                            [59],
                        ],
                    },
                    [170]: AccessIndex {
                        base: [156],
                        index: 3,
                    },
                    [171]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [172]: Binary {
                        op: Add,
                        left: [4],
                        right: [171],
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
                    [176]: Math {
                        fun: Dot,
                        arg: [175],
                        arg1: Some(
                            [43],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [177]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [178]: Binary {
                        op: Add,
                        left: [4],
                        right: [177],
                    },
                    [179]: Access {
                        base: [0],
                        index: [178],
                    },
                    [180]: Load {
                        pointer: [179],
                    },
                    [181]: As {
                        expr: [180],
                        kind: Float,
                        convert: None,
                    },
                    [182]: Math {
                        fun: Dot,
                        arg: [181],
                        arg1: Some(
                            [43],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [183]: Compose {
                        ty: [5],
                        components: [
                            [176],
                            [182],
                        ],
                    },
                    [184]: Compose {
                        ty: [6],
                        components: [
                            [168],
                            [145],
                            [169],
                            [152],
                            [5],
                            [170],
                            [183],
                        ],
                    },
                },
                named_expressions: {
                    [16]: "t2",
                    [25]: "t3",
                    [34]: "t4",
                    [51]: "t5",
                    [58]: "t6",
                    [60]: "t7",
                    [63]: "t8",
                    [76]: "t9",
                    [85]: "t10",
                    [94]: "t0",
                    [96]: "t11",
                    [99]: "t12",
                    [112]: "t13",
                    [121]: "t14",
                    [130]: "t1",
                    [136]: "t15",
                    [145]: "t20",
                },
                body: Block {
                    body: [
                        Emit(
                            [2..6],
                        ),
                        Emit(
                            [9..11],
                        ),
                        Emit(
                            [12..19],
                        ),
                        Emit(
                            [20..28],
                        ),
                        Emit(
                            [29..37],
                        ),
                        Emit(
                            [38..45],
                        ),
                        Emit(
                            [46..52],
                        ),
                        Emit(
                            [53..59],
                        ),
                        Emit(
                            [60..62],
                        ),
                        Emit(
                            [63..64],
                        ),
                        Emit(
                            [65..70],
                        ),
                        Emit(
                            [71..78],
                        ),
                        Emit(
                            [79..87],
                        ),
                        Emit(
                            [88..100],
                        ),
                        Emit(
                            [101..106],
                        ),
                        Emit(
                            [107..114],
                        ),
                        Emit(
                            [115..123],
                        ),
                        Emit(
                            [124..131],
                        ),
                        Emit(
                            [132..171],
                        ),
                        Emit(
                            [172..177],
                        ),
                        Emit(
                            [178..185],
                        ),
                        Return {
                            value: Some(
                                [184],
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
