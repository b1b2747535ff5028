// `chappe verify-code`: fetches what a server gives to browsers, many times and as many different visitors, and compares it byte by
// byte with what was built from a checkout, or by hash with a list that somebody has signed.
// docs/decisions/0092-check-the-served-code-from-elsewhere.md
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CodeFile, CodeList, ServedPlace } from '@chappe/contract'
import { CODE_LIST_PATH, parseCodeList } from '@chappe/contract'
import { confirmNote, LedgerFormatError, parseNote, parseVerifier } from '@chappe/ledger'
import type { Visitor } from './code-visitors.ts'
import { fetchAs, visitorsOf } from './code-visitors.ts'
import { CommandError } from './command-error.ts'
import type { Served } from './compare-code.ts'
import { compareServed } from './compare-code.ts'
import { comparePage } from './compare-page.ts'
import { compareStyle } from './compare-style.ts'
import { platform } from './ledger-platform.ts'
import { Styles } from './same-styles.ts'

/** What the command is given. */
export interface VerifyCodeOptions {
  /** A checkout that is built where that is needed. */
  readonly checkout?: string
  /** A list in place of one, signed or not. */
  readonly list?: string
  /** Keys that have to have signed the list. */
  readonly key?: readonly string[]
  /** How many of them (default: all). */
  readonly keysMin?: string
  readonly rounds?: string
  /** Addresses of this machine to call from. */
  readonly from?: readonly string[]
  /** Cookies of somebody who is signed in. */
  readonly cookie?: readonly string[]
  /** The stylesheet that the operator says is theirs. */
  readonly theme?: string
  /** Says nothing where all is well. */
  readonly quiet?: boolean
}

/** What has to be served. */
interface Expected {
  list: CodeList
  /** The bytes of a file, where there is a checkout. */
  bytesOf(file: CodeFile): Buffer | undefined
}

const ROUNDS_MAX = 100
const BUILD_MS_MAX = 900_000
const LIST_BYTES_MAX = 1024 * 1024
const SAID_MAX = 50
/** More than any page or stylesheet of a server has. */
const PLACE_BYTES_MAX = 1024 * 1024

/** Says whether a server serves what it should. Throws `CommandError` with each difference. */
export async function verifyCode(url: string, options: VerifyCodeOptions): Promise<void> {
  const base = readUrl(url)
  const expected = await readExpected(options)
  const visitors = visitorsOf({ rounds: readRounds(options.rounds), from: options.from ?? [], cookies: options.cookie ?? [] })
  const styles = new Styles(options.theme === undefined ? undefined : readFileBytes(options.theme))
  const said = new Map<string, string[]>()
  const { files, pages, styles: sheets } = expected.list
  for (const visitor of visitors) {
    const found = await checkAll(base, { visitor, expected, styles })
    for (const difference of found) said.set(difference, [...(said.get(difference) ?? []), visitor.name])
  }
  for (const [difference, names] of styles.differences()) said.set(difference, names)
  const claimed = await findClaimed(base, visitors)
  const about = `${base.href}: ${files.length + pages.length + sheets.length} addresses, ${visitors.length} visitors; compared with ${wordRevision(expected.list)}, and the server says ${wordRevision(claimed)}`
  if (said.size > 0) throw new CommandError([`DIFFERENT: ${about}`, ...wordAll(said, visitors.length)].join('\n'))
  if (options.quiet !== true) console.log([`SAME: ${about}`, ...styles.wordAll()].join('\n'))
}

interface Checking {
  visitor: Visitor
  expected: Expected
  styles: Styles
}

/** Everything that one visitor is served, one after the other. */
async function checkAll(base: URL, { visitor, expected, styles }: Checking): Promise<string[]> {
  const { list } = expected
  const headersOf = ({ headers }: { headers: string }): Readonly<Record<string, string>> => list.headers[headers] ?? {}
  const loads = new Set([...list.files, ...list.styles].map(({ path }) => path))
  const found: string[] = []
  for (const file of list.files) found.push(...(await check(base, { place: file, visitor, bytes: file.bytes }, (served) => compareServed(file, served, { headers: headersOf(file), bytes: expected.bytesOf(file) }))))
  for (const page of list.pages) found.push(...(await check(base, { place: page, visitor, bytes: PLACE_BYTES_MAX }, (served) => comparePage(page, served, { headers: headersOf(page), loads }))))
  for (const sheet of list.styles) {
    found.push(...(await check(base, { place: sheet, visitor, bytes: PLACE_BYTES_MAX }, (served) => {
      styles.note(sheet, visitor.name, served.body)
      return compareStyle(sheet, served, headersOf(sheet))
    })))
  }
  return found
}

