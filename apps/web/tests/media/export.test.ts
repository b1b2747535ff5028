// A conversation that leaves the messenger: whole, bounded, and harmless whatever people wrote in it.
import { strFromU8, unzipSync } from 'fflate'
import { createStore } from 'zustand/vanilla'
import { expect, test } from 'vitest'
import { describeFile } from '../../src/session/media/content.ts'
import type { Message, MessageBody } from '../../src/session/types.ts'
import type { ExportDeps, ExportState } from '../../src/viewmodels/media/export.ts'
import { createExport } from '../../src/viewmodels/media/export.ts'
import type { ExportWords } from '../../src/viewmodels/media/export-render.ts'
import { bytesOf, HOSTILE, png } from './_corpus.ts'

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
const WORDS: ExportWords = {
  language: 'en', title: `Budget ${EVIL}`, made: 'Exported by @alice:test', missing: 'left out',
  wordOf: ({ body }) => (body.kind === 'file' ? `File: ${body.name}` : body.kind), moment: (ms) => `moment ${ms}`,
}
const ALL = { format: 'html', fromMs: undefined, toMs: undefined, withFiles: true } as const

const text = (words: string): MessageBody => ({ kind: 'text', text: words, html: '<b>never used</b>', tone: 'plain' })
const file = (filename: string, msgtype = 'm.file', url = `mxc://test/${encodeURIComponent(filename).replaceAll(/[^\w-]/g, '')}`): MessageBody =>
  describeFile({ msgtype, body: 'a caption', filename, url, info: { size: 3 } }) ?? { kind: 'deleted' }
const message = (at: number, body: MessageBody, name = 'Alice'): Message => ({
  id: `$${at}`, sender: { userId: '@alice:test', name, avatarUrl: undefined }, sentAtMs: at, isMine: false, body, sending: 'sent',
  failure: undefined, isEdited: false, mentionsMe: false, priority: undefined, asking: undefined, replyTo: undefined, reactions: [], thread: undefined, readBy: [],
})

/** Messages in pages, and files by their address. */
interface World {
  files?: Record<string, Uint8Array<ArrayBuffer>>
  threads?: Record<string, Message[]>
  declare?: ExportDeps['declare']
}

function openWorld(pages: Message[][], { files = {}, threads = {}, declare = () => Promise.resolve(() => Promise.resolve()) }: World = {}) {
  const state = createStore<{ messages: readonly Message[]; hasOlder: boolean }>(() => ({ messages: pages.at(-1) ?? [], hasOlder: pages.length > 1 }))
  let page = pages.length - 1
  const source = {
    state,
    open: () => Promise.resolve(),
    pageBack() {
      page -= 1
      // As a window that lets go of the newest when it goes back.
      state.setState({ messages: pages[page] ?? [], hasOlder: page > 0 })
      return Promise.resolve()
    },
    listThread: (rootId: string) => Promise.resolve(threads[rootId] ?? []),
    close: () => undefined,
  }
  const read: ExportDeps['read'] = ({ mxc }) => {
    const bytes = files[mxc.slice('mxc://test/'.length)]
    return bytes === undefined ? Promise.reject(new Error('gone')) : Promise.resolve(new Blob([bytes]))
  }
  return { exporting: createExport({ source, read, declare }), pagesRead: () => pages.length - page }
}

async function unzip(state: ExportState): Promise<Record<string, string>> {
  if (state.kind !== 'done') throw new Error(`it is ${state.kind}`)
  const entries = unzipSync(new Uint8Array(await state.archive.arrayBuffer()))
  return Object.fromEntries(Object.entries(entries).map(([path, bytes]) => [path, strFromU8(bytes)]))
}

