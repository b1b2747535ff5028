// Who may act as an administrator, and the record of it and of what else is to be known of afterwards: the attempt is durable
// before the act begins. No row, no act.
import type { AnyEndpoint } from '@chappe/contract'
import { MatrixError } from '@chappe/contract'
import type { ProfilePolicy } from '@chappe/policy'
import { adminMay } from '@chappe/policy'
import type { Db } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Answer, Call, Route } from '../../http/route.ts'
import { route } from '../../http/route.ts'
import type { Session } from '../../session.ts'
import { insertAttempt, setOutcome } from './audit-store.ts'

/** What the audit needs. */
export interface AuditDeps {
  db: Db
  clock: Clock
  settings: { policy: ProfilePolicy }
}

/** An act that is on record. */
export interface Act {
  /** The operation id of its endpoint. */
  operation: string
  /** What it is done to: a user id, a room id, the name of a token. */
  target: string
}

/** The guard in front of everything administrators do, and the record. */
export interface Audit {
  /** Writes the attempt down, acts, and writes down how it ended, whoever acts; the work is told which attempt it is. */
  record<T>(session: Session, act: Act, work: (attempt: { actionNid: number; atMs: number }) => Promise<T> | T): Promise<T>
  /**
   * Writes the attempt down, acts, and writes down how it ended. Throws `M_FORBIDDEN` for whoever is no administrator
   * and `M_UNRECOGNIZED` (404) for what the profile does not give to administrators; neither leaves a row.
   */
  act<T>(session: Session | undefined, act: Act, work: () => Promise<T> | T): Promise<T>
}

const MAX_TARGET_CHARS = 1024

/** Ties the audit to what it needs. */
export function createAudit({ db, clock, settings }: AuditDeps): Audit {
  async function record<T>({ userNid, deviceNid }: Session, { operation, target }: Act, work: (attempt: { actionNid: number; atMs: number }) => Promise<T> | T): Promise<T> {
    const attempt = { atMs: clock.now(), operation, userNid, deviceNid, target: target.slice(0, MAX_TARGET_CHARS) }
    const actionNid = await insertAttempt(db, attempt)
    try {
      const result = await work({ actionNid, atMs: attempt.atMs })
      await setOutcome(db, actionNid, 'done')
      return result
    } catch (error) {
      // What could not be written stays an attempt without an outcome; the refusal is the answer.
      await setOutcome(db, actionNid, error instanceof MatrixError ? error.code : 'failed').catch(() => undefined)
      throw error
    }
  }
  return {
    record,
    async act(session, act, work) {
      if (session?.isAdmin !== true) throw new MatrixError('M_FORBIDDEN', { message: 'You are not a server admin' })
      if (!adminMay(settings.policy, act.operation)) {
        throw new MatrixError('M_UNRECOGNIZED', { message: 'This server does not let administrators do that' })
      }
      return record(session, act, work)
    },
  }
}

/** The route of an administrators' endpoint: the handler runs as an act on what its path names. */
export function auditedRoute<const E extends AnyEndpoint & { auth: 'token' }>(
  audit: Audit,
  endpoint: E,
  handler: (call: Call<E>) => Promise<Answer<E>> | Answer<E>,
): Route {
  return route(endpoint, (call) =>
    audit.act(call.session, { operation: endpoint.operation, target: targetOf(call.params) }, () => handler(call)),
  )
}

function targetOf(params: unknown): string {
  const values = typeof params === 'object' && params !== null ? Object.values(params) : []
  return values.filter((value) => typeof value === 'string').join(' ')
}
