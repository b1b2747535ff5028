// Which part of a file a request asks for. https://www.rfc-editor.org/rfc/rfc9110#name-range-requests

/** The request headers that decide it. */
export interface RangeHeaders {
  range?: string | undefined
  'if-range'?: string | undefined
  'if-none-match'?: string | undefined
}

/** What to answer: everything, a part (both ends included), that nothing changed, or that there is no such part. */
export type Selection =
  | { kind: 'whole' }
  | { kind: 'part'; first: number; last: number }
  | { kind: 'unchanged' }
  | { kind: 'unsatisfiable' }

/** Decides by the headers of a request for a file of `byteLength` bytes. More than one range is answered whole. */
export function selectRange(headers: RangeHeaders, etag: string, byteLength: number): Selection {
  if (matchesEtag(headers['if-none-match'], etag)) return { kind: 'unchanged' }
  const ifRange = headers['if-range']
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '')
  if (match === null || (ifRange !== undefined && ifRange !== etag)) return { kind: 'whole' }
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return { kind: 'whole' }
  if (from === '') {
    // `-500`: the last 500 bytes.
    const count = Math.min(Number(to), byteLength)
    return count === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', first: byteLength - count, last: byteLength - 1 }
  }
  const first = Number(from)
  if (first >= byteLength) return { kind: 'unsatisfiable' }
  const last = to === '' ? byteLength - 1 : Math.min(Number(to), byteLength - 1)
  return last < first ? { kind: 'whole' } : { kind: 'part', first, last }
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined || header.length > 4096) return false
  return header.split(',').some((each) => each.trim() === etag || each.trim() === `W/${etag}` || each.trim() === '*')
}
