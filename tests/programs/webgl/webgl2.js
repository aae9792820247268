"use strict";

const VERSION = "#version 300 es\nprecision highp float; precision highp int; precision highp sampler3D; precision highp sampler2DArray; precision highp sampler2DShadow; precision highp sampler2DArrayShadow; precision highp samplerCubeShadow; precision highp isampler2D; precision highp usampler2D; precision highp isampler3D; precision highp usampler2DArray;\n";
const PLAIN = `${VERSION} in vec3 position; out vec2 at; void main() { at = position.xy * .5 + .5; gl_Position = vec4(position, 1); }`;
const fragment = (body, declarations = "", output = "out vec4 colour;") =>
  `${VERSION} in vec2 at; ${output} ${declarations} void main() { ${body} }`;
const SOLID = fragment("colour = tint;", "uniform vec4 tint;");

function solid(gl, made, ...tint) { gl.uniform4f(made.at("tint"), tint[0], tint[1], tint[2], tint[3] ?? 1); }

/** Immutable storage of one level, bound, with exact lookups. */
function storage(gl, format, width = SIZE, height = SIZE, levels = 1) {
  const made = texture(gl);
  gl.texStorage2D(gl.TEXTURE_2D, levels, gl[format], width, height);
  return made;
}

for (const format of ["RGBA8", "RGB8", "RGB565", "RGBA16F", "R8", "RG8", "RGB10_A2", "SRGB8_ALPHA8"]) {
  test(`multisampled ${format} resolved`, (gl) => {
    gl.getExtension("EXT_color_buffer_float");
    const made = program(gl, PLAIN, SOLID);
    const samples = gl.getInternalformatParameter(gl.RENDERBUFFER, gl[format], gl.SAMPLES);
    if (samples.length === 0) throw new Skip("no samples");
    const buffer = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples[0], gl[format], 64, 64);
    const many = framebuffer(gl);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, buffer);
    complete(gl);
    clear(gl, 0, 0, 0);
    solid(gl, made, 1, 0, 0);
    attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const one = framebuffer(gl, storage(gl, format));
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, many);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, one);
    gl.blitFramebuffer(0, 0, 64, 64, 0, 0, 64, 64, gl.COLOR_BUFFER_BIT, gl.NEAREST);
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, one);
    const read = (x, y) => { const got = new Float32Array(4); if (format.endsWith("F")) { gl.readPixels(x, y, 1, 1, gl.RGBA, gl.FLOAT, got); return got[0] * 255; } return pixel(gl, x, y)[0]; };
    check(read(10, 10) === 255, `inside is ${read(10, 10)}`);
    check(read(60, 60) === 0, `outside is ${read(60, 60)}`);
    const edge = read(31, 32);
    check(edge > 20 && edge < 235, `the edge is ${edge}`);
  });
}

test("multisampled depth and stencil", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  const make = (samples) => {
    const found = framebuffer(gl);
    for (const [format, place] of [["RGBA8", "COLOR_ATTACHMENT0"], ["DEPTH24_STENCIL8", "DEPTH_STENCIL_ATTACHMENT"]]) {
      const buffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
      gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, gl[format], 64, 64);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl[place], gl.RENDERBUFFER, buffer);
    }
    complete(gl);
    return found;
  };
  const many = make(4);
  const one = make(0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, many);
  gl.clearBufferfi(gl.DEPTH_STENCIL, 0, 0.75, 3);
  gl.enable(gl.DEPTH_TEST);
  gl.enable(gl.STENCIL_TEST);
  gl.stencilFunc(gl.ALWAYS, 9, 255);
  gl.stencilOp(gl.KEEP, gl.KEEP, gl.REPLACE);
  rectangle(gl, -1, -1, 0, 1, 0);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, one);
  gl.blitFramebuffer(0, 0, 64, 64, 0, 0, 64, 64, gl.DEPTH_BUFFER_BIT | gl.STENCIL_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.FRAMEBUFFER, one);
  clear(gl, 0, 0, 0);
  gl.stencilOp(gl.KEEP, gl.KEEP, gl.KEEP);
  gl.stencilFunc(gl.EQUAL, 9, 255);
  solid(gl, made, 1, 0, 0);
  rectangle(gl, -1, -1, 1, 1, -0.1);
  gl.stencilFunc(gl.EQUAL, 3, 255);
  solid(gl, made, 0, 1, 0);
  rectangle(gl, -1, -1, 1, 1, 0.4);
  solid(gl, made, 0, 0, 1);
  rectangle(gl, -1, -1, 1, 1, 0.6);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 255, 0, 255]);
});

