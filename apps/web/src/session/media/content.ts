// What the content of a message says about its file. Whatever is not of the right type or size is left out.
import { parseFileKey } from './attachment.ts'
import { isMxc } from './mxc.ts'
import { captionOf, cleanName } from './names.ts'
import type { FileBody, MediaKind, MediaSource, Preview } from './types.ts'

type Content = Readonly<Record<string, unknown>>

const KINDS: ReadonlyMap<unknown, MediaKind> = new Map([
  ['m.image', 'image'],
  ['m.video', 'video'],
  ['m.audio', 'audio'],
  ['m.file', 'file'],
])
const PIXELS_MAX = 100_000
const DURATION_MS_MAX = 7 * 24 * 3600_000
const WAVEFORM_MAX = 120
/** What a loudest moment is in an event (MSC3246). */
const LOUDEST = 1024

/** The file of a message; undefined where it is no message with one. */
export function describeFile(content: Content): FileBody | undefined {
  const media = KINDS.get(content['msgtype'])
  if (media === undefined) return undefined
  const info = recordOf(content['info'])
  const audio = recordOf(content['org.matrix.msc1767.audio'])
  return {
    kind: 'file',
    media,
    name: cleanName(content['filename'] ?? content['body']),
    bytes: countOf(info['size'], Number.MAX_SAFE_INTEGER),
    type: typeof info['mimetype'] === 'string' ? info['mimetype'].slice(0, 100) : '',
    source: sourceOf(content['file'], content['url']),
    preview: previewOf(info),
    width: countOf(info['w'], PIXELS_MAX),
    height: countOf(info['h'], PIXELS_MAX),
    durationMs: countOf(info['duration'] ?? audio['duration'], DURATION_MS_MAX),
    blurhash: blurhashOf(info),
    isVoice: media === 'audio' && typeof content['org.matrix.msc3245.voice'] === 'object' && content['org.matrix.msc3245.voice'] !== null,
    waveform: waveformOf(audio['waveform']),
    caption: captionOf(content['body'], content['filename']),
  }
}

/** All files of this server that a content names in its own places, for the server to know what an encrypted event carries. */
export function addressesIn(content: Content): string[] {
  const info = recordOf(content['info'])
  const found = [content['url'], recordOf(content['file'])['url'], info['thumbnail_url'], recordOf(info['thumbnail_file'])['url']]
  return [...new Set(found.filter(isMxc))]
}

function sourceOf(file: unknown, url: unknown): MediaSource | undefined {
  if (file === undefined) return isMxc(url) ? { mxc: url, key: undefined } : undefined
  const encrypted = recordOf(file)
  const key = parseFileKey(encrypted)
  return key !== undefined && isMxc(encrypted['url']) ? { mxc: encrypted['url'], key } : undefined
}

function previewOf(info: Content): Preview | undefined {
  const source = sourceOf(info['thumbnail_file'], info['thumbnail_url'])
  return source === undefined ? undefined : { source, bytes: countOf(recordOf(info['thumbnail_info'])['size'], Number.MAX_SAFE_INTEGER) }
}

function blurhashOf(info: Content): string | undefined {
  const text = info['xyz.amorgan.blurhash']
  return typeof text === 'string' && text.length >= 6 && text.length <= 128 ? text : undefined
}

function waveformOf(value: unknown): number[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, WAVEFORM_MAX).map((each: unknown) => (typeof each === 'number' && Number.isFinite(each) ? Math.min(Math.max(each / LOUDEST, 0), 1) : 0))
}

function countOf(value: unknown, max: number): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= max ? Math.round(value) : undefined
}

function recordOf(value: unknown): Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
