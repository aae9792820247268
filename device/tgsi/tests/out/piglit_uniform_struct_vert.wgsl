// Info { inputs: [Input { register: 0, semantic: None }], outputs: [Output { register: 0, semantic: (Position, 0), mask: 15 }, Output { register: 1, semantic: (Generic, 0), mask: 15 }], samplers: [], constants: [None, Some(22)], constants_named: 0, constants_unnamed: false, writes_depth: false, discards: false, color0_writes_all: false, reads_point_coordinate: false, reads_color: false, reads_flat: false, writes_point_size: false, reads_instance: false, reads_primitive: false, early_depth: false, memory: Memory { buffers: [], images: [], shared: None, writes: false }, workgroup_size: [1, 1, 1] }
// plain
struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
}

@group(0) @binding(0) 
var<uniform> block: array<vec4<u32>, 34>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 22>;

@vertex 
fn main(@location(0) in0_: vec4<f32>) -> VertexOutput {
    var out1_: vec4<u32>;

    let _e5 = const1_[1];
    let t3_ = !((bitcast<vec2<f32>>(_e5.xy) == vec2<f32>(0.03f, 0.04f)));
    let t4_ = (select(0u, 4294967295u, t3_.x) | select(0u, 4294967295u, t3_.y));
    let _e23 = const1_[10];
    let t5_ = (_e23.w != 0u);
    let _e27 = const1_[21];
    let t6_ = (_e27.w != 0u);
    if (t4_ != 0u) {
        out1_.x = 1025758986u;
        out1_.y = 0u;
        out1_.z = _e5.x;
        out1_.w = _e5.y;
    } else {
        let _e38 = const1_[2];
        let t7_ = !((bitcast<vec2<f32>>(_e38.xy) == vec2<f32>(0.05f, 0.06f)));
        let t8_ = (select(0u, 4294967295u, t7_.x) | select(0u, 4294967295u, t7_.y));
        if (t8_ != 0u) {
            out1_.x = 1031127695u;
            out1_.y = 0u;
            out1_.z = _e38.x;
            out1_.w = _e38.y;
        } else {
            let _e61 = const1_[3];
            let t9_ = !((bitcast<vec2<f32>>(_e61.xy) == vec2<f32>(0.07f, 0.08f)));
            let t10_ = (select(0u, 4294967295u, t9_.x) | select(0u, 4294967295u, t9_.y));
            if (t10_ != 0u) {
                out1_.x = 1034147594u;
                out1_.y = 0u;
                out1_.z = _e61.x;
                out1_.w = _e61.y;
            } else {
                let _e84 = const1_[4];
                let t11_ = !((bitcast<vec2<f32>>(_e84.xy) == vec2<f32>(0.09f, 0.1f)));
                let t12_ = (select(0u, 4294967295u, t11_.x) | select(0u, 4294967295u, t11_.y));
                if (t12_ != 0u) {
                    out1_.x = 1036831949u;
                    out1_.y = 0u;
                    out1_.z = _e84.x;
                    out1_.w = _e84.y;
                } else {
                    let _e107 = const1_[5];
                    let t13_ = !((bitcast<vec2<f32>>(_e107.xy) == vec2<f32>(0.21f, 0.22f)));
                    let t14_ = (select(0u, 4294967295u, t13_.x) | select(0u, 4294967295u, t13_.y));
                    if (t14_ != 0u) {
                        out1_.x = 1046562734u;
                        out1_.y = 0u;
                        out1_.z = _e107.x;
                        out1_.w = _e107.y;
                    } else {
                        let _e130 = const1_[6];
                        let t15_ = !((bitcast<vec2<f32>>(_e130.xy) == vec2<f32>(0.23f, 0.24f)));
                        let t16_ = (select(0u, 4294967295u, t15_.x) | select(0u, 4294967295u, t15_.y));
                        if (t16_ != 0u) {
                            out1_.x = 1047904911u;
                            out1_.y = 0u;
                            out1_.z = _e130.x;
                            out1_.w = _e130.y;
                        } else {
                            let _e153 = const1_[7];
                            let t17_ = !((bitcast<vec2<f32>>(_e153.xy) == vec2<f32>(0.25f, 0.26f)));
                            let t18_ = (select(0u, 4294967295u, t17_.x) | select(0u, 4294967295u, t17_.y));
                            if (t18_ != 0u) {
                                out1_.x = 1048911544u;
                                out1_.y = 0u;
                                out1_.z = _e153.x;
                                out1_.w = _e153.y;
                            } else {
                                let _e176 = const1_[8];
                                let t19_ = !((bitcast<vec2<f32>>(_e176.xy) == vec2<f32>(0.27f, 0.28f)));
                                let t20_ = (select(0u, 4294967295u, t19_.x) | select(0u, 4294967295u, t19_.y));
                                if (t20_ != 0u) {
                                    out1_.x = 1049582633u;
                                    out1_.y = 0u;
                                    out1_.z = _e176.x;
                                    out1_.w = _e176.y;
                                } else {
                                    let _e199 = const1_[9];
                                    let t21_ = !((bitcast<vec2<f32>>(_e199.xy) == vec2<f32>(0.29f, 0.3f)));
                                    let t22_ = (select(0u, 4294967295u, t21_.x) | select(0u, 4294967295u, t21_.y));
                                    if (t22_ != 0u) {
                                        out1_.x = 1050253722u;
                                        out1_.y = 0u;
                                        out1_.z = _e199.x;
                                        out1_.w = _e199.y;
                                    } else {
                                        let t23_ = !((bitcast<vec3<f32>>(_e23.xyz) == vec3<f32>(0.31f, 0.32f, 0.33f)));
                                        let t24_ = (select(0u, 4294967295u, t23_.y) | select(0u, 4294967295u, t23_.z));
                                        let t25_ = (select(0u, 4294967295u, t23_.x) | t24_);
                                        if (t25_ != 0u) {
                                            out1_.x = 1050924810u;
                                            out1_.y = _e23.x;
                                            out1_.z = _e23.y;
                                            out1_.w = _e23.z;
                                        } else {
                                            if t5_ {
                                                out1_ = vec4<u32>(1051595899u, 0u, 0u, 1065353216u);
                                            } else {
                                                let _e252 = const1_[11];
                                                let t26_ = !((bitcast<vec2<f32>>(_e252.xy) == vec2<f32>(0.41f, 0.42f)));
                                                let t27_ = (select(0u, 4294967295u, t26_.x) | select(0u, 4294967295u, t26_.y));
                                                if (t27_ != 0u) {
                                                    out1_.x = 1054280253u;
                                                    out1_.y = 0u;
                                                    out1_.z = _e252.x;
                                                    out1_.w = _e252.y;
                                                } else {
                                                    let _e275 = const1_[12];
                                                    let t28_ = !((bitcast<vec2<f32>>(_e275.xy) == vec2<f32>(0.43f, 0.44f)));
                                                    let t29_ = (select(0u, 4294967295u, t28_.x) | select(0u, 4294967295u, t28_.y));
                                                    if (t29_ != 0u) {
                                                        out1_.x = 1054951342u;
                                                        out1_.y = 0u;
                                                        out1_.z = _e275.x;
                                                        out1_.w = _e275.y;
                                                    } else {
                                                        let _e298 = const1_[13];
                                                        let t30_ = !((bitcast<vec2<f32>>(_e298.xy) == vec2<f32>(0.45f, 0.46f)));
                                                        let t31_ = (select(0u, 4294967295u, t30_.x) | select(0u, 4294967295u, t30_.y));
                                                        if (t31_ != 0u) {
                                                            out1_.x = 1055622431u;
                                                            out1_.y = 0u;
                                                            out1_.z = _e298.x;
                                                            out1_.w = _e298.y;
                                                        } else {
                                                            let _e321 = const1_[14];
                                                            let t32_ = !((bitcast<vec2<f32>>(_e321.xy) == vec2<f32>(0.47f, 0.48f)));
                                                            let t33_ = (select(0u, 4294967295u, t32_.x) | select(0u, 4294967295u, t32_.y));
                                                            if (t33_ != 0u) {
                                                                out1_.x = 1056293519u;
                                                                out1_.y = 0u;
                                                                out1_.z = _e321.x;
                                                                out1_.w = _e321.y;
                                                            } else {
                                                                let _e344 = const1_[15];
                                                                let t34_ = !((bitcast<vec2<f32>>(_e344.xy) == vec2<f32>(0.49f, 0.5f)));
                                                                let t35_ = (select(0u, 4294967295u, t34_.x) | select(0u, 4294967295u, t34_.y));
                                                                if (t35_ != 0u) {
                                                                    out1_.x = 1056964608u;
                                                                    out1_.y = 0u;
                                                                    out1_.z = _e344.x;
                                                                    out1_.w = _e344.y;
                                                                } else {
                                                                    let _e367 = const1_[16];
                                                                    let t36_ = !((bitcast<vec2<f32>>(_e367.xy) == vec2<f32>(0.61f, 0.62f)));
                                                                    let t37_ = (select(0u, 4294967295u, t36_.x) | select(0u, 4294967295u, t36_.y));
                                                                    if (t37_ != 0u) {
                                                                        out1_.x = 1058977874u;
                                                                        out1_.y = 0u;
                                                                        out1_.z = _e367.x;
                                                                        out1_.w = _e367.y;
                                                                    } else {
                                                                        let _e390 = const1_[17];
                                                                        let t38_ = !((bitcast<vec2<f32>>(_e390.xy) == vec2<f32>(0.63f, 0.64f)));
                                                                        let t39_ = (select(0u, 4294967295u, t38_.x) | select(0u, 4294967295u, t38_.y));
                                                                        if (t39_ != 0u) {
                                                                            out1_.x = 1059313418u;
                                                                            out1_.y = 0u;
                                                                            out1_.z = _e390.x;
                                                                            out1_.w = _e390.y;
                                                                        } else {
                                                                            let _e413 = const1_[18];
                                                                            let t40_ = !((bitcast<vec2<f32>>(_e413.xy) == vec2<f32>(0.65f, 0.66f)));
                                                                            let t41_ = (select(0u, 4294967295u, t40_.x) | select(0u, 4294967295u, t40_.y));
                                                                            if (t41_ != 0u) {
                                                                                out1_.x = 1059648963u;
                                                                                out1_.y = 0u;
                                                                                out1_.z = _e413.x;
                                                                                out1_.w = _e413.y;
                                                                            } else {
                                                                                let _e436 = const1_[19];
                                                                                let t42_ = !((bitcast<vec2<f32>>(_e436.xy) == vec2<f32>(0.67f, 0.68f)));
                                                                                let t43_ = (select(0u, 4294967295u, t42_.x) | select(0u, 4294967295u, t42_.y));
                                                                                if (t43_ != 0u) {
                                                                                    out1_.x = 1059984507u;
                                                                                    out1_.y = 0u;
                                                                                    out1_.z = _e436.x;
                                                                                    out1_.w = _e436.y;
                                                                                } else {
                                                                                    let _e459 = const1_[20];
                                                                                    let t44_ = !((bitcast<vec2<f32>>(_e459.xy) == vec2<f32>(0.69f, 0.7f)));
                                                                                    let t45_ = (select(0u, 4294967295u, t44_.x) | select(0u, 4294967295u, t44_.y));
                                                                                    let t46_ = !((bitcast<vec3<f32>>(_e27.xyz) == vec3<f32>(0.71f, 0.72f, 0.73f)));
                                                                                    let t47_ = (select(0u, 4294967295u, t46_.y) | select(0u, 4294967295u, t46_.z));
                                                                                    let t48_ = (select(0u, 4294967295u, t46_.x) | t47_);
                                                                                    let t0_ = (select(0u, 4294967295u, t6_) & 1065353216u);
                                                                                    let t49_ = (vec4(_e27.w) != vec4(0u));
                                                                                    let t50_ = select(vec4<u32>(1060991140u, 0u, 0u, t0_), vec4<u32>(0u, 1065353216u, 0u, 0u), t49_);
                                                                                    let t51_ = select(t50_, vec4<u32>(1060655596u, _e27.x, _e27.y, _e27.z), vec4((t48_ != 0u)));
                                                                                    let t52_ = select(t51_, vec4<u32>(1060320051u, 0u, _e459.x, _e459.y), vec4((t45_ != 0u)));
                                                                                    out1_ = t52_;
                                                                                }
                                                                            }
                                                                        }
                                                                    }
                                                                }
                                                            }
                                                        }
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let _e516 = block[0];
    let _e517 = bitcast<vec4<f32>>(_e516);
    let _e530 = out1_;
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e517.x), ((in0_.z * _e517.y) + (in0_.w * _e517.z)), in0_.w), bitcast<vec4<f32>>(_e530));
}

// slot_clip_points
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) @interpolate(flat) block0_: vec4<u32>,
    @location(2) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;
@group(3) @binding(1) 
var<uniform> const1_: array<vec4<u32>, 22>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    var out1_: vec4<u32>;

    let _e5 = blocks[instance_index];
    let _e11 = const1_[1];
    let t3_ = !((bitcast<vec2<f32>>(_e11.xy) == vec2<f32>(0.03f, 0.04f)));
    let t4_ = (select(0u, 4294967295u, t3_.x) | select(0u, 4294967295u, t3_.y));
    let _e28 = const1_[10];
    let t5_ = (_e28.w != 0u);
    let _e32 = const1_[21];
    let t6_ = (_e32.w != 0u);
    if (t4_ != 0u) {
        out1_.x = 1025758986u;
        out1_.y = 0u;
        out1_.z = _e11.x;
        out1_.w = _e11.y;
    } else {
        let _e43 = const1_[2];
        let t7_ = !((bitcast<vec2<f32>>(_e43.xy) == vec2<f32>(0.05f, 0.06f)));
        let t8_ = (select(0u, 4294967295u, t7_.x) | select(0u, 4294967295u, t7_.y));
        if (t8_ != 0u) {
            out1_.x = 1031127695u;
            out1_.y = 0u;
            out1_.z = _e43.x;
            out1_.w = _e43.y;
        } else {
            let _e66 = const1_[3];
            let t9_ = !((bitcast<vec2<f32>>(_e66.xy) == vec2<f32>(0.07f, 0.08f)));
            let t10_ = (select(0u, 4294967295u, t9_.x) | select(0u, 4294967295u, t9_.y));
            if (t10_ != 0u) {
                out1_.x = 1034147594u;
                out1_.y = 0u;
                out1_.z = _e66.x;
                out1_.w = _e66.y;
            } else {
                let _e89 = const1_[4];
                let t11_ = !((bitcast<vec2<f32>>(_e89.xy) == vec2<f32>(0.09f, 0.1f)));
                let t12_ = (select(0u, 4294967295u, t11_.x) | select(0u, 4294967295u, t11_.y));
                if (t12_ != 0u) {
                    out1_.x = 1036831949u;
                    out1_.y = 0u;
                    out1_.z = _e89.x;
                    out1_.w = _e89.y;
                } else {
                    let _e112 = const1_[5];
                    let t13_ = !((bitcast<vec2<f32>>(_e112.xy) == vec2<f32>(0.21f, 0.22f)));
                    let t14_ = (select(0u, 4294967295u, t13_.x) | select(0u, 4294967295u, t13_.y));
                    if (t14_ != 0u) {
                        out1_.x = 1046562734u;
                        out1_.y = 0u;
                        out1_.z = _e112.x;
                        out1_.w = _e112.y;
                    } else {
                        let _e135 = const1_[6];
                        let t15_ = !((bitcast<vec2<f32>>(_e135.xy) == vec2<f32>(0.23f, 0.24f)));
                        let t16_ = (select(0u, 4294967295u, t15_.x) | select(0u, 4294967295u, t15_.y));
                        if (t16_ != 0u) {
                            out1_.x = 1047904911u;
                            out1_.y = 0u;
                            out1_.z = _e135.x;
                            out1_.w = _e135.y;
                        } else {
                            let _e158 = const1_[7];
                            let t17_ = !((bitcast<vec2<f32>>(_e158.xy) == vec2<f32>(0.25f, 0.26f)));
                            let t18_ = (select(0u, 4294967295u, t17_.x) | select(0u, 4294967295u, t17_.y));
                            if (t18_ != 0u) {
                                out1_.x = 1048911544u;
                                out1_.y = 0u;
                                out1_.z = _e158.x;
                                out1_.w = _e158.y;
                            } else {
                                let _e181 = const1_[8];
                                let t19_ = !((bitcast<vec2<f32>>(_e181.xy) == vec2<f32>(0.27f, 0.28f)));
                                let t20_ = (select(0u, 4294967295u, t19_.x) | select(0u, 4294967295u, t19_.y));
                                if (t20_ != 0u) {
                                    out1_.x = 1049582633u;
                                    out1_.y = 0u;
                                    out1_.z = _e181.x;
                                    out1_.w = _e181.y;
                                } else {
                                    let _e204 = const1_[9];
                                    let t21_ = !((bitcast<vec2<f32>>(_e204.xy) == vec2<f32>(0.29f, 0.3f)));
                                    let t22_ = (select(0u, 4294967295u, t21_.x) | select(0u, 4294967295u, t21_.y));
                                    if (t22_ != 0u) {
                                        out1_.x = 1050253722u;
                                        out1_.y = 0u;
                                        out1_.z = _e204.x;
                                        out1_.w = _e204.y;
                                    } else {
                                        let t23_ = !((bitcast<vec3<f32>>(_e28.xyz) == vec3<f32>(0.31f, 0.32f, 0.33f)));
                                        let t24_ = (select(0u, 4294967295u, t23_.y) | select(0u, 4294967295u, t23_.z));
                                        let t25_ = (select(0u, 4294967295u, t23_.x) | t24_);
                                        if (t25_ != 0u) {
                                            out1_.x = 1050924810u;
                                            out1_.y = _e28.x;
                                            out1_.z = _e28.y;
                                            out1_.w = _e28.z;
                                        } else {
                                            if t5_ {
                                                out1_ = vec4<u32>(1051595899u, 0u, 0u, 1065353216u);
                                            } else {
                                                let _e257 = const1_[11];
                                                let t26_ = !((bitcast<vec2<f32>>(_e257.xy) == vec2<f32>(0.41f, 0.42f)));
                                                let t27_ = (select(0u, 4294967295u, t26_.x) | select(0u, 4294967295u, t26_.y));
                                                if (t27_ != 0u) {
                                                    out1_.x = 1054280253u;
                                                    out1_.y = 0u;
                                                    out1_.z = _e257.x;
                                                    out1_.w = _e257.y;
                                                } else {
                                                    let _e280 = const1_[12];
                                                    let t28_ = !((bitcast<vec2<f32>>(_e280.xy) == vec2<f32>(0.43f, 0.44f)));
                                                    let t29_ = (select(0u, 4294967295u, t28_.x) | select(0u, 4294967295u, t28_.y));
                                                    if (t29_ != 0u) {
                                                        out1_.x = 1054951342u;
                                                        out1_.y = 0u;
                                                        out1_.z = _e280.x;
                                                        out1_.w = _e280.y;
                                                    } else {
                                                        let _e303 = const1_[13];
                                                        let t30_ = !((bitcast<vec2<f32>>(_e303.xy) == vec2<f32>(0.45f, 0.46f)));
                                                        let t31_ = (select(0u, 4294967295u, t30_.x) | select(0u, 4294967295u, t30_.y));
                                                        if (t31_ != 0u) {
                                                            out1_.x = 1055622431u;
                                                            out1_.y = 0u;
                                                            out1_.z = _e303.x;
                                                            out1_.w = _e303.y;
                                                        } else {
                                                            let _e326 = const1_[14];
                                                            let t32_ = !((bitcast<vec2<f32>>(_e326.xy) == vec2<f32>(0.47f, 0.48f)));
                                                            let t33_ = (select(0u, 4294967295u, t32_.x) | select(0u, 4294967295u, t32_.y));
                                                            if (t33_ != 0u) {
                                                                out1_.x = 1056293519u;
                                                                out1_.y = 0u;
                                                                out1_.z = _e326.x;
                                                                out1_.w = _e326.y;
                                                            } else {
                                                                let _e349 = const1_[15];
                                                                let t34_ = !((bitcast<vec2<f32>>(_e349.xy) == vec2<f32>(0.49f, 0.5f)));
                                                                let t35_ = (select(0u, 4294967295u, t34_.x) | select(0u, 4294967295u, t34_.y));
                                                                if (t35_ != 0u) {
                                                                    out1_.x = 1056964608u;
                                                                    out1_.y = 0u;
                                                                    out1_.z = _e349.x;
                                                                    out1_.w = _e349.y;
                                                                } else {
                                                                    let _e372 = const1_[16];
                                                                    let t36_ = !((bitcast<vec2<f32>>(_e372.xy) == vec2<f32>(0.61f, 0.62f)));
                                                                    let t37_ = (select(0u, 4294967295u, t36_.x) | select(0u, 4294967295u, t36_.y));
                                                                    if (t37_ != 0u) {
                                                                        out1_.x = 1058977874u;
                                                                        out1_.y = 0u;
                                                                        out1_.z = _e372.x;
                                                                        out1_.w = _e372.y;
                                                                    } else {
                                                                        let _e395 = const1_[17];
                                                                        let t38_ = !((bitcast<vec2<f32>>(_e395.xy) == vec2<f32>(0.63f, 0.64f)));
                                                                        let t39_ = (select(0u, 4294967295u, t38_.x) | select(0u, 4294967295u, t38_.y));
                                                                        if (t39_ != 0u) {
                                                                            out1_.x = 1059313418u;
                                                                            out1_.y = 0u;
                                                                            out1_.z = _e395.x;
                                                                            out1_.w = _e395.y;
                                                                        } else {
                                                                            let _e418 = const1_[18];
                                                                            let t40_ = !((bitcast<vec2<f32>>(_e418.xy) == vec2<f32>(0.65f, 0.66f)));
                                                                            let t41_ = (select(0u, 4294967295u, t40_.x) | select(0u, 4294967295u, t40_.y));
                                                                            if (t41_ != 0u) {
                                                                                out1_.x = 1059648963u;
                                                                                out1_.y = 0u;
                                                                                out1_.z = _e418.x;
                                                                                out1_.w = _e418.y;
                                                                            } else {
                                                                                let _e441 = const1_[19];
                                                                                let t42_ = !((bitcast<vec2<f32>>(_e441.xy) == vec2<f32>(0.67f, 0.68f)));
                                                                                let t43_ = (select(0u, 4294967295u, t42_.x) | select(0u, 4294967295u, t42_.y));
                                                                                if (t43_ != 0u) {
                                                                                    out1_.x = 1059984507u;
                                                                                    out1_.y = 0u;
                                                                                    out1_.z = _e441.x;
                                                                                    out1_.w = _e441.y;
                                                                                } else {
                                                                                    let _e464 = const1_[20];
                                                                                    let t44_ = !((bitcast<vec2<f32>>(_e464.xy) == vec2<f32>(0.69f, 0.7f)));
                                                                                    let t45_ = (select(0u, 4294967295u, t44_.x) | select(0u, 4294967295u, t44_.y));
                                                                                    let t46_ = !((bitcast<vec3<f32>>(_e32.xyz) == vec3<f32>(0.71f, 0.72f, 0.73f)));
                                                                                    let t47_ = (select(0u, 4294967295u, t46_.y) | select(0u, 4294967295u, t46_.z));
                                                                                    let t48_ = (select(0u, 4294967295u, t46_.x) | t47_);
                                                                                    let t0_ = (select(0u, 4294967295u, t6_) & 1065353216u);
                                                                                    let t49_ = (vec4(_e32.w) != vec4(0u));
                                                                                    let t50_ = select(vec4<u32>(1060991140u, 0u, 0u, t0_), vec4<u32>(0u, 1065353216u, 0u, 0u), t49_);
                                                                                    let t51_ = select(t50_, vec4<u32>(1060655596u, _e32.x, _e32.y, _e32.z), vec4((t48_ != 0u)));
                                                                                    let t52_ = select(t51_, vec4<u32>(1060320051u, 0u, _e464.x, _e464.y), vec4((t45_ != 0u)));
                                                                                    out1_ = t52_;
                                                                                }
                                                                            }
                                                                        }
                                                                    }
                                                                }
                                                            }
                                                        }
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let _e521 = blocks[_e5.x];
    let _e522 = bitcast<vec4<f32>>(_e521);
    let _e535 = out1_;
    let _e539 = blocks[(_e5.y + 0u)];
    let _e543 = blocks[(_e5.y + 1u)];
    let _e548 = blocks[(_e5.x + 2u)];
    let _e554 = blocks[(_e5.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e522.x), ((in0_.z * _e522.y) + (in0_.w * _e522.z)), in0_.w), bitcast<vec4<f32>>(_e535), _e539, _e543, _e522.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e548), in0_), dot(bitcast<vec4<f32>>(_e554), in0_)));
}

// packed_slot
enable clip_distances;

struct VertexOutput {
    @builtin(position) @invariant position: vec4<f32>,
    @location(0) varying0_: vec4<f32>,
    @location(1) @interpolate(flat) block0_: vec4<u32>,
    @location(2) @interpolate(flat) block1_: vec4<u32>,
    @location(90) @interpolate(linear) point_size: f32,
    @builtin(clip_distances) clip_distances: array<f32, 2>,
}

@group(0) @binding(0) 
var<storage> blocks: array<vec4<u32>>;

@vertex 
fn main(@builtin(instance_index) instance_index: u32, @location(0) in0_: vec4<f32>) -> VertexOutput {
    var out1_: vec4<u32>;

    let _e4 = blocks[instance_index];
    let _e12 = blocks[(_e4.x + 43u)];
    let t3_ = !((bitcast<vec2<f32>>(_e12.xy) == vec2<f32>(0.03f, 0.04f)));
    let t4_ = (select(0u, 4294967295u, t3_.x) | select(0u, 4294967295u, t3_.y));
    let _e31 = blocks[(_e4.x + 52u)];
    let t5_ = (_e31.w != 0u);
    let _e37 = blocks[(_e4.x + 63u)];
    let t6_ = (_e37.w != 0u);
    if (t4_ != 0u) {
        out1_.x = 1025758986u;
        out1_.y = 0u;
        out1_.z = _e12.x;
        out1_.w = _e12.y;
    } else {
        let _e50 = blocks[(_e4.x + 44u)];
        let t7_ = !((bitcast<vec2<f32>>(_e50.xy) == vec2<f32>(0.05f, 0.06f)));
        let t8_ = (select(0u, 4294967295u, t7_.x) | select(0u, 4294967295u, t7_.y));
        if (t8_ != 0u) {
            out1_.x = 1031127695u;
            out1_.y = 0u;
            out1_.z = _e50.x;
            out1_.w = _e50.y;
        } else {
            let _e75 = blocks[(_e4.x + 45u)];
            let t9_ = !((bitcast<vec2<f32>>(_e75.xy) == vec2<f32>(0.07f, 0.08f)));
            let t10_ = (select(0u, 4294967295u, t9_.x) | select(0u, 4294967295u, t9_.y));
            if (t10_ != 0u) {
                out1_.x = 1034147594u;
                out1_.y = 0u;
                out1_.z = _e75.x;
                out1_.w = _e75.y;
            } else {
                let _e100 = blocks[(_e4.x + 46u)];
                let t11_ = !((bitcast<vec2<f32>>(_e100.xy) == vec2<f32>(0.09f, 0.1f)));
                let t12_ = (select(0u, 4294967295u, t11_.x) | select(0u, 4294967295u, t11_.y));
                if (t12_ != 0u) {
                    out1_.x = 1036831949u;
                    out1_.y = 0u;
                    out1_.z = _e100.x;
                    out1_.w = _e100.y;
                } else {
                    let _e125 = blocks[(_e4.x + 47u)];
                    let t13_ = !((bitcast<vec2<f32>>(_e125.xy) == vec2<f32>(0.21f, 0.22f)));
                    let t14_ = (select(0u, 4294967295u, t13_.x) | select(0u, 4294967295u, t13_.y));
                    if (t14_ != 0u) {
                        out1_.x = 1046562734u;
                        out1_.y = 0u;
                        out1_.z = _e125.x;
                        out1_.w = _e125.y;
                    } else {
                        let _e150 = blocks[(_e4.x + 48u)];
                        let t15_ = !((bitcast<vec2<f32>>(_e150.xy) == vec2<f32>(0.23f, 0.24f)));
                        let t16_ = (select(0u, 4294967295u, t15_.x) | select(0u, 4294967295u, t15_.y));
                        if (t16_ != 0u) {
                            out1_.x = 1047904911u;
                            out1_.y = 0u;
                            out1_.z = _e150.x;
                            out1_.w = _e150.y;
                        } else {
                            let _e175 = blocks[(_e4.x + 49u)];
                            let t17_ = !((bitcast<vec2<f32>>(_e175.xy) == vec2<f32>(0.25f, 0.26f)));
                            let t18_ = (select(0u, 4294967295u, t17_.x) | select(0u, 4294967295u, t17_.y));
                            if (t18_ != 0u) {
                                out1_.x = 1048911544u;
                                out1_.y = 0u;
                                out1_.z = _e175.x;
                                out1_.w = _e175.y;
                            } else {
                                let _e200 = blocks[(_e4.x + 50u)];
                                let t19_ = !((bitcast<vec2<f32>>(_e200.xy) == vec2<f32>(0.27f, 0.28f)));
                                let t20_ = (select(0u, 4294967295u, t19_.x) | select(0u, 4294967295u, t19_.y));
                                if (t20_ != 0u) {
                                    out1_.x = 1049582633u;
                                    out1_.y = 0u;
                                    out1_.z = _e200.x;
                                    out1_.w = _e200.y;
                                } else {
                                    let _e225 = blocks[(_e4.x + 51u)];
                                    let t21_ = !((bitcast<vec2<f32>>(_e225.xy) == vec2<f32>(0.29f, 0.3f)));
                                    let t22_ = (select(0u, 4294967295u, t21_.x) | select(0u, 4294967295u, t21_.y));
                                    if (t22_ != 0u) {
                                        out1_.x = 1050253722u;
                                        out1_.y = 0u;
                                        out1_.z = _e225.x;
                                        out1_.w = _e225.y;
                                    } else {
                                        let t23_ = !((bitcast<vec3<f32>>(_e31.xyz) == vec3<f32>(0.31f, 0.32f, 0.33f)));
                                        let t24_ = (select(0u, 4294967295u, t23_.y) | select(0u, 4294967295u, t23_.z));
                                        let t25_ = (select(0u, 4294967295u, t23_.x) | t24_);
                                        if (t25_ != 0u) {
                                            out1_.x = 1050924810u;
                                            out1_.y = _e31.x;
                                            out1_.z = _e31.y;
                                            out1_.w = _e31.z;
                                        } else {
                                            if t5_ {
                                                out1_ = vec4<u32>(1051595899u, 0u, 0u, 1065353216u);
                                            } else {
                                                let _e280 = blocks[(_e4.x + 53u)];
                                                let t26_ = !((bitcast<vec2<f32>>(_e280.xy) == vec2<f32>(0.41f, 0.42f)));
                                                let t27_ = (select(0u, 4294967295u, t26_.x) | select(0u, 4294967295u, t26_.y));
                                                if (t27_ != 0u) {
                                                    out1_.x = 1054280253u;
                                                    out1_.y = 0u;
                                                    out1_.z = _e280.x;
                                                    out1_.w = _e280.y;
                                                } else {
                                                    let _e305 = blocks[(_e4.x + 54u)];
                                                    let t28_ = !((bitcast<vec2<f32>>(_e305.xy) == vec2<f32>(0.43f, 0.44f)));
                                                    let t29_ = (select(0u, 4294967295u, t28_.x) | select(0u, 4294967295u, t28_.y));
                                                    if (t29_ != 0u) {
                                                        out1_.x = 1054951342u;
                                                        out1_.y = 0u;
                                                        out1_.z = _e305.x;
                                                        out1_.w = _e305.y;
                                                    } else {
                                                        let _e330 = blocks[(_e4.x + 55u)];
                                                        let t30_ = !((bitcast<vec2<f32>>(_e330.xy) == vec2<f32>(0.45f, 0.46f)));
                                                        let t31_ = (select(0u, 4294967295u, t30_.x) | select(0u, 4294967295u, t30_.y));
                                                        if (t31_ != 0u) {
                                                            out1_.x = 1055622431u;
                                                            out1_.y = 0u;
                                                            out1_.z = _e330.x;
                                                            out1_.w = _e330.y;
                                                        } else {
                                                            let _e355 = blocks[(_e4.x + 56u)];
                                                            let t32_ = !((bitcast<vec2<f32>>(_e355.xy) == vec2<f32>(0.47f, 0.48f)));
                                                            let t33_ = (select(0u, 4294967295u, t32_.x) | select(0u, 4294967295u, t32_.y));
                                                            if (t33_ != 0u) {
                                                                out1_.x = 1056293519u;
                                                                out1_.y = 0u;
                                                                out1_.z = _e355.x;
                                                                out1_.w = _e355.y;
                                                            } else {
                                                                let _e380 = blocks[(_e4.x + 57u)];
                                                                let t34_ = !((bitcast<vec2<f32>>(_e380.xy) == vec2<f32>(0.49f, 0.5f)));
                                                                let t35_ = (select(0u, 4294967295u, t34_.x) | select(0u, 4294967295u, t34_.y));
                                                                if (t35_ != 0u) {
                                                                    out1_.x = 1056964608u;
                                                                    out1_.y = 0u;
                                                                    out1_.z = _e380.x;
                                                                    out1_.w = _e380.y;
                                                                } else {
                                                                    let _e405 = blocks[(_e4.x + 58u)];
                                                                    let t36_ = !((bitcast<vec2<f32>>(_e405.xy) == vec2<f32>(0.61f, 0.62f)));
                                                                    let t37_ = (select(0u, 4294967295u, t36_.x) | select(0u, 4294967295u, t36_.y));
                                                                    if (t37_ != 0u) {
                                                                        out1_.x = 1058977874u;
                                                                        out1_.y = 0u;
                                                                        out1_.z = _e405.x;
                                                                        out1_.w = _e405.y;
                                                                    } else {
                                                                        let _e430 = blocks[(_e4.x + 59u)];
                                                                        let t38_ = !((bitcast<vec2<f32>>(_e430.xy) == vec2<f32>(0.63f, 0.64f)));
                                                                        let t39_ = (select(0u, 4294967295u, t38_.x) | select(0u, 4294967295u, t38_.y));
                                                                        if (t39_ != 0u) {
                                                                            out1_.x = 1059313418u;
                                                                            out1_.y = 0u;
                                                                            out1_.z = _e430.x;
                                                                            out1_.w = _e430.y;
                                                                        } else {
                                                                            let _e455 = blocks[(_e4.x + 60u)];
                                                                            let t40_ = !((bitcast<vec2<f32>>(_e455.xy) == vec2<f32>(0.65f, 0.66f)));
                                                                            let t41_ = (select(0u, 4294967295u, t40_.x) | select(0u, 4294967295u, t40_.y));
                                                                            if (t41_ != 0u) {
                                                                                out1_.x = 1059648963u;
                                                                                out1_.y = 0u;
                                                                                out1_.z = _e455.x;
                                                                                out1_.w = _e455.y;
                                                                            } else {
                                                                                let _e480 = blocks[(_e4.x + 61u)];
                                                                                let t42_ = !((bitcast<vec2<f32>>(_e480.xy) == vec2<f32>(0.67f, 0.68f)));
                                                                                let t43_ = (select(0u, 4294967295u, t42_.x) | select(0u, 4294967295u, t42_.y));
                                                                                if (t43_ != 0u) {
                                                                                    out1_.x = 1059984507u;
                                                                                    out1_.y = 0u;
                                                                                    out1_.z = _e480.x;
                                                                                    out1_.w = _e480.y;
                                                                                } else {
                                                                                    let _e505 = blocks[(_e4.x + 62u)];
                                                                                    let t44_ = !((bitcast<vec2<f32>>(_e505.xy) == vec2<f32>(0.69f, 0.7f)));
                                                                                    let t45_ = (select(0u, 4294967295u, t44_.x) | select(0u, 4294967295u, t44_.y));
                                                                                    let t46_ = !((bitcast<vec3<f32>>(_e37.xyz) == vec3<f32>(0.71f, 0.72f, 0.73f)));
                                                                                    let t47_ = (select(0u, 4294967295u, t46_.y) | select(0u, 4294967295u, t46_.z));
                                                                                    let t48_ = (select(0u, 4294967295u, t46_.x) | t47_);
                                                                                    let t0_ = (select(0u, 4294967295u, t6_) & 1065353216u);
                                                                                    let t49_ = (vec4(_e37.w) != vec4(0u));
                                                                                    let t50_ = select(vec4<u32>(1060991140u, 0u, 0u, t0_), vec4<u32>(0u, 1065353216u, 0u, 0u), t49_);
                                                                                    let t51_ = select(t50_, vec4<u32>(1060655596u, _e37.x, _e37.y, _e37.z), vec4((t48_ != 0u)));
                                                                                    let t52_ = select(t51_, vec4<u32>(1060320051u, 0u, _e505.x, _e505.y), vec4((t45_ != 0u)));
                                                                                    out1_ = t52_;
                                                                                }
                                                                            }
                                                                        }
                                                                    }
                                                                }
                                                            }
                                                        }
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    let _e562 = blocks[_e4.x];
    let _e563 = bitcast<vec4<f32>>(_e562);
    let _e576 = out1_;
    let _e580 = blocks[(_e4.y + 0u)];
    let _e584 = blocks[(_e4.y + 1u)];
    let _e589 = blocks[(_e4.x + 2u)];
    let _e595 = blocks[(_e4.x + 4u)];
    return VertexOutput(vec4<f32>(in0_.x, (in0_.y * _e563.x), ((in0_.z * _e563.y) + (in0_.w * _e563.z)), in0_.w), bitcast<vec4<f32>>(_e576), _e580, _e584, _e563.w, array<f32, 2>(dot(bitcast<vec4<f32>>(_e589), in0_), dot(bitcast<vec4<f32>>(_e595), in0_)));
}