for (const mode of ["INTERLEAVED_ATTRIBS", "SEPARATE_ATTRIBS"]) {
  test(`transform feedback ${mode}`, (gl) => {
    program(gl, `${VERSION} in vec3 position; flat out ivec2 whole; out vec3 twice; void main() { whole = ivec2(gl_VertexID, -int(position.x)); twice = position * 2.; gl_Position = vec4(0); }`,
      `${VERSION} out vec4 colour; void main() { colour = vec4(1); }`,
      (made) => gl.transformFeedbackVaryings(made, ["twice", "whole"], gl[mode]));
    attribute(gl, 0, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
    const buffers = [];
    const count = mode === "SEPARATE_ATTRIBS" ? 2 : 1;
    for (let i = 0; i < count; i++) {
      buffers[i] = gl.createBuffer();
      gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, i, buffers[i]);
      gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 4 * 5 * 6, gl.STREAM_READ);
    }
    const query = gl.createQuery();
    gl.enable(gl.RASTERIZER_DISCARD);
    gl.beginQuery(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN, query);
    gl.beginTransformFeedback(gl.POINTS);
    gl.drawArrays(gl.POINTS, 0, 2);
    gl.pauseTransformFeedback();
    gl.drawArrays(gl.POINTS, 0, 1);
    gl.resumeTransformFeedback();
    gl.drawArrays(gl.POINTS, 2, 1);
    gl.endTransformFeedback();
    gl.endQuery(gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN);
    const got = buffers.map((buffer) => {
      gl.bindBuffer(gl.TRANSFORM_FEEDBACK_BUFFER, buffer);
      const bytes = new ArrayBuffer(4 * 5 * 6);
      gl.getBufferSubData(gl.TRANSFORM_FEEDBACK_BUFFER, 0, new Uint8Array(bytes));
      return { floats: new Float32Array(bytes), integers: new Int32Array(bytes) };
    });
    for (let vertex = 0; vertex < 3; vertex++) {
      const [floatsAt, integersAt] = count === 2 ? [vertex * 3, vertex * 2] : [vertex * 5, vertex * 5 + 3];
      close(got[0].floats.slice(floatsAt, floatsAt + 3), [vertex * 6 + 2, vertex * 6 + 4, vertex * 6 + 6], 0, `vertex ${vertex}`);
      close(got[count - 1].integers.slice(integersAt, integersAt + 2), [vertex, -(vertex * 3 + 1)], 0, `integers ${vertex}`);
    }
  });
}

test("drawing what was fed back", (gl) => {
  const feed = program(gl, `${VERSION} in vec3 position; out vec3 moved; void main() { moved = position + vec3(1, 0, 0); gl_Position = vec4(0); }`,
    `${VERSION} out vec4 colour; void main() { colour = vec4(1); }`, (made) => gl.transformFeedbackVaryings(made, ["moved"], gl.SEPARATE_ATTRIBS));
  const draw = program(gl, PLAIN, SOLID);
  const buffers = [attribute(gl, 0, 3, [-1, -1, 0, -0.5, -1, 0, -1, 1, 0, -0.5, 1, 0]), gl.createBuffer()];
  gl.bindBuffer(gl.ARRAY_BUFFER, buffers[1]);
  gl.bufferData(gl.ARRAY_BUFFER, 48, gl.DYNAMIC_COPY);
  gl.bindBuffer(gl.ARRAY_BUFFER, null);
  const object = gl.createTransformFeedback();
  gl.useProgram(feed);
  gl.bindTransformFeedback(gl.TRANSFORM_FEEDBACK, object);
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, buffers[1]);
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 4);
  gl.endTransformFeedback();
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, null);
  gl.bindTransformFeedback(gl.TRANSFORM_FEEDBACK, null);
  gl.disable(gl.RASTERIZER_DISCARD);
  gl.useProgram(draw);
  solid(gl, draw, 0, 1, 1);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffers[1]);
  gl.vertexAttribPointer(0, 3, gl.FLOAT, false, 0, 0);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expectPixel(gl, 40, 30, [0, 255, 255, 255]);
  expectPixel(gl, 10, 30, [0, 0, 0, 0]);
  expectPixel(gl, 52, 30, [0, 0, 0, 0]);
});

test("uniform blocks", (gl) => {
  const made = program(gl, PLAIN, fragment("colour = vec4(a, b[1].x, m[1].y, float(n) / 255.) + second.value[index];",
    "layout(std140) uniform First { float a; vec2 b[2]; mat3 m; int n; }; layout(std140) uniform Second { vec4 value[3]; } second; uniform int index;"));
  const first = gl.getUniformBlockIndex(made, "First");
  const second = gl.getUniformBlockIndex(made, "Second");
  gl.uniformBlockBinding(made, first, 3);
  gl.uniformBlockBinding(made, second, 1);
  const size = gl.getActiveUniformBlockParameter(made, first, gl.UNIFORM_BLOCK_DATA_SIZE);
  const step = gl.getParameter(gl.UNIFORM_BUFFER_OFFSET_ALIGNMENT);
  const start = Math.ceil(size / step) * step;
  const bytes = new ArrayBuffer(start + 48);
  const floats = new Float32Array(bytes);
  const offsets = gl.getActiveUniforms(made, gl.getUniformIndices(made, ["a", "b[0]", "m", "n"]), gl.UNIFORM_OFFSET);
  floats[offsets[0] / 4] = 0.1;
  floats[offsets[1] / 4 + 4] = 0.2;
  floats[offsets[2] / 4 + 5] = 0.3;
  new Int32Array(bytes)[offsets[3] / 4] = 51;
  floats.set([0, 0, 0, 0, 0.5, 0, 0, 0.25, 0, 0.5, 0, 0.5], start / 4);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.UNIFORM_BUFFER, buffer);
  gl.bufferData(gl.UNIFORM_BUFFER, bytes, gl.DYNAMIC_DRAW);
  gl.bindBufferRange(gl.UNIFORM_BUFFER, 3, buffer, 0, size);
  gl.bindBufferRange(gl.UNIFORM_BUFFER, 1, buffer, start, 48);
  gl.uniform1i(made.at("index"), 1);
  rectangle(gl);
  expectPixel(gl, 9, 9, [0.6 * 255, 51, 76.5, 0.45 * 255]);
  gl.uniform1i(made.at("index"), 2);
  gl.bufferSubData(gl.UNIFORM_BUFFER, offsets[0], new Float32Array([0.9]));
  rectangle(gl);
  expectPixel(gl, 9, 9, [0.9 * 255, 0.7 * 255, 76.5, 0.7 * 255]);
});

