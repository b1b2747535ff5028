// What was served beside what should have been: the bytes, to the range, and the headers on which a browser acts.
import { createHash } from 'node:crypto'
import type { CodeFile } from '@chappe/contract'

/** An answer of a server. */
export interface Served {
  status: number
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** What should have come. `bytes`: undefined where only the hash is known. */
export interface Wanted {
  headers: Readonly<Record<string, string>>
  bytes: Buffer | undefined
}

/** A range of bytes, its end not in it. */
export interface ByteRange {
  from: number
  to: number
}

/** Headers that would have a browser fetch, run, keep or tell something more; none of them comes with code of ours. */
const NOT_EXPECTED = ['link', 'refresh', 'sourcemap', 'x-sourcemap', 'content-location', 'content-security-policy-report-only', 'report-to', 'reporting-endpoints', 'nel', 'speculation-rules', 'clear-site-data', 'location', 'critical-ch', 'accept-ch'] as const
const RANGES_MAX = 8
/** Differences that are nearer to each other are one. */
const NEAR_BYTES = 16
const SHOWN_CHARS = 160

/** What differs, a sentence each. */
export function compareServed(file: CodeFile, served: Served, wanted: Wanted): string[] {
  const { path } = file
  if (served.status !== 200) return [`${path}: status ${served.status} in place of 200`]
  return [...compareBody(file, served.body, wanted.bytes), ...compareHeaders(path, served, wanted.headers)]
}

/** The headers on which a browser acts. `may`: those that are looked at by themselves. */
export function compareHeaders(path: string, served: Served, wanted: Readonly<Record<string, string>>, may: readonly string[] = []): string[] {
  const isLeft = (name: string): boolean => !may.includes(name)
  const other = Object.entries(wanted).filter(([name, value]) => isLeft(name) && served.headers[name] !== value)
  const added = NOT_EXPECTED.filter((name) => isLeft(name) && served.headers[name] !== undefined)
  return [
    ...other.map(([name, value]) => `${path}: the header ${name} says ${show(served.headers[name])}, in place of ${show(value)}`),
    ...added.map((name) => `${path}: the header ${name} should not be there: ${show(served.headers[name])}`),
  ]
}

function compareBody({ path, bytes, sha384 }: CodeFile, body: Buffer, wanted: Buffer | undefined): string[] {
  const hash = createHash('sha384').update(body).digest('base64')
  if (hash === sha384) return []
  const sizes = `${body.length} bytes, sha384-${hash}, in place of ${bytes} bytes, sha384-${sha384}`
  if (wanted === undefined) return [`${path}: ${sizes}`]
  const ranges = rangesOf(body, wanted)
  const more = ranges.length > RANGES_MAX ? ` and ${ranges.length - RANGES_MAX} more ranges` : ''
  return [`${path}: bytes ${ranges.slice(0, RANGES_MAX).map(({ from, to }) => (to - from === 1 ? String(from) : `${from}-${to - 1}`)).join(', ')}${more} of what was served differ: ${sizes}`]
}

/** Where what was served differs: byte by byte where both are as long as each other, else between what both begin and end with. */
export function rangesOf(served: Buffer, wanted: Buffer): ByteRange[] {
  if (served.length !== wanted.length) {
    const least = Math.min(served.length, wanted.length)
    let from = 0
    while (from < least && served[from] === wanted[from]) from += 1
    let same = 0
    while (same < least - from && served[served.length - 1 - same] === wanted[wanted.length - 1 - same]) same += 1
    // What was left out has no bytes of its own: the place is named by the one that follows.
    return [{ from, to: Math.max(from + 1, served.length - same) }]
  }
  const ranges: ByteRange[] = []
  for (let at = 0; at < served.length; at += 1) {
    if (served[at] === wanted[at]) continue
    const last = ranges.at(-1)
    if (last !== undefined && at - last.to < NEAR_BYTES) last.to = at + 1
    else ranges.push({ from: at, to: at + 1 })
  }
  return ranges
}

/** Nothing that a terminal would act on. */
export function show(value: string | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}…` : value)
}
