// The list of the code that browsers are served: which bytes stand at which address, and what has to be said with them. One line each,
// so that two lists can be compared by eye, and signed as a note.
// docs/decisions/0092-check-the-served-code-from-elsewhere.md

/** Where a server answers its own list. Whoever checks compares with one of their own: this one only says what it was built from. */
export const CODE_LIST_PATH = '/code-list.txt'

/** What is served at one address. */
export interface CodeFile {
  /** With a star at its end: whatever follows, the same is served. */
  path: string
  bytes: number
  /** SHA-384 in base64, as in `integrity` attributes. */
  sha384: string
  /** Which of the named headers come with it. */
  headers: string
  /** Where it stands in a checkout that was built. */
  file: string
}

/** The whole list. */
export interface CodeList {
  /** The commit, where it is known. */
  revision: string
  /** For each app the hash of what it was built from. */
  sources: Readonly<Record<string, string>>
  /** Headers by name: those that decide what a browser lets the code do. */
  headers: Readonly<Record<string, Readonly<Record<string, string>>>>
  files: readonly CodeFile[]
  /** Pages that the server writes for each person: what they load is held to the files of the list. */
  pages: readonly ServedPlace[]
  /** Stylesheets of the operator: the same for everybody, and nothing that fetches. */
  styles: readonly ServedPlace[]
}

/** An address of which the bytes are not known beforehand. */
export interface ServedPlace {
  path: string
  /** Which of the named headers come with it. */
  headers: string
}

const FIRST = 'chappe code list v2'
const LINES_MAX = 4000
const NAME = /^[a-z][a-z-]{0,63}$/
const PATH = /^\/(?!\/)[\w./%*-]{0,255}(?:\?v=[\w-]{12})?$/
const FILE = /^(?:[a-z]+\/[a-z]+\/dist|packages\/homeserver\/src\/pages\/assets)\/[\w.-]+(?:\/[\w.-]+)*$/
const REVISION = /^[0-9a-f]{40,64}$/
const SOURCES = /^[0-9a-f]{64}$/
const BYTES = /^\d{1,10}$/
const SHA384 = /^[A-Za-z0-9+/]{64}$/

/** A list as text. */
export function printCodeList({ revision, sources, headers, files, pages, styles }: CodeList): string {
  const lines = [
    FIRST,
    `revision ${revision || '-'}`,
    ...Object.entries(sources).map(([app, hash]) => `sources ${app} ${hash}`),
    ...Object.entries(headers).flatMap(([name, values]) => Object.entries(values).map(([header, value]) => `header ${name} ${header} ${value}`)),
    ...files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, bytes, sha384, headers: name, file }) => `file ${path} ${bytes} ${sha384} ${name} ${file}`),
    ...pages.map(({ path, headers: name }) => `page ${path} ${name}`),
    ...styles.map(({ path, headers: name }) => `style ${path} ${name}`),
  ]
  return `${lines.join('\n')}\n`
}

/** Reads a list; undefined where it is none. */
export function parseCodeList(text: string): CodeList | undefined {
  const [first, ...lines] = text.split('\n')
  if (first !== FIRST || lines.length > LINES_MAX) return undefined
  const found: Found = { revision: '', sources: new Map(), headers: new Map(), files: [], pages: [], styles: [] }
  for (const line of lines) {
    const [kind = '', ...words] = line.split(' ')
    if (line !== '' && READERS[kind]?.(words, found) !== true) return undefined
  }
  if (found.files.length === 0 || [...found.files, ...found.pages, ...found.styles].some(({ headers }) => !found.headers.has(headers))) return undefined
  return {
    revision: found.revision,
    sources: Object.fromEntries(found.sources),
    headers: Object.fromEntries([...found.headers].map(([name, values]) => [name, Object.fromEntries(values)])),
    files: found.files,
    pages: found.pages,
    styles: found.styles,
  }
}

/** What was read so far. */
interface Found {
  revision: string
  sources: Map<string, string>
  headers: Map<string, Map<string, string>>
  files: CodeFile[]
  pages: ServedPlace[]
  styles: ServedPlace[]
}

/** How the words of a line are read, by its first one; false where they are not what they should be. */
const READERS: Readonly<Record<string, (words: readonly string[], found: Found) => boolean>> = {
  revision([revision = ''], found) {
    found.revision = REVISION.test(revision) ? revision : ''
    return revision === '-' || found.revision !== ''
  },
  sources([app = '', hash = ''], { sources }) {
    sources.set(app, hash)
    return NAME.test(app) && SOURCES.test(hash)
  },
  header([name = '', header = '', ...value], { headers }) {
    headers.set(name, (headers.get(name) ?? new Map<string, string>()).set(header, value.join(' ')))
    return NAME.test(name) && NAME.test(header)
  },
  file([path = '', bytes = '', sha384 = '', headers = '', file = '', ...more], { files }) {
    files.push({ path, bytes: Number(bytes), sha384, headers, file })
    const isFile = FILE.test(file) && !file.includes('..') && more.length === 0
    return isFile && PATH.test(path) && BYTES.test(bytes) && SHA384.test(sha384) && NAME.test(headers)
  },
  page: (words, { pages }) => readPlace(words, pages),
  style: (words, { styles }) => readPlace(words, styles),
}

function readPlace([path = '', headers = '', ...more]: readonly string[], places: ServedPlace[]): boolean {
  places.push({ path, headers })
  return PATH.test(path) && NAME.test(headers) && more.length === 0
}