async function check(base: URL, { place, visitor, bytes }: { place: ServedPlace; visitor: Visitor; bytes: number }, compare: (served: Served) => string[]): Promise<string[]> {
  // What a page is called after the star is nobody's business: each visitor asks for another one.
  const url = new URL(place.path.replace('*', visitor.word), base)
  try {
    return compare(await fetchAs(url, visitor, bytes))
  } catch (error) {
    return [`${place.path}: could not be fetched: ${error instanceof Error ? error.message : 'unknown'}`]
  }
}


/** What only some are served says more than what everybody is. */
function wordAll(said: ReadonlyMap<string, readonly string[]>, all: number): string[] {
  const lines = [...said].map(([difference, by]) => `  ${difference} (${by.length === all ? 'for everybody' : `ONLY FOR: ${by.join('; ')}`})`)
  return lines.length > SAID_MAX ? [...lines.slice(0, SAID_MAX), `  and ${lines.length - SAID_MAX} more`] : lines
}

function wordRevision(list: CodeList | undefined): string {
  return list === undefined ? 'nothing' : list.revision === '' ? 'no revision' : `revision ${list.revision.slice(0, 12)}`
}

/** What the server says of itself: it decides nothing here, and tells which checkout to compare with. */
async function findClaimed(base: URL, [visitor]: readonly Visitor[]): Promise<CodeList | undefined> {
  if (visitor === undefined) return undefined
  const served = await fetchAs(new URL(CODE_LIST_PATH, base), visitor, LIST_BYTES_MAX).catch(() => undefined)
  return served?.status === 200 ? parseCodeList(served.body.toString('utf8')) : undefined
}

async function readExpected({ checkout, list, key = [], keysMin }: VerifyCodeOptions): Promise<Expected> {
  if ((checkout === undefined) === (list === undefined)) throw new CommandError('give either --checkout or --list')
  if (list !== undefined) return { list: parse(readSigned(list, { key, keysMin }), list), bytesOf: () => undefined }
  const root = resolve(checkout ?? '')
  const known = new Map<string, Buffer>()
  return {
    list: parse(await printedBy(root), root),
    bytesOf({ file }) {
      const bytes = known.get(file) ?? readFileSync(join(root, file))
      known.set(file, bytes)
      return bytes
    },
  }
}

function parse(text: string, where: string): CodeList {
  const list = parseCodeList(text)
  if (list === undefined) throw new CommandError(`${where} holds no list of code`)
  return list
}

/** The text of a list, once whoever has to have signed it has. */
function readSigned(path: string, { key, keysMin }: { key: readonly string[]; keysMin: string | undefined }): string {
  const whole = readText(path)
  if (key.length === 0) return whole.includes('\n\n') ? whole.slice(0, whole.indexOf('\n\n') + 1) : whole
  const needed = keysMin === undefined ? key.length : Number(keysMin)
  if (!Number.isSafeInteger(needed) || needed < 1) throw new CommandError('--keys-min is a number of keys')
  try {
    const note = parseNote(platform, whole)
    const confirmed = new Set(confirmNote(platform, note, key.map((each) => parseVerifier(platform, each))).map(({ verifier }) => verifier.name))
    if (confirmed.size < needed) throw new CommandError(`NOT SIGNED: ${confirmed.size} of the keys have signed ${path}, ${needed} have to`)
    return note.text
  } catch (error) {
    if (error instanceof LedgerFormatError) throw new CommandError(`NOT SIGNED: ${error.message}`)
    throw error
  }
}

function readText(path: string): string {
  return readFileBytes(path).toString('utf8')
}

function readFileBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}

/** Has a checkout build what it serves, and say what that is. */
async function printedBy(root: string): Promise<string> {
  const args = [join(root, 'tools/bin/run.mjs'), 'apps/server/src/list-code/main.ts']
  return new Promise((done, failed) => {
    execFile(process.execPath, args, { cwd: root, timeout: BUILD_MS_MAX, maxBuffer: LIST_BYTES_MAX }, (error, output, errors) => {
      if (error === null) done(output)
      else failed(new CommandError(`${root} cannot be built: ${(errors || error.message).trim().slice(0, 2000)}`))
    })
  })
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new CommandError(`${text.slice(0, 80)} is no address of a server`)
  return new URL('/', url)
}

function readRounds(text: string | undefined): number {
  const rounds = text === undefined ? 1 : Number(text)
  if (!Number.isSafeInteger(rounds) || rounds < 1 || rounds > ROUNDS_MAX) throw new CommandError(`--rounds is a number up to ${ROUNDS_MAX}`)
  return rounds
}

