// A state's own stylesheet: served from the data folder, as it is at that moment, and never longer than a page can bear.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { serveTheme, THEME_FILE } from '../src/theme.ts'

test('an operator writes a stylesheet, changes it, and takes it away', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'chappe-theme-'))
  const http = fastify()
  serveTheme(http, dataDir)
  const read = async (): Promise<string> => {
    const answer = await http.inject('/theme.css')
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([200, 'text/css; charset=utf-8', 'no-cache'])
    return answer.body
  }
  expect(await read()).toBe('')
  await writeFile(join(dataDir, THEME_FILE), ':root { --accent: #000091; }')
  expect(await read()).toBe(':root { --accent: #000091; }')
  await writeFile(join(dataDir, THEME_FILE), 'x'.repeat(100_000))
  expect(await read()).toHaveLength(65_536)
  await rm(dataDir, { recursive: true })
  expect(await read()).toBe('')
  await http.close()
})

test('what a stylesheet overrides in the messenger it overrides on the pages to sign in on, as both have the same tokens', async () => {
  const tokensOf = async (path: string): Promise<Map<string, string>> => {
    const [, root = ''] = /:root \{([^}]*)\}/.exec(await readFile(new URL(path, import.meta.url), 'utf8')) ?? []
    return new Map([...root.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
  }
  const tokens = await tokensOf('../../../packages/ui/src/styles.css')
  const onPages = await tokensOf('../../../packages/homeserver/src/pages/assets/style.css')
  expect(onPages.size).toBeGreaterThan(10)
  expect([...onPages].filter(([name, value]) => tokens.get(name) !== value)).toEqual([])
})
