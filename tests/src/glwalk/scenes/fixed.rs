//! The fixed functions: light, fog, texture environments, generated coordinates, matrices, clip planes, lists.

use super::super::Scene;
use super::super::draw::{
    ball, colours, pattern_texture, perspective, quad, rect, replace, tile_each, tiles,
};
use super::super::enums::*;
use super::super::gl::Gl;
use super::scene;

pub(super) const SCENES: &[Scene] = &[
    scene("lighting", lighting),
    scene("lighting-two-sided", lighting_two_sided),
    scene("lighting-spot-and-local", lighting_spot),
    scene("colour-material", colour_material),
    scene("flat-shading", flat_shading),
    scene("secondary-colour", secondary_colour),
    scene("fog-modes", fog_modes),
    scene("texture-environments", environments),
    scene("texture-environment-combine", combine),
    scene("texture-units", units),
    scene("texture-generation", generation),
    scene("texture-matrix", texture_matrix),
    scene("clip-planes", clip_planes),
    scene("display-lists", display_lists),
    scene("matrix-stack", matrix_stack),
    scene("primitive-modes-immediate", primitives),
];

fn light(gl: &Gl) {
    gl.enable(LIGHTING);
    gl.enable(LIGHT0);
    gl.enable(NORMALIZE);
    gl.enable(DEPTH_TEST);
    gl.lightfv(LIGHT0, POSITION, &[1.0, 1.0, 1.5, 0.0]);
    gl.lightfv(LIGHT0, AMBIENT, &[0.1, 0.1, 0.2, 1.0]);
    gl.lightfv(LIGHT0, DIFFUSE, &[0.9, 0.8, 0.7, 1.0]);
    gl.lightfv(LIGHT0, SPECULAR, &[1.0, 1.0, 1.0, 1.0]);
}

fn lighting(gl: &Gl) {
    perspective(gl);
    light(gl);
    gl.materialfv(FRONT_AND_BACK, AMBIENT_AND_DIFFUSE, &[0.8, 0.3, 0.2, 0.6]);
    gl.materialfv(FRONT_AND_BACK, SPECULAR, &[0.7, 0.7, 0.7, 1.0]);
    gl.materialfv(FRONT_AND_BACK, EMISSION, &[0.0, 0.05, 0.1, 1.0]);
    tile_each(gl, &[1.0, 8.0, 30.0, 120.0], |shininess| {
        gl.materialf(FRONT_AND_BACK, SHININESS, shininess);
        ball(gl, 1.3, 12);
    });
}

fn lighting_two_sided(gl: &Gl) {
    perspective(gl);
    light(gl);
    gl.materialfv(FRONT, AMBIENT_AND_DIFFUSE, &[0.9, 0.2, 0.1, 1.0]);
    gl.materialfv(BACK, AMBIENT_AND_DIFFUSE, &[0.1, 0.3, 0.9, 1.0]);
    gl.enable(CLIP_PLANE0);
    tile_each(
        gl,
        &[(0, CCW), (1, CCW), (0, CW), (1, CW)],
        |(two_sides, front)| {
            gl.light_modeli(LIGHT_MODEL_TWO_SIDE, two_sides);
            gl.front_face(front);
            gl.clip_plane(CLIP_PLANE0, &[0.3, 0.2, -1.0, 0.2]);
            ball(gl, 1.2, 12);
        },
    );
}

