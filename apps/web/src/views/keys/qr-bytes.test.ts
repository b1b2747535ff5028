// A code that one device shows is what the other one reads, whatever its bytes are.
import { expect, test } from 'vitest'
import { decodeBytes, encodeBytes } from './qr-bytes.ts'

const DOT_PX = 4

/** A picture of the dots, as a camera would see them. */
function photograph(dots: readonly (readonly boolean[])[]): { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> } {
  const side = dots.length * DOT_PX
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (dots[Math.floor(y / DOT_PX)]?.[Math.floor(x / DOT_PX)] === true) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
    }
  }
  return { width: side, height: side, data }
}

test('the bytes of a verification, with what is no text among them, are read as they were shown', () => {
  const bytes = Uint8ClampedArray.from([...new TextEncoder().encode('MATRIX'), 2, 0, 0, 5, ...Array.from({ length: 90 }, (_none, at) => (at * 37) % 256)])
  expect(decodeBytes(photograph(encodeBytes(bytes)))).toEqual(bytes)
})

test('where there is no code, nothing is read', () => {
  expect(decodeBytes({ width: 64, height: 64, data: new Uint8ClampedArray(64 * 64 * 4).fill(255) })).toBeUndefined()
})
