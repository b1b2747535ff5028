// How the server answers, seen from the calls that matter for reading and writing.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'

/** How the server answers: as it should, not at all, late, with faults of its own, or asking to be left in peace for a while. */
export type ServerState = 'well' | 'unreachable' | 'slow' | 'failing' | 'busy'

/** How it stands with the server. */
export interface Health {
  server: ServerState
  /** How much this device's clock is ahead of the server's; zero where the difference does not matter. */
  clockAheadMs: number
}

type Send = (input: string | URL, init?: RequestInit) => Promise<Response>

/** What watching needs of the world. */
export interface HealthDeps {
  send: Send
  now(): number
}

/** Calls that are watched. */
export interface WatchedCalls {
  fetch: Send
  state: Live<Health>
}

const MATTERS = /\/_matrix\/client\/v3\/(?:sync$|rooms\/[^/]+\/(?:send|messages|redact)\b|keys\/)/
/** What waits for something to happen takes its time. */
const WAITS = /\/sync$/
const SLOW_AFTER_MS = 10_000
const WAIT_SLOW_AFTER_MS = 50_000
/** A difference below this is of no consequence for anybody. */
const CLOCK_OFF_MS = 3 * 60_000

/** Watches the calls that go through it. */
export function watchHealth({ send, now }: HealthDeps): WatchedCalls {
  const state = createStore<Health>(() => ({ server: 'well', clockAheadMs: 0 }))
  const set = (server: ServerState): void => {
    if (state.getState().server !== server) state.setState({ server })
  }

  async function watched(path: string, input: string | URL, init?: RequestInit): Promise<Response> {
    const timer = setTimeout(() => state.getState().server === 'well' && set('slow'), WAITS.test(path) ? WAIT_SLOW_AFTER_MS : SLOW_AFTER_MS)
    try {
      const response = await send(input, init)
      set(stateOf(response.status))
      return response
    } catch (error) {
      // Whoever gave up on a call says nothing about the server.
      if (init?.signal?.aborted !== true) set('unreachable')
      throw error
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    state,
    async fetch(input, init) {
      const path = new URL(input, location.origin).pathname
      const response = await (MATTERS.test(path) ? watched(path, input, init) : send(input, init))
      const aheadMs = clockAhead(response, now())
      if (aheadMs !== undefined && aheadMs !== state.getState().clockAheadMs) state.setState({ clockAheadMs: aheadMs })
      return response
    },
  }
}

function stateOf(status: number): ServerState {
  if (status === 429) return 'busy'
  return status >= 500 ? 'failing' : 'well'
}

/** In whole minutes, so that it stays the same from one answer to the next. */
function clockAhead(response: Response, nowMs: number): number | undefined {
  const serverMs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(serverMs)) return undefined
  const aheadMs = nowMs - serverMs
  return Math.abs(aheadMs) < CLOCK_OFF_MS ? 0 : Math.round(aheadMs / 60_000) * 60_000
}
