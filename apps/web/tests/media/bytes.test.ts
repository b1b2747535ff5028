// What bytes are, whatever they are called; and what is taken out of them before they are sent.
import { expect, test } from 'vitest'
import { decryptBytes, encryptBytes } from '../../src/session/media/attachment.ts'
import { toShown } from '../../src/session/media/media.ts'
import { isModest, sniff } from '../../src/session/media/sniff.ts'
import { stripMetadata } from '../../src/session/media/strip.ts'
import { box, bytesOf, chunk, exif, HOSTILE, jpeg, png, riff, segment, webp } from './_corpus.ts'

const SECRET = '48.8566 N, 2.3522 E'
const strip = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined => {
  const found = sniff(bytes)
  return found === undefined ? undefined : stripMetadata(bytes, found)
}
const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('latin1')

test.each([
  [png(640, 480), { kind: 'image', type: 'image/png', width: 640, height: 480 }],
  [jpeg(640, 480, [exif(6, SECRET)]), { kind: 'image', type: 'image/jpeg', width: 640, height: 480 }],
  [bytesOf('GIF89a', [10, 0, 20, 0, 0, 0, 0]), { kind: 'image', type: 'image/gif', width: 10, height: 20 }],
  [webp(riff('VP8X', [0, 0, 0, 0, 99, 0, 0, 49, 0, 0])), { kind: 'image', type: 'image/webp', width: 100, height: 50 }],
  [box('ftyp', 'isom', [0, 0, 0, 0]), { kind: 'video', type: 'video/mp4' }],
  [box('ftyp', 'M4A ', [0, 0, 0, 0]), { kind: 'audio', type: 'audio/mp4' }],
  [bytesOf([0x1a, 0x45, 0xdf, 0xa3], 'webm....A_OPUS'), { kind: 'audio', type: 'audio/webm' }],
  [bytesOf([0x1a, 0x45, 0xdf, 0xa3], 'webm....V_VP9'), { kind: 'video', type: 'video/webm' }],
  [bytesOf('OggS', new Uint8Array(24), 'OpusHead'), { kind: 'audio', type: 'audio/ogg' }],
  [bytesOf('ID3'), { kind: 'audio', type: 'audio/mpeg' }],
  [bytesOf('%PDF-1.7'), { kind: 'pdf', type: 'application/pdf' }],
])('bytes are known by what they are (%#)', (bytes, what) => {
  expect(sniff(bytes)).toEqual(what)
})

test.each(Object.entries(HOSTILE))('%s is not shown', (_what, bytes) => {
  for (const media of ['image', 'video', 'audio'] as const) expect(() => toShown(bytes.buffer, media)).toThrow('unsafe')
})

test('a picture is not shown as a film, and has the type of its bytes whatever its message says', () => {
  expect(toShown(png(10, 10).buffer, 'image').type).toBe('image/png')
  expect(() => toShown(png(10, 10).buffer, 'video')).toThrow('unsafe')
  expect(isModest({ kind: 'image', type: 'image/png', width: 7000, height: 7000 })).toBe(true)
  expect(isModest({ kind: 'image', type: 'image/png', width: 7100, height: 7100 })).toBe(false)
})

test('a photograph loses where it was taken, its comments and what hangs behind it, and stands as it stood', () => {
  const kept = segment(0xe2, 'ICC_PROFILE\0colors')
  const stripped = strip(jpeg(640, 480, [exif(6, SECRET), segment(0xe1, `http://ns.adobe.com/xap/1.0/\0${SECRET}`), kept, segment(0xe2, `MPF\0${SECRET}`), segment(0xfe, SECRET), segment(0xed, SECRET)], `ftypmp42 ${SECRET}`))
  expect(textOf(stripped)).not.toContain(SECRET)
  expect(textOf(stripped)).toContain('ICC_PROFILE')
  expect(textOf(stripped)).toContain(textOf(bytesOf([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6])))
  expect(textOf(stripped)).toContain(textOf(bytesOf([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9])))
  expect(stripped === undefined ? undefined : sniff(stripped)).toMatchObject({ width: 640, height: 480 })
})