test('Alice exports what was said, with its files', async () => {
  const { exporting } = openWorld([[message(1, text('first'))], [message(2, file('site.png', 'm.image')), message(3, file('gone.pdf')), message(4, text('last'))]], { files: { sitepng: png(10, 10) } })
  await exporting.begin(ALL, WORDS)
  expect(exporting.state.getState()).toMatchObject({ kind: 'done', messages: 4, files: 1, missing: 1, isCut: false })
  const archive = await unzip(exporting.state.getState())
  expect(Object.keys(archive)).toEqual(['files/0001 site.png', 'conversation.html'])
  const page = archive['conversation.html'] ?? ''
  expect(page.indexOf('first')).toBeLessThan(page.indexOf('last'))
  expect(page).toContain('<a href="files/0001%20site.png" download><bdi>site.png</bdi></a><br><img src="files/0001%20site.png" alt="">')
  expect(page).toContain('gone.pdf (left out)')
  expect(page).toContain('<p>a caption</p>')
})

test('what was answered below a message stands behind it, and says so in each form', async () => {
  const root: Message = { ...message(1, text('who comes?')), thread: { count: 2, unreadCount: 0, mentionCount: 0, last: [] } }
  const threads = { $1: [message(3, text('I do\nand Bob')), message(9, text('too late'))] }
  const of = async (format: 'html' | 'text' | 'json') => {
    const { exporting } = openWorld([[root, message(2, text('soup'))]], { threads })
    await exporting.begin({ ...ALL, format, toMs: 5 }, WORDS)
    expect(exporting.state.getState()).toMatchObject({ kind: 'done', messages: 3 })
    return Object.values(await unzip(exporting.state.getState()))[0] ?? ''
  }
  const page = await of('html')
  expect(page).toContain('<article class="answer">')
  expect(['who comes?', 'I do', 'soup'].map((each) => page.indexOf(each))).toEqual([page.indexOf('who comes?'), page.indexOf('I do'), page.indexOf('soup')].toSorted((a, b) => a - b))
  expect(page).not.toContain('too late')
  expect(await of('text')).toContain('  > [moment 3] Alice (@alice:test): I do\n  >     and Bob\n[moment 2]')
  expect(JSON.parse(await of('json')).messages.map(({ id, thread }: { id: string; thread?: string }) => [id, thread])).toEqual([['$1', undefined], ['$3', '$1'], ['$2', undefined]])
})