test("instances, divisors, gl_InstanceID and gl_VertexID", (gl) => {
  program(gl, `${VERSION} in vec3 position; in float shade; flat out vec2 tint; void main() { tint = vec2(shade, float(gl_VertexID) / 255.); gl_Position = vec4(position.x * .25 - .75 + .5 * float(gl_InstanceID), position.y, 0, 1); }`,
    `${VERSION} flat in vec2 tint; out vec4 colour; void main() { colour = vec4(tint, 0, 1); }`, (made) => gl.bindAttribLocation(made, 1, "shade"));
  attribute(gl, 0, 3, [9, 9, 9, -1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);
  attribute(gl, 1, 1, [0.2, 0.8]);
  gl.vertexAttribDivisor(1, 2);
  gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 1, 4, 4);
  [51, 51, 204, 204].forEach((shade, at) => expectPixel(gl, at * 16 + 2, 2, [shade, 3, 0, 255], 1));
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, new Uint16Array([1, 2, 3, 0xffff, 2, 4, 3]), gl.STATIC_DRAW);
  clear(gl, 0, 0, 0);
  gl.drawElementsInstanced(gl.TRIANGLE_STRIP, 7, gl.UNSIGNED_SHORT, 0, 2);
  expectPixel(gl, 2, 2, [51, 3, 0, 255], 1);
  expectPixel(gl, 29, 61, [51, 3, 0, 255], 1);
  expectPixel(gl, 40, 2, [0, 0, 0, 255]);
});

for (const target of ["TEXTURE_3D", "TEXTURE_2D_ARRAY"]) {
  test(`${target} with levels`, (gl) => {
    const kind = target === "TEXTURE_3D" ? "sampler3D" : "sampler2DArray";
    const made = program(gl, PLAIN, fragment("colour = textureLod(image, place, level);", `uniform ${kind} image; uniform vec3 place; uniform float level;`));
    texture(gl, gl[target]);
    gl.texParameteri(gl[target], gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
    gl.texStorage3D(gl[target], 3, gl.RGBA8, 8, 8, 4);
    for (let layer = 0; layer < 4; layer++) {
      const texels = new Uint8Array(8 * 8 * 4).fill(layer * 40 + 20);
      gl.texSubImage3D(gl[target], 0, 0, 0, layer, 8, 8, 1, gl.RGBA, gl.UNSIGNED_BYTE, texels);
    }
    gl.texSubImage3D(gl[target], 0, 4, 4, 1, 4, 4, 2, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4 * 4 * 2 * 4).fill(240));
    const look = (x, y, layer, level, expected) => {
      const depth = 4 >> level;
      gl.uniform3f(made.at("place"), x, y, target === "TEXTURE_3D" ? (layer + 0.5) / depth : layer);
      gl.uniform1f(made.at("level"), level);
      rectangle(gl);
      expectPixel(gl, 7, 7, [expected, expected, expected, expected]);
    };
    look(0.2, 0.2, 3, 0, 140);
    look(0.2, 0.2, 1, 0, 60);
    look(0.8, 0.8, 1, 0, 240);
    look(0.8, 0.8, 2, 0, 240);
    look(0.8, 0.8, 3, 0, 140);
    gl.generateMipmap(gl[target]);
    look(0.2, 0.2, 1, 1, target === "TEXTURE_3D" ? 120 : 60);
    look(0.8, 0.8, 0, 1, target === "TEXTURE_3D" ? 130 : 20);
    look(0.2, 0.2, 0, 2, target === "TEXTURE_3D" ? 80 : 20);
  });
  test(`rendering into ${target}`, (gl) => {
    const paint = program(gl, PLAIN, SOLID);
    const image = texture(gl, gl[target]);
    gl.texStorage3D(gl[target], 2, gl.RGBA8, 16, 16, 4);
    framebuffer(gl);
    gl.viewport(0, 0, 16, 16);
    for (let layer = 0; layer < 4; layer++) {
      gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, image, 0, layer);
      complete(gl);
      solid(gl, paint, layer / 4, 0, 1);
      rectangle(gl);
    }
    for (let layer = 0; layer < 4; layer++) {
      gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, image, 0, layer);
      expectPixel(gl, 4, 4, [layer * 63.75, 0, 255, 255]);
    }
    gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, image, 1, 1);
    complete(gl);
    gl.viewport(0, 0, 8, 8);
    solid(gl, paint, 0, 1, 0);
    rectangle(gl);
    expectPixel(gl, 7, 7, [0, 255, 0, 255]);
    gl.copyTexSubImage3D(gl[target], 0, 0, 0, 2, 0, 0, 8, 8);
    gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, image, 0, 2);
    expectPixel(gl, 7, 7, [0, 255, 0, 255]);
    expectPixel(gl, 8, 8, [127.5, 0, 255, 255]);
  });
}

