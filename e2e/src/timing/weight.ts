// What the messenger weighs, as it was built and compressed.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const DIST = resolve(import.meta.dirname, '../../../apps/web/dist')

/** A file of the messenger, in bytes. */
export interface FileWeight {
  name: string
  raw: number
  gzip: number
  brotli: number
}

/** The messenger, in bytes. */
export interface MessengerWeight {
  /** What is loaded before the first message, the heaviest first; the words of both languages are among it. */
  files: readonly FileWeight[]
  /** What the page loads before anything is drawn. */
  shellGzip: number
  /** What is loaded until what was seen last is drawn, without the SDK. */
  seenGzip: number
  beforeFirstMessageBrotli: number
  /** Whether what was seen last is drawn without the code of the SDK. */
  isSeenWithoutSdk: boolean
}

/** Weighs what stands in `apps/web/dist`. */
export function weighMessenger(): MessengerWeight {
  const worker = readFileSync(join(DIST, 'service-worker.js'), 'utf8')
  const needed = [...worker.matchAll(/path:[`"]\/assets\/([^`"]+)[`"],integrity:[`"][^`"]+[`"],isLater:(?:!1|false)/g)].map(([, name = '']) => name)
  const files = needed.map(weigh).toSorted((a, b) => b.brotli - a.brotli)
  const shell = needed.filter((name) => /^(?:index|begin)-/.test(name)).flatMap(closure)
  const seen = needed.filter((name) => /^(?:index|begin|sign-in|open-messenger|inside|load|en)-/.test(name)).flatMap(closure)
  return {
    files,
    shellGzip: sum(shell, 'gzip'),
    seenGzip: sum(seen, 'gzip'),
    beforeFirstMessageBrotli: sum(needed, 'brotli'),
    isSeenWithoutSdk: seen.length > 0 && !seen.some((name) => readFileSync(join(DIST, 'assets', name), 'utf8').includes('getUnfilteredTimelineSet')),
  }
}

/** How many files there are in all. */
export function countFiles(): number {
  return readdirSync(join(DIST, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name)).length
}

/** A file, and what it imports before it runs. */
function closure(name: string): string[] {
  const found = new Set([name])
  for (const each of found) {
    if (!each.endsWith('.js')) continue
    for (const [, imported = ''] of readFileSync(join(DIST, 'assets', each), 'utf8').matchAll(/(?:from|import)\s*[`"]\.\/([^`"]+)[`"]/g)) found.add(imported)
  }
  return [...found]
}

function sum(names: readonly string[], of: 'gzip' | 'brotli'): number {
  return [...new Set(names)].reduce((total, name) => total + weigh(name)[of], 0)
}

function weigh(name: string): FileWeight {
  const size = (end: string): number => statSync(join(DIST, 'assets', `${name}${end}`)).size
  return { name, raw: size(''), gzip: size('.gz'), brotli: size('.br') }
}
