// What people say of themselves, and what their organisation says of them.
import type { ProfilePolicy } from '@chappe/policy'
import type { RoomEngine } from '../engine/engine.ts'
import { createRoomPeople } from '../engine/people.ts'
import type { Jobs } from '../features/jobs/jobs.ts'
import { createJobs, JOB_FIELD } from '../features/jobs/jobs.ts'
import type { Profiles } from '../features/profiles/profiles.ts'
import { createProfiles } from '../features/profiles/profiles.ts'
import type { Foundation } from '../foundation.ts'
import type { People } from './people.ts'

/** Ties both. */
export function createProfilesFeature(
  { clock, database: { db } }: Foundation,
  { appservices }: People,
  { engine, policy }: { engine: RoomEngine; policy: ProfilePolicy },
): { profiles: Profiles; jobs: Jobs } {
  const shareRoom = (userId: string, otherUserId: string): Promise<boolean> => createRoomPeople(db, engine).shareRoom(userId, otherUserId)
  const jobs = createJobs({ db, clock, shareRoom })
  const profiles = createProfiles({
    db,
    clock,
    askFor: (userId) => appservices.names.askFor('users', userId),
    people: {
      shareRoom,
      async areColleagues(userId, otherUserId) {
        const facts = await engine.accountFacts.of([userId, otherUserId])
        const organisationId = facts.get(userId)?.organisationId
        return organisationId !== undefined && organisationId === facts.get(otherUserId)?.organisationId
      },
    },
    given: {
      fields: [JOB_FIELD],
      async read(session, userId) {
        const job = await jobs.shownTo(session, userId)
        return job === undefined ? {} : { [JOB_FIELD]: { ...job } }
      },
    },
    settings: { readNeedsToken: policy.lookupsNeedToken, ownDisplayName: policy.ownDisplayName },
  })
  return { profiles, jobs }
}
