// Info { inputs: [], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Fog, 0), mask: 1 }, Output { register: 3, semantic: (BackColor, 0), mask: 15 }], samplers: [], constants: [Some(21)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
    @location(2) varying2_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 23>;

@vertex 
fn main() -> VertexOutput {
    let _e2 = block[19];
    let _e7 = block[15];
    let t2_ = (vec4(bitcast<f32>(_e2.x)) * bitcast<vec4<f32>>(_e7));
    let _e15 = block[16];
    let t3_ = ((vec4(bitcast<f32>(_e2.y)) * bitcast<vec4<f32>>(_e15)) + t2_);
    let _e23 = block[17];
    let t4_ = ((vec4(bitcast<f32>(_e2.z)) * bitcast<vec4<f32>>(_e23)) + t3_);
    let _e31 = block[18];
    let _e34 = ((vec4(bitcast<f32>(_e2.w)) * bitcast<vec4<f32>>(_e31)) + t4_);
    let _e36 = block[20];
    let _e40 = block[21];
    let t5_ = (bitcast<vec3<f32>>(_e36.xyz) * bitcast<vec3<f32>>(_e40.xyz));
    let _e45 = block[22];
    let t6_ = dot(t5_, bitcast<vec3<f32>>(_e45.xyz));
    let t7_ = max(0f, t6_);
    let t8_ = select(0f, 1f, (0f < t6_));
    let _e55 = block[5];
    let _e59 = block[3];
    let t9_ = (bitcast<vec3<f32>>(_e55.xyz) + bitcast<vec3<f32>>(_e59.xyz));
    let _e65 = block[7];
    let t10_ = ((vec3(t7_) * bitcast<vec3<f32>>(_e65.xyz)) + t9_);
    let _e72 = block[9];
    let t0_ = ((vec3(t8_) * bitcast<vec3<f32>>(_e72.xyz)) + t10_);
    let t11_ = max(0f, -(t6_));
    let t12_ = select(0f, 1f, (0f < -(t6_)));
    let _e83 = block[6];
    let _e87 = block[4];
    let t13_ = (bitcast<vec3<f32>>(_e83.xyz) + bitcast<vec3<f32>>(_e87.xyz));
    let _e93 = block[8];
    let t14_ = ((vec3(t11_) * bitcast<vec3<f32>>(_e93.xyz)) + t13_);
    let _e100 = block[10];
    let t1_ = ((vec3(t12_) * bitcast<vec3<f32>>(_e100.xyz)) + t14_);
    let _e107 = block[13];
    let t15_ = dot(bitcast<vec4<f32>>(_e2), bitcast<vec4<f32>>(_e107));
    let t20_ = saturate(vec4<f32>(t0_.x, t0_.y, t0_.z, bitcast<f32>(_e59.w)));
    let _e127 = block[0];
    let _e128 = bitcast<vec4<f32>>(_e127);
    return VertexOutput(vec4<f32>(_e34.x, (_e34.y * _e128.x), ((_e34.z * _e128.y) + (_e34.w * _e128.z)), _e34.w), t20_, vec4<f32>(max(t15_, -(t15_)), 0f, 0f, 0f), saturate(vec4<f32>(t1_.x, t1_.y, t1_.z, bitcast<f32>(_e87.w))));
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
                    [7]: Literal(
                        U32(
                            27,
                        ),
                    ),
                    [8]: Binary {
                        op: Add,
                        left: [4],
                        right: [7],
                    },
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
                    [12]: As {
                        expr: [11],
                        kind: Float,
                        convert: None,
                    },
                    [13]: Splat {
                        size: Quad,
                        value: [12],
                    },
                    [14]: Literal(
                        U32(
                            23,
                        ),
                    ),
                    [15]: Binary {
                        op: Add,
                        left: [4],
                        right: [14],
                    },
                    [16]: Access {
                        base: [0],
                        index: [15],
                    },
                    [17]: Load {
                        pointer: [16],
                    },
                    [18]: As {
                        expr: [17],
                        kind: Float,
                        convert: None,
                    },
                    [19]: Binary {
                        op: Multiply,
                        left: [13],
                        right: [18],
                    },
                    [20]: AccessIndex {
                        base: [10],
                        index: 1,
                    },
                    [21]: As {
                        expr: [20],
                        kind: Float,
                        convert: None,
                    },
                    [22]: Splat {
                        size: Quad,
                        value: [21],
                    },
                    [23]: Literal(
                        U32(
                            24,
                        ),
                    ),
                    [24]: Binary {
                        op: Add,
                        left: [4],
                        right: [23],
                    },
                    [25]: Access {
                        base: [0],
                        index: [24],
                    },
                    [26]: Load {
                        pointer: [25],
                    },
                    [27]: As {
                        expr: [26],
                        kind: Float,
                        convert: None,
                    },
                    [28]: Binary {
                        op: Multiply,
                        left: [22],
                        right: [27],
                    },
                    [29]: Binary {
                        op: Add,
                        left: [28],
                        right: [19],
                    },
                    [30]: AccessIndex {
                        base: [10],
                        index: 2,
                    },
                    [31]: As {
                        expr: [30],
                        kind: Float,
                        convert: None,
                    },
                    [32]: Splat {
                        size: Quad,
                        value: [31],
                    },
                    [33]: Literal(
                        U32(
                            25,
                        ),
                    ),
                    [34]: Binary {
                        op: Add,
                        left: [4],
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
                    [38]: Binary {
                        op: Multiply,
                        left: [32],
                        right: [37],
                    },
                    [39]: Binary {
                        op: Add,
                        left: [38],
                        right: [29],
                    },
                    [40]: AccessIndex {
                        base: [10],
                        index: 3,
                    },
                    [41]: As {
                        expr: [40],
                        kind: Float,
                        convert: None,
                    },
                    [42]: Splat {
                        size: Quad,
                        value: [41],
                    },
                    [43]: Literal(
                        U32(
                            26,
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
                    [47]: As {
                        expr: [46],
                        kind: Float,
                        convert: None,
                    },
                    [48]: Binary {
                        op: Multiply,
                        left: [42],
                        right: [47],
                    },
                    [49]: Binary {
                        op: Add,
                        left: [48],
                        right: [39],
                    },
                    [50]: Literal(
                        U32(
                            28,
                        ),
                    ),
                    [51]: Binary {
                        op: Add,
                        left: [4],
                        right: [50],
                    },
                    [52]: Access {
                        base: [0],
                        index: [51],
                    },
                    [53]: Load {
                        pointer: [52],
                    },
                    [54]: Swizzle {
                        size: Tri,
                        vector: [53],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [55]: As {
                        expr: [54],
                        kind: Float,
                        convert: None,
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
                    [62]: Binary {
                        op: Multiply,
                        left: [55],
                        right: [61],
                    },
                    [63]: Literal(
                        U32(
                            30,
                        ),
                    ),
                    [64]: Binary {
                        op: Add,
                        left: [4],
                        right: [63],
                    },
                    [65]: Access {
                        base: [0],
                        index: [64],
                    },
                    [66]: Load {
                        pointer: [65],
                    },
                    [67]: Swizzle {
                        size: Tri,
                        vector: [66],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [68]: As {
                        expr: [67],
                        kind: Float,
                        convert: None,
                    },
                    [69]: Math {
                        fun: Dot,
                        arg: [62],
                        arg1: Some(
                            [68],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [70]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [71]: Math {
                        fun: Max,
                        arg: [70],
                        arg1: Some(
                            [69],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [72]: Binary {
                        op: Less,
                        left: [70],
                        right: [69],
                    },
                    [73]: Literal(
                        F32(
                            1.0,
                        ),
                    ),
                    [74]: Select {
                        condition: [72],
                        accept: [73],
                        reject: [70],
                    },
                    [75]: Literal(
                        U32(
                            13,
                        ),
                    ),
                    [76]: Binary {
                        op: Add,
                        left: [4],
                        right: [75],
                    },
                    [77]: Access {
                        base: [0],
                        index: [76],
                    },
                    [78]: Load {
                        pointer: [77],
                    },
                    [79]: Swizzle {
                        size: Tri,
                        vector: [78],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [80]: As {
                        expr: [79],
                        kind: Float,
                        convert: None,
                    },
                    [81]: Literal(
                        U32(
                            11,
                        ),
                    ),
                    [82]: Binary {
                        op: Add,
                        left: [4],
                        right: [81],
                    },
                    [83]: Access {
                        base: [0],
                        index: [82],
                    },
                    [84]: Load {
                        pointer: [83],
                    },
                    [85]: Swizzle {
                        size: Tri,
                        vector: [84],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [86]: As {
                        expr: [85],
                        kind: Float,
                        convert: None,
                    },
                    [87]: Binary {
                        op: Add,
                        left: [80],
                        right: [86],
                    },
                    [88]: Splat {
                        size: Tri,
                        value: [71],
                    },
                    [89]: Literal(
                        U32(
                            15,
                        ),
                    ),
                    [90]: Binary {
                        op: Add,
                        left: [4],
                        right: [89],
                    },
                    [91]: Access {
                        base: [0],
                        index: [90],
                    },
                    [92]: Load {
                        pointer: [91],
                    },
                    [93]: Swizzle {
                        size: Tri,
                        vector: [92],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [94]: As {
                        expr: [93],
                        kind: Float,
                        convert: None,
                    },
                    [95]: Binary {
                        op: Multiply,
                        left: [88],
                        right: [94],
                    },
                    [96]: Binary {
                        op: Add,
                        left: [95],
                        right: [87],
                    },
                    [97]: Splat {
                        size: Tri,
                        value: [74],
                    },
                    [98]: Literal(
                        U32(
                            17,
                        ),
                    ),
                    [99]: Binary {
                        op: Add,
                        left: [4],
                        right: [98],
                    },
                    [100]: Access {
                        base: [0],
                        index: [99],
                    },
                    [101]: Load {
                        pointer: [100],
                    },
                    [102]: Swizzle {
                        size: Tri,
                        vector: [101],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [103]: As {
                        expr: [102],
                        kind: Float,
                        convert: None,
                    },
                    [104]: Binary {
                        op: Multiply,
                        left: [97],
                        right: [103],
                    },
                    [105]: Binary {
                        op: Add,
                        left: [104],
                        right: [96],
                    },
                    [106]: Unary {
                        op: Negate,
                        expr: [69],
                    },
                    [107]: Math {
                        fun: Max,
                        arg: [70],
                        arg1: Some(
                            [106],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [108]: Unary {
                        op: Negate,
                        expr: [69],
                    },
                    [109]: Binary {
                        op: Less,
                        left: [70],
                        right: [108],
                    },
                    [110]: Select {
                        condition: [109],
                        accept: [73],
                        reject: [70],
                    },
                    [111]: Literal(
                        U32(
                            14,
                        ),
                    ),
                    [112]: Binary {
                        op: Add,
                        left: [4],
                        right: [111],
                    },
                    [113]: Access {
                        base: [0],
                        index: [112],
                    },
                    [114]: Load {
                        pointer: [113],
                    },
                    [115]: Swizzle {
                        size: Tri,
                        vector: [114],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [116]: As {
                        expr: [115],
                        kind: Float,
                        convert: None,
                    },
                    [117]: Literal(
                        U32(
                            12,
                        ),
                    ),
                    [118]: Binary {
                        op: Add,
                        left: [4],
                        right: [117],
                    },
                    [119]: Access {
                        base: [0],
                        index: [118],
                    },
                    [120]: Load {
                        pointer: [119],
                    },
                    [121]: Swizzle {
                        size: Tri,
                        vector: [120],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [122]: As {
                        expr: [121],
                        kind: Float,
                        convert: None,
                    },
                    [123]: Binary {
                        op: Add,
                        left: [116],
                        right: [122],
                    },
                    [124]: Splat {
                        size: Tri,
                        value: [107],
                    },
                    [125]: Literal(
                        U32(
                            16,
                        ),
                    ),
                    [126]: Binary {
                        op: Add,
                        left: [4],
                        right: [125],
                    },
                    [127]: Access {
                        base: [0],
                        index: [126],
                    },
                    [128]: Load {
                        pointer: [127],
                    },
                    [129]: Swizzle {
                        size: Tri,
                        vector: [128],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [130]: As {
                        expr: [129],
                        kind: Float,
                        convert: None,
                    },
                    [131]: Binary {
                        op: Multiply,
                        left: [124],
                        right: [130],
                    },
                    [132]: Binary {
                        op: Add,
                        left: [131],
                        right: [123],
                    },
                    [133]: Splat {
                        size: Tri,
                        value: [110],
                    },
                    [134]: Literal(
                        U32(
                            18,
                        ),
                    ),
                    [135]: Binary {
                        op: Add,
                        left: [4],
                        right: [134],
                    },
                    [136]: Access {
                        base: [0],
                        index: [135],
                    },
                    [137]: Load {
                        pointer: [136],
                    },
                    [138]: Swizzle {
                        size: Tri,
                        vector: [137],
                        pattern: [
                            X,
                            Y,
                            Z,
                            X,
                        ],
                    },
                    [139]: As {
                        expr: [138],
                        kind: Float,
                        convert: None,
                    },
                    [140]: Binary {
                        op: Multiply,
                        left: [133],
                        right: [139],
                    },
                    [141]: Binary {
                        op: Add,
                        left: [140],
                        right: [132],
                    },
                    [142]: As {
                        expr: [10],
                        kind: Float,
                        convert: None,
                    },
                    [143]: Literal(
                        U32(
                            21,
                        ),
                    ),
                    [144]: Binary {
                        op: Add,
                        left: [4],
                        right: [143],
                    },
                    [145]: Access {
                        base: [0],
                        index: [144],
                    },
                    [146]: Load {
                        pointer: [145],
                    },
                    [147]: As {
                        expr: [146],
                        kind: Float,
                        convert: None,
                    },
                    [148]: Math {
                        fun: Dot,
                        arg: [142],
                        arg1: Some(
                            [147],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [149]: Unary {
                        op: Negate,
                        expr: [148],
                    },
                    [150]: Math {
                        fun: Max,
                        arg: [148],
                        arg1: Some(
                            [149],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [151]: AccessIndex {
                        base: [105],
                        index: 0,
                    },
                    [152]: AccessIndex {
                        base: [105],
                        index: 1,
                    },
                    [153]: AccessIndex {
                        base: [105],
                        index: 2,
                    },
                    [154]: AccessIndex {
                        base: [84],
                        index: 3,
                    },
                    [155]: As {
                        expr: [154],
                        kind: Float,
                        convert: None,
                    },
                    [156]: Compose {
                        ty: [2],
                        components: [
                            [151],
                            [152],
                            [153],
                            [155],
                        ],
                    },
                    [157]: Math {
                        fun: Saturate,
                        arg: [156],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [158]: AccessIndex {
                        base: [141],
                        index: 0,
                    },
                    [159]: AccessIndex {
                        base: [141],
                        index: 1,
                    },
                    [160]: AccessIndex {
                        base: [141],
                        index: 2,
                    },
                    [161]: AccessIndex {
                        base: [120],
                        index: 3,
                    },
                    [162]: As {
                        expr: [161],
                        kind: Float,
                        convert: None,
                    },
                    [163]: Compose {
                        ty: [2],
                        components: [
                            [158],
                            [159],
                            [160],
                            [162],
                        ],
                    },
                    [164]: Math {
                        fun: Saturate,
                        arg: [163],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [165]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
                    },
                    [166]: Access {
                        base: [0],
                        index: [165],
                    },
                    [167]: Load {
                        pointer: [166],
                    },
                    [168]: As {
                        expr: [167],
                        kind: Float,
                        convert: None,
                    },
                    [169]: AccessIndex {
                        base: [49],
                        index: 0,
                    },
                    [170]: AccessIndex {
                        base: [49],
                        index: 1,
                    },
                    [171]: AccessIndex {
                        base: [49],
                        index: 2,
                    },
                    [172]: AccessIndex {
                        base: [49],
                        index: 3,
                    },
                    [173]: AccessIndex {
                        base: [168],
                        index: 0,
                    },
                    [174]: AccessIndex {
                        base: [168],
                        index: 1,
                    },
                    [175]: AccessIndex {
                        base: [168],
                        index: 2,
                    },
                    [176]: Binary {
                        op: Multiply,
                        left: [170],
                        right: [173],
                    },
                    [177]: Binary {
                        op: Multiply,
                        left: [171],
                        right: [174],
                    },
                    [178]: Binary {
                        op: Multiply,
                        left: [172],
                        right: [175],
                    },
                    [179]: Binary {
                        op: Add,
                        left: [177],
                        right: [178],
                    },
                    [180]: Compose {
                        ty: [2],
                        components: [
                            [169],
                            [176],
                            [179],
                            [172],
                        ],
                    },
                    [181]: Compose {
                        ty: [2],
                        components: [
                            [150],
                            [70],
                            [70],
                            [70],
                        ],
                    },
                    [182]: AccessIndex {
                        base: [168],
                        index: 3,
                    },
                    [183]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [184]: Binary {
                        op: Add,
                        left: [4],
                        right: [183],
                    },
                    [185]: Access {
                        base: [0],
                        index: [184],
                    },
                    [186]: Load {
                        pointer: [185],
                    },
                    [187]: As {
                        expr: [186],
                        kind: Float,
                        convert: None,
                    },
                    [188]: Math {
                        fun: Dot,
                        arg: [187],
                        arg1: Some(
                            [49],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [189]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [190]: Binary {
                        op: Add,
                        left: [4],
                        right: [189],
                    },
                    [191]: Access {
                        base: [0],
                        index: [190],
                    },
                    [192]: Load {
                        pointer: [191],
                    },
                    [193]: As {
                        expr: [192],
                        kind: Float,
                        convert: None,
                    },
                    [194]: Math {
                        fun: Dot,
                        arg: [193],
                        arg1: Some(
                            [49],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [195]: Compose {
                        ty: [5],
                        components: [
                            [188],
                            [194],
                        ],
                    },
                    [196]: Compose {
                        ty: [6],
                        components: [
                            [180],
                            [157],
                            [181],
                            [164],
                            [5],
                            [182],
                            [195],
                        ],
                    },
                },
                named_expressions: {
                    [19]: "t2",
                    [29]: "t3",
                    [39]: "t4",
                    [62]: "t5",
                    [69]: "t6",
                    [71]: "t7",
                    [74]: "t8",
                    [87]: "t9",
                    [96]: "t10",
                    [105]: "t0",
                    [107]: "t11",
                    [110]: "t12",
                    [123]: "t13",
                    [132]: "t14",
                    [141]: "t1",
                    [148]: "t15",
                    [157]: "t20",
                },
                body: Block {
                    body: [
                        Emit(
                            [2..6],
                        ),
                        Emit(
                            [8..14],
                        ),
                        Emit(
                            [15..23],
                        ),
                        Emit(
                            [24..33],
                        ),
                        Emit(
                            [34..43],
                        ),
                        Emit(
                            [44..50],
                        ),
                        Emit(
                            [51..56],
                        ),
                        Emit(
                            [57..63],
                        ),
                        Emit(
                            [64..70],
                        ),
                        Emit(
                            [71..73],
                        ),
                        Emit(
                            [74..75],
                        ),
                        Emit(
                            [76..81],
                        ),
                        Emit(
                            [82..89],
                        ),
                        Emit(
                            [90..98],
                        ),
                        Emit(
                            [99..111],
                        ),
                        Emit(
                            [112..117],
                        ),
                        Emit(
                            [118..125],
                        ),
                        Emit(
                            [126..134],
                        ),
                        Emit(
                            [135..143],
                        ),
                        Emit(
                            [144..183],
                        ),
                        Emit(
                            [184..189],
                        ),
                        Emit(
                            [190..197],
                        ),
                        Return {
                            value: Some(
                                [196],
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
