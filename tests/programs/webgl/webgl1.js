"use strict";

const PLAIN = "attribute vec3 position; varying vec2 at; void main() { at = position.xy * .5 + .5; gl_Position = vec4(position, 1); }";
const fragment = (body, declarations = "") =>
  `precision highp float; varying vec2 at; ${declarations} void main() { ${body} }`;
const SOLID = fragment("gl_FragColor = colour;", "uniform vec4 colour;");
const SAMPLE = fragment("gl_FragColor = texture2D(image, at);", "uniform sampler2D image;");

function solid(gl, made, r, g, b, a = 1) { gl.uniform4f(made.at("colour"), r, g, b, a); }

test("clear", (gl) => {
  clear(gl, 1, 0.5, 0, 1);
  expectPixel(gl, 3, 60, [255, 128, 0, 255]);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(16, 8, 4, 4);
  clear(gl, 0, 0, 1, 1);
  expectPixel(gl, 16, 8, [0, 0, 255, 255]);
  expectPixel(gl, 20, 8, [255, 128, 0, 255]);
});

test("varyings", (gl) => {
  program(gl, PLAIN, fragment("gl_FragColor = vec4(at, gl_FragCoord.x / 64., 1);"));
  rectangle(gl);
  for (const [x, y] of [[0, 0], [63, 0], [10, 50], [63, 63]]) {
    expectPixel(gl, x, y, [(x + 0.5) * 255 / 64, (y + 0.5) * 255 / 64, (x + 0.5) * 255 / 64, 255]);
  }
});

for (const [format, type, size, data, expected] of [
  ["RGBA", "UNSIGNED_BYTE", 4, [10, 20, 30, 40], [10, 20, 30, 40]],
  ["RGB", "UNSIGNED_BYTE", 3, [10, 20, 30], [10, 20, 30, 255]],
  ["LUMINANCE", "UNSIGNED_BYTE", 1, [77], [77, 77, 77, 255]],
  ["LUMINANCE_ALPHA", "UNSIGNED_BYTE", 2, [77, 99], [77, 77, 77, 99]],
  ["ALPHA", "UNSIGNED_BYTE", 1, [99], [0, 0, 0, 99]],
  ["RGB", "UNSIGNED_SHORT_5_6_5", 1, [0xf81f], [255, 0, 255, 255]],
  ["RGBA", "UNSIGNED_SHORT_4_4_4_4", 1, [0xf08c], [255, 0, 136, 204]],
  ["RGBA", "UNSIGNED_SHORT_5_5_5_1", 1, [0x07c1], [0, 255, 0, 255]],
]) {
  test(`texture ${format} ${type}`, (gl) => {
    program(gl, PLAIN, SAMPLE);
    texture(gl);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const Kind = type === "UNSIGNED_BYTE" ? Uint8Array : Uint16Array;
    const texels = new Kind(size * 5 * 3);
    texels.set(data, size * (5 + 3));
    gl.texImage2D(gl.TEXTURE_2D, 0, gl[format], 5, 3, 0, gl[format], gl[type], texels);
    rectangle(gl);
    expectPixel(gl, Math.floor(64 * 3.5 / 5), 32, expected);
    const empty = format.includes("A") && format !== "LUMINANCE" ? 0 : 255;
    expectPixel(gl, 2, 2, [0, 0, 0, empty]);
  });
}

test("mipmaps", (gl) => {
  program(gl, PLAIN, fragment("gl_FragColor = texture2D(image, at * 16.);", "uniform sampler2D image;"));
  texture(gl, gl.TEXTURE_2D, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.REPEAT);
  const texels = new Uint8Array(32 * 32 * 4);
  for (let i = 0; i < 32 * 32; i++) texels.set((i + (i >> 5)) & 1 ? [255, 0, 0, 255] : [0, 0, 255, 255], i * 4);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 32, 32, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  gl.generateMipmap(gl.TEXTURE_2D);
  rectangle(gl);
  // 16 repetitions of 32 texels on 64 pixels: level 3, where everything is the mean.
  expectPixel(gl, 13, 40, [128, 0, 128, 255]);
  gl.texImage2D(gl.TEXTURE_2D, 3, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(64).fill(200));
  rectangle(gl);
  expectPixel(gl, 13, 40, [200, 200, 200, 200]);
});

