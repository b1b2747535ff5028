// One page of the messenger at a time: keys and what syncs have told belong to whoever holds the lock. The others say so,
// and take over when asked to, or when the holder is gone.
import { createStore } from 'zustand/vanilla'
import type { Live } from './live.ts'

/** Whether the messenger is used in this page: not known yet, yes, or in another one. */
export type TabState = 'asking' | 'here' | 'elsewhere'

/** This page among those of the messenger. */
export interface Tab {
  state: Live<TabState>
  /** Asks the page that has the messenger for it. */
  takeOver(): void
  /** What is to be done before the messenger is handed to another page. */
  beforeHandOver(task: () => Promise<void>): void
}

/** What the browser gives. */
export interface TabDeps {
  locks: Pick<LockManager, 'request'>
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
  /** Begins this page anew, without anything of what it holds. */
  restart(): void
}

const LOCK = 'chappe-messenger'
const WHO = 'who holds it'
const HELD = 'it is held'
const HAND_OVER = 'hand it over'
/** A page that sleeps does not answer. */
const ANSWER_MS = 3000
/** What is to be kept first is a few small writes. */
const TASKS_MS = 2000

/** Asks for the messenger in this page. */
export function askForTab({ locks, channel, restart }: TabDeps): Tab {
  const state = createStore<TabState>(() => 'asking')
  const tasks: (() => Promise<void>)[] = []

  function hold(): Promise<never> {
    state.setState('here', true)
    return new Promise(() => undefined)
  }

  function ask(options: LockOptions): void {
    // Whose lock was taken while it slept begins anew, and asks like everybody else.
    locks.request(LOCK, options, hold).catch(restart)
  }

  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const isHolder = state.getState() === 'here'
    if (data === HELD && !isHolder) state.setState('elsewhere', true)
    if (data === WHO && isHolder) channel.postMessage(HELD)
    if (data === HAND_OVER && isHolder) void handOver(tasks).then(restart)
  })
  channel.postMessage(WHO)
  ask({})

  return {
    state,
    takeOver() {
      channel.postMessage(HAND_OVER)
      setTimeout(() => {
        if (state.getState() !== 'here') ask({ steal: true })
      }, ANSWER_MS)
    },
    beforeHandOver: (task) => void tasks.push(task),
  }
}

async function handOver(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const late = new Promise((done) => setTimeout(done, TASKS_MS))
  await Promise.race([Promise.allSettled(tasks.map((task) => task())), late])
}
