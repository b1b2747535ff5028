// How the messenger is built: at the root of the server, with a service worker that knows every file of the build.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Plugin, Rolldown } from 'vite'
import { build, defineConfig } from 'vite'
import { leanerSdk } from './leaner-sdk.ts'

const TARGET = 'es2024'
/** What is loaded by a dynamic import, and is needed to open all the same. */
const NEEDED = /\/(?:begin|sign-in|open-messenger|inside|session|load|en|fr|rust-crypto|matrix-sdk-crypto-wasm)-/
/** Whose modules do nothing by being loaded: what is not used of them is left out. */
const QUIET = /node_modules\/(?:matrix-js-sdk|@matrix-org|p-retry|unhomoglyph|loglevel|matrix-events-sdk|matrix-widget-api|typebox|sdp-transform|content-type)\//
const treeshake = { moduleSideEffects: (id: string) => !QUIET.test(id) }
/** The pages that frames show documents with have no worker: their origin is nobody's. */
const NOT_KEPT = /^\/(?:pdf|office)\.html$/
/** What the signed-in part loads by name rather than by an import. */
const NAMED = /(?:store|search)-worker-|matrix_sdk_crypto_wasm_bg|\/(?:index|inside)-[\w-]+\.css$/

/** Builds the service worker once everything else has its name. */
function serviceWorker(): Plugin {
  return {
    name: 'chappe-service-worker',
    apply: 'build',
    async writeBundle({ dir = 'dist' }, bundle) {
      const needed = listNeeded(bundle)
      const files = readdirSync(dir, { recursive: true, withFileTypes: true }).flatMap((entry) => {
        const path = join(entry.parentPath, entry.name).slice(dir.length)
        if (!entry.isFile() || NOT_KEPT.test(path)) return []
        const integrity = `sha256-${createHash('sha256').update(readFileSync(join(dir, path))).digest('base64')}`
        return [{ path: path === '/index.html' ? '/' : path, integrity, isLater: path.startsWith('/assets/') ? !needed.has(path.slice(1)) : path.startsWith('/icons/') }]
      })
      const list = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
      const id = createHash('sha256').update(JSON.stringify(list)).digest('hex').slice(0, 16)
      await build({
        configFile: false,
        root: import.meta.dirname,
        publicDir: false,
        logLevel: 'warn',
        define: { CHAPPE_BUILD: JSON.stringify({ id, files: list }) },
        build: {
          target: TARGET,
          outDir: dir,
          emptyOutDir: false,
          reportCompressedSize: false,
          rolldownOptions: { input: 'src/service-worker/index.ts', output: { format: 'iife', entryFileNames: 'service-worker.js' } },
        },
      })
    },
  }
}

/** Has the page fetch what draws it, while it paints what stands in it. */
function preloadBeginning(): Plugin {
  return {
    name: 'chappe-preload-beginning',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk }) {
        if (chunk?.facadeModuleId?.endsWith('/index.html') !== true) return []
        const begin = Object.values(bundle).find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/src/begin.tsx'))
        if (begin?.type !== 'chunk') throw new Error('what draws the page is not among what was built')
        const named = new Set([chunk.fileName, ...chunk.imports])
        return [begin.fileName, ...begin.imports].filter((file) => !named.has(file)).map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` }, injectTo: 'head' as const }))
      },
    },
  }
}

/** What is loaded before the first message: what the entry and the signed-in part import, and the workers and WASM they name. */
function listNeeded(bundle: Rolldown.OutputBundle): Set<string> {
  const needed = new Set<string>()
  const visit = (name: string): void => {
    const file = bundle[name]
    if (file === undefined || needed.has(name)) return
    needed.add(name)
    if (file.type !== 'chunk') return
    for (const each of file.imports) visit(each)
    for (const each of file.dynamicImports) if (NEEDED.test(each)) visit(each)
  }
  for (const [name, file] of Object.entries(bundle)) {
    if (file.type === 'chunk' ? file.facadeModuleId?.endsWith('/index.html') === true : NAMED.test(name)) visit(name)
  }
  return needed
}

export default defineConfig({
  base: '/',
  plugins: [react(), leanerSdk(), preloadBeginning(), serviceWorker()],
  // The messenger, and in frames of it what draws documents.
  build: { rolldownOptions: { input: ['index.html', 'pdf.html', 'office.html'], treeshake }, target: TARGET, modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  worker: {
    format: 'es',
    rolldownOptions: { treeshake },
  },
})