test("linear filter and wraps", (gl) => {
  const made = program(gl, PLAIN, fragment("gl_FragColor = texture2D(image, place);", "uniform sampler2D image; uniform vec2 place;"));
  texture(gl, gl.TEXTURE_2D, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.MIRRORED_REPEAT);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.REPEAT);
  const texels = new Uint8Array([0, 0, 0, 255, 200, 0, 0, 255, 0, 100, 0, 255, 0, 100, 200, 255]);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 2, 2, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  for (const [s, t, expected] of [
    [0.5, 0.25, [100, 0, 0, 255]],
    [0.5, 0.5, [50, 50, 50, 255]],
    [1.25, 0.25, [200, 0, 0, 255]],
    [1.75, 1.75, [0, 100, 0, 255]],
  ]) {
    gl.uniform2f(made.at("place"), s, t);
    rectangle(gl);
    expectPixel(gl, 30, 30, expected);
  }
});

test("texture from a canvas", (gl) => {
  program(gl, PLAIN, SAMPLE);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 16;
  const painter = canvas.getContext("2d");
  painter.fillStyle = "rgb(255,0,0)";
  painter.fillRect(0, 0, 16, 8);
  painter.fillStyle = "rgb(0,0,255)";
  painter.fillRect(0, 8, 16, 8);
  texture(gl);
  for (const flip of [false, true]) {
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, flip);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    rectangle(gl);
    expectPixel(gl, 8, 60, flip ? [255, 0, 0, 255] : [0, 0, 255, 255]);
    expectPixel(gl, 8, 4, flip ? [0, 0, 255, 255] : [255, 0, 0, 255]);
  }
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, new ImageData(new Uint8ClampedArray(4 * 4 * 4).fill(99), 4, 4));
  rectangle(gl);
  expectPixel(gl, 24, 24, [99, 99, 99, 99], 3);
  expectPixel(gl, 12, 24, [0, 0, 255, 255]);
});

test("cube map", (gl) => {
  const made = program(gl, PLAIN, fragment("gl_FragColor = textureCube(image, direction);", "uniform samplerCube image; uniform vec3 direction;"));
  texture(gl, gl.TEXTURE_CUBE_MAP);
  const faces = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 0, 255], [0, 255, 255]];
  faces.forEach((colour, face) => {
    const texels = new Uint8Array(4 * 4 * 4);
    for (let i = 0; i < 16; i++) texels.set([...colour, 255], i * 4);
    gl.texImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  });
  faces.forEach((colour, face) => {
    const direction = [0.1, 0.2, -0.3];
    direction[face >> 1] = face & 1 ? -1 : 1;
    gl.uniform3fv(made.at("direction"), direction);
    rectangle(gl);
    expectPixel(gl, 1, 1, [...colour, 255]);
  });
});

test("depth test and polygon offset", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  gl.enable(gl.DEPTH_TEST);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  solid(gl, made, 1, 0, 0);
  rectangle(gl, -1, -1, 0.5, 1, 0.2);
  solid(gl, made, 0, 1, 0);
  rectangle(gl, -0.5, -1, 1, 1, 0.4);
  expectPixel(gl, 30, 30, [255, 0, 0, 255]);
  expectPixel(gl, 60, 30, [0, 255, 0, 255]);
  gl.depthFunc(gl.LESS);
  gl.enable(gl.POLYGON_OFFSET_FILL);
  gl.polygonOffset(0, -4);
  solid(gl, made, 0, 0, 1);
  rectangle(gl, -1, -1, 0, 1, 0.2);
  expectPixel(gl, 10, 30, [0, 0, 255, 255]);
  gl.depthMask(false);
  gl.disable(gl.POLYGON_OFFSET_FILL);
  solid(gl, made, 1, 1, 1);
  rectangle(gl, -1, -1, 1, 1, -0.5);
  solid(gl, made, 0, 1, 1);
  rectangle(gl, -1, -1, 1, 1, -0.4);
  expectPixel(gl, 10, 30, [0, 255, 255, 255]);
});

