// Cookies as a browser sends them.

const MAX_HEADER_CHARS = 8192

/** The value of a cookie, as it stands in a `Cookie` header; nothing where there is none of that name. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').slice(0, MAX_HEADER_CHARS).split(';')) {
    const at = part.indexOf('=')
    if (at !== -1 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}
