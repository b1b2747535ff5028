// Wanda, of another organisation, looks every hour whether the server gives browsers the code that anybody can build: it does; and
// where somebody serves one person something else, she is told for whom, in which file, and at which bytes.
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareWebApps } from '@chappe/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Passing } from '../src/lying-proxy.ts'
import { startLyingProxy } from '../src/lying-proxy.ts'
import type { RunningServer } from '../src/running-server.ts'
import { startServerProcess } from '../src/running-server.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const CHAPPE = join(ROOT, 'apps/cli/bin/chappe.mjs')

let server: RunningServer
let folder: string
let list: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chappe-code-'))
  await prepareWebApps({ url: '', say: () => undefined, warn: (error) => { throw error } })
  server = await startServerProcess(['--profile=government'])
  list = join(folder, 'code.txt')
  const { output } = await run(process.execPath, [join(ROOT, 'tools/bin/run.mjs'), 'apps/server/src/list-code/main.ts'])
  writeFileSync(list, output)
}, 600_000)
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Ran {
  code: number
  output: string
  errors: string
}

function run(program: string, args: readonly string[], env: Record<string, string> = {}, cwd = folder): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 }, (error, output, errors) => done({ code: error === null ? 0 : 1, output, errors }))
  })
}

const chappe = (...args: string[]): Promise<Ran> => run(process.execPath, [CHAPPE, ...args])

