// Alice types while much arrives: what is encrypted is read in turns.
import type { MatrixEvent } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import type { Reader } from './reading-queue.ts'
import { readInTurn } from './reading-queue.ts'

const NOW = Date.now()

/** A message of so many seconds ago. */
function aMessage(name: string, secondsAgo = 3600): MatrixEvent {
  return { name, getTs: () => NOW - secondsAgo * 1000 } as unknown as MatrixEvent
}
const nameOf = (event: MatrixEvent): string => (event as unknown as { name: string }).name

/** Something that reads, each message when the test says so. */
function open({ takesMs = 20 }: { takesMs?: number } = {}) {
  const begun: string[] = []
  const ends = new Map<string, { done: (text: string) => void; failed: (error: unknown) => void }>()
  let nowMs = 0
  let breaks = 0
  const reader: Reader<string> = {
    decryptEvent: (event) => {
      begun.push(nameOf(event))
      nowMs += takesMs
      return new Promise((done, failed) => ends.set(nameOf(event), { done, failed }))
    },
  }
  const queue = readInTurn(reader, {
    now: () => nowMs,
    takeBreak: async () => {
      breaks += 1
      await new Promise((done) => setImmediate(done))
    },
  })
  return {
    begun,
    queue,
    ask: (event: MatrixEvent) => reader.decryptEvent(event),
    breaks: () => breaks,
    async ends(name: string) {
      ends.get(name)?.done(`words of ${name}`)
      await settle()
    },
    async fails(name: string) {
      ends.get(name)?.failed(new Error('no key'))
      await settle()
    },
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((done) => setImmediate(done))
}

test('of many that are asked for at once two are begun, each other when one is done, and everybody is answered', async () => {
  const { begun, ask, ends } = open()
  const answers = ['one', 'two', 'three', 'four'].map((name) => ask(aMessage(name)))
  await settle()
  expect(begun).toEqual(['one', 'two'])
  await ends('two')
  expect(begun).toEqual(['one', 'two', 'three'])
  for (const name of ['one', 'three', 'four']) await ends(name)
  expect(await Promise.all(answers)).toEqual(['words of one', 'words of two', 'words of three', 'words of four'])
})

test('one that cannot be read is refused to whoever asked, and the others go on', async () => {
  const { ask, ends, fails } = open()
  const answers = ['one', 'two', 'three'].map((name) => ask(aMessage(name)))
  const settled = Promise.allSettled(answers)
  await settle()
  await fails('one')
  await fails('two')
  await ends('three')
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  // It may be asked for again: its key has come.
  const again = ask(aMessage('one'))
  await settle()
  await ends('one')
  expect(await again).toBe('words of one')
})

test('what somebody looks at is read before what has just come, and that before what is old; more of it at once', async () => {
  const { begun, ask, ends, queue } = open()
  const old = Array.from({ length: 4 }, (_, index) => aMessage(`old ${index}`))
  const seen = Array.from({ length: 8 }, (_, index) => aMessage(`seen ${index}`))
  const answers = [...old, ...seen.slice(0, 6)].map(ask)
  answers.push(ask(aMessage('just now', 1)))
  await settle()
  expect(begun).toEqual(['old 0', 'old 1'])
  // Two of them are not even asked for yet.
  queue.sooner(seen)
  await settle()
  expect(begun.slice(2)).toEqual(['seen 0', 'seen 1', 'seen 2', 'seen 3'])
  answers.push(...seen.slice(6).map(ask))
  for (const name of ['old 0', 'old 1', 'seen 0', 'seen 1', 'seen 2', 'seen 3']) await ends(name)
  expect(begun.slice(6)).toEqual(['seen 4', 'seen 5', 'seen 6', 'seen 7'])
  for (const name of ['seen 4', 'seen 5', 'seen 6', 'seen 7']) await ends(name)
  expect(begun.slice(10)).toEqual(['just now', 'old 2'])
  for (const name of ['just now', 'old 2', 'old 3']) await ends(name)
  expect(await Promise.all(answers)).toHaveLength(13)
})

test('whoever goes to another room meanwhile sees that one first', async () => {
  const { begun, ask, queue, ends } = open()
  const before = Array.from({ length: 10 }, (_, index) => aMessage(`before ${index}`))
  const now = [aMessage('now 0'), aMessage('now 1')]
  const answers = [...before, ...now].map(ask)
  queue.sooner(before)
  await settle()
  queue.sooner(now)
  const running = [...begun]
  for (const name of running) await ends(name)
  expect(begun.slice(running.length, running.length + 2)).toEqual(['now 0', 'now 1'])
  for (let at = running.length; at < begun.length; at += 1) await ends(begun[at] ?? '')
  expect(await Promise.all(answers)).toHaveLength(12)
})

test('what takes long is interrupted for whoever types; what takes nothing is not', async () => {
  for (const [takesMs, isInterrupted] of [[20, true], [0, false]] as const) {
    const { ask, ends, breaks } = open({ takesMs })
    const answers = ['one', 'two', 'three', 'four', 'five'].map((name) => ask(aMessage(name)))
    await settle()
    for (const name of ['one', 'two', 'three', 'four', 'five']) await ends(name)
    await Promise.all(answers)
    expect(breaks() >= 3).toBe(isInterrupted)
  }
})