for (const [format, external, type, Kind, prefix, texel] of [
  ["RGBA8UI", "RGBA_INTEGER", "UNSIGNED_BYTE", Uint8Array, "u", [1, 2, 254, 255]],
  ["RGBA8I", "RGBA_INTEGER", "BYTE", Int8Array, "i", [1, -2, -128, 127]],
  ["RG16UI", "RG_INTEGER", "UNSIGNED_SHORT", Uint16Array, "u", [3, 65535]],
  ["R16I", "RED_INTEGER", "SHORT", Int16Array, "i", [-32768]],
  ["RGBA32I", "RGBA_INTEGER", "INT", Int32Array, "i", [-2147483648, 2147483647, -1, 5]],
  ["R32UI", "RED_INTEGER", "UNSIGNED_INT", Uint32Array, "u", [4294967295]],
  ["RGB10_A2UI", "RGBA_INTEGER", "UNSIGNED_INT_2_10_10_10_REV", Uint32Array, "u", [1023 | 5 << 10 | 3 << 30 >>> 0]],
]) {
  test(`integer texture and target ${format}`, (gl) => {
    program(gl, PLAIN, fragment(
      `colour = texelFetch(image, ivec2(gl_FragCoord.xy), 0) + ${prefix}vec4(textureSize(image, 0).x - 4);`,
      `uniform ${prefix}sampler2D image;`, `out ${prefix}vec4 colour;`));
    const values = new Kind(texel.length * 16);
    for (let i = 0; i < 16; i++) values.set(texel, i * texel.length);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    storage(gl, format, 4, 4);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 4, 4, gl[external], gl[type], values);
    gl.activeTexture(gl.TEXTURE1);
    framebuffer(gl, storage(gl, format, 4, 4));
    gl.activeTexture(gl.TEXTURE0);
    complete(gl);
    gl.viewport(0, 0, 4, 4);
    const Wide = prefix === "u" ? Uint32Array : Int32Array;
    const wide = () => { const got = new Wide(4); gl.readPixels(2, 2, 1, 1, gl.RGBA_INTEGER, prefix === "u" ? gl.UNSIGNED_INT : gl.INT, got); return got; };
    gl[prefix === "u" ? "clearBufferuiv" : "clearBufferiv"](gl.COLOR, 0, [7, 6, 5, 2]);
    close(wide().slice(0, 1), [7], 0, "cleared");
    rectangle(gl);
    const expected = type.includes("10_10_10") ? [1023, 5, 0, 3] : [...texel, ...[0, 0, 0, 1].slice(texel.length)];
    close(wide(), expected, 0, "drawn");
  });
}

for (const [format, tolerance] of [["RGBA32F", 0], ["RGBA16F", 0.05], ["R11F_G11F_B10F", 0.6], ["RG32F", 0], ["R16F", 0.05]]) {
  test(`float target ${format}`, (gl) => {
    extension(gl, "EXT_color_buffer_float");
    const made = program(gl, PLAIN, SOLID);
    framebuffer(gl, storage(gl, format, 8, 8));
    complete(gl);
    gl.viewport(0, 0, 8, 8);
    gl.clearBufferfv(gl.COLOR, 0, [2, 2, 2, 2]);
    const read = () => { const got = new Float32Array(4); gl.readPixels(2, 2, 1, 1, gl.RGBA, gl.FLOAT, got); return got; };
    const channels = format.startsWith("RGBA") ? 4 : format.startsWith("R11") ? 3 : format.startsWith("RG") ? 2 : 1;
    close(read(), [2, 2, 2, 2].map((part, at) => (at < channels ? part : at === 3 ? 1 : 0)), 0, "cleared");
    solid(gl, made, 60.25, 0.5, 4096, -7.5);
    rectangle(gl);
    close(read(), [60.25, 0.5, 4096, -7.5].map((part, at) => (at < channels ? part : at === 3 ? 1 : 0)), tolerance, "drawn");
    gl.enable(gl.BLEND);
    if (format.includes("32")) extension(gl, "EXT_float_blend");
    gl.blendFunc(gl.ONE, gl.ONE);
    rectangle(gl);
    close(read().slice(0, 1), [120.5], tolerance * 2, "added");
  });
}

