// What others say about their files, read with care: the page shows something whatever it is told.
import { expect, test } from 'vitest'
import { addressesIn, describeFile } from '../../src/session/media/content.ts'
import { downloadPath, isMxc, thumbnailPath } from '../../src/session/media/mxc.ts'
import { cleanName, extensionOf } from '../../src/session/media/names.ts'

const KEY = { kty: 'oct', alg: 'A256CTR', key_ops: ['encrypt', 'decrypt'], ext: true, k: 'a'.repeat(43) }
const FILE = { url: 'mxc://ministry.example/abc', v: 'v2', key: KEY, iv: 'AAAAAAAAAAAAAAAAAAAAAA', hashes: { sha256: `${'A'.repeat(42)}A` } }

test.each([
  ['rapport\u202Efdp.exe', 'rapportfdp.exe'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\evil.bat', 'C__Windows_evil.bat'],
  ['  .hidden  ', 'hidden'],
  ['invoice.pdf            .exe', 'invoice.pdf .exe'],
  ['a\u0000b\u200Bc\nd.txt', 'abcd.txt'],
  ['CON.txt', '_CON.txt'],
  ['name.', 'name'],
  ['', 'file'],
  ['...', 'file'],
  [{ name: 'x' }, 'file'],
  ['\ud800.txt', '\ufffd.txt'],
])('%j is shown as %j', (name, shown) => {
  expect(cleanName(name)).toBe(shown)
})

test('a long name loses its middle and never its extension', () => {
  const shown = cleanName(`${'a'.repeat(3000)}.pdf.exe`)
  expect(Array.from(shown)).toHaveLength(120)
  expect(shown).toMatch(/…a*\.pdf\.exe$/)
  expect(extensionOf(shown)).toBe('exe')
})

test.each(['mxc://ministry.example/abc', 'mxc://ministry.example:8448/a_b-c', 'mxc://[2001:db8::1]/abc'])('%s is an address', (mxc) => {
  expect(isMxc(mxc)).toBe(true)
})

test.each(['', 'https://evil.example/abc', 'mxc://', 'mxc://a/', 'mxc://a/../b', 'mxc://a/b/c', 'mxc://a/b?x', 'mxc://a@b/c', 'javascript:alert(1)', `mxc://a/${'b'.repeat(600)}`, 5, null, ['mxc://a/b']])(
  '%j is none, and nothing is fetched from it',
  (value) => {
    expect(isMxc(value)).toBe(false)
    expect(describeFile({ msgtype: 'm.image', body: 'x.png', url: value })?.source).toBeUndefined()
    if (typeof value === 'string') expect(() => downloadPath(value)).toThrow('no address')
  },
)

test('addresses lead to the server and nowhere else', () => {
  expect(downloadPath('mxc://[2001:db8::1]:1/abc')).toBe('/_matrix/client/v1/media/download/%5B2001%3Adb8%3A%3A1%5D%3A1/abc')
  expect(thumbnailPath('mxc://a/b', { width: 96, height: 96, method: 'crop' })).toBe('/_matrix/client/v1/media/thumbnail/a/b?width=96&height=96&method=crop')
})

test('Bob sends a photograph with words', () => {
  const content = {
    msgtype: 'm.image', body: 'the new building', filename: 'site.jpg', url: 'mxc://ministry.example/abc',
    info: { w: 640, h: 480, size: 1234, mimetype: 'image/jpeg', 'xyz.amorgan.blurhash': 'LEHV6nWB2yk8pyo0adR*.7kCMdnj', thumbnail_url: 'mxc://ministry.example/small', thumbnail_info: { size: 99 } },
  }
  expect(describeFile(content)).toEqual({
    kind: 'file', media: 'image', name: 'site.jpg', bytes: 1234, type: 'image/jpeg', source: { mxc: 'mxc://ministry.example/abc', key: undefined },
    preview: { source: { mxc: 'mxc://ministry.example/small', key: undefined }, bytes: 99 }, width: 640, height: 480, durationMs: undefined,
    blurhash: 'LEHV6nWB2yk8pyo0adR*.7kCMdnj', isVoice: false, waveform: [], caption: 'the new building',
  })
  expect(addressesIn(content)).toEqual(['mxc://ministry.example/abc', 'mxc://ministry.example/small'])
})

test('Bob sends his voice: how loud it was is brought within bounds', () => {
  const audio = { duration: 5000, waveform: [0, 512, 1024, 5000, -3, 'x', Number.NaN, ...Array.from({ length: 500 }, () => 1)] }
  const file = describeFile({ msgtype: 'm.audio', body: 'voice', url: 'mxc://a/b', info: {}, 'org.matrix.msc1767.audio': audio, 'org.matrix.msc3245.voice': {} })
  expect(file).toMatchObject({ isVoice: true, durationMs: 5000 })
  expect(file?.waveform.slice(0, 7)).toEqual([0, 0.5, 1, 1, 0, 0, 0])
  expect(file?.waveform).toHaveLength(120)
})

test('a key that is not as the specification says opens nothing', () => {
  expect(describeFile({ msgtype: 'm.file', body: 'x', file: FILE })?.source?.key).toEqual({ k: KEY.k, iv: FILE.iv, sha256: FILE.hashes.sha256 })
  for (const wrong of [{ v: 'v1' }, { key: { ...KEY, alg: 'A128CTR' } }, { key: { ...KEY, k: 'short' } }, { key: null }, { iv: 'AAAA' }, { iv: 5 }, { hashes: {} }, { hashes: { sha256: '!' } }, { url: 'https://evil.example' }]) {
    expect([wrong, describeFile({ msgtype: 'm.file', body: 'x', url: 'mxc://a/plain', file: { ...FILE, ...wrong } })?.source]).toEqual([wrong, undefined])
  }
})

test.each([
  { info: null }, { info: [] }, { info: { w: -1, h: 1e9, size: 'big', duration: Number.POSITIVE_INFINITY, mimetype: {} } }, { body: 7 }, { filename: {} }, { file: 'x' }, { 'org.matrix.msc1767.audio': 3 }, { ['__proto__']: { w: 5 } },
])('Eve sends %j: it is a file without what was wrong', (wrong) => {
  const file = describeFile({ msgtype: 'm.image', body: 'x.png', url: 'mxc://a/b', ...wrong })
  expect(file).toMatchObject({ kind: 'file', width: undefined, height: undefined, bytes: undefined, durationMs: undefined })
})

test('a message that is no file is none', () => {
  for (const msgtype of ['m.text', undefined, 'm.file ', {}, '__proto__', 'constructor']) expect(describeFile({ msgtype, body: 'x' })).toBeUndefined()
})
