// Whether the record of the desk is what the ledger has of it: each act, as the auditor is shown it, against its rows in the
// signed tree; and acts of the tree that the record has no more.
import type { ActStanding, CheckedAct } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../ports.ts'
import type { StoredAction } from './audit-store.ts'

/** An act with how it stands in the ledger: the worst of its attempt and its end. */
export interface VerifiedAction extends StoredAction {
  standing: ActStanding
}

/** A page of the record, verified. */
export interface Verification {
  actions: VerifiedAction[]
  /**
   * `green`: each act of the page is in the tree as it stands here, a witness has cosigned that, none was removed, and the
   * ledger is whole. `red`: something is not as it was recorded. `amber`: neither, so far or any more.
   */
  state: 'green' | 'amber' | 'red'
  /** Acts that are in the ledger, and not in the record. */
  removed: number[]
  /** What is wrong with the ledger itself, in words. */
  broken: string | undefined
}

/** Which part of the record a page is: numbers, both included; left out where the page has only some of them. */
export type PageRange = { from: number; to: number } | undefined

const WORST_FIRST: readonly ActStanding[] = ['altered', 'missing', 'waiting', 'forgotten', 'unwitnessed', 'proven']
const RED: ReadonlySet<ActStanding> = new Set(['altered', 'missing'])
const REMOVED_MAX = 1000

/** Verifies a page. */
export async function verifyActions({ provenLedger }: DeskPorts, actions: readonly StoredAction[], range: PageRange): Promise<Verification> {
  const numbers = actions.map(({ actionNid }) => actionNid)
  const acts = Map.groupBy(await provenLedger.checkActs('desk', numbers), ({ number }) => number)
  const verified = actions.map((action) => ({ ...action, standing: standingOf(action, acts.get(action.actionNid) ?? []) }))
  const recorded = range === undefined ? [] : await provenLedger.listActNumbers('desk', { ...range, limit: actions.length + REMOVED_MAX })
  const here = new Set(numbers)
  const removed = recorded.filter((number) => !here.has(number))
  const { broken } = await provenLedger.standing()
  const isRed = removed.length > 0 || broken !== undefined || verified.some(({ standing }) => RED.has(standing))
  // Of nothing, nothing is proven.
  const isGreen = verified.length > 0 && verified.every(({ standing }) => standing === 'proven')
  return { actions: verified, state: isRed ? 'red' : isGreen ? 'green' : 'amber', removed, broken }
}

function standingOf(action: StoredAction, acts: readonly CheckedAct[]): ActStanding {
  const attempt = attemptOf(action)
  return standingOfAct({ begun: attempt, ended: { ...attempt, ...endOf(action) }, hasEnded: action.outcome !== null }, acts)
}

/** What the ledger has to have of an act: how it began, and how its end reads, if there is one. */
interface ExpectedAct {
  begun: Record<string, unknown>
  ended: Record<string, unknown>
  hasEnded: boolean
}

/** How an act stands that has to have been recorded like this. */
export function standingOfAct({ begun, ended, hasEnded }: ExpectedAct, acts: readonly CheckedAct[]): ActStanding {
  const attempts = acts.filter(({ phase }) => phase === 'attempt')
  const ends = acts.filter(({ phase }) => phase === 'end')
  const [attempt] = attempts
  const end = ends.at(-1)
  if (attempt === undefined || (hasEnded && end === undefined)) return 'missing'
  const isSame = attempts.length === 1 && says(attempt, begun) && (end === undefined || says(end, ended))
  if (!isSame) return 'altered'
  return WORST_FIRST.find((standing) => acts.some((act) => act.standing === standing)) ?? 'missing'
}

function attemptOf({ atMs, operation, way, userNid, deviceNid, ip, target, reason, isBreakGlass }: StoredAction): Record<string, unknown> {
  return { at_ms: atMs, operation, way, account: userNid, device: deviceNid, ip, target, reason, is_break_glass: isBreakGlass }
}

function endOf({ caseNid, requestNid, outcome, endedAtMs }: StoredAction): Record<string, unknown> {
  return { case_id: caseNid, request_id: requestNid, outcome, ended_at_ms: endedAtMs }
}

function says({ body }: CheckedAct, expected: Record<string, unknown>): boolean {
  const said: unknown = JSON.parse(body)
  if (typeof said !== 'object' || said === null) return false
  const fields: Record<string, unknown> = { ...said }
  return Object.entries(expected).every(([name, value]) => fields[name] === value)
}
