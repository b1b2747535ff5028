// The files of the messenger, kept so that it opens without the server. Nothing else is ever kept here: what the server
// answers to a call never passes through.
import type { Build } from './build.ts'

/** What a worker answers with. */
export interface ShellDeps {
  caches: CacheStorage
  fetch(input: string, init?: RequestInit): Promise<Response>
}

/** What a request is to the shell: one of its pages, one of its files, a state's own looks, or nothing of its own. */
export type Asked = { kind: 'page' } | { kind: 'file'; path: string } | { kind: 'theme' } | { kind: 'other' }

/** The files of the messenger for one build. */
export interface Shell {
  /** Fetches what the messenger opens with. Rejects when the server has another build by now. */
  install(): Promise<void>
  /** Fetches, one after the other, what is asked for later, so that it is there when the server is not. */
  keepRest(): Promise<void>
  /** Drops what was kept for builds before the last one. */
  clean(): Promise<void>
  /** A page, file or theme, from what is kept where it is kept. */
  answer(asked: Exclude<Asked, { kind: 'other' }>, request: { url: string }): Promise<Response>
  /** Takes the headers the server gives the page today, if it is still the page of this build, and the theme of today: nothing is painted before it. */
  refresh(): Promise<void>
}

const PREFIX = 'chappe-shell.'
const PAGE = '/'
const THEME = '/theme.css'
/** The pages of the messenger that a link or a reload leads to (`apps/server/src/web-apps.ts`). */
const PAGES = /^\/(?:$|signed-in$|rooms\/|inbox$|search$|explore$|settings(?:$|\/))/
/** Names that carry the hash of what they hold: whichever build a file is of, it is the one that is asked for. */
const NAMED_BY_CONTENT = /^\/assets\//
/** How many builds are kept beside this one: a page that was opened with one of them still asks for its files. */
const OLD_BUILDS_KEPT = 1

/** What a request of a page is. */
export function whatIsAsked(request: { url: string; method: string; mode: string }, origin: string, build: Build): Asked {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin) return { kind: 'other' }
  if (request.mode === 'navigate') return PAGES.test(url.pathname) ? { kind: 'page' } : { kind: 'other' }
  if (url.pathname === THEME) return { kind: 'theme' }
  if (NAMED_BY_CONTENT.test(url.pathname)) return { kind: 'file', path: url.pathname }
  return url.search === '' && build.files.some(({ path }) => path === url.pathname && path !== PAGE) ? { kind: 'file', path: url.pathname } : { kind: 'other' }
}

/** Makes the shell of a build. */
export function createShell(build: Build, { caches, fetch }: ShellDeps): Shell {
  const name = `${PREFIX}${build.id}`
  const integrityOf = new Map(build.files.map(({ path, integrity }) => [path, integrity]))
  const own = (): Promise<Cache> => caches.open(name)

  /** The file as this build has it, or a rejection. */
  async function fetchOwn(path: string): Promise<Response> {
    const integrity = integrityOf.get(path)
    // The page has one address for all builds: no cache between here and the server may answer for it.
    const cache = NAMED_BY_CONTENT.test(path) ? 'default' : 'no-cache'
    const response = await fetch(path, { cache, ...(integrity === undefined ? {} : { integrity }) })
    if (!response.ok) throw new TypeError(`${path} is answered with ${response.status}`)
    return response
  }

  async function answerFile(path: string): Promise<Response> {
    const kept = await (await own()).match(path)
    if (kept !== undefined) return kept
    const older = NAMED_BY_CONTENT.test(path) ? await matchOlder(path) : undefined
    if (older !== undefined) return older
    if (!integrityOf.has(path)) return fetch(path)
    const response = await fetchOwn(path)
    await (await own()).put(path, response.clone()).catch(() => undefined)
    return response
  }

  async function refreshTheme(): Promise<Response> {
    const response = await fetchOwn(THEME)
    await (await own()).put(THEME, response.clone()).catch(() => undefined)
    return response
  }

  async function matchOlder(path: string): Promise<Response | undefined> {
    for (const other of await listShells()) {
      const found = await (await caches.open(other)).match(path)
      if (found !== undefined) return found
    }
    return undefined
  }

  async function listShells(): Promise<string[]> {
    return (await caches.keys()).filter((each) => each.startsWith(PREFIX))
  }

  return {
    async install() {
      const cache = await own()
      // A server without one is no reason to stay with the version before.
      const theme = refreshTheme().catch(() => undefined)
      await Promise.all([
        theme,
        ...build.files.filter(({ isLater }) => !isLater).map(async ({ path }) => {
          // A file with the same name is the same file: a new build fetches only what changed.
          const known = NAMED_BY_CONTENT.test(path) ? await matchOlder(path) : undefined
          await cache.put(path, known ?? (await fetchOwn(path)))
        }),
      ])
    },
    async keepRest() {
      for (const { path, isLater } of build.files) if (isLater) await answerFile(path).catch(() => undefined)
    },
    async clean() {
      // In the order they were made.
      const old = (await listShells()).filter((each) => each !== name)
      await Promise.all(old.slice(0, Math.max(old.length - OLD_BUILDS_KEPT, 0)).map((each) => caches.delete(each)))
    },
    async answer(asked, request) {
      if (asked.kind === 'file') return answerFile(asked.path)
      if (asked.kind === 'theme') return (await (await own()).match(THEME)) ?? refreshTheme()
      return (await (await own()).match(PAGE)) ?? fetch(request.url)
    },
    async refresh() {
      await refreshTheme().catch(() => undefined)
      const response = await fetchOwn(PAGE).catch(() => undefined)
      if (response !== undefined) await (await own()).put(PAGE, response)
    },
  }
}
