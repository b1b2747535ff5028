// Calls of the accounts of a drill, as a client makes them.
import type { InnerAnswer } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'

/** Who calls from where. */
export interface Player {
  userId: string
  token: string
  ip: string
}

/** A call without who makes it. */
export type PlayedCall = Omit<Parameters<DeskPorts['exercises']['call']>[0], 'ip' | 'token'>

const TRIES_MAX = 20
const PAUSE_MS_MAX = 5000

/** Makes a call as a player; who calls too often waits, as any client does. */
export async function callAs({ exercises }: DeskPorts, { token, ip }: Player, call: PlayedCall): Promise<InnerAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await exercises.call({ ...call, token, ip })
    if (answer.status !== 429 || tries >= TRIES_MAX) return answer
    await new Promise((resolve) => setTimeout(resolve, Math.min(PAUSE_MS_MAX, waitOf(answer))))
  }
}

/** The same where it has to succeed; gives back what was answered. */
export async function mustCall(ports: DeskPorts, player: Player, call: PlayedCall): Promise<Record<string, unknown>> {
  const { status, body } = await callAs(ports, player, call)
  if (status !== 200) throw new Error(`${call.path}: ${status} ${body.toString('utf8').slice(0, 200)}`)
  return objectIn(body)
}

/** The object in an answer; an empty one where there is none. */
export function objectIn(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function waitOf({ body }: InnerAnswer): number {
  const { retry_after_ms: waitMs } = objectIn(body)
  return typeof waitMs === 'number' ? waitMs : 1000
}