test('one that was not turned carries no Exif at all', () => {
  expect(textOf(strip(jpeg(10, 10, [exif(1, SECRET)])))).not.toContain('Exif')
})

test('a PNG keeps its colors and loses its texts', () => {
  const stripped = strip(bytesOf(png(10, 10, [chunk('tEXt', SECRET), chunk('eXIf', SECRET), chunk('iTXt', SECRET), chunk('gAMA', [0, 0, 1, 2])]), SECRET))
  expect(textOf(stripped)).not.toContain(SECRET)
  expect(textOf(stripped)).toContain('gAMA')
})

test('a WebP no longer says that it has what was taken', () => {
  const stripped = strip(webp(riff('VP8X', [0b0000_1100, 0, 0, 0, 9, 0, 0, 9, 0, 0]), riff('VP8 ', [1, 2, 3]), riff('EXIF', SECRET), riff('XMP ', SECRET)))
  expect(textOf(stripped)).not.toContain(SECRET)
  expect(stripped?.[20]).toBe(0)
  expect(stripped === undefined ? 0 : new DataView(stripped.buffer).getUint32(4, true)).toBe((stripped?.length ?? 0) - 8)
})

test('a moving picture loses its comments and still begins anew', () => {
  const gif = bytesOf('GIF89a', [1, 0, 1, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255], [0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0], [0x21, 0xfe, SECRET.length], SECRET, [0], [0x21, 0xff, 11], 'XMP DataXMP', [SECRET.length], SECRET, [0], [0x21, 0xf9, 4, 0, 0, 0, 0, 0], [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0], [0x3b], SECRET)
  const stripped = textOf(strip(gif))
  expect(stripped).not.toContain(SECRET)
  expect(stripped).toContain('NETSCAPE2.0')
  expect(stripped.at(-1)).toBe(';')
})

test('a film is emptied where it says when and where; every byte of it stays where it was', () => {
  const header = box('mvhd', [0, 0, 0, 0], [1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 9, 9])
  const film = bytesOf(box('ftyp', 'isom', [0, 0, 0, 0]), box('moov', header, box('trak', box('udta', SECRET)), box('udta', box('meta', SECRET))), box('mdat', 'pictures'), box('uuid', SECRET))
  const stripped = strip(film)
  expect(stripped).toHaveLength(film.length)
  expect(textOf(stripped)).not.toContain(SECRET)
  expect(textOf(stripped)).toContain(`mvhd${'\0'.repeat(12)}\t\t\t\t`)
  expect(textOf(stripped)).toContain('mdatpictures')
})

test.each(Object.entries(HOSTILE))('%s: there is nothing to take out, and it takes no time to see it', (_what, bytes) => {
  const stripped = strip(bytes)
  expect(stripped === undefined || stripped.length <= bytes.length + 40).toBe(true)
})

test('what is cut anywhere is either taken apart as far as it goes or refused', () => {
  for (const whole of [jpeg(10, 10, [exif(6, SECRET)]), png(10, 10, [chunk('tEXt', SECRET)]), webp(riff('VP8X', [0, 0, 0, 0, 9, 0, 0, 9, 0, 0]), riff('EXIF', SECRET))]) {
    for (let length = 0; length < whole.length; length += 1) expect(textOf(strip(whole.slice(0, length)))).not.toContain(SECRET)
  }
})

test('Alice encrypts and Bob decrypts; one bit of another, and nothing is decrypted', async () => {
  const plain = bytesOf('the plans')
  const { bytes, file } = await encryptBytes(plain)
  expect(textOf(new Uint8Array(bytes))).not.toContain('plans')
  const key = { k: file.key.k, iv: file.iv, sha256: file.hashes.sha256 }
  expect(textOf(new Uint8Array(await decryptBytes(bytes, key)))).toBe('the plans')
  const altered = new Uint8Array(bytes)
  altered[0] = (altered[0] ?? 0) ^ 1
  await expect(decryptBytes(altered.buffer, key)).rejects.toMatchObject({ why: 'altered' })
})