fn lighting_spot(gl: &Gl) {
    perspective(gl);
    light(gl);
    gl.light_modeli(LIGHT_MODEL_LOCAL_VIEWER, 1);
    gl.light_modelfv(LIGHT_MODEL_AMBIENT, &[0.2, 0.0, 0.2, 1.0]);
    gl.light_modeli(LIGHT_MODEL_COLOR_CONTROL, SEPARATE_SPECULAR_COLOR as i32);
    gl.lightfv(LIGHT0, POSITION, &[0.5, 0.5, 2.0, 1.0]);
    gl.lightfv(LIGHT0, SPOT_DIRECTION, &[-0.2, -0.2, -1.0, 0.0]);
    gl.materialfv(FRONT_AND_BACK, SPECULAR, &[0.7, 0.7, 0.7, 1.0]);
    gl.materialf(FRONT_AND_BACK, SHININESS, 20.0);
    tile_each(
        gl,
        &[(180.0, 0.0), (30.0, 4.0), (20.0, 0.0), (50.0, 30.0)],
        |(cutoff, exponent)| {
            gl.lightf(LIGHT0, SPOT_CUTOFF, cutoff);
            gl.lightf(LIGHT0, SPOT_EXPONENT, exponent);
            gl.lightf(LIGHT0, LINEAR_ATTENUATION, 0.3);
            ball(gl, 1.3, 24);
        },
    );
}

fn colour_material(gl: &Gl) {
    light(gl);
    gl.enable(COLOR_MATERIAL);
    let modes = [AMBIENT, DIFFUSE, AMBIENT_AND_DIFFUSE, EMISSION];
    tile_each(gl, &modes, |mode| {
        gl.color_material(FRONT_AND_BACK, mode);
        gl.normal3f(0.2, 0.1, 1.0);
        colours(gl);
        gl.clear(DEPTH_BUFFER_BIT);
    });
}

fn flat_shading(gl: &Gl) {
    gl.shade_model(FLAT);
    let modes = [
        LINES,
        TRIANGLES,
        TRIANGLE_STRIP,
        TRIANGLE_FAN,
        QUADS,
        QUAD_STRIP,
        POLYGON,
        LINE_STRIP,
        LINE_LOOP,
    ];
    gl.line_width(3.0);
    tile_each(gl, &modes, |mode| coloured_vertices(gl, mode));
}

fn primitives(gl: &Gl) {
    let modes = [
        POINTS,
        LINES,
        LINE_LOOP,
        LINE_STRIP,
        TRIANGLES,
        TRIANGLE_STRIP,
        TRIANGLE_FAN,
        QUADS,
        QUAD_STRIP,
        POLYGON,
    ];
    tile_each(gl, &modes, |mode| coloured_vertices(gl, mode));
}

/// Eight vertices, each of its own colour, in an order that gives every mode something to show.
fn coloured_vertices(gl: &Gl, mode: u32) {
    // A fan and a polygon go around, strips and lists go along.
    let around = matches!(mode, TRIANGLE_FAN | POLYGON | LINE_LOOP | LINE_STRIP | QUADS);
    if matches!(mode, QUADS | QUAD_STRIP | POLYGON) {
        // GL does not say how these are divided into triangles, so colours must not run across them.
        gl.shade_model(FLAT);
    }
    gl.begin(mode);
    for index in 0..8_u8 {
        let bit = |place: u8| f32::from(index >> place & 1);
        gl.color4f(0.3 + 0.7 * bit(0), 0.3 + 0.7 * bit(1), 0.3 + 0.7 * bit(2), 1.0);
        if around {
            let angle = f32::from(index) * std::f32::consts::TAU / 8.0 + 0.2;
            gl.vertex2f(0.9 * angle.cos(), 0.9 * angle.sin());
        } else {
            gl.vertex2f(
                -0.9 + 0.25 * f32::from(index),
                if index % 2 == 0 { -0.7 } else { 0.8 },
            );
        }
    }
    gl.end();
    gl.color4f(1.0, 1.0, 1.0, 1.0);
}

fn secondary_colour(gl: &Gl) {
    gl.enable(COLOR_SUM);
    gl.color4f(0.5, 0.1, 0.1, 1.0);
    gl.begin(TRIANGLES);
    for (r, g, b, x, y) in [
        (1.0, 0.0, 0.0, -1.0, -1.0),
        (0.0, 1.0, 0.0, 1.0, -1.0),
        (0.0, 0.0, 1.0, 0.0, 1.0),
    ] {
        gl.secondary_color3f(r, g, b);
        gl.vertex2f(x, y);
    }
    gl.end();
}

