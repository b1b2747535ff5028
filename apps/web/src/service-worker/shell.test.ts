// The files of the messenger as its service worker keeps them.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Build } from './build.ts'
import { createShell, whatIsAsked } from './shell.ts'

const ORIGIN = 'https://chat.test'

/** The caches of a browser, and a server whose files can be replaced. */
function createWorld() {
  const kept = new Map<string, Map<string, Response>>()
  const caches = {
    async open(name: string) {
      const cache = kept.get(name) ?? new Map<string, Response>()
      kept.set(name, cache)
      return {
        match: async (path: string) => cache.get(path)?.clone(),
        put: async (path: string, response: Response) => void cache.set(path, response),
      }
    },
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
  } as unknown as CacheStorage
  const files = new Map<string, string>()
  const asked: string[] = []
  let isUp = true
  async function fetch(input: string, init: RequestInit = {}): Promise<Response> {
    const path = new URL(input, ORIGIN).pathname
    asked.push(path)
    if (!isUp) throw new TypeError('no server')
    const text = files.get(path)
    if (text === undefined) return new Response('', { status: 404 })
    if (init.integrity !== undefined && init.integrity !== integrityOf(text)) throw new TypeError('another file')
    return new Response(text)
  }
  return { caches, fetch, files, asked, kept, setUp: (up: boolean) => (isUp = up) }
}

const integrityOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`

/** Puts a build on the server in place of the one that was there. */
function deploy(world: ReturnType<typeof createWorld>, id: string, { later = [] }: { later?: string[] } = {}): Build {
  world.files.clear()
  for (const path of ['/', `/assets/main-${id}.js`, '/assets/same-1.wasm', ...later]) world.files.set(path, `${path} of ${path.includes('same') ? 'all' : id}`)
  return { id, files: [...world.files].map(([path, text]) => ({ path, integrity: integrityOf(text), isLater: later.includes(path) })) }
}

const page = { kind: 'page' } as const
const file = (path: string) => ({ kind: 'file', path }) as const
const at = (path: string) => ({ url: `${ORIGIN}${path}` })

test('what was installed is answered without the server, on whichever page one opens', async () => {
  const world = createWorld()
  const build = deploy(world, 'one')
  const shell = createShell(build, world)
  await shell.install()
  world.setUp(false)
  expect(await (await shell.answer(page, at('/rooms/!a:test'))).text()).toBe('/ of one')
  expect(await (await shell.answer(file('/assets/main-one.js'), at('/assets/main-one.js'))).text()).toBe('/assets/main-one.js of one')
  await expect(shell.answer(file('/assets/none.js'), at('/assets/none.js'))).rejects.toThrow('no server')
})

test('a worker whose build is no longer on the server does not install: it would mix two versions', async () => {
  const world = createWorld()
  const build = deploy(world, 'one')
  deploy(world, 'two')
  await expect(createShell(build, world).install()).rejects.toThrow()
})

test('after a deployment the page that is still open gets its own files, and what did not change is not fetched again', async () => {
  const world = createWorld()
  const one = createShell(deploy(world, 'one', { later: ['/assets/pdf-one.js'] }), world)
  await one.install()
  await one.keepRest()
  const two = createShell(deploy(world, 'two'), world)
  world.asked.length = 0
  await two.install()
  expect(world.asked.toSorted()).toEqual(['/', '/assets/main-two.js', '/theme.css'])
  await two.clean()
  expect(await (await two.answer(file('/assets/pdf-one.js'), at('/assets/pdf-one.js'))).text()).toBe('/assets/pdf-one.js of one')
  expect(await (await two.answer(page, at('/'))).text()).toBe('/ of two')
})

test('of builds before the last one nothing stays', async () => {
  const world = createWorld()
  for (const id of ['one', 'two', 'three']) {
    const shell = createShell(deploy(world, id), world)
    await shell.install()
    await shell.clean()
  }
  expect([...world.kept.keys()]).toEqual(['chappe-shell.two', 'chappe-shell.three'])
})

test('the page is taken anew for its headers, but never the page of another build', async () => {
  const world = createWorld()
  const shell = createShell(deploy(world, 'one'), world)
  await shell.install()
  deploy(world, 'two')
  await shell.refresh()
  expect(await (await shell.answer(page, at('/'))).text()).toBe('/ of one')
})

test('a state that changes its looks has them at the opening after the next one, and no page waits for the server to be painted', async () => {
  const world = createWorld()
  const build = deploy(world, 'one')
  world.files.set('/theme.css', 'blue')
  const shell = createShell(build, world)
  await shell.install()
  world.files.set('/theme.css', 'green')
  expect(await (await shell.answer({ kind: 'theme' }, at('/theme.css'))).text()).toBe('blue')
  await shell.refresh()
  world.setUp(false)
  await shell.refresh()
  expect(await (await shell.answer({ kind: 'theme' }, at('/theme.css'))).text()).toBe('green')
})

test('where it was not kept, the server is asked for it', async () => {
  const world = createWorld()
  const shell = createShell(deploy(world, 'one'), world)
  await shell.install()
  world.files.set('/theme.css', 'blue')
  expect(await (await shell.answer({ kind: 'theme' }, at('/theme.css'))).text()).toBe('blue')
  world.setUp(false)
  expect(await (await shell.answer({ kind: 'theme' }, at('/theme.css'))).text()).toBe('blue')
})

test.each([
  ['/', 'navigate', 'page'],
  ['/rooms/!a:test/$b', 'navigate', 'page'],
  ['/signed-in?code=1', 'navigate', 'page'],
  ['/settings/devices', 'navigate', 'page'],
  ['/desk', 'navigate', 'other'],
  ['/oauth2/authorize', 'navigate', 'other'],
  ['/_matrix/client/v3/sync', 'cors', 'other'],
  ['/_matrix/client/v1/media/download/a/b', 'no-cors', 'other'],
  ['/assets/main-one.js', 'no-cors', 'file'],
  ['/theme.css', 'no-cors', 'theme'],
  ['/service-worker.js', 'same-origin', 'other'],
])('%s (%s) is %s', (path, mode, kind) => {
  const build = deploy(createWorld(), 'one')
  expect(whatIsAsked({ url: ORIGIN + path, method: 'GET', mode }, ORIGIN, build).kind).toBe(kind)
  expect(whatIsAsked({ url: ORIGIN + path, method: 'POST', mode }, ORIGIN, build).kind).toBe('other')
})