test('whatever people wrote and however they are called, the page runs nothing and points nowhere', async () => {
  const hostile = Object.values(HOSTILE)
  const names = ['../../x.html', 'a\u202Egpj.svg', `${EVIL}.exe`, 'CON', 'x.png']
  const bodies = [text(EVIL), text('javascript:alert(1) https://evil.example'), ...names.map((name) => file(name, 'm.image')), { kind: 'unknown', type: EVIL, text: EVIL } as const]
  const files = Object.fromEntries(bodies.flatMap((body, index) => (body.kind === 'file' && body.source !== undefined ? [[body.source.mxc.slice('mxc://test/'.length), hostile[index % 2] ?? bytesOf('x')]] : [])))
  const { exporting } = openWorld([bodies.map((body, index) => message(index, body, EVIL))], { files })
  await exporting.begin(ALL, WORDS)
  const archive = await unzip(exporting.state.getState())
  const paths = Object.keys(archive)
  expect(paths.filter((_path, index) => index !== 2)).toEqual(['files/0001 _.._x.html.unsafe', 'files/0002 agpj.svg.unsafe', 'files/0004 _CON', 'files/0005 x.png', 'conversation.html'])
  expect(paths[2]).toMatch(/^files\/0003 [^/\\<>"]+\.exe\.unsafe$/)
  const page = archive['conversation.html'] ?? ''
  expect(page).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>|\u202e/i)
  expect([...page.matchAll(/<(\w+)/g)].map(([, tag]) => tag).filter((tag) => !/^(?:html|head|meta|title|style|body|h1|p|article|header|strong|bdi|time|a|img|br)$/.test(tag ?? ''))).toEqual([])
  // A picture is one by its bytes, and these are none.
  expect(page).not.toContain('<img')
  expect([...page.matchAll(/href="([^"]*)"/g)].every(([, href]) => href?.startsWith('files/'))).toBe(true)
  expect(page).toContain("default-src &#39;none&#39;")
})

test('in plain text no message can look like the next one', async () => {
  const { exporting } = openWorld([[message(1, text('yes\n[moment 2] Bob (@bob:test): I agree\u001b[31m')), message(3, file('a.pdf'))]])
  await exporting.begin({ ...ALL, format: 'text', withFiles: false }, WORDS)
  const lines = (await unzip(exporting.state.getState()))['conversation.txt']?.split('\n') ?? []
  expect(lines.filter((line) => line.startsWith('['))).toEqual(['[moment 1] Alice (@alice:test): yes', '[moment 3] Alice (@alice:test): File: a.pdf'])
  expect(lines.join('')).not.toContain('\u001b')
  expect(lines.at(-2)).toContain('[left out]')
})

test('as data it can be read by machines', async () => {
  const { exporting } = openWorld([[message(1, text('hello')), message(2, file('a.pdf'))]], { files: { apdf: bytesOf('x') } })
  await exporting.begin({ ...ALL, format: 'json' }, WORDS)
  expect(JSON.parse((await unzip(exporting.state.getState()))['conversation.json'] ?? '')).toMatchObject({
    messages: [{ sender: '@alice:test', text: 'hello', sentAt: '1970-01-01T00:00:00.001Z' }, { kind: 'file', file: { name: 'a.pdf', path: 'files/0001 a.pdf' } }],
  })
})

test('only a time is wanted: no more is read than that takes', async () => {
  const { exporting, pagesRead } = openWorld([[message(1, text('long ago'))], [message(10, text('before')), message(11, text('within'))], [message(20, text('within too')), message(30, text('after'))]])
  await exporting.begin({ ...ALL, format: 'text', fromMs: 11, toMs: 30 }, WORDS)
  expect(exporting.state.getState()).toMatchObject({ messages: 2, isCut: false })
  expect(pagesRead()).toBe(2)
})

test('the server is told what is taken before anything is read, and how much it was at the end; where it cannot be told that, the export stands', async () => {
  const declared: unknown[] = []
  const world = openWorld([[message(1, text('x'))], [message(2, text('y'))]], {
    declare(wish) {
      declared.push([wish, world.pagesRead()])
      return Promise.resolve((taken) => {
        declared.push([taken, world.exporting.state.getState().kind])
        return Promise.reject(new Error('away'))
      })
    },
  })
  await world.exporting.begin({ ...ALL, fromMs: 1 }, WORDS)
  const state = world.exporting.state.getState()
  if (state.kind !== 'done') throw new Error(`it is ${state.kind}`)
  expect(declared[0]).toEqual([{ ...ALL, fromMs: 1 }, 1])
  expect(declared.slice(1)).toEqual([[{ messages: 2, files: 0, bytes: state.archive.size }, 'reading']])
})

test('without a touch, or where it does not go on record, nothing is read; cancelled in the middle, nothing is left', async () => {
  const { exporting, pagesRead } = openWorld([[message(1, text('x'))], [message(2, text('y'))]], { declare: () => Promise.reject(new Error('nobody there')) })
  await exporting.begin(ALL, WORDS)
  expect([exporting.state.getState(), pagesRead()]).toEqual([{ kind: 'failed' }, 1])

  const touched = Promise.withResolvers<() => Promise<void>>()
  const other = openWorld([[message(1, text('x'))], [message(2, text('y'))]], { declare: () => touched.promise })
  const done = other.exporting.begin(ALL, WORDS)
  expect(other.exporting.state.getState()).toEqual({ kind: 'touching' })
  other.exporting.cancel()
  touched.resolve(() => Promise.resolve())
  await done
  expect(other.exporting.state.getState()).toEqual({ kind: 'idle' })
  expect(other.pagesRead()).toBe(1)
})
