// What the messenger weighs: `node tools/bin/run.mjs e2e/src/weigh-messenger.ts`.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { prepareWebApps } from '@chappe/server'

const DIST = resolve(import.meta.dirname, '../../apps/web/dist')

await prepareWebApps({ url: '', say: (line) => console.log(line), warn: (error) => console.error(error) })
weigh()

/** Prints what each file weighs, and what is loaded before the first message. */
function weigh(): void {
  const worker = readFileSync(join(DIST, 'service-worker.js'), 'utf8')
  const needed = [...worker.matchAll(/path:[`"](\/assets\/[^`"]+)[`"],integrity:[`"][^`"]+[`"],isLater:(?:!1|false)/g)].map(([, path = '']) => path.slice('/assets/'.length))
  const size = (name: string, end: string): number => statSync(join(DIST, 'assets', `${name}${end}`)).size
  const rows = needed.map((name) => ({ name, raw: size(name, ''), gzip: size(name, '.gz'), brotli: size(name, '.br') }))
  for (const { name, raw, gzip, brotli } of rows.toSorted((a, b) => b.brotli - a.brotli)) console.log(`${name.padEnd(48)} ${kilo(raw)} ${kilo(gzip)} ${kilo(brotli)}`)
  const shell = rows.filter(({ name }) => name.startsWith('index-')).reduce((sum, { gzip }) => sum + gzip, 0)
  const all = rows.reduce((sum, { brotli }) => sum + brotli, 0)
  console.log(`shell ${kilo(shell)} gzip; before the first message ${kilo(all)} brotli; ${readdirSync(join(DIST, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name)).length} files in all`)
}

function kilo(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(8)} KB`
}
