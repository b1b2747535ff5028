// A government server with an organisation on it, and what its stories share.
import type { Server } from '@chappe/server'
import { buildServer } from '@chappe/server'
import type { Person, TestConfig, TestServer } from '@chappe/testkit'
import { startTestServer } from '@chappe/testkit'
import { madeByOperator } from './_accounts.ts'

export const DAY = 24 * 60 * 60 * 1000

/** A government server with the Ministry of the Interior. */
export async function startMinistry(overrides: Partial<TestConfig> = {}): Promise<TestServer<Server>> {
  const ministry = await startTestServer(buildServer, { ...overrides, profile: 'government' })
  await addOrganisation(ministry, 'interior')
  return ministry
}

/** Adds an organisation. */
export async function addOrganisation(ministry: TestServer<Server>, organisation: string): Promise<void> {
  await ministry.database.query(`INSERT INTO organisation (organisation_id, name, created_at_ms) VALUES ($1, $1, 0) ON CONFLICT DO NOTHING`, [organisation])
}

/** Somebody of an organisation. */
export async function memberOf(
  ministry: TestServer<Server>,
  name: string,
  { type = 'agent', organisation = 'interior' }: { type?: 'agent' | 'external' | 'service'; organisation?: string } = {},
): Promise<Person> {
  const person = await madeByOperator(ministry, name)
  await addOrganisation(ministry, organisation)
  await ministry.database.query(
    `UPDATE account SET account_type = $2, organisation_nid = (SELECT organisation_nid FROM organisation WHERE organisation_id = $3) WHERE user_id = $1`,
    [person.userId, type, organisation],
  )
  ministry.server.homeserver.ports.accountChanged(person.userId)
  await haveTouched(ministry, person)
  return person
}

/** Somebody has just touched a passkey, whatever the clock of the story does. How that is done has stories of its own. */
export async function haveTouched(ministry: TestServer<Server>, ...people: readonly Person[]): Promise<void> {
  for (const { userId } of people) {
    await ministry.database.query(
      `INSERT INTO step_up (device_nid, touched_at_ms) SELECT device_nid, $2 FROM device JOIN account USING (user_nid) WHERE user_id = $1
       ON CONFLICT (device_nid) DO UPDATE SET touched_at_ms = excluded.touched_at_ms`,
      [userId, Number.MAX_SAFE_INTEGER],
    )
  }
}

/** What `createRoom` takes for a forum of two owners: who makes it, and another one. */
export function forumOptions(ministry: TestServer<Server>, owners: readonly [Person, Person], declaration: object = {}): object {
  const content = {
    organisation: 'interior',
    owners: owners.map((each) => each.userId),
    purpose: 'Questions about leave',
    review_at_ms: ministry.clock.now() + 90 * DAY,
    ...declaration,
  }
  return {
    preset: 'public_chat',
    name: 'Leave',
    power_level_content_override: { users: { [owners[1].userId]: 100 } },
    initial_state: [{ type: 'org.chappe.room.forum', state_key: '', content }],
  }
}

/** Somebody who says what they say in events of an app's own type, which are not encrypted anywhere. */
export function inTheClear(person: Person): Person {
  return { ...person, say: (roomId, body) => person.send(roomId, 'org.example.said', { body }) }
}
