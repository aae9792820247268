// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }, Output { register: 2, semantic: (Generic, 1), mask: 3 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 2>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    let _e9 = vec4<f32>(in0_.x, in0_.y, in0_.z, 1f);
    let _e11 = block[0];
    let _e12 = bitcast<vec4<f32>>(_e11);
    return VertexOutput(vec4<f32>(_e9.x, (_e9.y * _e12.x), ((_e9.z * _e12.y) + (_e9.w * _e12.z)), _e9.w), vec4<f32>(in0_.x, in0_.y, in0_.z, 2f), vec4<f32>(in0_.y, in0_.z, 0f, 0f));
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
                    [8]: Literal(
                        U32(
                            1065353216,
                        ),
                    ),
                    [9]: Literal(
                        U32(
                            1073741824,
                        ),
                    ),
                    [10]: AccessIndex {
                        base: [7],
                        index: 0,
                    },
                    [11]: AccessIndex {
                        base: [7],
                        index: 1,
                    },
                    [12]: AccessIndex {
                        base: [7],
                        index: 2,
                    },
                    [13]: Literal(
                        F32(
                            1.0,
                        ),
                    ),
                    [14]: Compose {
                        ty: [2],
                        components: [
                            [10],
                            [11],
                            [12],
                            [13],
                        ],
                    },
                    [15]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
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
                    [19]: AccessIndex {
                        base: [14],
                        index: 0,
                    },
                    [20]: AccessIndex {
                        base: [14],
                        index: 1,
                    },
                    [21]: AccessIndex {
                        base: [14],
                        index: 2,
                    },
                    [22]: AccessIndex {
                        base: [14],
                        index: 3,
                    },
                    [23]: AccessIndex {
                        base: [18],
                        index: 0,
                    },
                    [24]: AccessIndex {
                        base: [18],
                        index: 1,
                    },
                    [25]: AccessIndex {
                        base: [18],
                        index: 2,
                    },
                    [26]: Binary {
                        op: Multiply,
                        left: [20],
                        right: [23],
                    },
                    [27]: Binary {
                        op: Multiply,
                        left: [21],
                        right: [24],
                    },
                    [28]: Binary {
                        op: Multiply,
                        left: [22],
                        right: [25],
                    },
                    [29]: Binary {
                        op: Add,
                        left: [27],
                        right: [28],
                    },
                    [30]: Compose {
                        ty: [2],
                        components: [
                            [19],
                            [26],
                            [29],
                            [22],
                        ],
                    },
                    [31]: Literal(
                        F32(
                            2.0,
                        ),
                    ),
                    [32]: Compose {
                        ty: [2],
                        components: [
                            [10],
                            [11],
                            [12],
                            [31],
                        ],
                    },
                    [33]: Literal(
                        F32(
                            0.0,
                        ),
                    ),
                    [34]: Compose {
                        ty: [2],
                        components: [
                            [11],
                            [12],
                            [33],
                            [33],
                        ],
                    },
                    [35]: AccessIndex {
                        base: [18],
                        index: 3,
                    },
                    [36]: Compose {
                        ty: [2],
                        components: [
                            [10],
                            [11],
                            [12],
                            [13],
                        ],
                    },
                    [37]: Literal(
                        U32(
                            2,
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
                    [42]: Math {
                        fun: Dot,
                        arg: [41],
                        arg1: Some(
                            [36],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [43]: Literal(
                        U32(
                            4,
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
                    [48]: Math {
                        fun: Dot,
                        arg: [47],
                        arg1: Some(
                            [36],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [49]: Compose {
                        ty: [5],
                        components: [
                            [42],
                            [48],
                        ],
                    },
                    [50]: Compose {
                        ty: [6],
                        components: [
                            [30],
                            [32],
                            [34],
                            [5],
                            [35],
                            [49],
                        ],
                    },
                },
                named_expressions: {},
                body: Block {
                    body: [
                        Emit(
                            [2..6],
                        ),
                        Emit(
                            [10..13],
                        ),
                        Emit(
                            [14..31],
                        ),
                        Emit(
                            [32..33],
                        ),
                        Emit(
                            [34..37],
                        ),
                        Emit(
                            [38..43],
                        ),
                        Emit(
                            [44..51],
                        ),
                        Return {
                            value: Some(
                                [50],
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
