// Many sessions of one account, as busy as they can be: syncs that are held and begun anew, and downloads that never end.
import { Agent, get } from 'node:http'
import { monotonicMs } from './installation.ts'

/** The sessions of one round. */
export interface HeldSessions {
  /** When the last byte of an answer came that was no refusal, whatever session it was for. */
  lastByteAtMs(): number
  /** How many requests are open at this moment. */
  open(): number
  /** Ends all of them. */
  end(): void
}

/** One session: where it asks, and for what. */
export interface SessionPlan {
  url: string
  token: string
  /** A path to download again and again; without it the session syncs. */
  download?: string | undefined
}

const HELD_MS = 30_000
/** A download is read slowly, so that there always is more of it. */
const READ_EVERY_MS = 200

/** Begins the sessions. */
export function holdSessions(plans: readonly SessionPlan[]): HeldSessions {
  const agent = new Agent({ keepAlive: true })
  const state = { lastByteAtMs: 0, open: 0, ended: false }

  async function run(plan: SessionPlan): Promise<void> {
    let since: string | undefined
    while (!state.ended) {
      const path = plan.download ?? `/_matrix/client/v3/sync?timeout=${HELD_MS}${since === undefined ? '' : `&since=${since}`}`
      state.open += 1
      const answer = await ask(new URL(path, plan.url), plan.token, plan.download !== undefined)
      state.open -= 1
      if (answer === undefined) return
      since = plan.download === undefined ? /"next_batch":"([^"]+)"/.exec(answer)?.[1] : undefined
    }
  }

  /** The text of an answer; nothing where the session is refused or its connection is gone. */
  function ask(url: URL, token: string, slowly: boolean): Promise<string | undefined> {
    return new Promise((resolve) => {
      const request = get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        const isGood = response.statusCode === 200
        let text = ''
        response.on('data', (chunk: Buffer) => {
          if (isGood) state.lastByteAtMs = monotonicMs()
          if (!slowly) text += chunk.toString('latin1')
          else {
            response.pause()
            setTimeout(() => response.resume(), READ_EVERY_MS)
          }
        })
        response.once('end', () => resolve(isGood ? text : undefined))
        response.once('error', () => resolve(undefined))
        response.once('close', () => resolve(undefined))
      })
      request.once('error', () => resolve(undefined))
    })
  }

  for (const plan of plans) void run(plan)
  return {
    lastByteAtMs: () => state.lastByteAtMs,
    open: () => state.open,
    end() {
      state.ended = true
      agent.destroy()
    },
  }
}
