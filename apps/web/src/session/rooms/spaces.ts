// The spaces one is in, and which rooms they name. https://spec.matrix.org/v1.19/client-server-api/#spaces
import type { MatrixClient, MatrixEvent, Room } from 'matrix-js-sdk'
import { ClientEvent, RoomEvent, RoomStateEvent } from 'matrix-js-sdk'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { nameOf } from '../read-content.ts'
import type { Space } from '../types.ts'

const CHILDREN = 1000

/** Begins to follow the spaces. */
export function followSpaces(client: MatrixClient): Live<readonly Space[]> {
  const spaces = createStore<readonly Space[]>(() => describeAll(client))
  let timer: ReturnType<typeof setTimeout> | undefined
  const touch = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      spaces.setState(describeAll(client), true)
    }, 16)
  }
  const ofSpace = (room: Room | undefined | null): void => {
    if (room?.isSpaceRoom() === true) touch()
  }
  client.on(ClientEvent.Room, ofSpace)
  client.on(RoomEvent.Name, ofSpace)
  client.on(RoomEvent.MyMembership, ofSpace)
  client.on(RoomStateEvent.Events, (event) => {
    if (event.getType() === 'm.space.child') touch()
  })
  return spaces
}

function describeAll(client: MatrixClient): readonly Space[] {
  return client
    .getRooms()
    .filter((room) => room.isSpaceRoom() && room.getMyMembership() === 'join')
    .map((room) => ({ roomId: room.roomId, name: nameOf(room.name) || room.roomId, children: childrenOf(room) }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** "Children where via is not present or invalid are ignored"; ordered by `order`, then by when and what they are (v1.19). */
function childrenOf(room: Room): readonly string[] {
  const events = room.currentState.getStateEvents('m.space.child').filter((event) => Array.isArray(event.getContent()['via']))
  return events.toSorted(compareChildren).slice(0, CHILDREN).map((event) => event.getStateKey() ?? '')
}

function compareChildren(a: MatrixEvent, b: MatrixEvent): number {
  const [first, second] = [orderOf(a), orderOf(b)]
  if (first !== second) return first === undefined ? 1 : second === undefined ? -1 : first < second ? -1 : 1
  return a.getTs() - b.getTs() || ((a.getStateKey() ?? '') < (b.getStateKey() ?? '') ? -1 : 1)
}

function orderOf(event: MatrixEvent): string | undefined {
  const { order } = event.getContent()
  return typeof order === 'string' && /^[\x20-\x7e]{1,50}$/.test(order) ? order : undefined
}