fn fog_modes(gl: &Gl) {
    perspective(gl);
    gl.enable(FOG);
    gl.enable(DEPTH_TEST);
    gl.fogfv(FOG_COLOR, &[0.7, 0.8, 0.9, 1.0]);
    gl.fogf(FOG_START, 1.5);
    gl.fogf(FOG_END, 4.5);
    gl.fogf(FOG_DENSITY, 0.4);
    tile_each(gl, &[LINEAR, EXP, EXP2], |mode| {
        gl.fogi(FOG_MODE, mode as i32);
        gl.begin(TRIANGLE_FAN);
        for (x, y, z) in [
            (-1.5, -1.0, 1.5),
            (1.5, -1.0, 1.5),
            (1.5, 1.0, -5.0),
            (-1.5, 1.0, -5.0),
        ] {
            gl.color4f(0.8, 0.2, 0.1, 1.0);
            gl.vertex3f(x, y, z);
        }
        gl.end();
    });
}

fn environments(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    gl.enable(TEXTURE_2D);
    gl.tex_envfv(TEXTURE_ENV, TEXTURE_ENV_COLOR, &[0.9, 0.1, 0.5, 0.6]);
    tile_each(gl, &[MODULATE, DECAL, BLEND, REPLACE, ADD], |mode| {
        gl.tex_envi(TEXTURE_ENV, TEXTURE_ENV_MODE, mode as i32);
        textured_colours(gl);
    });
}

/// A colour and a texture coordinate in each corner.
fn textured_colours(gl: &Gl) {
    gl.begin(TRIANGLE_FAN);
    for (r, g, b, s, t) in [
        (1.0, 0.2, 0.2, 0.0, 0.0),
        (0.2, 1.0, 0.2, 1.0, 0.0),
        (0.2, 0.2, 1.0, 1.0, 1.0),
        (1.0, 1.0, 1.0, 0.0, 1.0),
    ] {
        gl.color4f(r, g, b, 0.8);
        gl.tex_coord2f(s, t);
        gl.vertex2f(s * 2.0 - 1.0, t * 2.0 - 1.0);
    }
    gl.end();
    gl.color4f(1.0, 1.0, 1.0, 1.0);
}

fn combine(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    gl.enable(TEXTURE_2D);
    gl.tex_envi(TEXTURE_ENV, TEXTURE_ENV_MODE, COMBINE as i32);
    gl.tex_envfv(TEXTURE_ENV, TEXTURE_ENV_COLOR, &[0.9, 0.4, 0.5, 0.6]);
    let set = |name: u32, value: u32| gl.tex_envi(TEXTURE_ENV, name, value as i32);
    let modes = [
        REPLACE,
        MODULATE,
        ADD,
        ADD_SIGNED,
        INTERPOLATE,
        SUBTRACT,
        DOT3_RGB,
        DOT3_RGBA,
    ];
    tile_each(gl, &modes, |mode| {
        set(COMBINE_RGB, mode);
        set(COMBINE_ALPHA, if mode >= DOT3_RGB { MODULATE } else { mode });
        for (index, source) in [TEXTURE, PRIMARY_COLOR, CONSTANT].into_iter().enumerate() {
            set(SRC0_RGB + index as u32, source);
            set(SRC0_ALPHA + index as u32, source);
        }
        set(OPERAND1_RGB, ONE_MINUS_SRC_COLOR);
        gl.tex_envf(TEXTURE_ENV, RGB_SCALE, if mode == MODULATE { 2.0 } else { 1.0 });
        textured_colours(gl);
    });
}

