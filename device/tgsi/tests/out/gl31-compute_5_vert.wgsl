// Info { inputs: [Input { register: 0, semantic: None }, Input { register: 1, semantic: None }, Input { register: 2, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Color, 0), mask: 15 }, Output { register: 2, semantic: (Texcoord, 0), mask: 15 }], samplers: [], constants: [], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) varying1_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 2>;

@vertex 
fn main(@location(0) in0_: vec4<f32>, @location(1) in1_: vec4<f32>, @location(2) in2_: vec4<f32>) -> VertexOutput {
    let _e6 = block[0];
    let _e7 = bitcast<vec4<f32>>(_e6);
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e7.x), ((in0_.z * _e7.y) + (in0_.w * _e7.z)), in0_.w), in1_, in2_);
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
                    FunctionArgument {
                        name: Some(
                            "in2",
                        ),
                        ty: [2],
                        binding: Some(
                            Location {
                                location: 2,
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
                    [9]: FunctionArgument(
                        3,
                    ),
                    [10]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
                    },
                    [11]: Access {
                        base: [0],
                        index: [10],
                    },
                    [12]: Load {
                        pointer: [11],
                    },
                    [13]: As {
                        expr: [12],
                        kind: Float,
                        convert: None,
                    },
                    [14]: AccessIndex {
                        base: [7],
                        index: 0,
                    },
                    [15]: AccessIndex {
                        base: [7],
                        index: 1,
                    },
                    [16]: AccessIndex {
                        base: [7],
                        index: 2,
                    },
                    [17]: AccessIndex {
                        base: [7],
                        index: 3,
                    },
                    [18]: AccessIndex {
                        base: [13],
                        index: 0,
                    },
                    [19]: AccessIndex {
                        base: [13],
                        index: 1,
                    },
                    [20]: AccessIndex {
                        base: [13],
                        index: 2,
                    },
                    [21]: Binary {
                        op: Multiply,
                        left: [15],
                        right: [18],
                    },
                    [22]: Binary {
                        op: Multiply,
                        left: [16],
                        right: [19],
                    },
                    [23]: Binary {
                        op: Multiply,
                        left: [17],
                        right: [20],
                    },
                    [24]: Binary {
                        op: Add,
                        left: [22],
                        right: [23],
                    },
                    [25]: Compose {
                        ty: [2],
                        components: [
                            [14],
                            [21],
                            [24],
                            [17],
                        ],
                    },
                    [26]: AccessIndex {
                        base: [13],
                        index: 3,
                    },
                    [27]: Literal(
                        U32(
                            2,
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
                    [32]: Math {
                        fun: Dot,
                        arg: [31],
                        arg1: Some(
                            [7],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [33]: Literal(
                        U32(
                            4,
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
                    [38]: Math {
                        fun: Dot,
                        arg: [37],
                        arg1: Some(
                            [7],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [39]: Compose {
                        ty: [5],
                        components: [
                            [32],
                            [38],
                        ],
                    },
                    [40]: Compose {
                        ty: [6],
                        components: [
                            [25],
                            [8],
                            [9],
                            [5],
                            [26],
                            [39],
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
                            [10..27],
                        ),
                        Emit(
                            [28..33],
                        ),
                        Emit(
                            [34..41],
                        ),
                        Return {
                            value: Some(
                                [40],
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
