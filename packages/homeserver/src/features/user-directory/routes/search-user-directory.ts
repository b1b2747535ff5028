// POST /_matrix/client/v3/user_directory/search
import { searchUserDirectory } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { shownReads } from '../../../http/shown.ts'
import { route } from '../../../http/route.ts'
import type { UserDirectory } from '../user-directory.ts'

/** Finds people. The ledger keeps what was asked for: a list of names is read by asking often. */
export function searchUserDirectoryRoute(directory: UserDirectory): Route {
  return route(searchUserDirectory, async ({ body, session, tap }) => {
    const { people, limited } = await directory.search(session, { term: body.search_term, limit: body.limit })
    const results = people.map(({ userId, displayName, avatarUrl, accountType, organisationName, title, service, awayUntilMs }) => ({
      user_id: userId,
      ...(displayName === null ? {} : { display_name: displayName }),
      ...(avatarUrl === null ? {} : { avatar_url: avatarUrl }),
      ...(organisationName === null ? {} : { 'org.chappe.account_type': accountType, 'org.chappe.organisation': organisationName }),
      ...(title === '' ? {} : { 'org.chappe.title': title }),
      ...(service === '' ? {} : { 'org.chappe.service': service }),
      ...(awayUntilMs === undefined ? {} : { 'org.chappe.away_until_ts': awayUntilMs }),
    }))
    const answer = { results, limited }
    if (people.length === 0) return tap.nothing(answer)
    return tap.reveal(answer, shownReads({ kind: 'people', subject: `directory:${body.search_term.slice(0, 60)}` }, people.map(({ userNid }) => userNid)))
  })
}
