// GET /_chappe/desk/v1/audit
import { listDeskActions } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { caseOf, pageOf } from '../../../numbers.ts'
import type { Audit } from '../audit.ts'
import { actionAnswer } from './answers.ts'

/** What was tried at the desk, newest first. */
export function listDeskActionsRoute({ route }: DeskPorts, audit: Audit): Route {
  return route(listDeskActions, async ({ query, tap }) => {
    const page = pageOf(query)
    const { actions: found, ...verified } = await audit.list({ target: query.target, caseNid: caseOf(query), isAlone: query.alone === 'true' }, page)
    const last = found.length < page.limit ? undefined : found.at(-1)
    const verification = { state: verified.state, removed: verified.removed, broken: verified.broken ?? null }
    const body = { actions: found.map(actionAnswer), verification, ...(last === undefined ? {} : { next: String(last.actionNid) }) }
    return tap.reveal(body, found.length === 0 ? [] : [{ kind: 'people', count: found.length, subject: query.target?.slice(0, 60) ?? '' }])
  })
}