for (const [format, external, type, Kind, texel, expected] of [
  ["RGB9_E5", "RGB", "FLOAT", Float32Array, [0.5, 0.25, 0.125], [128, 64, 32, 255]],
  ["R11F_G11F_B10F", "RGB", "FLOAT", Float32Array, [0.5, 0.25, 0.125], [128, 64, 32, 255]],
  ["RGB10_A2", "RGBA", "UNSIGNED_INT_2_10_10_10_REV", Uint32Array, [1023 | 512 << 10 | 1 << 30], [255, 128, 0, 85]],
  ["RGBA8_SNORM", "RGBA", "BYTE", Int8Array, [127, 64, -127, 127], [255, 129, 0, 255]],
  ["SRGB8_ALPHA8", "RGBA", "UNSIGNED_BYTE", Uint8Array, [188, 55, 255, 128], [129, 10, 255, 128]],
  ["RGB5_A1", "RGBA", "UNSIGNED_BYTE", Uint8Array, [255, 0, 255, 255], [255, 0, 255, 255]],
  ["RGBA4", "RGBA", "UNSIGNED_SHORT_4_4_4_4", Uint16Array, [0x48cf], [68, 136, 204, 255]],
  ["RGB565", "RGB", "UNSIGNED_BYTE", Uint8Array, [255, 255, 0], [255, 255, 0, 255]],
  ["RGB8", "RGB", "UNSIGNED_BYTE", Uint8Array, [9, 99, 199], [9, 99, 199, 255]],
  ["RG16F", "RG", "FLOAT", Float32Array, [0.5, 1], [128, 255, 0, 255]],
  ["RGB32F", "RGB", "FLOAT", Float32Array, [0.5, 1, 0.25], [128, 255, 64, 255]],
]) {
  test(`texture ${format}`, (gl) => {
    program(gl, PLAIN, fragment("colour = texture(image, at);", "uniform sampler2D image;"));
    storage(gl, format, 3, 3);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    const texels = new Kind(texel.length * 9);
    for (let i = 0; i < 9; i++) texels.set(texel, i * texel.length);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 3, 3, gl[external], gl[type], texels);
    rectangle(gl);
    expectPixel(gl, 60, 60, expected, 3);
  });
}

test("sRGB target blends in linear light", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  framebuffer(gl, storage(gl, "SRGB8_ALPHA8"));
  complete(gl);
  clear(gl, 0.5, 0, 0, 1);
  expectPixel(gl, 3, 3, [188, 0, 0, 255]);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE);
  solid(gl, made, 0.25, 0.5, 0, 0);
  rectangle(gl);
  expectPixel(gl, 3, 3, [225, 188, 0, 255]);
});

for (const kind of ["2D", "2D_ARRAY", "CUBE_MAP"]) {
  test(`shadow lookups ${kind}`, (gl) => {
    const sampler = { "2D": "sampler2DShadow", "2D_ARRAY": "sampler2DArrayShadow", CUBE_MAP: "samplerCubeShadow" }[kind];
    const place = { "2D": "vec3(at, .5)", "2D_ARRAY": "vec4(at, 1, .5)", CUBE_MAP: "vec4(1, at.y * 2. - 1., 1. - at.x * 2., .5)" }[kind];
    const target = gl[`TEXTURE_${kind}`];
    program(gl, PLAIN, SOLID);
    const depth = texture(gl, target);
    gl.texParameteri(target, gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE);
    gl.texParameteri(target, gl.TEXTURE_COMPARE_FUNC, gl.LEQUAL);
    if (kind === "2D_ARRAY") gl.texStorage3D(target, 1, gl.DEPTH_COMPONENT24, 64, 64, 3);
    else gl.texStorage2D(target, 1, gl.DEPTH_COMPONENT24, 64, 64);
    framebuffer(gl);
    if (kind === "2D_ARRAY") gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, depth, 0, 1);
    else gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, kind === "2D" ? target : gl.TEXTURE_CUBE_MAP_POSITIVE_X, depth, 0);
    complete(gl);
    gl.enable(gl.DEPTH_TEST);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    rectangle(gl, -1, -1, 0, 1, -0.5);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.disable(gl.DEPTH_TEST);
    program(gl, PLAIN, fragment(`colour = vec4(texture(image, ${place}));`, `uniform ${sampler} image;`));
    rectangle(gl);
    expectPixel(gl, 10, 10, [0, 0, 0, 0]);
    expectPixel(gl, 50, 10, [255, 255, 255, 255]);
  });
}

test("sampler objects and level limits", (gl) => {
  const made = program(gl, PLAIN, fragment("colour = textureLod(image, at * 2., level);", "uniform sampler2D image; uniform float level;"));
  storage(gl, "RGBA8", 8, 8, 4);
  [40, 80, 120, 160].forEach((value, level) => gl.texSubImage2D(gl.TEXTURE_2D, level, 0, 0, 8 >> level, 8 >> level, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(256).fill(value)));
  const look = (level, expected) => { gl.uniform1f(made.at("level"), level); rectangle(gl); expectPixel(gl, 60, 60, [expected, expected, expected, expected]); };
  look(2, 40);
  const sampler = gl.createSampler();
  gl.bindSampler(0, sampler);
  gl.samplerParameteri(sampler, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_LINEAR);
  look(2, 120);
  look(0.5, 60);
  gl.samplerParameterf(sampler, gl.TEXTURE_MAX_LOD, 1);
  look(3, 80);
  gl.bindSampler(0, null);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_BASE_LEVEL, 1);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAX_LEVEL, 2);
  look(0, 80);
  look(3, 120);
});

