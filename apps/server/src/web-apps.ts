// The apps for browsers: built when they are missing or older than their sources, and served from what was built.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** An app: where it answers, its folder, and the folders whose files it is made of. */
export interface WebApp {
  readonly name: string
  readonly prefix: string
  readonly folder: string
  readonly sources: readonly string[]
}

const ROOT = resolve(import.meta.dirname, '../../..')

/** The apps there are. */
export const WEB_APPS: readonly WebApp[] = [
  { name: 'desk', prefix: '/desk', folder: 'apps/desk', sources: ['apps/desk', 'packages/ui', 'packages/contract', 'packages/core'] },
]

/** What a browser may do with these pages: run the scripts and styles that came with them, and call this server. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/** Whose hash decides; what is made of them is left out. */
const LEFT_OUT = new Set(['node_modules', 'dist', '.types', 'tests'])
/** What a build names its files. */
const ASSET = /^assets\/[\w-]+(?:\.[\w-]+)*$/
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
      say(`the ${app.name} is ready on ${url}${app.prefix}`)
    } catch (error) {
      if (signal?.aborted !== true) warn(error)
    }
  }
}

async function build(app: WebApp, { dist, hash, signal }: { dist: string; hash: string; signal: AbortSignal | undefined }): Promise<void> {
  const made = join(ROOT, app.folder, `dist.${process.pid}`)
  try {
    await runBuild(app, made, signal)
    writeFileSync(join(made, HASH_FILE), hash)
    replaceFolder(dist, made)
  } catch (error) {
    // Another server of this checkout may have been faster.
    if (readHash(dist) !== hash) throw error
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function readHash(dist: string): string | undefined {
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
    const options = { cwd: join(ROOT, app.folder), timeout: BUILD_MS_MAX, maxBuffer: 4 * 1024 * 1024, signal }
    execFile(process.execPath, args, options, (error, output, errors) => {
      if (error === null) done()
      else failed(new Error(`the ${app.name} could not be built: ${(errors || output || error.message).trim().slice(0, 2000)}`))
    })
  })
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
    http.get(app.prefix, (request, reply) => sendPage(app, reply))
    http.get<{ Params: { '*': string } }>(`${app.prefix}/*`, (request, reply) => {
      const path = request.params['*']
      if (!path.startsWith('assets/')) return sendPage(app, reply)
      if (!ASSET.test(path)) return reply.callNotFound()
      // Names of assets carry the hash of what is in them.
      return secured(reply).sendFile(path, join(ROOT, app.folder, 'dist'), { maxAge: '365d', immutable: true })
    })
  }
}

function sendPage(app: WebApp, reply: FastifyReply): FastifyReply {
  const dist = join(ROOT, app.folder, 'dist')
  secured(reply)
  if (!existsSync(join(dist, 'index.html'))) {
    return reply.code(503).header('retry-after', '3').header('refresh', '3').type('text/html; charset=utf-8').send(BEING_BUILT)
  }
  return reply.header('cache-control', 'no-cache').sendFile('index.html', dist, { cacheControl: false })
}

function secured(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'content-security-policy': PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  })
}

const BEING_BUILT = `<!doctype html>
<html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Chappe</title>
<p>Cette page est en cours de préparation ; elle s'ouvrira d'elle-même.</p>
<p lang="en">This page is being made ready; it will open by itself.</p>
</html>
`