fn units(gl: &Gl) {
    for unit in 0..3 {
        gl.active_texture(TEXTURE0 + unit);
        pattern_texture(gl, 8 << unit, LINEAR);
        gl.enable(TEXTURE_2D);
        gl.tex_envi(
            TEXTURE_ENV,
            TEXTURE_ENV_MODE,
            [REPLACE, MODULATE, ADD][unit as usize] as i32,
        );
    }
    gl.begin(TRIANGLE_FAN);
    for (s, t) in [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)] {
        for unit in 0..3 {
            let turns = 1.0 + unit as f32;
            gl.multi_tex_coord2f(TEXTURE0 + unit, s * turns, t);
        }
        gl.vertex2f(s * 2.0 - 1.0, t * 2.0 - 1.0);
    }
    gl.end();
}

fn generation(gl: &Gl) {
    perspective(gl);
    pattern_texture(gl, 16, LINEAR);
    replace(gl);
    gl.enable(DEPTH_TEST);
    gl.enable(TEXTURE_2D);
    gl.enable(TEXTURE_GEN_S);
    gl.enable(TEXTURE_GEN_T);
    tile_each(gl, &[OBJECT_LINEAR, EYE_LINEAR, SPHERE_MAP], |mode| {
        for (coordinate, plane) in [(S, [0.7, 0.1, 0.0, 0.2]), (T, [0.0, 0.8, 0.2, 0.1])] {
            gl.tex_geni(coordinate, TEXTURE_GEN_MODE, mode as i32);
            gl.tex_genfv(coordinate, OBJECT_PLANE, &plane);
            gl.tex_genfv(coordinate, EYE_PLANE, &plane);
        }
        ball(gl, 1.3, 12);
    });
}

fn texture_matrix(gl: &Gl) {
    pattern_texture(gl, 16, NEAREST);
    replace(gl);
    gl.enable(TEXTURE_2D);
    gl.matrix_mode(TEXTURE);
    gl.translatef(0.3, 0.1, 0.0);
    gl.rotatef(25.0, 0.0, 0.0, 1.0);
    gl.scalef(2.0, 3.0, 1.0);
    quad(gl);
}

fn clip_planes(gl: &Gl) {
    let planes = [
        [1.0, 0.0, 0.0, 0.5],
        [0.0, 1.0, 0.0, 0.3],
        [-1.0, -1.0, 0.0, 0.4],
        [0.7, -0.7, 0.0, 0.6],
    ];
    tiles(gl, 9, |index| {
        for (plane, equation) in planes.iter().enumerate() {
            let id = CLIP_PLANE0 + plane as u32;
            gl.clip_plane(id, equation);
            if index >> plane & 1 == 1 {
                gl.enable(id);
            } else {
                gl.disable(id);
            }
        }
        colours(gl);
    });
}

fn display_lists(gl: &Gl) {
    let list = gl.gen_lists(2);
    gl.new_list(list, COMPILE);
    colours(gl);
    gl.end_list();
    gl.new_list(list + 1, COMPILE_AND_EXECUTE);
    gl.push_matrix();
    gl.scalef(0.4, 0.4, 1.0);
    gl.call_list(list);
    gl.pop_matrix();
    gl.end_list();
    for (x, y) in [(-0.6, -0.6), (0.6, 0.5), (-0.5, 0.7)] {
        gl.load_identity();
        gl.translatef(x, y, 0.0);
        gl.call_list(list + 1);
    }
}

fn matrix_stack(gl: &Gl) {
    for depth in 0..6 {
        gl.push_matrix();
        gl.rotatef(15.0 * depth as f32, 0.0, 0.0, 1.0);
        gl.scalef(1.0 - 0.15 * depth as f32, 0.9 - 0.1 * depth as f32, 1.0);
        gl.color4f(0.2 * depth as f32, 1.0 - 0.15 * depth as f32, 0.5, 1.0);
        rect(gl, [-0.8, -0.8, 0.8, 0.8], [0.0; 4]);
    }
    for _ in 0..6 {
        gl.pop_matrix();
    }
    gl.load_matrixf(&[
        0.3, 0.0, 0.0, 0.0, 0.1, 0.2, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.5, -0.7, 0.0, 1.0,
    ]);
    colours(gl);
}
