// The list of the code that this server gives to browsers, as it was built here.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeFile, CodeList } from '@chappe/contract'
import { CODE_LIST_PATH, printCodeList } from '@chappe/contract'
import { listAssets, SERVED_PAGE_HEADERS, SERVED_PAGES } from '@chappe/homeserver/served-pages'
import type { FastifyInstance } from 'fastify'
import { THEME_HEADERS, THEME_PATH } from './theme.ts'
import type { WebApp } from './web-apps.ts'
import { headersOf, NO_DEVICES, readHash, ROOT } from './web-apps.ts'

/** What was built of the apps, those that are not built left out; the pages of the server itself, and its theme. */
export function listCode(apps: readonly WebApp[]): CodeList {
  const built = apps.filter((app) => existsSync(join(ROOT, app.folder, 'dist/index.html')))
  return {
    revision: findRevision(),
    sources: Object.fromEntries(built.map((app) => [app.name, readHash(join(ROOT, app.folder, 'dist')) ?? ''])),
    headers: Object.fromEntries([
      ...built.flatMap((app) => [
        [app.name, headersOf(app)] as const,
        ...app.frames.map((frame) => [`${app.name}-${frame.path.slice(1)}`, headersOf({ policy: frame.policy, permissions: NO_DEVICES })] as const),
      ]),
      ...listAssets().map(({ name, headers }) => [assetHeaders(name), headers] as const),
      ['page', SERVED_PAGE_HEADERS],
      ['theme', THEME_HEADERS],
    ]),
    files: [...built.flatMap(filesOf), ...listAssets().map(({ name, path, file }) => describe({ path, file, headers: assetHeaders(name) }))],
    pages: SERVED_PAGES.map((path) => ({ path, headers: 'page' })),
    styles: [{ path: THEME_PATH, headers: 'theme' }],
  }
}

/** Answers the list. It is made anew for whoever asks, at most once for each build. */
export function serveCodeList(http: FastifyInstance, apps: readonly WebApp[]): void {
  let known: { of: string; text: string } | undefined
  http.get(CODE_LIST_PATH, (_request, reply) => {
    const of = apps.map((app) => readHash(join(ROOT, app.folder, 'dist')) ?? '').join(' ')
    if (known?.of !== of) known = { of, text: printCodeList(listCode(apps)) }
    return reply.headers({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' }).type('text/plain; charset=utf-8').send(known.text)
  })
}

/** What the headers of a file of the pages are called. */
function assetHeaders(name: string): string {
  return `page-${name.replace('.', '-')}`
}

function filesOf(app: WebApp): CodeFile[] {
  const at = (path: string, name: string, headers = app.name): CodeFile => describe({ path: `${app.prefix}${path}`, file: `${app.folder}/dist/${name}`, headers })
  const assets = readdirSync(join(ROOT, app.folder, 'dist/assets')).filter((name) => !/\.(?:br|gz)$/.test(name))
  return [
    ...app.pages.map((page) => at(page || '', 'index.html')),
    ...app.files.map((file) => at(file, file.slice(1))),
    ...app.frames.map(({ path, file }) => at(path, file, `${app.name}-${path.slice(1)}`)),
    ...assets.map((name) => at(`/assets/${name}`, `assets/${name}`)),
  ]
}

function describe({ path, file, headers }: Pick<CodeFile, 'path' | 'file' | 'headers'>): CodeFile {
  const content = readFileSync(join(ROOT, file))
  return { path, bytes: content.length, sha384: createHash('sha384').update(content).digest('base64'), headers, file }
}

/** The commit that is checked out; empty where this is no checkout. */
function findRevision(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim()
  } catch {
    return ''
  }
}
