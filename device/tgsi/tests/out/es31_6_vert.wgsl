// Info { inputs: [], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }], samplers: [], constants: [Some(5)], writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false }
// plain
struct VertexOutput {
    @builtin(position) position: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 7>;

@vertex 
fn main() -> VertexOutput {
    let _e2 = block[6];
    let _e7 = block[2];
    let t0_ = (vec4(bitcast<f32>(_e2.x)) * bitcast<vec4<f32>>(_e7));
    let _e15 = block[3];
    let t1_ = ((vec4(bitcast<f32>(_e2.y)) * bitcast<vec4<f32>>(_e15)) + t0_);
    let _e23 = block[4];
    let t2_ = ((vec4(bitcast<f32>(_e2.z)) * bitcast<vec4<f32>>(_e23)) + t1_);
    let _e31 = block[5];
    let _e34 = ((vec4(bitcast<f32>(_e2.w)) * bitcast<vec4<f32>>(_e31)) + t2_);
    let _e36 = block[0];
    let _e37 = bitcast<vec4<f32>>(_e36);
    return VertexOutput(vec4<f32>(_e34.x, (_e34.y * _e37.x), ((_e34.z * _e37.y) + (_e34.w * _e37.z)), _e34.w));
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
                            "fragment_base",
                        ),
                        ty: [3],
                        binding: Some(
                            Location {
                                location: 0,
                                interpolation: Some(
                                    Flat,
                                ),
                                sampling: None,
                                blend_src: None,
                                per_primitive: false,
                            },
                        ),
                        offset: 32,
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
                        offset: 64,
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
                        offset: 96,
                    },
                ],
                span: 128,
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
                            14,
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
                            10,
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
                            11,
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
                            12,
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
                            13,
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
                    [50]: Binary {
                        op: Add,
                        left: [4],
                        right: [6],
                    },
                    [51]: Access {
                        base: [0],
                        index: [50],
                    },
                    [52]: Load {
                        pointer: [51],
                    },
                    [53]: As {
                        expr: [52],
                        kind: Float,
                        convert: None,
                    },
                    [54]: AccessIndex {
                        base: [49],
                        index: 0,
                    },
                    [55]: AccessIndex {
                        base: [49],
                        index: 1,
                    },
                    [56]: AccessIndex {
                        base: [49],
                        index: 2,
                    },
                    [57]: AccessIndex {
                        base: [49],
                        index: 3,
                    },
                    [58]: AccessIndex {
                        base: [53],
                        index: 0,
                    },
                    [59]: AccessIndex {
                        base: [53],
                        index: 1,
                    },
                    [60]: AccessIndex {
                        base: [53],
                        index: 2,
                    },
                    [61]: Binary {
                        op: Multiply,
                        left: [55],
                        right: [58],
                    },
                    [62]: Binary {
                        op: Multiply,
                        left: [56],
                        right: [59],
                    },
                    [63]: Binary {
                        op: Multiply,
                        left: [57],
                        right: [60],
                    },
                    [64]: Binary {
                        op: Add,
                        left: [62],
                        right: [63],
                    },
                    [65]: Compose {
                        ty: [2],
                        components: [
                            [54],
                            [61],
                            [64],
                            [57],
                        ],
                    },
                    [66]: AccessIndex {
                        base: [53],
                        index: 3,
                    },
                    [67]: Literal(
                        U32(
                            2,
                        ),
                    ),
                    [68]: Binary {
                        op: Add,
                        left: [4],
                        right: [67],
                    },
                    [69]: Access {
                        base: [0],
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
                    [72]: Math {
                        fun: Dot,
                        arg: [71],
                        arg1: Some(
                            [49],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [73]: Literal(
                        U32(
                            4,
                        ),
                    ),
                    [74]: Binary {
                        op: Add,
                        left: [4],
                        right: [73],
                    },
                    [75]: Access {
                        base: [0],
                        index: [74],
                    },
                    [76]: Load {
                        pointer: [75],
                    },
                    [77]: As {
                        expr: [76],
                        kind: Float,
                        convert: None,
                    },
                    [78]: Math {
                        fun: Dot,
                        arg: [77],
                        arg1: Some(
                            [49],
                        ),
                        arg2: None,
                        arg3: None,
                    },
                    [79]: Compose {
                        ty: [5],
                        components: [
                            [72],
                            [78],
                        ],
                    },
                    [80]: Compose {
                        ty: [6],
                        components: [
                            [65],
                            [5],
                            [66],
                            [79],
                        ],
                    },
                },
                named_expressions: {
                    [19]: "t0",
                    [29]: "t1",
                    [39]: "t2",
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
                            [44..67],
                        ),
                        Emit(
                            [68..73],
                        ),
                        Emit(
                            [74..81],
                        ),
                        Return {
                            value: Some(
                                [80],
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
