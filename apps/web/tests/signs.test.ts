// What a room shows beside its messages: a value that stays as it was is drawn once.
import type { RoomMember } from 'matrix-js-sdk'
import { MatrixEvent, RoomMemberEvent } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import { followSigns } from '../src/session/talk/talk-signs.ts'
import { MALLORY, roomOf, state, tellClient } from './_client.ts'

const ROOM = '!budget:chappe.test'

test('who begins and ends to write is shown, and what one may do stays the same value until it is another', async () => {
  const client = await tellClient({ join: { [ROOM]: roomOf([]) } })
  const room = client.getRoom(ROOM)
  if (room === null) throw new Error('the room was not told of')
  const signs = followSigns(client, room)
  const { rights } = signs.state.getState()
  const types = (typing: boolean): void => void client.emit(RoomMemberEvent.Typing, new MatrixEvent({}), { roomId: ROOM, userId: MALLORY, typing } as RoomMember)
  types(true)
  expect(signs.state.getState().typing.map(({ userId }) => userId)).toEqual([MALLORY])
  expect(signs.state.getState().rights).toBe(rights)
  types(false)
  expect(signs.state.getState().typing).toEqual([])
  room.currentState.setStateEvents([new MatrixEvent({ ...state('m.room.power_levels', { events_default: 50, users_default: 0 }), room_id: ROOM })])
  expect(signs.state.getState().rights.write).not.toBe(rights.write)
  signs.close()
  client.stopClient()
})