test("stencil of two sides", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  gl.clearStencil(5);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.STENCIL_BUFFER_BIT);
  gl.enable(gl.STENCIL_TEST);
  gl.stencilFunc(gl.ALWAYS, 0, 255);
  gl.stencilOpSeparate(gl.FRONT, gl.KEEP, gl.KEEP, gl.INCR);
  gl.stencilOpSeparate(gl.BACK, gl.KEEP, gl.KEEP, gl.DECR_WRAP);
  gl.colorMask(false, false, false, false);
  rectangle(gl, -1, -1, 0, 1);
  rectangle(gl, 1, -1, 0, 1); // seen from behind
  gl.colorMask(true, true, true, true);
  gl.stencilOp(gl.KEEP, gl.KEEP, gl.KEEP);
  gl.stencilFunc(gl.EQUAL, 6, 255);
  solid(gl, made, 1, 0, 0);
  rectangle(gl);
  gl.stencilFunc(gl.EQUAL, 4, 255);
  solid(gl, made, 0, 1, 0);
  rectangle(gl);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 255, 0, 255]);
});

test("blending", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  gl.enable(gl.BLEND);
  const minmax = extension(gl, "EXT_blend_minmax");
  for (const [equation, from, to, expected] of [
    [gl.FUNC_ADD, gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, [0.6 * 0.25 + 0.2 * 0.75, 0.5 * 0.75, 0.25, 0.25 * 0.25 + 0.75]],
    [gl.FUNC_SUBTRACT, gl.ONE, gl.ONE, [0.4, 0, 1, 0]],
    [gl.FUNC_REVERSE_SUBTRACT, gl.ONE, gl.ONE, [0, 0.5, 0, 0.75]],
    [gl.FUNC_ADD, gl.CONSTANT_COLOR, gl.ONE_MINUS_CONSTANT_COLOR, [0.4, 0.45, 0.25, 0.625]],
    [gl.FUNC_ADD, gl.DST_COLOR, gl.ZERO, [0.12, 0, 0, 0.25]],
    [minmax.MIN_EXT, gl.ONE, gl.ONE, [0.2, 0, 0, 0.25]],
    [minmax.MAX_EXT, gl.ONE, gl.ONE, [0.6, 0.5, 1, 1]],
  ]) {
    gl.disable(gl.BLEND);
    clear(gl, 0.2, 0.5, 0, 1);
    gl.enable(gl.BLEND);
    gl.blendColor(0.5, 0.1, 0.25, 0.5);
    gl.blendEquation(equation);
    gl.blendFunc(from, to);
    solid(gl, made, 0.6, 0, 1, 0.25);
    rectangle(gl);
    expectPixel(gl, 5, 5, expected.map((part) => part * 255), 3);
  }
});

test("cull face and winding", (gl) => {
  const made = program(gl, PLAIN, fragment("gl_FragColor = gl_FrontFacing ? vec4(1,0,0,1) : vec4(0,1,0,1);"));
  rectangle(gl, -1, -1, 0, 1);
  rectangle(gl, 1, -1, 0, 1);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 255, 0, 255]);
  gl.enable(gl.CULL_FACE);
  clear(gl, 0, 0, 0);
  rectangle(gl, -1, -1, 0, 1);
  rectangle(gl, 1, -1, 0, 1);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 0, 0, 255]);
  gl.frontFace(gl.CW);
  clear(gl, 0, 0, 0);
  rectangle(gl, -1, -1, 0, 1);
  rectangle(gl, 1, -1, 0, 1);
  expectPixel(gl, 10, 10, [0, 0, 0, 255]);
  expectPixel(gl, 50, 10, [255, 0, 0, 255]);
});

test("points", (gl) => {
  program(gl, "attribute vec3 position; void main() { gl_Position = vec4(position, 1); gl_PointSize = 16.; }",
    "precision highp float; void main() { gl_FragColor = vec4(gl_PointCoord, 1, 1); }");
  clear(gl, 0, 0, 0);
  attribute(gl, 0, 3, [0, 0, 0]);
  gl.drawArrays(gl.POINTS, 0, 1);
  expectPixel(gl, 22, 32, [0, 0, 0, 255]);
  expectPixel(gl, 41, 32, [0, 0, 0, 255]);
  expectPixel(gl, 24, 39, [8, 8, 255, 255], 9);
  expectPixel(gl, 39, 24, [247, 247, 255, 255], 9);
});

