// The apps for browsers: built when they are missing or older than their sources, and served from what was built.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** An app. */
export interface WebApp {
  readonly name: string
  /** Where it answers; empty for the root of the server. */
  readonly prefix: string
  readonly folder: string
  /** The folders whose files it is made of. */
  readonly sources: readonly string[]
  /** Below the prefix, the places that are pages of it; a star stands for whatever follows. */
  readonly pages: readonly string[]
  /** Files of it whose name stays the same while what they hold changes. */
  readonly files: readonly string[]
  /** What a browser may do with its pages. */
  readonly policy: string
  /** Which devices of the machine they may ask for. */
  readonly permissions: string
  /** Pages that stand in frames of the app, each with a policy of its own. */
  readonly frames: readonly WebFrame[]
}

/** A page that stands in a frame of an app. */
export interface WebFrame {
  readonly path: string
  readonly file: string
  readonly policy: string
}

/** No device of the machine. */
export const NO_DEVICES = 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'
/** The root of the checkout. */
export const ROOT = resolve(import.meta.dirname, '../../..')

/** What every page may do: run the scripts and styles that came with it, and call this server. */
const PAGE_POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': "'none'",
} as const

/** The messenger encrypts (WebAssembly), keeps what it has in workers, plays what people send, and shows their words as HTML. */
const MESSENGER_POLICY = {
  ...PAGE_POLICY,
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'media-src': "'self' blob:",
  'frame-src': "'self' blob:",
  'trusted-types': 'chappe-worker dompurify',
} as const

/**
 * Draws what people send, in an origin that is nobody's: no session, no storage, no network. It has what the page around it
 * hands over, and its own scripts.
 */
const DOCUMENT_POLICY = {
  'sandbox': 'allow-scripts',
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': 'blob: data:',
  'font-src': 'blob: data:',
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
} as const

/** The apps there are. */
export const WEB_APPS: readonly WebApp[] = [
  {
    name: 'desk',
    prefix: '/desk',
    folder: 'apps/desk',
    sources: ['apps/desk', 'packages/ui', 'packages/contract', 'packages/core'],
    pages: ['', '/*'],
    files: [],
    policy: toHeader(PAGE_POLICY),
    permissions: NO_DEVICES,
    frames: [],
  },
  {
    name: 'messenger',
    prefix: '',
    folder: 'apps/web',
    sources: ['apps/web', 'packages/ui', 'packages/contract', 'packages/core', 'packages/policy'],
    pages: ['/', '/signed-in', '/rooms/*', '/inbox', '/search', '/explore', '/settings', '/settings/*'],
    files: ['/service-worker.js', '/manifest.webmanifest', ...['chappe.svg', 'chappe-192.png', 'chappe-512.png', 'chappe-maskable-512.png', 'chappe-touch-180.png'].map((icon) => `/icons/${icon}`)],
    policy: toHeader(MESSENGER_POLICY),
    permissions: 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
    frames: ['pdf', 'office'].map((name) => ({ path: `/${name}`, file: `${name}.html`, policy: toHeader(DOCUMENT_POLICY) })),
  },
]

function toHeader(policy: Readonly<Record<string, string>>): string {
  return Object.entries(policy)
    .map(([word, value]) => `${word} ${value}`)
    .join('; ')
}

/** Whose hash decides; what is made of them is left out. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.types', 'tests'])
/** What a build names its files. */
const ASSET = /^assets\/[\w-]+(?:\.[\w-]+)*$/
const SHRINKS = /\.(?:js|css|svg|wasm|json)$/
/** The highest takes ten times as long for a twentieth less. */
const BROTLI_QUALITY = 10
const BUILD_MS_MAX = 300_000
const HASH_FILE = '.sources'

/** Who hears of the building, and how it is stopped. */
export interface Preparing {
  say(line: string): void
  warn(error: unknown): void
  signal?: AbortSignal
  /** Where the server answers. */
  url: string
}

/** Builds, one after the other, the apps that are missing or older than their sources. Never throws: the API is answered all the same. */
export async function prepareWebApps({ say, warn, signal, url }: Preparing): Promise<void> {
  for (const app of WEB_APPS) {
    try {
      const dist = join(ROOT, app.folder, 'dist')
      const hash = hashSources(app)
      if (readHash(dist) === hash) continue
      say(`the ${app.name} is being built`)
      await build(app, { dist, hash, signal })
      say(`the ${app.name} is ready on ${url}${app.prefix || '/'}`)
    } catch (error) {
      if (signal?.aborted !== true) warn(error)
    }
  }
}

async function build(app: WebApp, { dist, hash, signal }: { dist: string; hash: string; signal: AbortSignal | undefined }): Promise<void> {
  const made = join(ROOT, app.folder, `dist.${process.pid}`)
  try {
    await runBuild(app, made, signal)
    await compressFiles(made)
    await compressFiles(join(made, 'assets'), join(dist, 'assets'))
    writeFileSync(join(made, HASH_FILE), hash)
    replaceFolder(dist, made)
  } catch (error) {
    // Another server of this checkout may have been faster.
    if (readHash(dist) !== hash) throw error
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/** Of what sources a folder was built; undefined where it was not. */
export function readHash(dist: string): string | undefined {
  const file = join(dist, HASH_FILE)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function hashSources(app: WebApp): string {
  const hash = createHash('sha256')
  for (const file of [...app.sources.flatMap((folder) => listFiles(folder)), 'package-lock.json'].toSorted()) {
    hash.update(file).update('\0').update(createHash('sha256').update(readFileSync(join(ROOT, file))).digest())
  }
  return hash.digest('hex')
}

function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name) || /^dist\.|\.tsbuildinfo$|\.test\.tsx?$/.test(entry.name)) return []
    const path = `${folder}/${entry.name}`
    return entry.isDirectory() ? listFiles(path) : [path]
  })
}

