// What the stories of exposure reports share: ordering one, and reading all of it.
import type { Server } from '@chappe/server'
import type { Json, Person, TestServer } from '@chappe/testkit'
import { expect } from 'vitest'
import { of, REASON, V1 } from './_desk.ts'

const PATIENCE_MS = 60_000

/** Contains somebody; gives back the case. */
export async function contain(officer: Person, who: { userId: string }): Promise<number> {
  const { status, body } = await officer.post(of(who, 'contain'), REASON)
  expect(status).toBe(200)
  return body.case_id
}

/** Orders a report; gives back what was answered. */
export async function order(officer: Person, subject: object, more: object = {}): Promise<Json> {
  const { status, body } = await officer.post(`${V1}/exposure_reports`, { ...REASON, subject, ...more })
  return { status, ...body }
}

/** Waits until a report is made, and reads it with its lists. */
export async function readReport(officer: Person, reportId: number): Promise<Json> {
  const report = await madeReport(officer, reportId)
  const lists: Json = {}
  for (const kind of ['rooms', 'people', 'files']) lists[kind] = await readAll(officer, `${V1}/exposure_reports/${reportId}/${kind}`, kind)
  return { ...report, ...lists }
}

/** Waits until a report is made. */
export async function madeReport(officer: Person, reportId: number): Promise<Json> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const { status, body } = await officer.get(`${V1}/exposure_reports/${reportId}`)
    expect(status).toBe(200)
    if (body.state === 'failed') throw new Error(body.failure)
    if (body.state === 'done') return body
  }
  throw new Error('the report was not made')
}

async function readAll(officer: Person, path: string, kind: string): Promise<Json[]> {
  const found: Json[] = []
  for (let from: string | undefined = '0'; from !== undefined; ) {
    const { status, body }: Json = await officer.get(`${path}?from=${from}&limit=2`)
    expect(status).toBe(200)
    found.push(...body[kind])
    expect(body.total).toBeGreaterThanOrEqual(found.length)
    from = body.next
  }
  return found
}

/** The one entry of a list that is of this id. */
export function entryOf(list: readonly Json[], key: string, id: string): Json {
  const found = list.filter((each) => each[key] === id)
  expect(found, id).toHaveLength(1)
  return found[0]
}

/** The number of an account. */
export async function numberOf(chappe: TestServer<Server>, { userId }: { userId: string }): Promise<number> {
  return (await chappe.server.homeserver.ports.accounts.get(userId)).userNid
}
