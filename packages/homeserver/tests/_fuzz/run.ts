// Sends cases and says what was wrong with the answers.
import { MatrixError } from '@chappe/contract'
import type { ErrorCode } from '@chappe/contract'
import type { RawAnswer, RawConnections, TestDatabase } from '@chappe/testkit'
import type { FuzzCase } from './cases.ts'

/** What a run of cases came to. */
export interface Outcome {
  /** What must not be: a line each, with the request that brings it about. */
  faults: string[]
  /** Cases that were refused. */
  refused: FuzzCase[]
}

/** Codes of answers that are failures by their status and none of this server's: what is asked for is elsewhere. */
const FOREIGN_FAILURES = new Set(['M_NOT_YET_UPLOADED', 'M_CONNECTION_FAILED', 'M_CONNECTION_TIMEOUT'])
const FAULTS_MAX = 30

/** Sends every case. No answer may take longer than the connections allow, and none may hold the secret. */
export async function runCases(
  connections: RawConnections,
  cases: readonly FuzzCase[],
  secret?: string,
): Promise<Outcome> {
  const outcome: Outcome = { faults: [], refused: [] }
  await connections.sendAll(
    cases.map(({ request }) => request),
    (at, answer) => {
      const each = cases[at]
      if (each === undefined) return
      const isTold = secret !== undefined && answer?.body.includes(secret) === true
      const fault = isTold ? 'shows what is none of the caller\'s business' : faultOf(each, answer)
      if (fault !== undefined && outcome.faults.length < FAULTS_MAX) outcome.faults.push(`${fault}\n  ${describe(each)}`)
      if (answer !== undefined && answer.status >= 400) outcome.refused.push(each)
    },
  )
  return outcome
}

function faultOf({ expected }: FuzzCase, answer: RawAnswer | undefined): string | undefined {
  if (answer === undefined) return 'no answer: the connection ended, or it took too long'
  const { status, body } = answer
  const text = body.toString('utf8', 0, 300)
  if (status < 400) return expected === undefined ? undefined : `answered ${status} ${text}`
  const errcode = errcodeOf(body)
  if (errcode === undefined) return faultWithoutCode(status, text, expected?.status)
  if (status >= 500 && !FOREIGN_FAILURES.has(errcode)) return `failed: ${status} ${text}`
  if (!isKnown(errcode)) return `not in the table: ${status} ${text}`
  if (expected === undefined || (status === expected.status && expected.errcodes.includes(errcode))) return undefined
  return `not ${expected.status} ${expected.errcodes.join(' or ')}: ${status} ${text}`
}

/** Interactive authentication has flows in place of a code; a page says in words what a client is told by one. */
function faultWithoutCode(status: number, text: string, expected: number | undefined): string | undefined {
  if (text.startsWith('<!doctype html>')) return status < 500 && (expected ?? status) === status ? undefined : `a page: ${status}`
  return status === 401 && text.includes('"flows"') ? undefined : `no error: ${status} ${text}`
}

function errcodeOf(body: Buffer): string | undefined {
  try {
    const { errcode }: { errcode?: unknown } = JSON.parse(body.toString('utf8'))
    return typeof errcode === 'string' ? errcode : undefined
  } catch {
    return undefined
  }
}

function isKnown(code: string): code is ErrorCode {
  try {
    return new MatrixError(code as ErrorCode).status > 0
  } catch {
    return false
  }
}

function describe({ operation, label, request }: FuzzCase): string {
  const { method, target, body } = request
  const sent = body === undefined ? '' : Buffer.from(body).toString('utf8').slice(0, 300)
  return `${operation}, ${label}: ${method} ${target.slice(0, 300)} ${sent}`
}

/** The tree over the ledger takes in what was written, a moment later; a code between devices that is refused goes on record for the desk. */
const GROWS_BY_ITSELF = ['alert', 'ledger_placement', 'ledger_tile', 'ledger_chain', 'ledger_checkpoint', 'ledger_reader', 'ledger_segment']

/** How many rows each table has. What is written about a call whatever its answer is left out by name. */
export async function countRows(database: TestDatabase): Promise<Record<string, number>> {
  const tables = await database.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY tablename", [GROWS_BY_ITSELF])
  const counts = tables.map(({ tablename }) => `SELECT '${tablename}' AS name, count(*)::int AS rows FROM "${tablename}"`)
  const rows = await database.query(counts.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, rows: count }) => [String(name), Number(count)]))
}
