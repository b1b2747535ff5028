// What the server itself tells people: it has no name, and is not taken for somebody, nor somebody for it.
import { createWords } from '@chappe/ui'
import type { MatrixClient } from 'matrix-js-sdk'
import { afterEach, expect, test } from 'vitest'
import { followRooms } from '../src/session/rooms/rooms.ts'
import { wordBody } from '../src/views/word-body.ts'
import { wordInvitation, wordPerson, wordRoom } from '../src/views/word-person.ts'
import { en } from '../src/words/en.ts'
import { fr } from '../src/words/fr.ts'
import { event, ME, roomOf, state, tellClient } from './_client.ts'

let client: MatrixClient | undefined
afterEach(() => client?.stopClient())

const SERVER = '@server-notices:chappe.test'
const inEnglish = createWords({ en, fr }, 'en').say
const inFrench = createWords({ en, fr }, 'fr').say

const invitationOf = (sender: string, displayname?: string): object => ({
  invite_state: {
    events: [
      { ...state('m.room.name', { name: 'Server notices' }), sender },
      { ...state('m.room.member', { membership: 'join', displayname }, sender), sender },
      { ...state('m.room.member', { membership: 'invite' }, ME), sender },
    ],
  },
})

test('Alice is invited by her server, and reads in her language from whom it is; whoever is called like it is nobody else', async () => {
  client = await tellClient({
    join: {},
    invite: { '!notices:chappe.test': invitationOf(SERVER), '!trap:evil.test': invitationOf('@server-notices:evil.test'), '!lure:chappe.test': invitationOf('@mallory:chappe.test', SERVER) },
  })
  const rooms = new Map(followRooms(client).all.getState().map((room) => [room.roomId, room.inviter]))
  const inviter = rooms.get('!notices:chappe.test')
  expect([wordInvitation(inviter, inEnglish), wordInvitation(inviter, inFrench)]).toEqual(['From your administration', 'De votre administration'])
  expect(wordInvitation(rooms.get('!trap:evil.test'), inEnglish)).toBe('@server-notices:evil.test invites you')
  expect(rooms.get('!lure:chappe.test')?.isServer).toBeUndefined()
})

test('the room in which it speaks is known by who made it, and is called in the language of the screen; one of that name is a room like any other', async () => {
  const create = { ...state('m.room.create', { room_version: '12' }), sender: SERVER }
  const name = (by: string): object => ({ ...state('m.room.name', { name: 'Server notices' }), sender: by })
  const invited = { invite_state: { events: [create, name(SERVER), { ...state('m.room.member', { membership: 'invite' }, ME), sender: SERVER }] } }
  client = await tellClient({ join: { '!theirs:chappe.test': roomOf([name('@mallory:chappe.test')]) }, invite: { '!notices:chappe.test': invited } })
  const rooms = new Map(followRooms(client).all.getState().map((room) => [room.roomId, room]))
  const worded = (roomId: string): unknown[] => [inEnglish, inFrench].map((say) => wordRoom(rooms.get(roomId) ?? { name: '', isOfServer: false }, say))
  expect(worded('!notices:chappe.test')).toEqual(['Service messages', 'Messages de service'])
  expect(worded('!theirs:chappe.test')).toEqual(['Server notices', 'Server notices'])
})

test('what it says and does stands under that name', async () => {
  const said = { ...event('m.room.message', { msgtype: 'm.text', body: 'Maintenance tonight' }), sender: SERVER }
  client = await tellClient({ join: { '!notices:chappe.test': roomOf([], [said]) } })
  expect(followRooms(client).all.getState()[0]?.last).toMatchObject({ sender: '', message: { text: 'Maintenance tonight' } })
  const server = { userId: SERVER, name: SERVER, avatarUrl: undefined, isServer: true } as const
  expect([wordPerson(server, inEnglish), wordPerson(server, inFrench)]).toEqual(['Service messages', 'Messages de service'])
  expect(wordBody({ kind: 'change', change: { kind: 'member', person: server, from: '', to: 'join', isOwn: true, reason: '' } }, inFrench)).toContain('Messages de service')
})
