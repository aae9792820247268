// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(20)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 22>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e6 = block[15];
    let t2_ = (vec4(in0_.x) * bitcast<vec4<f32>>(_e6));
    let _e12 = block[16];
    let t3_ = ((vec4(in0_.y) * bitcast<vec4<f32>>(_e12)) + t2_);
    let _e19 = block[17];
    let t4_ = ((vec4(in0_.z) * bitcast<vec4<f32>>(_e19)) + t3_);
    let _e26 = block[18];
    let _e29 = ((vec4(in0_.w) * bitcast<vec4<f32>>(_e26)) + t4_);
    let _e31 = block[19];
    let _e35 = block[20];
    let t5_ = (bitcast<vec3<f32>>(_e31.xyz) * bitcast<vec3<f32>>(_e35.xyz));
    let _e40 = block[21];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e40.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e50 = block[5];
    let _e54 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e50.xyz) + bitcast<vec3<f32>>(_e54.xyz));
    let _e60 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e60.xyz)) + t9_);
    let _e67 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e67.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e78 = block[6];
    let _e82 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e78.xyz) + bitcast<vec3<f32>>(_e82.xyz));
    let _e88 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e88.xyz)) + t13_);
    let _e95 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e95.xyz)) + t14_);
    let _e101 = block[13];
    let t15_ = dot(in0_, bitcast<vec4<f32>>(_e101));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e54.w)));
    let _e121 = block[0];
    let _e122 = bitcast<vec4<f32>>(_e121);
    return VertexOutput(vec4<f32>(_e29.x, (_e29.y * _e122.x), ((_e29.z * _e122.y) + (_e29.w * _e122.z)), _e29.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e82.w))));
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
                    [8]: AccessIndex {
                        base: [7],
                        index: 0,
                    },
                    [9]: Splat {
                        size: Quad,
                        value: [8],
                    },
                    [10]: Literal(
                        U32(
                            23,
                        ),
                    ),
                    [11]: Binary {
                        op: Add,
                        left: [4],
                        right: [10],
                    },
                    [12]: Access {
                        base: [0],
                        index: [11],
                    },
                    [13]: Load {
                        pointer: [12],
                    },
                    [14]: As {
                        expr: [13],
                        kind: Float,
                        convert: None,
                    },
                    [15]: Binary {
                        op: Multiply,
                        left: [9],
                        right: [14],
                    },
                    [16]: AccessIndex {
                        base: [7],
                        index: 1,
                    },
                    [17]: Splat {
                        size: Quad,
                        value: [16],
                    },
                    [18]: Literal(
                        U32(
                            24,
                        ),
                    ),
                    [19]: Binary {
                        op: Add,
                        left: [4],
                        right: [18],
                    },
                    [20]: Access {
                        base: [0],
                        index: [19],
                    },
                    [21]: Load {
                        pointer: [20],
                    },
                    [22]: As {
                        expr: [21],
                        kind: Float,
                        convert: None,
                    },
                    [23]: Binary {
                        op: Multiply,
                        left: [17],
                        right: [22],
                    },
                    [24]: Binary {
                        op: Add,
                        left: [23],
                        right: [15],
                    },
                    [25]: AccessIndex {
                        base: [7],
                        index: 2,
                    },
                    [26]: Splat {
                        size: Quad,
                        value: [25],
                    },
                    [27]: Literal(
                        U32(
                            25,
                        ),
                    ),
                    [28]: Binary {
                        op: Add,
                        left: [4],
                        right: [27],
                    },
                    [29]: Access {
                        base: [0],
                        index: [28],
                    },
                    [30]: Load {
                        pointer: [29],
                    },
                    [31]: As {
                        expr: [30],
                        kind: Float,
                        convert: None,
                    },
                    [32]: Binary {
                        op: Multiply,
                        left: [26],
                        right: [31],
                    },
                    [33]: Binary {
                        op: Add,
                        left: [32],
                        right: [24],
                    },
                    [34]: AccessIndex {
                        base: [7],
                        index: 3,
                    },
                    [35]: Splat {
                        size: Quad,
                        value: [34],
                    },
                    [36]: Literal(
                        U32(
                            26,
                        ),
                    ),
                    [37]: Binary {
                        op: Add,
                        left: [4],
                        right: [36],
                    },
                    [38]: Access {
                        base: [0],
                        index: [37],
                    },
                    [39]: Load {
                        pointer: [38],
                    },
                    [40]: As {
                        expr: [39],
                        kind: Float,
                        convert: None,
                    },
                    [41]: Binary {
                        op: Multiply,
                        left: [35],
                        right: [40],
                    },
                    [42]: Binary {
                        op: Add,
                        left: [41],
                        right: [33],
                    },
                    [43]: Literal(
                        U32(
                            27,
                        ),
                    ),
                    [44]: Binary {
                        op: Add,
                        left: [4],
                        right: [43],
                    },
                    [45]: Access {
                        base: [0],
                        index: [44],
                    },
                    [46]: Load {
                        pointer: [45],
                    },
                    [47]: Swizzle {
                        size: Tri,
                        vector: [46],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [48]: As {
                        expr: [47],
                        kind: Float,
                        convert: None,
                    },
                    [49]: Literal(
                        U32(
                            28,
                        ),
                    ),
                    [50]: Binary {
                        op: Add,
                        left: [4],
                        right: [49],
                    },
                    [51]: Access {
                        base: [0],
                        index: [50],
                    },
                    [52]: Load {
                        pointer: [51],
                    },
                    [53]: Swizzle {
                        size: Tri,
                        vector: [52],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [54]: As {
                        expr: [53],
                        kind: Float,
                        convert: None,
                    },
                    [55]: Binary {
                        op: Multiply,
                        left: [48],
                        right: [54],
                    },
                    [56]: Literal(
                        U32(
                            29,
                        ),
                    ),
                    [57]: Binary {
                        op: Add,
                        left: [4],
                        right: [56],
                    },
                    [58]: Access {
                        base: [0],
                        index: [57],
                    },
                    [59]: Load {
                        pointer: [58],
                    },
                    [60]: Swizzle {
                        size: Tri,
                        vector: [59],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [61]: As {
                        expr: [60],
                        kind: Float,
                        convert: None,
                    },
                    [62]: Math {
                        fun: Dot,
                        arg: [55],
                        arg1: Some(
                            [61],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [63]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [64]: Math {
                        fun: Max,
                        arg: [63],
                        arg1: Some(
                            [62],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [65]: Binary {
                        op: Less,
                        left: [63],
                        right: [62],
                    },
                    [66]: Literal(
                        F32(
                            1.0,
                        ),
                    ),
                    [67]: Select {
                        condition: [65],
                        accept: [66],
                        reject: [63],
                    },
                    [68]: Literal(
                        U32(
                            13,
                        ),
                    ),
                    [69]: Binary {
                        op: Add,
                        left: [4],
                        right: [68],
                    },
                    [70]: Access {
                        base: [0],
                        index: [69],
                    },
                    [71]: Load {
                        pointer: [70],
                    },
                    [72]: Swizzle {
                        size: Tri,
                        vector: [71],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [73]: As {
                        expr: [72],
                        kind: Float,
                        convert: None,
                    },
                    [74]: Literal(
                        U32(
                            11,
                        ),
                    ),
                    [75]: Binary {
                        op: Add,
                        left: [4],
                        right: [74],
                    },
                    [76]: Access {
                        base: [0],
                        index: [75],
                    },
                    [77]: Load {
                        pointer: [76],
                    },
                    [78]: Swizzle {
                        size: Tri,
                        vector: [77],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [79]: As {
                        expr: [78],
                        kind: Float,
                        convert: None,
                    },
                    [80]: Binary {
                        op: Add,
                        left: [73],
                        right: [79],
                    },
                    [81]: Splat {
                        size: Tri,
                        value: [64],
                    },
                    [82]: Literal(
                        U32(
                            15,
                        ),
                    ),
                    [83]: Binary {
                        op: Add,
                        left: [4],
                        right: [82],
                    },
                    [84]: Access {
                        base: [0],
                        index: [83],
                    },
                    [85]: Load {
                        pointer: [84],
                    },
                    [86]: Swizzle {
                        size: Tri,
                        vector: [85],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [87]: As {
                        expr: [86],
                        kind: Float,
                        convert: None,
                    },
                    [88]: Binary {
                        op: Multiply,
                        left: [81],
                        right: [87],
                    },
                    [89]: Binary {
                        op: Add,
                        left: [88],
                        right: [80],
                    },
                    [90]: Splat {
                        size: Tri,
                        value: [67],
                    },
                    [91]: Literal(
                        U32(
                            17,
                        ),
                    ),
                    [92]: Binary {
                        op: Add,
                        left: [4],
                        right: [91],
                    },
                    [93]: Access {
                        base: [0],
                        index: [92],
                    },
                    [94]: Load {
                        pointer: [93],
                    },
                    [95]: Swizzle {
                        size: Tri,
                        vector: [94],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [96]: As {
                        expr: [95],
                        kind: Float,
                        convert: None,
                    },
                    [97]: Binary {
                        op: Multiply,
                        left: [90],
                        right: [96],
                    },
                    [98]: Binary {
                        op: Add,
                        left: [97],
                        right: [89],
                    },
                    [99]: Unary {
                        op: Negate,
                        expr: [62],
                    },
                    [100]: Math {
                        fun: Max,
                        arg: [63],
                        arg1: Some(
                            [99],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [101]: Unary {
                        op: Negate,
                        expr: [62],
                    },
                    [102]: Binary {
                        op: Less,
                        left: [63],
                        right: [101],
                    },
                    [103]: Select {
                        condition: [102],
                        accept: [66],
                        reject: [63],
                    },
                    [104]: Literal(
                        U32(
                            14,
                        ),
                    ),
                    [105]: Binary {
                        op: Add,
                        left: [4],
                        right: [104],
                    },
                    [106]: Access {
                        base: [0],
                        index: [105],
                    },
                    [107]: Load {
                        pointer: [106],
                    },
                    [108]: Swizzle {
                        size: Tri,
                        vector: [107],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [109]: As {
                        expr: [108],
                        kind: Float,
                        convert: None,
                    },
                    [110]: Literal(
                        U32(
                            12,
                        ),
                    ),
                    [111]: Binary {
                        op: Add,
                        left: [4],
                        right: [110],
                    },
                    [112]: Access {
                        base: [0],
                        index: [111],
                    },
                    [113]: Load {
                        pointer: [112],
                    },
                    [114]: Swizzle {
                        size: Tri,
                        vector: [113],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [115]: As {
                        expr: [114],
                        kind: Float,
                        convert: None,
                    },
                    [116]: Binary {
                        op: Add,
                        left: [109],
                        right: [115],
                    },
                    [117]: Splat {
                        size: Tri,
                        value: [100],
                    },
                    [118]: Literal(
                        U32(
                            16,
                        ),
                    ),
                    [119]: Binary {
                        op: Add,
                        left: [4],
                        right: [118],
                    },
                    [120]: Access {
                        base: [0],
                        index: [119],
                    },
                    [121]: Load {
                        pointer: [120],
                    },
                    [122]: Swizzle {
                        size: Tri,
                        vector: [121],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [123]: As {
                        expr: [122],
                        kind: Float,
                        convert: None,
                    },
                    [124]: Binary {
                        op: Multiply,
                        left: [117],
                        right: [123],
                    },
                    [125]: Binary {
                        op: Add,
                        left: [124],
                        right: [116],
                    },
                    [126]: Splat {
                        size: Tri,
                        value: [103],
                    },
                    [127]: Literal(
                        U32(
                            18,
                        ),
                    ),
                    [128]: Binary {
                        op: Add,
                        left: [4],
                        right: [127],
                    },
                    [129]: Access {
                        base: [0],
                        index: [128],
                    },
                    [130]: Load {
                        pointer: [129],
                    },
                    [131]: Swizzle {
                        size: Tri,
                        vector: [130],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [132]: As {
                        expr: [131],
                        kind: Float,
                        convert: None,
                    },
                    [133]: Binary {
                        op: Multiply,
                        left: [126],
                        right: [132],
                    },
                    [134]: Binary {
                        op: Add,
                        left: [133],
                        right: [125],
                    },
                    [135]: Literal(
                        U32(
                            21,
                        ),
                    ),
                    [136]: Binary {
                        op: Add,
                        left: [4],
                        right: [135],
                    },
                    [137]: Access {
                        base: [0],
                        index: [136],
                    },
                    [138]: Load {
                        pointer: [137],
                    },
                    [139]: As {
                        expr: [138],
                        kind: Float,
                        convert: None,
                    },
                    [140]: Math {
                        fun: Dot,
                        arg: [7],
                        arg1: Some(
                            [139],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [141]: Unary {
                        op: Negate,
                        expr: [140],
                    },
                    [142]: Math {
                        fun: Max,
                        arg: [140],
                        arg1: Some(
                            [141],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [143]: AccessIndex {
                        base: [98],
                        index: 0,
                    },
                    [144]: AccessIndex {
                        base: [98],
                        index: 1,
                    },
                    [145]: AccessIndex {
                        base: [98],
                        index: 2,
                    },
                    [146]: AccessIndex {
                        base: [77],
                        index: 3,
                    },
                    [147]: As {
                        expr: [146],
                        kind: Float,
                        convert: None,
                    },
                    [148]: Compose {
                        ty: [2],
                        components: [
                            [143],
                            [144],
                            [145],
                            [147],
                        ],
                    },
                    [149]: Math {
                        fun: Saturate,
                        arg: [148],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [150]: AccessIndex {
                        base: [134],
                        index: 0,
                    },
                    [151]: AccessIndex {
                        base: [134],
                        index: 1,
                    },
                    [152]: AccessIndex {
                        base: [134],
                        index: 2,
                    },
                    [153]: AccessIndex {
                        base: [113],
                        index: 3,
                    },
                    [154]: As {
                        expr: [153],
                        kind: Float,
                        convert: None,
                    },
                    [155]: Compose {
                        ty: [2],
                        components: [
                            [150],
                            [151],
                            [152],
                            [154],
                        ],
                    },
                    [156]: Math {
                        fun: Saturate,
                        arg: [155],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [157]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
                    },
                    [158]: Access {
                        base: [0],
                        index: [157],
                    },
                    [159]: Load {
                        pointer: [158],
                    },
                    [160]: As {
                        expr: [159],
                        kind: Float,
                        convert: None,
                    },
                    [161]: AccessIndex {
                        base: [42],
                        index: 0,
                    },
                    [162]: AccessIndex {
                        base: [42],
                        index: 1,
                    },
                    [163]: AccessIndex {
                        base: [42],
                        index: 2,
                    },
                    [164]: AccessIndex {
                        base: [42],
                        index: 3,
                    },
                    [165]: AccessIndex {
                        base: [160],
                        index: 0,
                    },
                    [166]: AccessIndex {
                        base: [160],
                        index: 1,
                    },
                    [167]: AccessIndex {
                        base: [160],
                        index: 2,
                    },
                    [168]: Binary {
                        op: Multiply,
                        left: [162],
                        right: [165],
                    },
                    [169]: Binary {
                        op: Multiply,
                        left: [163],
                        right: [166],
                    },
                    [170]: Binary {
                        op: Multiply,
                        left: [164],
                        right: [167],
                    },
                    [171]: Binary {
                        op: Add,
                        left: [169],
                        right: [170],
                    },
                    [172]: Compose {
                        ty: [2],
                        components: [
                            [161],
                            [168],
                            [171],
                            [164],
                        ],
                    },
                    [173]: Compose {
                        ty: [2],
                        components: [
                            [142],
                            [63],
                            [63],
                            [63],
                        ],
                    },
                    [174]: AccessIndex {
                        base: [160],
                        index: 3,
                    },
                    [175]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [176]: Binary {
                        op: Add,
                        left: [4],
                        right: [175],
                    },
                    [177]: Access {
                        base: [0],
                        index: [176],
                    },
                    [178]: Load {
                        pointer: [177],
                    },
                    [179]: As {
                        expr: [178],
                        kind: Float,
                        convert: None,
                    },
                    [180]: Math {
                        fun: Dot,
                        arg: [179],
                        arg1: Some(
                            [42],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [181]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [182]: Binary {
                        op: Add,
                        left: [4],
                        right: [181],
                    },
                    [183]: Access {
                        base: [0],
                        index: [182],
                    },
                    [184]: Load {
                        pointer: [183],
                    },
                    [185]: As {
                        expr: [184],
                        kind: Float,
                        convert: None,
                    },
                    [186]: Math {
                        fun: Dot,
                        arg: [185],
                        arg1: Some(
                            [42],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [187]: Compose {
                        ty: [5],
                        components: [
                            [180],
                            [186],
                        ],
                    },
                    [188]: Compose {
                        ty: [6],
                        components: [
                            [172],
                            [149],
                            [173],
                            [156],
                            [5],
                            [174],
                            [187],
                        ],
                    },
                },
                named_expressions: {
                    [15]: "t2",
                    [24]: "t3",
                    [33]: "t4",
                    [55]: "t5",
                    [62]: "t6",
                    [64]: "t7",
                    [67]: "t8",
                    [80]: "t9",
                    [89]: "t10",
                    [98]: "t0",
                    [100]: "t11",
                    [103]: "t12",
                    [116]: "t13",
                    [125]: "t14",
                    [134]: "t1",
                    [140]: "t15",
                    [149]: "t20",
                },
                body: Block {
                    body: [
                        Emit(
                            [2..6],
                        ),
                        Emit(
                            [8..10],
                        ),
                        Emit(
                            [11..18],
                        ),
                        Emit(
                            [19..27],
                        ),
                        Emit(
                            [28..36],
                        ),
                        Emit(
                            [37..43],
                        ),
                        Emit(
                            [44..49],
                        ),
                        Emit(
                            [50..56],
                        ),
                        Emit(
                            [57..63],
                        ),
                        Emit(
                            [64..66],
                        ),
                        Emit(
                            [67..68],
                        ),
                        Emit(
                            [69..74],
                        ),
                        Emit(
                            [75..82],
                        ),
                        Emit(
                            [83..91],
                        ),
                        Emit(
                            [92..104],
                        ),
                        Emit(
                            [105..110],
                        ),
                        Emit(
                            [111..118],
                        ),
                        Emit(
                            [119..127],
                        ),
                        Emit(
                            [128..135],
                        ),
                        Emit(
                            [136..175],
                        ),
                        Emit(
                            [176..181],
                        ),
                        Emit(
                            [182..189],
                        ),
                        Return {
                            value: Some(
                                [188],
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