test("lines and fans", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  solid(gl, made, 1, 1, 0);
  const half = 1 / 64;
  attribute(gl, 0, 3, [-0.5 + half, -0.5 + half, 0, 0.5 + half, -0.5 + half, 0, 0.5 + half, 0.5 + half, 0, -0.5 + half, 0.5 + half, 0]);
  gl.drawArrays(gl.LINE_LOOP, 0, 4);
  for (const [x, y] of [[32, 16], [48, 32], [32, 48], [16, 32]]) expectPixel(gl, x, y, [255, 255, 0, 255]);
  expectPixel(gl, 32, 32, [0, 0, 0, 0]);
  gl.drawArrays(gl.TRIANGLE_FAN, 0, 4);
  expectPixel(gl, 32, 32, [255, 255, 0, 255]);
});

test("elements of 8, 16 and 32 bits", (gl) => {
  extension(gl, "OES_element_index_uint");
  const made = program(gl, PLAIN, SOLID);
  attribute(gl, 0, 3, [9, 9, 9, -1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffer);
  [[Uint8Array, gl.UNSIGNED_BYTE], [Uint16Array, gl.UNSIGNED_SHORT], [Uint32Array, gl.UNSIGNED_INT]].forEach(([Kind, type], index) => {
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, new Kind([0, 1, 2, 3, 3, 2, 4]), gl.STATIC_DRAW);
    solid(gl, made, index / 2, 1, 0);
    gl.drawElements(gl.TRIANGLES, 6, type, Kind.BYTES_PER_ELEMENT);
    expectPixel(gl, 1, 1, [index * 127.5, 255, 0, 255]);
    expectPixel(gl, 62, 62, [index * 127.5, 255, 0, 255]);
  });
});

test("render to texture", (gl) => {
  const paint = program(gl, PLAIN, SOLID);
  const image = texture(gl);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 32, 32, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  framebuffer(gl, image);
  const depth = gl.createRenderbuffer();
  gl.bindRenderbuffer(gl.RENDERBUFFER, depth);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_STENCIL, 32, 32);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_STENCIL_ATTACHMENT, gl.RENDERBUFFER, depth);
  complete(gl);
  gl.viewport(0, 0, 32, 32);
  gl.enable(gl.DEPTH_TEST);
  clear(gl, 0, 0, 1);
  gl.clear(gl.DEPTH_BUFFER_BIT);
  solid(gl, paint, 1, 0, 0);
  rectangle(gl, -1, -1, 0, 0, 0);
  solid(gl, paint, 0, 1, 0);
  rectangle(gl, -1, -1, 1, 0, 0.5);
  expectPixel(gl, 5, 5, [255, 0, 0, 255]);
  expectPixel(gl, 25, 5, [0, 255, 0, 255]);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.viewport(0, 0, 64, 64);
  gl.disable(gl.DEPTH_TEST);
  program(gl, PLAIN, SAMPLE);
  rectangle(gl);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 255, 0, 255]);
  expectPixel(gl, 50, 50, [0, 0, 255, 255]);
});

test("copies to textures", (gl) => {
  const paint = program(gl, PLAIN, SOLID);
  clear(gl, 0, 0, 1);
  solid(gl, paint, 1, 0, 0);
  rectangle(gl, -1, -1, 0, 1);
  texture(gl);
  gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 16, 0, 32, 32, 0);
  program(gl, PLAIN, SAMPLE);
  rectangle(gl);
  expectPixel(gl, 31, 30, [255, 0, 0, 255]);
  expectPixel(gl, 32, 30, [0, 0, 255, 255]);
  clear(gl, 0, 1, 0);
  gl.copyTexSubImage2D(gl.TEXTURE_2D, 0, 8, 8, 0, 0, 4, 4);
  rectangle(gl);
  expectPixel(gl, 17, 17, [0, 255, 0, 255]);
  expectPixel(gl, 25, 17, [255, 0, 0, 255]);
});