test("lookups with offsets, gradients and projections", (gl) => {
  const made = program(gl, PLAIN, fragment("colour = mode == 0 ? textureOffset(image, at, ivec2(1, 0)) : mode == 1 ? textureGrad(image, at, vec2(.5, 0), vec2(0, .5)) : mode == 2 ? textureProj(image, vec3(at * 2., 2.)) : texelFetchOffset(image, ivec2(0), 0, ivec2(3, 2));",
    "uniform sampler2D image; uniform int mode;"));
  storage(gl, "RGBA8", 4, 4, 3);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST_MIPMAP_NEAREST);
  const texels = new Uint8Array(64);
  for (let i = 0; i < 16; i++) texels.set([(i % 4) * 50, (i >> 2) * 50, 0, 255], i * 4);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  gl.texSubImage2D(gl.TEXTURE_2D, 1, 0, 0, 2, 2, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(16).fill(222));
  [[50, 0, 0, 255], [222, 222, 222, 222], [0, 0, 0, 255], [150, 100, 0, 255]].forEach((expected, mode) => {
    gl.uniform1i(made.at("mode"), mode);
    rectangle(gl);
    expectPixel(gl, 3, 3, expected);
  });
});

test("fences", (gl) => {
  clear(gl, 0, 1, 0);
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  gl.waitSync(fence, 0, gl.TIMEOUT_IGNORED);
  check([gl.ALREADY_SIGNALED, gl.CONDITION_SATISFIED, gl.TIMEOUT_EXPIRED].includes(gl.clientWaitSync(fence, gl.SYNC_FLUSH_COMMANDS_BIT, 0)), "the wait failed");
  expectPixel(gl, 1, 1, [0, 255, 0, 255]);
});

test("pixel buffers", (gl) => {
  program(gl, PLAIN, fragment("colour = texture(image, at);", "uniform sampler2D image;"));
  const source = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, source);
  const texels = new Uint8Array(10 * 6 * 4 + 16);
  for (let y = 0; y < 6; y++) for (let x = 0; x < 10; x++) texels.set([x * 20, y * 40, 0, 255], 16 + (y * 10 + x) * 4);
  gl.bufferData(gl.PIXEL_UNPACK_BUFFER, texels, gl.STATIC_DRAW);
  storage(gl, "RGBA8", 4, 4);
  gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 10);
  gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 3);
  gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 1);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, 16);
  rectangle(gl);
  expectPixel(gl, 2, 2, [60, 40, 0, 255]);
  expectPixel(gl, 62, 62, [120, 160, 0, 255]);
  const target = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, target);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, 64 * 64 * 4 + 8, gl.STREAM_READ);
  gl.readPixels(0, 0, 64, 64, gl.RGBA, gl.UNSIGNED_BYTE, 8);
  const got = new Uint8Array(4);
  gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 8 + (62 * 64 + 2) * 4, got);
  close(got, [60, 160, 0, 255], 2, "packed");
});

test("buffer copies", (gl) => {
  const [from, to] = [gl.createBuffer(), gl.createBuffer()];
  gl.bindBuffer(gl.COPY_READ_BUFFER, from);
  gl.bufferData(gl.COPY_READ_BUFFER, new Uint8Array(64).map((_, at) => at), gl.STATIC_DRAW);
  gl.bindBuffer(gl.COPY_WRITE_BUFFER, to);
  gl.bufferData(gl.COPY_WRITE_BUFFER, new Uint8Array(64).fill(255), gl.STATIC_DRAW);
  gl.copyBufferSubData(gl.COPY_READ_BUFFER, gl.COPY_WRITE_BUFFER, 5, 9, 7);
  const got = new Uint8Array(9);
  gl.getBufferSubData(gl.COPY_WRITE_BUFFER, 8, got);
  close(got, [255, 5, 6, 7, 8, 9, 10, 11, 255], 0, "copied");
});

test("targets of several formats at once", (gl) => {
  program(gl, PLAIN, fragment("a = vec4(1, .5, 0, 1); b = uvec4(7, 8, 9, 10); c = vec4(-3.5);", "", "layout(location = 0) out vec4 a; layout(location = 1) out uvec4 b; layout(location = 2) out vec4 c;"));
  extension(gl, "EXT_color_buffer_float");
  framebuffer(gl);
  ["RGBA8", "RGBA16UI", "R32F"].forEach((format, at) => gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + at, gl.TEXTURE_2D, storage(gl, format), 0));
  gl.drawBuffers([0, 1, 2].map((at) => gl.COLOR_ATTACHMENT0 + at));
  complete(gl);
  rectangle(gl);
  expectPixel(gl, 5, 5, [255, 128, 0, 255]);
  gl.readBuffer(gl.COLOR_ATTACHMENT1);
  const whole = new Uint32Array(4);
  gl.readPixels(5, 5, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, whole);
  close(whole, [7, 8, 9, 10], 0, "integers");
  gl.readBuffer(gl.COLOR_ATTACHMENT2);
  const float = new Float32Array(4);
  gl.readPixels(5, 5, 1, 1, gl.RGBA, gl.FLOAT, float);
  close(float.slice(0, 1), [-3.5], 0, "floats");
});