test('what is served is what the checkout builds, for every browser, with and without a cookie, from two addresses', { timeout: 300_000 }, async () => {
  const { code, output, errors } = await chappe('verify-code', server.url.replace('127.0.0.1', 'localhost'), '--checkout', ROOT, '--cookie', 'session=4711', '--from', '127.0.0.1', '--from', '127.0.0.2')
  expect([code, errors]).toEqual([0, ''])
  expect(output).toMatch(/^SAME: http:\/\/localhost:\d+\/: \d{2,} addresses, 16 visitors; compared with (?:revision [0-9a-f]{12}|no revision), and the server says (?:revision [0-9a-f]{12}|no revision)\n\/theme\.css is the operator's: 0 bytes, sha384-\S{64}\n$/)
  expect(await chappe('verify-code', server.url, '--list', list, '--quiet')).toEqual({ code: 0, output: '', errors: '' })
})

const CSP = 'content-security-policy'
const lies: [string, (passing: Passing) => void, RegExp][] = [
  [
    'one byte of the service worker, for one browser',
    (passing) => {
      if (passing.path === '/service-worker.js' && passing.asked.headers['user-agent']?.includes('iPhone') === true) passing.body[passing.body.length - 100] = 0x21
    },
    /service-worker\.js: bytes \d+ of what was served differ: .* \(ONLY FOR: Safari on iPhone, no cookie; Safari on iPhone, cookie 1\)$/m,
  ],
  [
    'a script put into the page, for whoever brings one cookie',
    (passing) => {
      if (!passing.path.startsWith('/rooms/') || passing.asked.headers.cookie !== 'session=4711') return
      passing.body = Buffer.from(passing.body.toString('utf8').replace('</head>', '<script src="/assets/evil.js"></script></head>'))
    },
    /\/rooms\/\*: bytes \d+-\d+ of what was served differ: .*ONLY FOR: Chrome on Windows, cookie 1; Firefox on Linux, cookie 1;/,
  ],
  [
    'a weaker policy, for everybody',
    (passing) => {
      if (passing.path === '/') passing.headers[CSP] = String(passing.headers[CSP]).replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    },
    /\/: the header content-security-policy says ".*unsafe-inline.*", in place of ".*" \(for everybody\)$/m,
  ],
  [
    'a header that has something more fetched',
    (passing) => {
      if (passing.path === '/inbox') passing.headers['link'] = '</assets/evil.js>; rel=modulepreload'
    },
    /\/inbox: the header link should not be there: .* \(for everybody\)$/m,
  ],
  [
    'another encryption library',
    (passing) => {
      if (passing.path.endsWith('.wasm')) passing.body = Buffer.concat([passing.body.subarray(0, 5000), Buffer.from('!!'), passing.body.subarray(5002)])
    },
    /\.wasm: bytes 500\d(?:-500\d)? of what was served differ/,
  ],
  [
    'another script behind the passkey, for whoever brings one cookie',
    (passing) => {
      if (passing.path.startsWith('/pages/passkey.js') && passing.asked.headers.cookie === 'session=4711') passing.body = Buffer.concat([passing.body, Buffer.from('steal()')])
    },
    /\/pages\/passkey\.js\?v=\S{12}: bytes \d+-\d+ of what was served differ: .*ONLY FOR: Chrome on Windows, cookie 1;/,
  ],
  [
    'a script put into the page to sign in on',
    (passing) => {
      if (passing.path === '/signin') passing.body = Buffer.from(passing.body.toString('utf8').replace('</body>', '<script src="/pages/passkey.js?v=1" defer></script></body>'))
    },
    /\/signin: holds what our pages do not: "<script src=.* \(for everybody\)$/m,
  ],
  [
    'a page of the account that is somewhere else, for one browser',
    (passing) => {
      if (passing.path === '/account/devices' && passing.asked.headers['user-agent']?.includes('Firefox') === true) passing.headers['location'] = 'https://evil.example/'
    },
    /\/account\/devices: sends the browser to "https:\/\/evil\.example\/" \(ONLY FOR: Firefox on Linux, no cookie; Firefox on Linux, cookie 1\)$/m,
  ],
  [
    'a theme that tells what is typed, for one browser',
    (passing) => {
      if (passing.path === '/theme.css' && passing.asked.headers['user-agent']?.includes('iPhone') === true) passing.body = Buffer.from('input[value^="a"] { background: url(/leak/a) }')
    },
    /\/theme\.css: holds what a theme does not need: "url\(" \(ONLY FOR: Safari on iPhone, no cookie; Safari on iPhone, cookie 1\)$/m,
  ],
]
test.each(lies)('a lie shows: %s', { timeout: 300_000 }, async (_, lie, expected) => {
  await using proxy = await startLyingProxy(server.url, lie)
  const { code, output, errors } = await chappe('verify-code', proxy.url, '--checkout', ROOT, '--cookie', 'session=4711')
  expect([code, output]).toEqual([1, ''])
  expect(errors).toMatch(/^DIFFERENT: /)
  expect(errors).toMatch(expected)
  expect(errors.split('\n').filter((line) => line.startsWith('  ')).length).toBeLessThan(4)
})

test('a list that a witness has signed does in place of a checkout; one that nobody has, or was changed, does not', { timeout: 300_000 }, async () => {
  const witness = join(folder, 'witness')
  const key = (await chappe('witness', 'init', 'wanda.example', '--dir', witness)).output.trim()
  const other = (await chappe('witness', 'init', 'walter.example', '--dir', join(folder, 'other'))).output.trim()
  const signed = join(folder, 'signed.txt')
  writeFileSync(signed, (await chappe('sign-code', list, '--dir', witness)).output)
  const verify = (...args: string[]): Promise<Ran> => chappe('verify-code', server.url, ...args)
  expect(await verify('--list', signed, '--key', key)).toMatchObject({ code: 0, errors: '' })
  expect((await verify('--list', list, '--key', key)).errors).toMatch(/^NOT SIGNED: /)
  expect((await verify('--list', signed, '--key', key, '--key', other)).errors).toMatch(/^NOT SIGNED: 1 of the keys have signed .*, 2 have to/)
  const changed = join(folder, 'changed.txt')
  writeFileSync(changed, readFileSync(signed, 'utf8').replace(/^(file \/ \d+ )./m, '$1x'))
  expect((await verify('--list', changed, '--key', key)).errors).toMatch(/^NOT SIGNED: the signature of wanda\.example does not hold/)
  expect((await verify('--list', changed)).errors).toMatch(/^DIFFERENT: [^]*\n {2}\/: \d+ bytes, sha384-\S{64}, in place of \d+ bytes, sha384-x\S{63} \(for everybody\)/)
  expect((await chappe('sign-code', join(ROOT, 'README.md'), '--dir', witness)).errors).toMatch(/holds no list of code/)
  expect((await verify()).errors).toBe('give either --checkout or --list\n')
})

test('the same sources give the same bytes, on another day, in another language, at another place', { timeout: 600_000 }, async () => {
  const made = join(folder, 'made')
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const env = { NODE_ENV: 'production', TZ: 'Pacific/Auckland', LANG: 'fr_FR.UTF-8', HOME: folder }
  const { code, errors } = await run(process.execPath, [vite, 'build', '--outDir', made, '--emptyOutDir', '--logLevel', 'warn'], env, join(ROOT, 'apps/web'))
  expect([code, code === 0 ? '' : errors]).toEqual([0, ''])
  const hold = (dir: string): string[] => readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.(?:br|gz)$|^\.sources$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name).slice(dir.length)).toSorted()
  const dist = join(ROOT, 'apps/web/dist')
  expect(hold(made)).toEqual(hold(dist))
  for (const file of hold(made)) expect([file, readFileSync(join(made, file)).equals(readFileSync(join(dist, file)))]).toEqual([file, true])
})