test("uniforms of every kind", (gl) => {
  const made = program(gl, PLAIN, fragment(
    "vec4 sum = vec4(0); for (int i = 0; i < 4; i++) sum += table[i] * weights[i]; " +
    "if (flag) sum.r += 0.5; gl_FragColor = m4 * sum + vec4(m3[1], 0) * float(count) + vec4(m2[1].yx, 0, 0) + s.inner[1].value;",
    "uniform vec4 table[4]; uniform float weights[4]; uniform bool flag; uniform int count; uniform mat4 m4; uniform mat3 m3; uniform mat2 m2;" +
    "struct Inner { float pad; vec4 value; }; struct Outer { Inner inner[2]; }; uniform Outer s;"));
  gl.uniform4fv(made.at("table"), [0.1, 0, 0, 0, 0, 0.2, 0, 0, 0, 0, 0.3, 0, 0, 0, 0, 1]);
  gl.uniform1fv(made.at("weights"), [1, 0.5, 1, 1]);
  gl.uniform1i(made.at("flag"), 1);
  gl.uniform1i(made.at("count"), 3);
  gl.uniformMatrix4fv(made.at("m4"), false, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  gl.uniformMatrix3fv(made.at("m3"), false, [0, 0, 0, 0, 0.1, 0, 0, 0, 0]);
  gl.uniformMatrix2fv(made.at("m2"), false, [0, 0, 0.05, 0.1]);
  gl.uniform4f(made.at("s.inner[1].value"), 0, 0, 0.1, 0);
  rectangle(gl);
  expectPixel(gl, 3, 3, [0.7 * 255, 0.45 * 255, 0.4 * 255, 255]);
});

test("discard, derivatives and fragment depth", (gl) => {
  extension(gl, "OES_standard_derivatives");
  extension(gl, "EXT_frag_depth");
  gl.enable(gl.DEPTH_TEST);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  const vertex = PLAIN;
  const body = "if (at.x < 0.25) discard; gl_FragColor = vec4(dFdx(at.x) * 32., dFdy(at.y) * 32., fwidth(at.x + at.y) * 16., 1); gl_FragDepthEXT = at.y;";
  program(gl, vertex, "#extension GL_OES_standard_derivatives : enable\n#extension GL_EXT_frag_depth : enable\n" + fragment(body));
  rectangle(gl);
  expectPixel(gl, 8, 30, [0, 0, 0, 0]);
  expectPixel(gl, 40, 30, [128, 128, 128, 255]);
  const made = program(gl, PLAIN, SOLID);
  solid(gl, made, 1, 0, 0);
  rectangle(gl, -1, -1, 1, 1, 0);
  expectPixel(gl, 40, 10, [128, 128, 128, 255]);
  expectPixel(gl, 40, 50, [255, 0, 0, 255]);
});

test("instanced arrays", (gl) => {
  const instanced = extension(gl, "ANGLE_instanced_arrays");
  program(gl, "attribute vec3 position; attribute vec2 offset; attribute vec3 tint; varying vec3 shade; void main() { shade = tint; gl_Position = vec4(position.xy * .25 + offset, 0, 1); }",
    "precision highp float; varying vec3 shade; void main() { gl_FragColor = vec4(shade, 1); }",
    (made) => { gl.bindAttribLocation(made, 1, "offset"); gl.bindAttribLocation(made, 2, "tint"); });
  attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);
  attribute(gl, 1, 2, [-0.75, -0.75, -0.25, -0.25, 0.25, 0.25, 0.75, 0.75]);
  instanced.vertexAttribDivisorANGLE(1, 1);
  attribute(gl, 2, 3, [1, 0, 0, 0, 1, 0]);
  instanced.vertexAttribDivisorANGLE(2, 2);
  instanced.drawArraysInstancedANGLE(gl.TRIANGLE_STRIP, 0, 4, 4);
  [[255, 0, 0], [255, 0, 0], [0, 255, 0], [0, 255, 0]].forEach((tint, at) => expectPixel(gl, 8 + 16 * at, 8 + 16 * at, [...tint, 255]));
  expectPixel(gl, 8, 40, [0, 0, 0, 0]);
});

