// Every act in every state by every actor: what may be, who needs a second person, and where it leads.
import { expect, test } from 'vitest'
import type { AccountAct, Actor } from './account-transitions.ts'
import { ACCOUNT_ACTS, ACTORS, checkTransition, stateAfter } from './account-transitions.ts'
import type { AccountState } from './account.ts'
import { ACCOUNT_STATES } from './account.ts'

/** What may be, written down a second time: `act from>to by, by` with `2` where it takes two people. */
const EXPECTED = `
watch active>watched security_officer, system
unwatch watched>active security_officer
quarantine active>quarantined security_officer, system
quarantine watched>quarantined security_officer, system
suspend active>suspended organisation_admin, security_officer, operator
suspend watched>suspended organisation_admin, security_officer, operator
expire active>expired system
expire watched>expired system
expire suspended>expired system
reopen suspended>active organisation_admin, security_officer, operator
reopen expired>active organisation_admin, security_officer, operator
reopen quarantined>active security_officer
contain active>contained security_officer, owner, system, machine
contain watched>contained security_officer, owner, system, machine
contain quarantined>contained security_officer, owner, system, machine
contain suspended>contained security_officer, owner, system, machine
contain expired>contained security_officer, owner, system, machine
release contained>active 2 security_officer
close active>closed organisation_admin, security_officer, operator, owner
close watched>closed organisation_admin, security_officer, operator, owner
close suspended>closed organisation_admin, security_officer, operator, owner
close expired>closed organisation_admin, security_officer, operator, system
close quarantined>closed 2 security_officer
close contained>closed 2 security_officer
`

interface Line {
  to: string
  isForTwo: boolean
  by: string[]
}

const expected = new Map<string, Line>()
for (const line of EXPECTED.trim().split('\n')) {
  const [, act = '', from = '', to = '', two, by = ''] = /^(\w+) (\w+)>(\w+) (2 )?(.*)$/.exec(line) ?? []
  expected.set(`${act} ${from}`, { to, isForTwo: two !== undefined, by: by.split(', ') })
}

const cells = ACCOUNT_ACTS.flatMap((act) => ACCOUNT_STATES.flatMap((from) => ACTORS.map((actor) => [act, from, actor] as const)))

test.each(cells)('%s of an account that is %s, by %s', (act: AccountAct, from: AccountState, actor: Actor) => {
  const line = expected.get(`${act} ${from}`)
  const check = checkTransition(act, from, [actor])
  if (line === undefined) expect(check).toEqual({ isAllowed: false, reason: 'state' })
  else if (!line.by.includes(actor)) expect(check).toEqual({ isAllowed: false, reason: 'actor' })
  else {
    expect(check).toMatchObject({ isAllowed: true, transition: { to: line.to } })
    expect(check.isAllowed && check.transition.secondPerson === true).toBe(line.isForTwo)
  }
})

test('who has several parts may what any of them may', () => {
  expect(checkTransition('contain', 'active', ['auditor', 'security_officer']).isAllowed).toBe(true)
  expect(checkTransition('contain', 'active', []).isAllowed).toBe(false)
})

test('who was watched before is watched again, so that a suspension in between hides nobody from the watch', () => {
  const reopen = checkTransition('reopen', 'suspended', ['organisation_admin'])
  const release = checkTransition('release', 'contained', ['security_officer'])
  if (!reopen.isAllowed || !release.isAllowed) throw new Error('not allowed')
  expect(stateAfter(reopen.transition, 'watched')).toBe('watched')
  expect(stateAfter(reopen.transition, 'active')).toBe('active')
  expect(stateAfter(reopen.transition, undefined)).toBe('active')
  expect(stateAfter(release.transition, 'watched')).toBe('active')
})
