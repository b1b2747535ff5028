// Alice pastes twenty names and addresses: each is found, written to, or said to be unknown, and nothing is lost.
import { expect, test } from 'vitest'
import type { FoundPerson } from '../../session/types.ts'
import { createInviteMany, entriesIn, ENTRIES_MAX } from './invite-many.ts'

const ALICE = '@alice:ministry.example'
const person = (localpart: string, name: string, kind: FoundPerson['kind'] = 'agent'): FoundPerson =>
  ({ userId: `@${localpart}:ministry.example`, name, avatarUrl: undefined, kind, organisation: 'Interior', title: '', service: '' })
const BOB = person('bob', 'Bob Durand (Interior)')
const MARTINS = [person('m1', 'Jean Martin (Interior)'), person('m2', 'Jean Martin (Finance)')]
const EVE = person('eve', 'Eve Gray (Acme)', 'external')

function stage(over: { admitsExternals?: boolean; refuse?: (userId: string) => Error | undefined; busyTimes?: number } = {}) {
  const seen = { invited: [] as string[], mailed: [] as string[], waited: 0, terms: [] as string[] }
  let busy = over.busyTimes ?? 0
  const room = { admitsExternals: over.admitsExternals ?? true }
  const all = [BOB, ...MARTINS, EVE]
  const model = createInviteMany({
    userId: ALICE,
    admitsExternals: () => room.admitsExternals,
    directory: {
      searchPeople: async (term) => {
        if (busy-- > 0) throw Object.assign(new Error('too often'), { code: 'M_LIMIT_EXCEEDED' })
        seen.terms.push(term)
        if (term === 'bob.durand@interior.example') return { people: [BOB], isLimited: false }
        return { people: all.filter(({ name }) => name.toLowerCase().includes(term.toLowerCase())), isLimited: false }
      },
      inviteByMail: async (address) => void seen.mailed.push(address),
    },
    actions: {
      invite: async (_room, userId) => {
        const error = over.refuse?.(userId)
        if (error !== undefined) throw error
        seen.invited.push(userId)
      },
    },
    wait: async () => void (seen.waited += 1),
  }, '!room:ministry.example')
  const settled = async (): Promise<unknown[]> => {
    await expect.poll(() => model.state.getState().entries.some(({ kind }) => kind === 'looking')).toBe(false)
    return model.state.getState().entries.map((entry) => (entry.kind === 'found' ? entry.person.userId : entry.kind === 'mail' ? entry.address : entry.kind === 'unknown' ? entry.problem : entry.kind))
  }
  return { model, seen, settled, room }
}

test('lines, semicolons, tabs and commas part entries; a name with its address is one, and twice the same is once', () => {
  expect(entriesIn('Bob Durand <bob@x.example>; "Martin, Jean" <jm@x.example>, eve@x.example\r\n\teve@x.example\n\n')).toEqual(['Bob Durand <bob@x.example>', '"Martin', 'Jean" <jm@x.example>', 'eve@x.example'])
  expect(entriesIn('  one person  ')).toEqual(['one person'])
  expect(entriesIn('x'.repeat(10_000))[0]?.length).toBe(200)
})

test('found by address and by whole name, by mail where nobody has that address, and the others are said to be unknown', async () => {
  const { model, seen, settled } = stage()
  expect(model.paste('just one')).toBe(false)
  expect(model.paste('bob.durand@interior.example\nJean Martin\nEve Gray\nXavier <xavier@partner.example>\nNo Body\nab')).toBe(true)
  expect(await settled()).toEqual([BOB.userId, 'several', EVE.userId, 'xavier@partner.example', 'nobody', 'short'])
  expect(await model.invite()).toBe(false)
  expect([seen.invited, seen.mailed]).toEqual([[BOB.userId, EVE.userId], ['xavier@partner.example']])
  expect(await settled()).toEqual(['several', 'nobody', 'short'])
  expect(model.state.getState().done).toBe(3)
})

test('where nobody from outside is let in, they are told apart, and not written to', async () => {
  const { model, settled, room } = stage({ admitsExternals: false })
  model.paste('Eve Gray; xavier@partner.example; bob.durand@interior.example; No Body')
  expect(await settled()).toEqual(['external', 'closed', BOB.userId, 'nobody'])
  // The room is opened to them while the form is open: nothing has to be pasted again.
  room.admitsExternals = true
  model.again()
  expect(await settled()).toEqual([EVE.userId, 'xavier@partner.example', BOB.userId, 'nobody'])
})

test('who could not be invited stays with the reason, and is asked for again alone', async () => {
  let isRefusing = true
  const { model, seen, settled } = stage({ refuse: (userId) => (isRefusing && userId === BOB.userId ? new Error('Bob declines invitations') : undefined) })
  model.paste('bob.durand@interior.example, Eve Gray')
  await settled()
  expect(await model.invite()).toBe(false)
  expect(model.state.getState()).toMatchObject({ done: 1, isBusy: false, entries: [{ kind: 'found', failure: 'Bob declines invitations' }] })
  isRefusing = false
  expect(await model.invite()).toBe(true)
  expect(seen.invited).toEqual([EVE.userId, BOB.userId])
})

test('the same person twice is one; a server that is asked too often is waited for; too many are counted', async () => {
  const { model, seen, settled } = stage({ busyTimes: 2 })
  model.paste('bob.durand@interior.example, Bob Durand')
  expect(await settled()).toEqual([BOB.userId])
  expect(seen.waited).toBe(2)
  model.paste(Array.from({ length: 150 }, (_, n) => `nobody ${n}`).join('\n'))
  await settled()
  expect(model.state.getState()).toMatchObject({ entries: { length: ENTRIES_MAX }, left: 51 })
})

test('whom the picker takes and drops is in the list, and one by one', () => {
  const { model } = stage()
  model.setPeople([BOB, EVE])
  model.setPeople([EVE])
  const [entry] = model.state.getState().entries
  expect(entry).toMatchObject({ kind: 'found', person: EVE })
  model.remove(entry?.id ?? 0)
  expect(model.state.getState().entries).toEqual([])
})