test("vertex array objects", (gl) => {
  const arrays = extension(gl, "OES_vertex_array_object");
  const made = program(gl, PLAIN, SOLID);
  const make = (x) => {
    const object = arrays.createVertexArrayOES();
    arrays.bindVertexArrayOES(object);
    attribute(gl, 0, 3, [x, -1, 0, x + 1, -1, 0, x, 1, 0, x + 1, 1, 0]);
    return object;
  };
  const [left, right] = [make(-1), make(0)];
  solid(gl, made, 1, 0, 0);
  arrays.bindVertexArrayOES(left);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  solid(gl, made, 0, 1, 0);
  arrays.bindVertexArrayOES(right);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expectPixel(gl, 8, 8, [255, 0, 0, 255]);
  expectPixel(gl, 50, 8, [0, 255, 0, 255]);
});

test("attributes of every type", (gl) => {
  const made = program(gl, "attribute vec3 position; attribute vec4 a, b, c; varying vec4 shade; void main() { shade = a + b * 10. + c; gl_Position = vec4(position, 1); }",
    "precision highp float; varying vec4 shade; void main() { gl_FragColor = shade; }");
  attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);
  const bytes = new DataView(new ArrayBuffer(12 * 4));
  for (let i = 0; i < 4; i++) {
    bytes.setUint8(i * 12 + 1, 51); // 0.2, normalised; at an odd offset
    bytes.setInt16(i * 12 + 4, 16384, true); // 0.5, normalised
    bytes.setInt8(i * 12 + 8, 0);
    bytes.setInt8(i * 12 + 9, 1);
  }
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, bytes.buffer, gl.STATIC_DRAW);
  const point = (name, ...how) => {
    const at = gl.getAttribLocation(made, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, ...how);
  };
  point("a", 1, gl.UNSIGNED_BYTE, true, 12, 1);
  point("c", 1, gl.SHORT, true, 12, 4);
  point("b", 2, gl.BYTE, false, 12, 8);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expectPixel(gl, 8, 8, [0.7 * 255, 255, 0, 255]);
});

test("draw buffers", (gl) => {
  const buffers = extension(gl, "WEBGL_draw_buffers");
  program(gl, PLAIN, "#extension GL_EXT_draw_buffers : require\nprecision highp float; void main() { gl_FragData[0] = vec4(1,0,0,1); gl_FragData[1] = vec4(0,1,0,1); gl_FragData[2] = vec4(0,0,1,1); }");
  const images = [0, 1, 2].map(() => { const made = texture(gl); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 64, 64, 0, gl.RGBA, gl.UNSIGNED_BYTE, null); return made; });
  framebuffer(gl);
  images.forEach((image, at) => gl.framebufferTexture2D(gl.FRAMEBUFFER, buffers.COLOR_ATTACHMENT0_WEBGL + at, gl.TEXTURE_2D, image, 0));
  buffers.drawBuffersWEBGL([buffers.COLOR_ATTACHMENT0_WEBGL, gl.NONE, buffers.COLOR_ATTACHMENT2_WEBGL]);
  complete(gl);
  rectangle(gl);
  [[255, 0, 0, 255], [0, 0, 0, 0], [0, 0, 255, 255]].forEach((expected, at) => {
    framebuffer(gl, images[at]);
    expectPixel(gl, 9, 9, expected);
  });
});

for (const [name, type, tolerance] of [["OES_texture_float", "FLOAT", 1e-4], ["OES_texture_half_float", "HALF_FLOAT_OES", 1e-1]]) {
  test(`float targets of ${name}`, (gl) => {
    const found = extension(gl, name);
    gl.getExtension("WEBGL_color_buffer_float");
    gl.getExtension("EXT_color_buffer_half_float");
    const image = texture(gl);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 8, 8, 0, gl.RGBA, found[type] ?? gl[type], null);
    framebuffer(gl, image);
    if (gl.checkFramebufferStatus(gl.FRAMEBUFFER) !== gl.FRAMEBUFFER_COMPLETE) throw new Skip("not renderable");
    const made = program(gl, PLAIN, SOLID);
    gl.viewport(0, 0, 8, 8);
    solid(gl, made, 100.5, -3.25, 0.001, 7);
    rectangle(gl);
    const got = new Float32Array(4);
    gl.readPixels(2, 2, 1, 1, gl.RGBA, gl.FLOAT, got);
    close(got, [100.5, -3.25, 0.001, 7], tolerance, "read back");
  });
}

