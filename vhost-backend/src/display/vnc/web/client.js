"use strict";
// A client of the daemon's VNC server (RFC 6143; Tight and the rest from rfbproto), which speaks only what that does.

const canvas = document.getElementById("screen");
const context = canvas.getContext("2d", { alpha: false });
const state = document.getElementById("state");
const fit = document.getElementById("fit");
const login = document.getElementById("login");

const ENCODING = { raw: 0, tight: 7, cursor: -239, size: -308, keys: -258 };
// 32 bits, little-endian; red, green, blue and an unused byte in memory, as a canvas has them.
const FORMAT = [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0];

// Bytes that came, to be waited for.
class Bytes {
  #pieces = [];
  #length = 0;
  #wake = null;
  #end = null;

  push(piece) {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#wake?.();
  }

  close(why) {
    this.#end = new Error(why);
    this.#wake?.();
  }

  async take(count) {
    while (this.#length < count) {
      if (this.#end) throw this.#end;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
    const out = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const piece = this.#pieces[0];
      const part = piece.subarray(0, count - at);
      out.set(part, at);
      at += part.length;
      if (part.length === piece.length) this.#pieces.shift();
      else this.#pieces[0] = piece.subarray(part.length);
    }
    this.#length -= count;
    return out;
  }

  async u8() { return (await this.take(1))[0]; }
  async u16() { return new DataView((await this.take(2)).buffer).getUint16(0); }
  async u32() { return new DataView((await this.take(4)).buffer).getUint32(0); }
  async i32() { return (await this.u32()) | 0; }
  async text() { return new TextDecoder().decode(await this.take(await this.u32())); }
}

// A zlib stream that goes on for as long as the connection.
class Inflater {
  #out = new Bytes();
  #writer;

  constructor() {
    const stream = new DecompressionStream("deflate");
    this.#writer = stream.writable.getWriter();
    this.#pump(stream.readable.getReader());
  }

  async #pump(reader) {
    try {
      for (;;) this.#out.push((await reader.read()).value);
    } catch (error) {
      this.#out.close(String(error));
    }
  }

  take(bytes, count) {
    this.#writer.write(bytes).catch((error) => this.#out.close(String(error)));
    return this.#out.take(count);
  }
}

class Client {
  constructor(socket) {
    this.socket = socket;
    this.bytes = new Bytes();
    this.streams = [0, 1, 2, 3].map(() => new Inflater());
    this.buttons = 0;
    this.hasKeys = false;
    this.updates = 0;
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.bytes.push(new Uint8Array(data));
    socket.onclose = () => this.bytes.close("the connection is closed");
  }

  send(...bytes) { this.socket.send(new Uint8Array(bytes.flat())); }

  async run() {
    await this.bytes.take(12);
    this.socket.send(new TextEncoder().encode("RFB 003.008\n"));
    const count = await this.bytes.u8();
    if (count === 0) throw new Error(await this.bytes.text());
    const [kind] = await this.bytes.take(count);
    this.send(kind);
    if (kind === 2) {
      const challenge = await this.bytes.take(16);
      this.socket.send(respond(await ask(), challenge));
    } else if (kind !== 1) {
      throw new Error(`security type ${kind} is unknown here`);
    }
    if (await this.bytes.u32() !== 0) throw new Error(await this.bytes.text());
    this.send(1);
    this.resize(await this.bytes.u16(), await this.bytes.u16());
    await this.bytes.take(16);
    const name = await this.bytes.text();
    state.textContent = name;
    this.send(0, 0, 0, 0, FORMAT);
    const encodings = Object.values(ENCODING).filter((number) => number !== ENCODING.raw).concat(ENCODING.raw);
    this.send(2, 0, u16(encodings.length), encodings.flatMap(u32));
    this.request(false);
    for (;;) await this.message();
  }

  resize(width, height) {
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
  }

  request(incremental) { this.send(3, incremental ? 1 : 0, u16(0), u16(0), u16(canvas.width), u16(canvas.height)); }

  async message() {
    const kind = await this.bytes.u8();
    if (kind !== 0) throw new Error(`message ${kind} is unknown here`);
    await this.bytes.u8();
    let incremental = true;
    for (let left = await this.bytes.u16(); left > 0; left--) {
      const [x, y, width, height] = [
        await this.bytes.u16(), await this.bytes.u16(), await this.bytes.u16(), await this.bytes.u16(),
      ];
      const encoding = await this.bytes.i32();
      if (encoding === ENCODING.raw) this.draw(x, y, width, height, await this.bytes.take(width * height * 4));
      else if (encoding === ENCODING.tight) this.draw(x, y, width, height, await this.tight(width, height));
      else if (encoding === ENCODING.cursor) await this.cursor(x, y, width, height);
      else if (encoding === ENCODING.keys) this.hasKeys = true;
      else if (encoding === ENCODING.size) {
        const [screens] = await this.bytes.take(4);
        await this.bytes.take(16 * screens);
        incremental = canvas.width === width && canvas.height === height;
        this.resize(width, height);
      } else throw new Error(`encoding ${encoding} was not asked for`);
    }
    this.updates += 1;
    document.documentElement.dataset.updates = this.updates;
    this.request(incremental);
  }

