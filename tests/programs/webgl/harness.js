// The frame of the WebGL pages: each test has a context of its own, draws, reads back, and compares with what the
// specification fixes. A line "PASS name", "FAIL name: why" or "SKIP name: why" goes to the console for each, and
// "DONE n" when all have run. Before them a line "RENDERER name" says who draws. What each drew is also copied to the
// page, for a picture of the browser's own drawing.
"use strict";

const SIZE = 64;
const tests = [];
/** Adds a test: `run(gl)` throws an Error when something is wrong, and a Skip when an extension is missing. */
function test(name, run, attributes = {}) { tests.push({ name, run, attributes }); }

class Skip extends Error {}

function extension(gl, name) {
  const found = gl.getExtension(name);
  if (!found) throw new Skip(`no ${name}`);
  return found;
}

function check(condition, why) { if (!condition) throw new Error(why); }

function noError(gl, where) {
  const error = gl.getError();
  check(error === gl.NO_ERROR, `${where}: GL error 0x${error.toString(16)}`);
}

function close(got, expected, tolerance, where) {
  for (let i = 0; i < expected.length; i++) {
    check(Math.abs(got[i] - expected[i]) <= tolerance, `${where}: got ${Array.from(got)}, expected ${expected}`);
  }
}

/** The pixel at x, y, from the lower left, of the framebuffer bound for reading. */
function pixel(gl, x, y) {
  const got = new Uint8Array(4);
  gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, got);
  return got;
}

function expectPixel(gl, x, y, expected, tolerance = 2) {
  close(pixel(gl, x, y), expected, tolerance, `pixel (${x}, ${y})`);
}

function compile(gl, type, source) {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  check(gl.getShaderParameter(shader, gl.COMPILE_STATUS), `does not compile: ${gl.getShaderInfoLog(shader)}`);
  return shader;
}

/** A linked program in use; `prepare(program)` runs before it is linked. Attributes: `position` is 0. */
function program(gl, vertex, fragment, prepare) {
  const made = gl.createProgram();
  gl.attachShader(made, compile(gl, gl.VERTEX_SHADER, vertex));
  gl.attachShader(made, compile(gl, gl.FRAGMENT_SHADER, fragment));
  gl.bindAttribLocation(made, 0, "position");
  if (prepare) prepare(made);
  gl.linkProgram(made);
  check(gl.getProgramParameter(made, gl.LINK_STATUS), `does not link: ${gl.getProgramInfoLog(made)}`);
  gl.useProgram(made);
  made.at = (name) => gl.getUniformLocation(made, name);
  return made;
}

/** An attribute from a buffer of its own. */
function attribute(gl, index, components, values) {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(values), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(index);
  gl.vertexAttribPointer(index, components, gl.FLOAT, false, 0, 0);
  return buffer;
}

/** Draws a rectangle over (x0, y0) to (x1, y1) at depth z, in clip coordinates. */
function rectangle(gl, x0 = -1, y0 = -1, x1 = 1, y1 = 1, z = 0) {
  const buffer = attribute(gl, 0, 3, [x0, y0, z, x1, y0, z, x0, y1, z, x1, y1, z]);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.deleteBuffer(buffer);
}

function clear(gl, r, g, b, a = 1) {
  gl.clearColor(r, g, b, a);
  gl.clear(gl.COLOR_BUFFER_BIT);
}

/** A texture, bound, that is looked up at exact texels. */
function texture(gl, target = gl.TEXTURE_2D, filter = gl.NEAREST) {
  const made = gl.createTexture();
  gl.bindTexture(target, made);
  gl.texParameteri(target, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(target, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(target, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(target, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return made;
}

/** A framebuffer, bound, with this texture as its colour. */
function framebuffer(gl, colour) {
  const made = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, made);
  if (colour) gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, colour, 0);
  return made;
}

function complete(gl, where = "framebuffer") {
  const status = gl.checkFramebufferStatus(gl.FRAMEBUFFER);
  check(status === gl.FRAMEBUFFER_COMPLETE, `${where}: incomplete, 0x${status.toString(16)}`);
}

/** Who draws, as the driver says. */
function renderer(kind) {
  const gl = document.createElement("canvas").getContext(kind);
  const names = gl?.getExtension("WEBGL_debug_renderer_info");
  const name = names ? gl.getParameter(names.UNMASKED_RENDERER_WEBGL) : "nobody";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return name;
}

/** Runs all tests with contexts of this kind. */
function runAll(kind) {
  const page = document.getElementById("pictures");
  const lines = document.getElementById("lines");
  const columns = 12;
  page.width = columns * (SIZE + 4);
  page.height = Math.ceil(tests.length / columns) * (SIZE + 4);
  const picture = page.getContext("2d");
  console.log(`RENDERER ${renderer(kind)}`);
  tests.forEach(({ name, run, attributes }, index) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SIZE;
    const gl = canvas.getContext(kind, { antialias: false, depth: true, stencil: true, ...attributes });
    let line = `PASS ${name}`;
    try {
      check(gl, `no ${kind}`);
      run(gl);
      noError(gl, "at the end");
    } catch (error) {
      line = error instanceof Skip ? `SKIP ${name}: ${error.message}` : `FAIL ${name}: ${error.message}`;
    }
    picture.drawImage(canvas, (index % columns) * (SIZE + 4), Math.floor(index / columns) * (SIZE + 4));
    console.log(line);
    lines.textContent += line + "\n";
    // Browsers keep few contexts alive; this one is not needed any more.
    if (gl) gl.getExtension("WEBGL_lose_context")?.loseContext();
  });
  console.log(`DONE ${tests.length}`);
}
