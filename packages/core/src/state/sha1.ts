// SHA-1, for the tie-break of state resolution version 1 and for nothing else: it is no part of CoreCrypto because
// nothing that needs to be secure may use it.

/** SHA-1 of the UTF-8 bytes of `text`, in lower-case hexadecimal. Lone surrogates count as U+FFFD. */
export function sha1Hex(text: string): string {
  const words = paddedWords(utf8Bytes(text))
  let state: Sha1State = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  for (let offset = 0; offset < words.length; offset += 16) {
    state = hashBlock(state, words.subarray(offset, offset + 16))
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
}

type Sha1State = readonly [number, number, number, number, number]

function utf8Bytes(text: string): number[] {
  const bytes: number[] = []
  for (const character of text.toWellFormed()) {
    const point = character.codePointAt(0) ?? 0
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >>> 6), continuation(point))
    else if (point < 0x10000) bytes.push(0xe0 | (point >>> 12), continuation(point >>> 6), continuation(point))
    else bytes.push(0xf0 | (point >>> 18), continuation(point >>> 12), continuation(point >>> 6), continuation(point))
  }
  return bytes
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f)
}

// A one bit, zeros up to a multiple of 512 bits, and at the very end the length in bits.
function paddedWords(bytes: readonly number[]): Int32Array {
  const words = new Int32Array((((bytes.length + 8) >>> 6) + 1) * 16)
  for (const [index, byte] of [...bytes, 0x80].entries()) {
    words[index >>> 2] = (words[index >>> 2] ?? 0) | (byte << (24 - 8 * (index & 3)))
  }
  words[words.length - 1] = bytes.length * 8
  return words
}

function hashBlock(state: Sha1State, block: Int32Array): Sha1State {
  const schedule = new Int32Array(80)
  schedule.set(block)
  const at = (index: number): number => schedule[index] ?? 0
  for (let index = 16; index < 80; index += 1) {
    schedule[index] = rotate(at(index - 3) ^ at(index - 8) ^ at(index - 14) ^ at(index - 16), 1)
  }
  let [a, b, c, d, e] = state
  for (let index = 0; index < 80; index += 1) {
    const next = (rotate(a, 5) + mix(index, b, c, d) + e + at(index)) | 0
    e = d
    d = c
    c = rotate(b, 30)
    b = a
    a = next
  }
  const [h0, h1, h2, h3, h4] = state
  return [(h0 + a) | 0, (h1 + b) | 0, (h2 + c) | 0, (h3 + d) | 0, (h4 + e) | 0]
}

function mix(index: number, b: number, c: number, d: number): number {
  if (index < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (index < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (index < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