  draw(x, y, width, height, rgbx) {
    if (width === 0 || height === 0) return;
    for (let at = 3; at < rgbx.length; at += 4) rgbx[at] = 255;
    context.putImageData(new ImageData(new Uint8ClampedArray(rgbx.buffer), width, height), x, y);
  }

  async tight(width, height) {
    const control = await this.bytes.u8();
    const out = new Uint8Array(width * height * 4);
    const put = (at, from, index) => out.set(from.subarray(index * 3, index * 3 + 3), at * 4);
    if (control >> 4 === 8) {
      const colour = await this.bytes.take(3);
      for (let at = 0; at < width * height; at++) put(at, colour, 0);
      return out;
    }
    const stream = this.streams[control >> 4 & 3];
    const filter = control & 0x40 ? await this.bytes.u8() : 0;
    if (filter === 0) {
      const colours = await this.compressed(stream, width * height * 3);
      for (let at = 0; at < width * height; at++) put(at, colours, at);
      return out;
    }
    const count = (await this.bytes.u8()) + 1;
    const palette = await this.bytes.take(count * 3);
    const stride = count === 2 ? Math.ceil(width / 8) : width;
    const indices = await this.compressed(stream, stride * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const index = count === 2 ? indices[y * stride + (x >> 3)] >> (7 - (x & 7)) & 1 : indices[y * stride + x];
        put(y * width + x, palette, index);
      }
    }
    return out;
  }

  async compressed(stream, count) {
    if (count < 12) return this.bytes.take(count);
    let length = 0;
    for (const shift of [0, 7, 14]) {
      const part = await this.bytes.u8();
      length |= (shift === 14 ? part : part & 0x7f) << shift;
      if (!(part & 0x80)) break;
    }
    return stream.take(await this.bytes.take(length), count);
  }

  async cursor(hotX, hotY, width, height) {
    const pixels = await this.bytes.take(width * height * 4);
    const stride = Math.ceil(width / 8);
    const mask = await this.bytes.take(stride * height);
    if (width === 0 || height === 0) {
      canvas.style.cursor = "default";
      return;
    }
    for (let at = 0; at < width * height; at++) {
      const [x, y] = [at % width, Math.floor(at / width)];
      pixels[at * 4 + 3] = mask[y * stride + (x >> 3)] >> (7 - (x & 7)) & 1 ? 255 : 0;
    }
    const image = document.createElement("canvas");
    [image.width, image.height] = [width, height];
    image.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
    canvas.style.cursor = `url(${image.toDataURL()}) ${hotX} ${hotY}, default`;
  }

  key(event, down) {
    const symbol = symbolOf(event);
    const place = PLACES.get(event.code) ?? 0;
    if (this.hasKeys && place) this.send(255, 0, u16(down ? 1 : 0), u32(symbol), u32(place));
    else if (symbol) this.send(4, down ? 1 : 0, 0, 0, u32(symbol));
    else return;
    event.preventDefault();
  }

  pointer(event, buttons = this.buttons) {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const place = (at, side, size) => Math.min(Math.max(Math.floor(at * size / side), 0), size - 1);
    const x = place(event.clientX - left, width, canvas.width);
    const y = place(event.clientY - top, height, canvas.height);
    this.send(5, buttons, u16(x), u16(y));
  }

  wish() {
    const header = document.querySelector("header").offsetHeight;
    const [width, height] = [window.innerWidth, window.innerHeight - header];
    this.send(251, 0, u16(width), u16(height), 1, 0, u32(0), u16(0), u16(0), u16(width), u16(height), u32(0));
  }
}

const u16 = (number) => [number >> 8 & 255, number & 255];
const u32 = (number) => [number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255];

