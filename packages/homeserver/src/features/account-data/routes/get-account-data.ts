// GET /_matrix/client/v3/user/{userId}/account_data/{type}
import { getAccountData } from '@chappe/contract'
import { isSecretType } from '@chappe/policy'
import { JsonText } from '../../../http/reveal-tap.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { AccountData } from '../account-data.ts'
import { assertOwn } from '../account-data.ts'

/** Answers with the content as it is stored; that a secret was fetched is in the record. */
export function getAccountDataRoute(accountData: AccountData): Route {
  return route(getAccountData, async ({ params, session, tap }) => {
    assertOwn(params.userId, session.userId)
    const content = new JsonText(await accountData.get(session.userId, undefined, params.type))
    return isSecretType(params.type) ? tap.reveal(content, [{ kind: 'keys', count: 1, subject: 'secrets' }]) : tap.nothing(content)
  })
}
