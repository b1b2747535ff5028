// What the security officer does after the call: has the report made, and reads it at the desk.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Json, MatrixApi } from '../matrix/api.ts'

/** Sums of a report, as far as the replay looks at them. */
export interface ReportTotals {
  rooms: number
  events: number
  events_unknown: number
  people: number
  files: number
  file_bytes: number
  sessions: number
  rows: number
}

/** A report that is done, with its lists. */
export interface ReadReport {
  reportId: number
  totals: ReportTotals
  /** From the order to the end of its making, ms. */
  madeMs: number
  archiveBytes: number | null
  rooms: { room_id: string; class: string; events: { delivered: number; unknown: number } }[]
  people: { user_id: string; class: string }[]
  files: { mxc: string; class: string; bytes: number }[]
  /** The longest that one page of a list took, ms. */
  slowestPageMs: number
}

const DESK = '/_chappe/desk/v1'
const MADE_MS_MAX = 900_000

/** Has a report made on one session of a contained account, waits for it, and reads all of it. */
export async function readReportOn(api: MatrixApi, token: string, order: { userId: string; deviceId: string; caseId: number }): Promise<ReadReport> {
  const start = performance.now()
  const { report_id: reportId } = await api.call('POST', `${DESK}/exposure_reports`, token, {
    subject: { kind: 'session', user_id: order.userId, device_id: order.deviceId }, case_id: order.caseId, reason: 'What did it read?',
  }) as { report_id: number }
  const done = await waitForReport(api, token, reportId)
  const madeMs = performance.now() - start
  const pages: Pages = { api, token, path: `${DESK}/exposure_reports/${reportId}`, slowestMs: 0 }
  const rooms = await readAll(pages, 'rooms') as unknown as ReadReport['rooms']
  const people = await readAll(pages, 'people') as unknown as ReadReport['people']
  const files = await readAll(pages, 'files') as unknown as ReadReport['files']
  return { reportId, totals: done.totals, madeMs, archiveBytes: done.archive_bytes, rooms, people, files, slowestPageMs: pages.slowestMs }
}

async function waitForReport(api: MatrixApi, token: string, reportId: number): Promise<{ totals: ReportTotals; archive_bytes: number | null }> {
  for (const start = performance.now(); performance.now() - start < MADE_MS_MAX; await sleep(100)) {
    const report = await api.call('GET', `${DESK}/exposure_reports/${reportId}`, token) as unknown as Answer
    if (report.state === 'failed') throw new Error(`the report failed: ${report.failure}`)
    if (report.state === 'done' && report.totals !== null) return { totals: report.totals, archive_bytes: report.archive_bytes }
  }
  throw new Error('the report does not get done')
}

interface Answer {
  state: string
  failure: string | null
  totals: ReportTotals | null
  archive_bytes: number | null
}

interface Pages {
  api: MatrixApi
  token: string
  path: string
  slowestMs: number
}

async function readAll(pages: Pages, list: 'rooms' | 'people' | 'files'): Promise<Json[]> {
  const all: Json[] = []
  for (let from: string | undefined = '0'; from !== undefined;) {
    const start = performance.now()
    const page = await pages.api.call('GET', `${pages.path}/${list}?limit=200&from=${from}`, pages.token) as { [key: string]: Json; next?: string }
    pages.slowestMs = Math.max(pages.slowestMs, performance.now() - start)
    all.push(...(page[list] as Json[]))
    from = page.next
  }
  return all
}
