"use strict";
// DES (FIPS 46-3) of VNC's authentication (RFC 6143 §7.2.2), on lists of bits. Nothing else should use it.

const DES = {
  initial: [58, 60, 62, 64, 57, 59, 61, 63].flatMap((from) => Array.from({ length: 8 }, (_, step) => from - 8 * step)),
  expansion: Array.from({ length: 48 }, (_, at) => ((Math.floor(at / 6) * 4 + (at % 6) + 31) % 32) + 1),
  round: [16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11,
    4, 25],
  key1: [57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35, 27, 19, 11, 3, 60, 52, 44, 36, 63,
    55, 47, 39, 31, 23, 15, 7, 62, 54, 46, 38, 30, 22, 14, 6, 61, 53, 45, 37, 29, 21, 13, 5, 28, 20, 12, 4],
  key2: [14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55,
    30, 40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32],
  shifts: [1, 1, 2, 2, 2, 2, 2, 2, 1, 2, 2, 2, 2, 2, 2, 1],
  boxes: [
    "e4d12fb83a6c59070f74e2d1a6cb953841e8d62bfc973a50fc8249175b3ea06d",
    "f18e6b34972dc05a3d47f28ec01a69b50e7ba4d158c6932fd8a13f42b67c05e9",
    "a09e63f51dc7b428d709346a285ecbf1d6498f30b12c5ae71ad069874fe3b52c",
    "7de3069a1285bc4fd8b56f03472c1ae9a690cb7df13e52843f06a1d8945bc72e",
    "2c417ab6853fd0e9eb2c47d150fa3986421bad78f9c5630eb8c71e2d6f09a453",
    "c1af92680d34e75baf427c9561de0b389ef528c3704a1db6432c95fabe17608d",
    "4b2ef08d3c975a61d0b7491ae35c2f8614bdc37eaf6805926bd814a7950fe23c",
    "d2846fb1a93e50c71fd8a374c56b0e927b419ce206adf35821e74a8dfc90356b",
  ],

  pick: (bits, places) => places.map((place) => bits[place - 1]),

  feistel(half, key) {
    const mixed = DES.pick(half, DES.expansion).map((bit, at) => bit ^ key[at]);
    const out = [];
    for (let box = 0; box < 8; box++) {
      const [a, b, c, d, e, f] = mixed.slice(box * 6, box * 6 + 6);
      const value = parseInt(DES.boxes[box][(a * 2 + f) * 16 + b * 8 + c * 4 + d * 2 + e], 16);
      out.push(value >> 3 & 1, value >> 2 & 1, value >> 1 & 1, value & 1);
    }
    return DES.pick(out, DES.round);
  },

  bits: (bytes) => Array.from(bytes).flatMap((byte) => Array.from({ length: 8 }, (_, at) => byte >> (7 - at) & 1)),

  encrypt(block, key) {
    const halves = DES.pick(DES.bits(key), DES.key1);
    let [c, d] = [halves.slice(0, 28), halves.slice(28)];
    const mixed = DES.pick(DES.bits(block), DES.initial);
    let [left, right] = [mixed.slice(0, 32), mixed.slice(32)];
    for (const shift of DES.shifts) {
      c = c.slice(shift).concat(c.slice(0, shift));
      d = d.slice(shift).concat(d.slice(0, shift));
      const round = DES.feistel(right, DES.pick(c.concat(d), DES.key2));
      [left, right] = [right, left.map((bit, at) => bit ^ round[at])];
    }
    const last = right.concat(left);
    const bits = new Array(64);
    DES.initial.forEach((place, at) => { bits[place - 1] = last[at]; });
    return Array.from({ length: 8 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  },
};

// The response to a challenge. The bits of each byte of the key are the other way round, as nowhere else.
function respond(password, challenge) {
  const key = Array.from({ length: 8 }, (_, at) => {
    const byte = at < password.length ? password.charCodeAt(at) & 0xff : 0;
    return Array.from({ length: 8 }, (_, bit) => (byte >> bit & 1) << (7 - bit)).reduce((sum, bit) => sum | bit, 0);
  });
  return new Uint8Array([...DES.encrypt(challenge.slice(0, 8), key), ...DES.encrypt(challenge.slice(8), key)]);
}