test("blits that scale, mirror and clip", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  const from = framebuffer(gl, storage(gl, "RGBA8", 16, 16));
  gl.viewport(0, 0, 16, 16);
  clear(gl, 0, 0, 255);
  solid(gl, made, 1, 0, 0);
  rectangle(gl, -1, -1, 0, 0);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, framebuffer(gl, storage(gl, "RGBA8")));
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
  clear(gl, 0, 1, 0);
  gl.blitFramebuffer(0, 0, 16, 16, 48, 16, 16, 48, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.blitFramebuffer(0, 0, 16, 16, -8, -8, 8, 8, gl.COLOR_BUFFER_BIT, gl.LINEAR);
  const to = gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, to);
  expectPixel(gl, 46, 18, [255, 0, 0, 255]);
  expectPixel(gl, 18, 18, [0, 0, 255, 255]);
  expectPixel(gl, 46, 46, [0, 0, 255, 255]);
  expectPixel(gl, 50, 18, [0, 255, 0, 255]);
  expectPixel(gl, 2, 2, [0, 0, 255, 255]);
});

test("occlusion queries", (gl) => {
  program(gl, PLAIN, SOLID);
  gl.enable(gl.DEPTH_TEST);
  gl.clear(gl.DEPTH_BUFFER_BIT);
  const queries = [-0.5, 0.5].map((z) => {
    const query = gl.createQuery();
    gl.beginQuery(gl.ANY_SAMPLES_PASSED, query);
    rectangle(gl, -1, -1, 1, 1, z);
    gl.endQuery(gl.ANY_SAMPLES_PASSED);
    return query;
  });
  // Results come only when the page gives the browser time; that they are not there yet is no error.
  queries.forEach((query) => gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE));
  gl.finish();
});

test("bits, packing and integer arithmetic", (gl) => {
  const made = program(gl, PLAIN, fragment(
    "uint u = 0xf0f0f0f0u; int i = -7; bool ok = (u >> 4u) == 0x0f0f0f0fu && (i >> 1) == -4 && i / 2 == -3 && (u ^ 0xffffffffu) == 0x0f0f0f0fu && floatBitsToUint(1.0) == 0x3f800000u" +
    " && intBitsToFloat(floatBitsToInt(zero + 2.5)) == 2.5 && unpackHalf2x16(packHalf2x16(vec2(1.5, -2.0))) == vec2(1.5, -2.0) && packUnorm2x16(vec2(1.0, 0.0)) == 65535u && abs(unpackSnorm2x16(packSnorm2x16(vec2(-1.0, 0.5))).y - .5) < 1e-4" +
    " && int(zero + 5.5) % 3 == 2 && uint(zero + 7.0) / 2u == 3u && roundEven(zero + 2.5) == 2.0 && trunc(zero - 1.5) == -1.0 && isnan(zero / zero) && isinf(1.0 / zero) && (1 << int(zero + 5.)) == 32 && ~int(zero) == -1;" +
    "colour = ok ? vec4(0, 1, 0, 1) : vec4(1, 0, 0, 1);", "uniform float zero;"));
  gl.uniform1f(made.at("zero"), 0);
  rectangle(gl);
  expectPixel(gl, 5, 5, [0, 255, 0, 255]);
});

test("matrices, arrays, switches and loops", (gl) => {
  const made = program(gl, PLAIN, fragment(
    "mat2x3 m = mat2x3(1, 2, 3, 4, 5, 6); mat3x2 t = transpose(m); mat2 square = mat2(2, 0, 0, 4); float sum = 0.; int n = 0;" +
    "do { n++; if (n == 3) continue; sum += table[n % 4]; } while (n < limit); for (int i = 0; ; i++) { if (i >= limit) break; sum += float(i); }" +
    "float chosen; switch (limit) { case 4: chosen = 1.; break; case 5: chosen = 2.; case 6: chosen += 3.; break; default: chosen = 9.; }" +
    "bool ok = t[1] == vec2(2, 5) && inverse(square)[1][1] == .25 && determinant(square) == 8. && outerProduct(vec2(1, 2), vec2(3, 4))[1] == vec2(4, 8) && sum == 18. && chosen == 5. && table.length() == 4;" +
    "colour = ok ? vec4(0, 1, 0, 1) : vec4(sum / 255., chosen / 255., 0, 1);", "uniform int limit; const float table[4] = float[](1., 2., 3., 4.);"));
  gl.uniform1i(made.at("limit"), 5);
  rectangle(gl);
  // The sum is 2 + 3 + 1 + 2 of the first loop and 0 + 1 + 2 + 3 + 4 of the second.
  const [red, green] = pixel(gl, 5, 5);
  check(green === 255, `sum is ${red}, chosen ${green}`);
});

