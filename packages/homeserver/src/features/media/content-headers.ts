// The headers under which bytes that somebody uploaded may leave, without harm to who opens them.
// https://spec.matrix.org/v1.19/client-server-api/#serving-inline-content

/** What a browser may show in place: none of these can run script. */
const INLINE_TYPES = new Set([
  'text/css',
  'text/plain',
  'text/csv',
  'application/json',
  'application/ld+json',
  'image/jpeg',
  'image/gif',
  'image/png',
  'image/apng',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'audio/mp4',
  'audio/webm',
  'audio/aac',
  'audio/mpeg',
  'audio/ogg',
  'audio/wave',
  'audio/wav',
  'audio/x-wav',
  'audio/x-pn-wav',
  'audio/flac',
  'audio/x-flac',
])

const ANY_TYPE = 'application/octet-stream'
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?: *; *${TOKEN}=(?:${TOKEN}|"[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*"))*$`)

/** The type of an upload as it is kept: what the client said where that is a media type, else "some bytes". */
export function parseContentType(header: string | undefined): string {
  const text = header?.trim() ?? ''
  return text.length <= 255 && MEDIA_TYPE.test(text) ? text : ANY_TYPE
}

/** A content type without its parameters, in lower case. */
export function essenceOf(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

/** A file name without what no file name has; nothing where nothing is left. At most 255 characters. */
export function cleanFileName(name: string | undefined): string | null {
  if (name === undefined) return null
  // Control characters, and those that make text read in another direction than it is written.
  const clean = name.slice(0, 255).toWellFormed().replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
  return clean === '' ? null : clean
}

/** Headers for any answer with the bytes of a file. */
export function contentHeaders(file: { contentType: string; fileName: string | null; etag: string }): Record<string, string> {
  return {
    'content-type': file.contentType,
    'content-disposition': contentDisposition(file.contentType, file.fileName),
    'content-security-policy':
      "sandbox; default-src 'none'; script-src 'none'; plugin-types application/pdf; style-src 'unsafe-inline'; object-src 'self';",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'private, max-age=86400',
    'accept-ranges': 'bytes',
    etag: file.etag,
  }
}

/** RFC 6266: the name as a quoted string where it is plain ASCII, as UTF-8 by RFC 8187 otherwise. */
function contentDisposition(contentType: string, fileName: string | null): string {
  const disposition = INLINE_TYPES.has(essenceOf(contentType)) ? 'inline' : 'attachment'
  if (fileName === null) return disposition
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(fileName)) return `${disposition}; filename="${fileName}"`
  return `${disposition}; filename*=utf-8''${encodeRfc8187(fileName)}`
}

function encodeRfc8187(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
