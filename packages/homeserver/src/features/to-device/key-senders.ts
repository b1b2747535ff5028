// Who has sent what may carry keys of rooms. It is encrypted: the server sees from whom it came, and not what it is.
import type { Db } from '../../db/pool.ts'
import { listAccountNids } from './to-device-store.ts'

/** Nobody. */
export const NO_SENDERS: { senders: number[]; isVague: boolean } = { senders: [], isVague: false }

/** What never carries keys, and is not encrypted. Everything else may. */
const WITHOUT_KEYS = /^(?:m\.room_key_request|m\.room_key\.withheld|m\.secret\.request|m\.dummy|m\.key\.verification\.[a-z_.]+|org\.matrix\.room_key\.withheld)$/
/** As `to-device.ts` writes a message: type and sender come first. */
const HEAD = /^\{"type":("(?:[^"\\]|\\.)*"),"sender":("(?:[^"\\]|\\.)*"),/
const REMEMBERED_MAX = 50_000

/** Knows the numbers of accounts; they never change. */
export function createKeySenders(db: Db): { of(events: readonly string[]): Promise<{ senders: number[]; isVague: boolean }> } {
  const known = new Map<string, number>()
  return {
    async of(events) {
      const userIds = new Set<string>()
      for (const event of events) {
        const [type, sender] = headOf(event)
        if (!WITHOUT_KEYS.test(type)) userIds.add(sender)
      }
      if (userIds.size === 0) return NO_SENDERS
      const unknown = [...userIds].filter((userId) => !known.has(userId))
      if (unknown.length > 0) {
        if (known.size > REMEMBERED_MAX) known.clear()
        for (const { userId, userNid } of await listAccountNids(db, [...userIds])) known.set(userId, userNid)
      }
      const senders = [...userIds].flatMap((userId) => known.get(userId) ?? [])
      return { senders, isVague: senders.length < userIds.size }
    },
  }
}

/** Type and sender of a message; of one that is written in another way, nobody knows. */
function headOf(event: string): [string, string] {
  const [, type, sender] = HEAD.exec(event) ?? []
  return type === undefined || sender === undefined ? ['', ''] : [textOf(type), textOf(sender)]
}

function textOf(json: string): string {
  const value: unknown = JSON.parse(json)
  return typeof value === 'string' ? value : ''
}
