// GET /_chappe/desk/v1/accounts/{userId}
import { getDeskAccount } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAccounts } from '../accounts.ts'
import { detailsAnswer } from './answers.ts'

/** One account, with its devices, addresses and rooms. */
export function getDeskAccountRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(getDeskAccount, async ({ session, params, tap }) => {
    const account = await accounts.get(session, params.userId)
    return tap.reveal(detailsAnswer(account), [{ kind: 'people', count: 1, subject: account.userId }])
  })
}