async function runBuild(app: WebApp, outDir: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  await new Promise<void>((done, failed) => {
    // Whoever builds, a test as well, builds what is served: the libraries have other code for tests.
    const env = { ...process.env, NODE_ENV: 'production' }
    const options = { cwd: join(ROOT, app.folder), timeout: BUILD_MS_MAX, maxBuffer: 4 * 1024 * 1024, signal, env }
    execFile(process.execPath, args, options, (error, output, errors) => {
      if (error === null) done()
      else failed(new Error(`the ${app.name} could not be built: ${(errors || output || error.message).trim().slice(0, 2000)}`))
    })
  })
}

/** Files that shrink get `.br` and `.gz` beside them; the server sends what the browser takes. What was compressed before, in a folder whose names go with what files hold, is taken over. */
async function compressFiles(folder: string, before?: string): Promise<void> {
  const files = readdirSync(folder).filter((name) => SHRINKS.test(name))
  await Promise.all(
    files.map(async (name) => {
      const file = join(folder, name)
      const known = before === undefined ? undefined : join(before, name)
      if (known !== undefined && existsSync(`${known}.br`) && existsSync(`${known}.gz`)) {
        for (const end of ['br', 'gz']) await copyFile(`${known}.${end}`, `${file}.${end}`)
        return
      }
      const source = await readFile(file)
      const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: source.length, [constants.BROTLI_PARAM_LGWIN]: 24 }
      await writeFile(`${file}.br`, await promisify(brotliCompress)(source, { params }))
      await writeFile(`${file}.gz`, await promisify(gzip)(source, { level: 9 }))
    }),
  )
}

/** There is no moment at which a request finds half of an app. */
function replaceFolder(dist: string, made: string): void {
  const old = `${made}.old`
  mkdirSync(dist, { recursive: true })
  renameSync(dist, old)
  renameSync(made, dist)
  rmSync(old, { recursive: true, force: true })
}

/** Answers the paths of the apps. Until an app is built, its pages say so and ask again by themselves. */
export async function serveWebApps(http: FastifyInstance, apps: readonly WebApp[]): Promise<void> {
  await http.register(fastifyStatic, { root: ROOT, serve: false, preCompressed: true, dotfiles: 'deny' })
  for (const app of apps) {
    for (const page of app.pages) http.get(`${app.prefix}${page}`, (_request, reply) => sendPage(app, reply))
    for (const file of app.files) http.get(`${app.prefix}${file}`, (_request, reply) => sendNamed(app, reply, file.slice(1)))
    for (const frame of app.frames) http.get(`${app.prefix}${frame.path}`, (_request, reply) => sendFrame(app, frame, reply))
    http.get<{ Params: { '*': string } }>(`${app.prefix}/assets/*`, (request, reply) => {
      const path = `assets/${request.params['*']}`
      if (!ASSET.test(path)) return reply.callNotFound()
      // Names of assets carry the hash of what is in them.
      // Everybody may have them, and a frame without an origin is "everybody".
      return secured(app, reply).header('access-control-allow-origin', '*').sendFile(path, join(ROOT, app.folder, 'dist'), { maxAge: '365d', immutable: true })
    })
  }
}

function sendPage(app: WebApp, reply: FastifyReply): FastifyReply {
  const dist = join(ROOT, app.folder, 'dist')
  secured(app, reply)
  if (!existsSync(join(dist, 'index.html'))) {
    return reply.code(503).header('retry-after', '3').header('refresh', '3').type('text/html; charset=utf-8').send(BEING_BUILT)
  }
  return reply.header('cache-control', 'no-cache').sendFile('index.html', dist, { cacheControl: false })
}

/** A service worker answers for the whole of the app, and is looked at anew whenever a page opens. */
function sendNamed(app: WebApp, reply: FastifyReply, file: string): FastifyReply | void {
  const dist = join(ROOT, app.folder, 'dist')
  if (!existsSync(join(dist, file))) return reply.callNotFound()
  if (file === 'service-worker.js') reply.header('service-worker-allowed', `${app.prefix}/`)
  return secured(app, reply).header('cache-control', 'no-cache').sendFile(file, dist, { cacheControl: false })
}

function sendFrame(app: WebApp, { file, policy }: WebFrame, reply: FastifyReply): FastifyReply {
  const dist = join(ROOT, app.folder, 'dist')
  if (!existsSync(join(dist, file))) return reply.code(404).send()
  secured({ policy, permissions: NO_DEVICES }, reply)
  return reply.header('cache-control', 'no-cache').sendFile(file, dist, { cacheControl: false })
}

function secured(app: Pick<WebApp, 'policy' | 'permissions'>, reply: FastifyReply): FastifyReply {
  return reply.headers(headersOf(app))
}

/** What a browser is told about a page of an app, and about every file of it. */
export function headersOf({ policy, permissions }: Pick<WebApp, 'policy' | 'permissions'>): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
  }
}

const BEING_BUILT = `<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Chappe</title>
<p>Cette page est en cours de préparation ; elle s'ouvrira d'elle-même.</p>
<p lang="en">This page is being made ready; it will open by itself.</p>
</html>
`
