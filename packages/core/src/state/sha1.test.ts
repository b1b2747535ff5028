import { expect, test } from 'vitest'
import { sha1Hex } from './sha1.ts'

// The vectors of FIPS 180 and texts at the edges of a block.
test.each([
  ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
  ['a'.repeat(55), 'c1c8bbdc22796e28c0e15163d20899b65621d65a'],
  ['a'.repeat(56), 'c2db330f6083854c99d4b5bfb6e8f29f201be699'],
  ['a'.repeat(64), '0098ba824b5c16427bd7a1122a5a442a25ec644d'],
  ['é€🥖', 'e8b3fbe32e57cc0c80e819b0fda2eb2e89b36653'],
])('the SHA-1 of %j', (text, digest) => {
  expect(sha1Hex(text)).toBe(digest)
})
