// How people come in and go: their addresses, organisations, enrolment.
import { policyOf } from '@chappe/policy'
import { confirmationUrl, openConfirmation } from '../features/address-proofs/address-proofs.ts'
import { addressProofsRoutes } from '../features/address-proofs/routes/all.ts'
import { threepidsRoutes } from '../features/threepids/routes/all.ts'
import { createThreepids } from '../features/threepids/threepids.ts'
import type { Foundation } from '../foundation.ts'
import type { Route } from '../http/route.ts'
import type { HomeserverSettings } from '../settings.ts'
import type { People } from './people.ts'

/** What the server gets of it. */
export interface Joining {
  routes: Route[]
  close(): Promise<void>
}

/** Ties the features. */
export function createJoining({ database: { db } }: Foundation, settings: HomeserverSettings, people: People): Joining {
  const { accounts, proofs, mail } = people
  const policy = policyOf(settings.profile)
  const confirmation = openConfirmation(proofs)
  const passwordStage = accounts.openPasswordStage<undefined>()
  const threepids = createThreepids({
    db,
    accounts: accounts.enrolled,
    proofs,
    async requirePassword(session, auth) {
      await passwordStage({ auth, body: undefined, who: session })
    },
    linkOf: (secrets) => confirmationUrl(settings.publicUrl, secrets),
    settings: { serverName: settings.serverName, isRegistrationOpen: policy.openRegistration, policy },
  })
  accounts.onAccountClosed(async (userId) => {
    const account = await accounts.enrolled.find(userId)
    if (account !== undefined) await threepids.forget(account.userNid)
  })
  return {
    routes: [...addressProofsRoutes(confirmation), ...threepidsRoutes(threepids)],
    async close() {
      await mail.close()
    },
  }
}
