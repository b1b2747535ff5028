// Bytes as a QR code, and back. Both sides of the library speak in strings: here a character stands for a byte.
import { encodeQR } from 'qr'
import { decodeQR } from 'qr/decode.js'

/** The dots of the code, line by line; true is dark. */
export function encodeBytes(bytes: Uint8ClampedArray): boolean[][] {
  return encodeQR(String.fromCharCode(...bytes), 'raw', { encoding: 'byte', ecc: 'low', border: 2, textEncoder: fromText })
}

/** What a picture of a code says; undefined where there is none to be read. */
export function decodeBytes({ width, height, data }: Pick<ImageData, 'width' | 'height' | 'data'>): Uint8ClampedArray | undefined {
  try {
    return Uint8ClampedArray.from(fromText(decodeQR({ width, height, data }, { textDecoder: (bytes) => String.fromCharCode(...bytes) })))
  } catch {
    return undefined
  }
}

function fromText(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}