// Keys by their places: a PC's scan codes, 0x80 for the prefix 0xe0.
const PLACES = new Map([
  ["Escape", 1], ["Minus", 12], ["Equal", 13], ["Backspace", 14], ["Tab", 15], ["BracketLeft", 26], ["BracketRight", 27],
  ["Enter", 28], ["ControlLeft", 29], ["Semicolon", 39], ["Quote", 40], ["Backquote", 41], ["ShiftLeft", 42],
  ["Backslash", 43], ["Comma", 51], ["Period", 52], ["Slash", 53], ["ShiftRight", 54], ["NumpadMultiply", 55],
  ["AltLeft", 56], ["Space", 57], ["CapsLock", 58], ["NumLock", 69], ["ScrollLock", 70], ["Numpad7", 71], ["Numpad8", 72],
  ["Numpad9", 73], ["NumpadSubtract", 74], ["Numpad4", 75], ["Numpad5", 76], ["Numpad6", 77], ["NumpadAdd", 78],
  ["Numpad1", 79], ["Numpad2", 80], ["Numpad3", 81], ["Numpad0", 82], ["NumpadDecimal", 83], ["IntlBackslash", 86],
  ["F11", 87], ["F12", 88], ["NumpadEnter", 0x9c], ["ControlRight", 0x9d], ["NumpadDivide", 0xb5], ["PrintScreen", 0xb7],
  ["AltRight", 0xb8], ["Pause", 0xc6], ["Home", 0xc7], ["ArrowUp", 0xc8], ["PageUp", 0xc9], ["ArrowLeft", 0xcb],
  ["ArrowRight", 0xcd], ["End", 0xcf], ["ArrowDown", 0xd0], ["PageDown", 0xd1], ["Insert", 0xd2], ["Delete", 0xd3],
  ["MetaLeft", 0xdb], ["MetaRight", 0xdc], ["ContextMenu", 0xdd],
  ...["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"].map((digit, at) => [`Digit${digit}`, 2 + at]),
  ...Array.from("QWERTYUIOP", (letter, at) => [`Key${letter}`, 16 + at]),
  ...Array.from("ASDFGHJKL", (letter, at) => [`Key${letter}`, 30 + at]),
  ...Array.from("ZXCVBNM", (letter, at) => [`Key${letter}`, 44 + at]),
  ...Array.from({ length: 10 }, (_, at) => [`F${at + 1}`, 59 + at]),
]);

// Keys without a character: X11's symbols.
const SYMBOLS = new Map([
  ["Backspace", 0xff08], ["Tab", 0xff09], ["Enter", 0xff0d], ["Escape", 0xff1b], ["Delete", 0xffff], ["Home", 0xff50],
  ["ArrowLeft", 0xff51], ["ArrowUp", 0xff52], ["ArrowRight", 0xff53], ["ArrowDown", 0xff54], ["PageUp", 0xff55],
  ["PageDown", 0xff56], ["End", 0xff57], ["Insert", 0xff63], ["Shift", 0xffe1], ["Control", 0xffe3], ["CapsLock", 0xffe5],
  ["Alt", 0xffe9], ["Meta", 0xffeb], ["AltGraph", 0xfe03],
  ...Array.from({ length: 12 }, (_, at) => [`F${at + 1}`, 0xffbe + at]),
]);

function symbolOf({ key }) {
  const points = Array.from(key);
  if (points.length !== 1) return SYMBOLS.get(key) ?? 0;
  const point = key.codePointAt(0);
  return point < 256 ? point : 0x01000000 | point;
}

// The password, once somebody has typed it.
function ask() {
  login.hidden = false;
  return new Promise((resolve) => {
    login.onsubmit = (event) => {
      event.preventDefault();
      login.hidden = true;
      resolve(document.getElementById("password").value);
      canvas.focus();
    };
  });
}

function listen(client) {
  const button = ({ button }) => [1, 2, 4][button] ?? 0;
  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    canvas.focus();
    client.buttons |= button(event);
    client.pointer(event);
  };
  canvas.onpointerup = (event) => { client.buttons &= ~button(event); client.pointer(event); };
  canvas.onpointermove = (event) => client.pointer(event);
  canvas.oncontextmenu = (event) => event.preventDefault();
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const bit = event.deltaY < 0 ? 8 : event.deltaY > 0 ? 16 : event.deltaX < 0 ? 32 : 64;
    client.pointer(event, client.buttons | bit);
    client.pointer(event);
  }, { passive: false });
  canvas.onkeydown = (event) => client.key(event, true);
  canvas.onkeyup = (event) => client.key(event, false);
  fit.onchange = () => { if (fit.checked) client.wish(); };
  window.onresize = () => { if (fit.checked) client.wish(); };
}

async function main() {
  const address = new URL("websocket", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const client = new Client(new WebSocket(address));
  try {
    client.socket.onopen = () => listen(client);
    await client.run();
  } catch (error) {
    state.textContent = error.message;
    client.socket.close();
  }
}

main();
