// What kind of account somebody has, as far as rooms need it: looked up many at once, and remembered for a short while.
import type { PersonFacts } from '@chappe/policy'
import type { Db } from '../db/pool.ts'
import type { Clock } from '../deps.ts'
import { listAccountFacts } from './account-facts-store.ts'

/** Facts of some people; who has no account here is not in it. */
export type FactsByUser = ReadonlyMap<string, PersonFacts>

/** The facts of accounts. */
export interface AccountFacts {
  /** From memory where it has all of them. */
  of(userIds: readonly string[]): FactsByUser | Promise<FactsByUser>
  /** An account has changed its kind or its organisation. */
  forget(userId: string): void
}

const MAX_KNOWN = 50_000
/** Another process may have changed an account: nothing is believed for longer. */
const FRESH_MS = 10_000

/** Opens it with nobody known. */
export function createAccountFacts(db: Db, clock: Clock): AccountFacts {
  const known = new Map<string, { facts: PersonFacts; sinceMs: number }>()
  // A look-up that was under way when somebody changed tells what was before.
  let changes = 0

  function peek(userIds: readonly string[]): { found: Map<string, PersonFacts>; missing: string[] } {
    const found = new Map<string, PersonFacts>()
    const missing: string[] = []
    for (const userId of new Set(userIds)) {
      const each = known.get(userId)
      const ageMs = clock.now() - (each?.sinceMs ?? 0)
      if (each !== undefined && ageMs >= 0 && ageMs <= FRESH_MS) found.set(userId, each.facts)
      else missing.push(userId)
    }
    return { found, missing }
  }

  async function lookUp(found: Map<string, PersonFacts>, missing: readonly string[]): Promise<FactsByUser> {
    const [before, sinceMs] = [changes, clock.now()]
    for (const { userId, accountType, organisationId } of await listAccountFacts(db, missing)) {
      const facts: PersonFacts = { accountType, organisationId: organisationId ?? undefined }
      found.set(userId, facts)
      if (known.size >= MAX_KNOWN) known.clear()
      if (before === changes) known.set(userId, { facts, sinceMs })
    }
    return found
  }

  return {
    of(userIds) {
      const { found, missing } = peek(userIds)
      return missing.length === 0 ? found : lookUp(found, missing)
    },
    forget(userId) {
      changes += 1
      known.delete(userId)
    },
  }
}