test("two-sided stencil and 32-bit depth", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  framebuffer(gl, storage(gl, "RGBA8"));
  const buffer = gl.createRenderbuffer();
  gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH32F_STENCIL8, 64, 64);
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_STENCIL_ATTACHMENT, gl.RENDERBUFFER, buffer);
  complete(gl);
  gl.clearBufferfi(gl.DEPTH_STENCIL, 0, 1, 1);
  gl.enable(gl.STENCIL_TEST);
  gl.stencilFuncSeparate(gl.FRONT, gl.EQUAL, 1, 255);
  gl.stencilFuncSeparate(gl.BACK, gl.NOTEQUAL, 1, 255);
  solid(gl, made, 1, 0, 0);
  rectangle(gl, -1, -1, 0, 1);
  rectangle(gl, 1, -1, 0, 1);
  expectPixel(gl, 10, 10, [255, 0, 0, 255]);
  expectPixel(gl, 50, 10, [0, 0, 0, 0]);
});

test("integer, packed and half attributes", (gl) => {
  const made = program(gl, `${VERSION} in vec3 position; in ivec2 whole; in vec4 packed; in vec2 half_; flat out ivec2 w; out vec4 p; out vec2 h; void main() { w = whole; p = packed; h = half_; gl_Position = vec4(position, 1); }`,
    `${VERSION} flat in ivec2 w; in vec4 p; in vec2 h; out vec4 colour; void main() { colour = w == ivec2(-5, 100) && abs(p.x - 1.) < .01 && abs(p.y + 1.) < .01 && abs(p.w - 1.) < .01 && h == vec2(1.5, -2.) ? vec4(0, 1, 0, 1) : vec4(1, p.x, p.y, 1); }`);
  attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0, 1, 1, 0]);
  const bytes = new DataView(new ArrayBuffer(12 * 4));
  for (let i = 0; i < 4; i++) {
    bytes.setInt8(i * 12, -5);
    bytes.setInt8(i * 12 + 1, 100);
    bytes.setUint32(i * 12 + 4, 511 | (513 << 10) | (1 << 30), true);
    bytes.setUint16(i * 12 + 8, 0x3e00, true);
    bytes.setUint16(i * 12 + 10, 0xc000, true);
  }
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, bytes.buffer, gl.STATIC_DRAW);
  const [whole, packed, half] = ["whole", "packed", "half_"].map((name) => gl.getAttribLocation(made, name));
  for (const at of [whole, packed, half]) gl.enableVertexAttribArray(at);
  gl.vertexAttribIPointer(whole, 2, gl.BYTE, 12, 0);
  gl.vertexAttribPointer(packed, 4, gl.INT_2_10_10_10_REV, true, 12, 4);
  gl.vertexAttribPointer(half, 2, gl.HALF_FLOAT, false, 12, 8);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expectPixel(gl, 10, 10, [0, 255, 0, 255]);
});

test("ETC2", (gl) => {
  const format = extension(gl, "WEBGL_compressed_texture_etc");
  program(gl, PLAIN, fragment("colour = texture(image, at);", "uniform sampler2D image;"));
  storage(gl, "RGBA8", 4, 4);
  texture(gl);
  // Individual mode, both halves 0xf 0x0 0x8, the smallest modifiers: within 8 of (255, 0, 136).
  gl.compressedTexImage2D(gl.TEXTURE_2D, 0, format.COMPRESSED_RGB8_ETC2, 4, 4, 0, new Uint8Array([0xff, 0x00, 0x88, 0x00, 0, 0, 0, 0]));
  rectangle(gl);
  expectPixel(gl, 10, 10, [255, 2, 138, 255], 3);
});

test("antialiased canvas read and copied", (gl) => {
  const made = program(gl, PLAIN, SOLID);
  clear(gl, 0, 0, 0);
  solid(gl, made, 1, 1, 1);
  attribute(gl, 0, 3, [-1, -1, 0, 1, -1, 0, -1, 1, 0]);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  const to = framebuffer(gl, storage(gl, "RGBA8"));
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  gl.blitFramebuffer(0, 0, 64, 64, 0, 0, 64, 64, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, to);
  expectPixel(gl, 10, 10, [255, 255, 255, 255]);
  const [edge] = pixel(gl, 31, 32);
  check(edge > 30 && edge < 225, `the edge is ${edge}`);
  gl.invalidateFramebuffer(gl.READ_FRAMEBUFFER, [gl.COLOR_ATTACHMENT0]);
}, { antialias: true });

test("centroid and flat inputs", (gl) => {
  program(gl, `${VERSION} in vec3 position; centroid out vec2 middle; flat out vec3 first; void main() { middle = position.xy * .5 + .5; first = vec3(float(gl_VertexID) / 4.); gl_Position = vec4(position, 1); }`,
    `${VERSION} centroid in vec2 middle; flat in vec3 first; out vec4 colour; void main() { colour = vec4(middle, first.x, 1); }`);
  rectangle(gl);
  expectPixel(gl, 4, 4, [18, 18, 127.5, 255]);
  expectPixel(gl, 60, 60, [241, 241, 191, 255]);
});
