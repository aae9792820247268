// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 3 }, Output { register: 2, semantic: (Color, 0), mask: 15 }], samplers: [], constants: [Some(4)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 6>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>) -> VertexOutput {
    var temp0_: vec4<f32>;

    let _e5 = block[3];
    let t0_ = (bitcast<vec4<f32>>(_e5) * vec4(in0_.y));
    temp0_ = t0_;
    let _e12 = block[2];
    let _e16 = temp0_;
    let t0_1 = ((bitcast<vec4<f32>>(_e12) * vec4(in0_.x)) + _e16);
    temp0_ = t0_1;
    let _e20 = block[4];
    let _e24 = temp0_;
    let t1_ = ((bitcast<vec4<f32>>(_e20) * vec4(in0_.z)) + _e24);
    let _e28 = block[5];
    let _e30 = (t1_ + bitcast<vec4<f32>>(_e28));
    let _e33 = block[0];
    let _e34 = bitcast<vec4<f32>>(_e33);
    return VertexOutput(vec4<f32>(_e30.x, (_e30.y * _e34.x), ((_e30.z * _e34.y) + (_e30.w * _e34.z)), _e30.w), vec4<f32>(in1_.x, in1_.y, 0f, 0f), saturate(in1_));
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
                            "fragment_base",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 2,
                                interpolation: Some(
                                    Flat,
                                ),
                                sampling: None,
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 96,
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
                        offset: 128,
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
                        offset: 160,
                    },
                ],
                span: 192,
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
                local_variables: {
                    [0]: LocalVariable {
                        name: Some(
                            "temp0",
                        ),
                        ty: [2],
                        init: None,
                    },
                },
                expressions: {
                    [0]: GlobalVariable(
                        [0],
                    ),
                    [1]: LocalVariable(
                        [0],
                    ),
                    [2]: FunctionArgument(
                        0,
                    ),
                    [3]: Access {
                        base: [0],
                        index: [2],
                    },
                    [4]: Load {
                        pointer: [3],
                    },
                    [5]: AccessIndex {
                        base: [4],
                        index: 0,
                    },
                    [6]: AccessIndex {
                        base: [4],
                        index: 1,
                    },
                    [7]: Literal(
                        U32(
                            0,
                        ),
                    ),
                    [8]: FunctionArgument(
                        1,
                    ),
                    [9]: FunctionArgument(
                        2,
                    ),
                    [10]: Literal(
                        U32(
                            11,
                        ),
                    ),
                    [11]: Binary {
                        op: Add,
                        left: [5],
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
                    [15]: AccessIndex {
                        base: [8],
                        index: 1,
                    },
                    [16]: Splat {
                        size: Quad,
                        value: [15],
                    },
                    [17]: Binary {
                        op: Multiply,
                        left: [14],
                        right: [16],
                    },
                    [18]: Literal(
                        U32(
                            10,
                        ),
                    ),
                    [19]: Binary {
                        op: Add,
                        left: [5],
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
                    [23]: AccessIndex {
                        base: [8],
                        index: 0,
                    },
                    [24]: Splat {
                        size: Quad,
                        value: [23],
                    },
                    [25]: Load {
                        pointer: [1],
                    },
                    [26]: Binary {
                        op: Multiply,
                        left: [22],
                        right: [24],
                    },
                    [27]: Binary {
                        op: Add,
                        left: [26],
                        right: [25],
                    },
                    [28]: Literal(
                        U32(
                            12,
                        ),
                    ),
                    [29]: Binary {
                        op: Add,
                        left: [5],
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
                    [33]: AccessIndex {
                        base: [8],
                        index: 2,
                    },
                    [34]: Splat {
                        size: Quad,
                        value: [33],
                    },
                    [35]: Load {
                        pointer: [1],
                    },
                    [36]: Binary {
                        op: Multiply,
                        left: [32],
                        right: [34],
                    },
                    [37]: Binary {
                        op: Add,
                        left: [36],
                        right: [35],
                    },
                    [38]: Literal(
                        U32(
                            13,
                        ),
                    ),
                    [39]: Binary {
                        op: Add,
                        left: [5],
                        right: [38],
                    },
                    [40]: Access {
                        base: [0],
                        index: [39],
                    },
                    [41]: Load {
                        pointer: [40],
                    },
                    [42]: As {
                        expr: [41],
                        kind: Float,
                        convert: None,
                    },
                    [43]: Binary {
                        op: Add,
                        left: [37],
                        right: [42],
                    },
                    [44]: Math {
                        fun: Saturate,
                        arg: [9],
                        arg1: None,
                        arg2: None,
                        arg3: None,
                    },
                    [45]: Binary {
                        op: Add,
                        left: [5],
                        right: [7],
                    },
                    [46]: Access {
                        base: [0],
                        index: [45],
                    },
                    [47]: Load {
                        pointer: [46],
                    },
                    [48]: As {
                        expr: [47],
                        kind: Float,
                        convert: None,
                    },
                    [49]: AccessIndex {
                        base: [43],
                        index: 0,
                    },
                    [50]: AccessIndex {
                        base: [43],
                        index: 1,
                    },
                    [51]: AccessIndex {
                        base: [43],
                        index: 2,
                    },
                    [52]: AccessIndex {
                        base: [43],
                        index: 3,
                    },
                    [53]: AccessIndex {
                        base: [48],
                        index: 0,
                    },
                    [54]: AccessIndex {
                        base: [48],
                        index: 1,
                    },
                    [55]: AccessIndex {
                        base: [48],
                        index: 2,
                    },
                    [56]: Binary {
                        op: Multiply,
                        left: [50],
                        right: [53],
                    },
                    [57]: Binary {
                        op: Multiply,
                        left: [51],
                        right: [54],
                    },
                    [58]: Binary {
                        op: Multiply,
                        left: [52],
                        right: [55],
                    },
                    [59]: Binary {
                        op: Add,
                        left: [57],
                        right: [58],
                    },
                    [60]: Compose {
                        ty: [2],
                        components: [
                            [49],
                            [56],
                            [59],
                            [52],
                        ],
                    },
                    [61]: AccessIndex {
                        base: [9],
                        index: 0,
                    },
                    [62]: AccessIndex {
                        base: [9],
                        index: 1,
                    },
                    [63]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [64]: Compose {
                        ty: [2],
                        components: [
                            [61],
                            [62],
                            [63],
                            [63],
                        ],
                    },
                    [65]: AccessIndex {
                        base: [48],
                        index: 3,
                    },
                    [66]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [67]: Binary {
                        op: Add,
                        left: [5],
                        right: [66],
                    },
                    [68]: Access {
                        base: [0],
                        index: [67],
                    },
                    [69]: Load {
                        pointer: [68],
                    },
                    [70]: As {
                        expr: [69],
                        kind: Float,
                        convert: None,
                    },
                    [71]: Math {
                        fun: Dot,
                        arg: [70],
                        arg1: Some(
                            [43],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [72]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [73]: Binary {
                        op: Add,
                        left: [5],
                        right: [72],
                    },
                    [74]: Access {
                        base: [0],
                        index: [73],
                    },
                    [75]: Load {
                        pointer: [74],
                    },
                    [76]: As {
                        expr: [75],
                        kind: Float,
                        convert: None,
                    },
                    [77]: Math {
                        fun: Dot,
                        arg: [76],
                        arg1: Some(
                            [43],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [78]: Compose {
                        ty: [5],
                        components: [
                            [71],
                            [77],
                        ],
                    },
                    [79]: Compose {
                        ty: [6],
                        components: [
                            [60],
                            [64],
                            [44],
                            [6],
                            [65],
                            [78],
                        ],
                    },
                },
                named_expressions: {
                    [17]: "t0",
                    [27]: "t0",
                    [37]: "t1",
                },
                body: Block {
                    body: [
                        Emit(
                            [3..7],
                        ),
                        Emit(
                            [11..18],
                        ),
                        Store {
                            pointer: [1],
                            value: [17],
                        },
                        Emit(
                            [19..28],
                        ),
                        Store {
                            pointer: [1],
                            value: [27],
                        },
                        Emit(
                            [29..38],
                        ),
                        Emit(
                            [39..63],
                        ),
                        Emit(
                            [64..66],
                        ),
                        Emit(
                            [67..72],
                        ),
                        Emit(
                            [73..80],
                        ),
                        Return {
                            value: Some(
                                [79],
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
