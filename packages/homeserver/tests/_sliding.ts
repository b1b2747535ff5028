// Clients that speak sliding sync, for its tests.
import type { Server } from '@chappe/server'
import type { HttpAnswer, Json, Person, TestServer } from '@chappe/testkit'
import { expect } from 'vitest'

const SIMPLIFIED = '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync'

let names = 0
/** Somebody whom no other test knows. */
export async function somebody(chappe: TestServer<Server>, name: string): Promise<Person> {
  names += 1
  return chappe.person(`${name}${names}`)
}

/** One client that syncs: the same body again, or another one, from where it is. */
export interface Slider {
  pos: string | undefined
  on(body?: Json, options?: { timeout?: number }): Promise<Json>
  ask(body: Json, pos: string | undefined, timeout?: number): Promise<HttpAnswer>
}

export function slider(person: Person, first: Json): Slider {
  let body = first
  const self: Slider = {
    pos: undefined,
    ask: (wanted, pos, timeout = 0) => {
      const query = new URLSearchParams({ timeout: String(timeout), ...(pos === undefined ? {} : { pos }) })
      return person.post(`${SIMPLIFIED}?${query}`, wanted)
    },
    async on(other, options = {}) {
      body = other ?? body
      const answer = await self.ask(body, self.pos, options.timeout)
      expect([answer.status, answer.body]).toEqual([200, answer.body])
      self.pos = answer.body.pos
      return answer.body
    },
  }
  return self
}

export const listOf = (high: number, more: object = {}): Json => ({
  lists: { all: { ranges: [[0, high]], timeline_limit: 10, required_state: [['m.room.name', ''], ['m.room.member', '$LAZY'], ['m.room.member', '$ME']], ...more } },
})
export const bodiesOf = (room: Json): string[] =>
  (room?.timeline ?? []).filter((event: Json) => event.type === 'm.room.message').map((event: Json) => event.content.body)
export const membersOf = (room: Json): string[] =>
  (room?.required_state ?? []).filter((event: Json) => event.type === 'm.room.member').map((event: Json) => event.state_key).toSorted()
export const leave = (person: Person, roomId: string) => person.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/leave`)
export const kick = (person: Person, roomId: string, userId: string) =>
  person.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/kick`, { user_id: userId })
export const setAccountData = (person: Person, type: string, content: object) =>
  person.put(`/_matrix/client/v3/user/${encodeURIComponent(person.userId)}/account_data/${type}`, content)
