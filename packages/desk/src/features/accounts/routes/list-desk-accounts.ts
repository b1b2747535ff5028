// GET /_chappe/desk/v1/accounts
import { listDeskAccounts } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { pageOf } from '../../../numbers.ts'
import type { DeskAccounts } from '../accounts.ts'
import { accountAnswer } from './answers.ts'

/** Accounts in the order of their user ids; an organisation admin sees those of the own organisation. */
export function listDeskAccountsRoute({ route }: DeskPorts, accounts: DeskAccounts): Route {
  return route(listDeskAccounts, async ({ session, query, tap }) => {
    const page = pageOf(query)
    const { accounts: found, total } = await accounts.list(session, { text: query.search, state: query.state }, page)
    const next = page.from + found.length
    const body = { accounts: found.map(accountAnswer), total, ...(next < total && found.length > 0 ? { next: String(next) } : {}) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: query.search ?? '' }])
  })
}