test("depth textures", (gl) => {
  extension(gl, "WEBGL_depth_texture");
  const colour = texture(gl);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 64, 64, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  const depth = texture(gl);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.DEPTH_COMPONENT, 64, 64, 0, gl.DEPTH_COMPONENT, gl.UNSIGNED_INT, null);
  framebuffer(gl, colour);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.TEXTURE_2D, depth, 0);
  complete(gl);
  gl.enable(gl.DEPTH_TEST);
  gl.clear(gl.DEPTH_BUFFER_BIT);
  program(gl, PLAIN, SOLID);
  rectangle(gl, -1, -1, 0, 1, -0.5);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  gl.disable(gl.DEPTH_TEST);
  program(gl, PLAIN, fragment("gl_FragColor = vec4(texture2D(image, at).r, 0, 0, 1);", "uniform sampler2D image;"));
  rectangle(gl);
  expectPixel(gl, 10, 10, [64, 0, 0, 255]);
  expectPixel(gl, 50, 10, [255, 0, 0, 255]);
});

test("S3TC", (gl) => {
  const format = extension(gl, "WEBGL_compressed_texture_s3tc");
  program(gl, PLAIN, SAMPLE);
  texture(gl);
  const red = [0x00, 0xf8, 0x00, 0xf8, 0, 0, 0, 0];
  const green = [0xe0, 0x07, 0xe0, 0x07, 0, 0, 0, 0];
  gl.compressedTexImage2D(gl.TEXTURE_2D, 0, format.COMPRESSED_RGB_S3TC_DXT1_EXT, 8, 4, 0, new Uint8Array([...red, ...green]));
  rectangle(gl);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 255, 0, 255]);
  const half = [0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88, 0x88];
  gl.compressedTexImage2D(gl.TEXTURE_2D, 0, format.COMPRESSED_RGBA_S3TC_DXT3_EXT, 4, 4, 0, new Uint8Array([...half, ...green]));
  rectangle(gl);
  expectPixel(gl, 10, 10, [0, 255, 0, 136]);
});

test("antialiased canvas", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  check(gl.getParameter(gl.SAMPLES) > 1, "no samples");
  clear(gl, 0, 0, 0);
  solid(gl, made, 1, 1, 1);
  attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0]);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expectPixel(gl, 10, 10, [255, 255, 255, 255]);
  expectPixel(gl, 60, 60, [0, 0, 0, 255]);
  const [edge] = pixel(gl, 31, 32);
  check(edge > 30 && edge < 225, `the edge is ${edge}`);
}, { antialias: true });

test("opaque canvas", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  solid(gl, made, 0.5, 0, 0, 0.25);
  rectangle(gl);
  expectPixel(gl, 10, 10, [128, 0, 0, 255]);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.DST_ALPHA, gl.ZERO);
  solid(gl, made, 0, 0.5, 0, 0.1);
  rectangle(gl);
  expectPixel(gl, 10, 10, [0, 128, 0, 255]);
}, { alpha: false });

test("vertex textures and sampler arrays", (gl) => {
  const made = program(gl, "attribute vec3 position; uniform sampler2D heights; varying vec2 at; void main() { at = position.xy * .5 + .5; gl_Position = vec4(position.x, position.y * texture2D(heights, vec2(.5)).r, 0, 1); }",
    fragment("gl_FragColor = texture2D(images[0], at) + texture2D(images[1], at);", "uniform sampler2D images[2];"));
  [[128, 0, 0, 255], [255, 0, 0, 0], [0, 255, 0, 0]].forEach((colour, unit) => {
    gl.activeTexture(gl.TEXTURE0 + unit);
    texture(gl);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(colour));
  });
  gl.uniform1i(made.at("heights"), 0);
  gl.uniform1iv(made.at("images"), [1, 2]);
  rectangle(gl);
  expectPixel(gl, 32, 32, [255, 255, 0, 0]);
  expectPixel(gl, 32, 4, [0, 0, 0, 0]);
});
