// What the stories of the desk share: people with roles, and calls as they make them.
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { PASSWORD, request } from '@chappe/testkit'

/** The roles of the desk. */
export type Role = 'organisation_admin' | 'security_officer' | 'auditor' | 'operator'

export const ROLES: readonly Role[] = ['organisation_admin', 'security_officer', 'auditor', 'operator']
export const V1 = '/_chappe/desk/v1'
export const REASON = { reason: 'a lure was reported' }

/** Somebody who is something at the desk. */
export async function personWith(chappe: TestServer<Server>, name: string, ...roles: Role[]): Promise<Person> {
  const person = await chappe.person(name)
  await chappe.server.homeserver.ports.accounts.setRoles(person.userId, roles, async () => undefined)
  return person
}

/** Puts people into an organisation, which is made where there is none. */
export async function intoOrganisation(chappe: TestServer<Server>, organisationId: string, ...people: Person[]): Promise<void> {
  await chappe.database.query(
    'INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ($1, $1, 0) ON CONFLICT DO NOTHING',
    [organisationId],
  )
  for (const { userId } of people) {
    await chappe.database.query(
      'UPDATE account SET organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $1) WHERE user_id = $2',
      [organisationId, userId],
    )
    // Known anew, as it is when an address decides it.
    const { roles } = await chappe.server.homeserver.ports.accounts.get(userId)
    await chappe.server.homeserver.ports.accounts.setRoles(userId, roles, async () => undefined)
  }
}

/** The path of an account, and of what is done to it. */
export function of(person: { userId: string }, what = ''): string {
  return `${V1}/accounts/${encodeURIComponent(person.userId)}${what === '' ? '' : `/${what}`}`
}

/** Status and code of an answer, to be asserted together. */
export function refusal(answer: HttpAnswer): [number, string] {
  return [answer.status, answer.body.errcode]
}

/** Logs in by password. */
export function logIn(url: string, user: string, more: object = {}): Promise<HttpAnswer> {
  const body = { type: 'm.login.password', identifier: { type: 'm.id.user', user }, password: PASSWORD, ...more }
  return request(url, 'POST', '/_matrix/client/v3/login', { body })
}

/** The state of an account in the database. */
export async function stateOf(chappe: TestServer<Server>, { userId }: { userId: string }): Promise<unknown> {
  return (await chappe.database.query('SELECT state FROM account WHERE user_id = $1', [userId]))[0]?.['state']
}

/** What was tried on a target, oldest first: operation, who, outcome. */
export async function tried(chappe: TestServer<Server>, target: string): Promise<unknown[]> {
  const rows = await chappe.database.query(
    `SELECT d.operation, a.user_id, d.outcome FROM desk_action d LEFT JOIN account a USING (user_nid)
     WHERE d.target = $1 ORDER BY d.action_nid`,
    [target],
  )
  return rows.map((row) => [row['operation'], row['user_id'], row['outcome']])
}

/** How many ledger rows an operation has. */
export async function readsOf(chappe: TestServer<Server>, operation: string): Promise<number> {
  let count = 0
  for await (const row of chappe.server.homeserver.ports.ledger.rows()) if (row.operation === operation) count += 1
  return count
}
