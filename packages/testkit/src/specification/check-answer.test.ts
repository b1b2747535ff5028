// The check itself: an answer that is wrong in one member is seen.
import { describe, expect, test } from 'vitest'
import type { HttpAnswer, Json } from '../person.ts'
import { createAnswerCheck } from './check-answer.ts'

const check = createAnswerCheck()

function answered(status: number, body: Json, type = 'application/json'): HttpAnswer {
  return { status, body, bytes: new Uint8Array(), headers: new Headers({ 'content-type': type }) }
}

const found = (method: string, path: string, answer: HttpAnswer): string[] | undefined =>
  check?.check(method, path, answer)?.violations

describe.skipIf(check === undefined)('an answer is held against the specification', () => {
  const event = {
    type: 'm.room.message',
    event_id: '$1',
    sender: '@bob:chappe.test',
    origin_server_ts: 1,
    room_id: '!a:chappe.test',
    content: { body: 'soup?' },
  }
  const path = '/_matrix/client/v3/rooms/!a:chappe.test/messages?dir=b'

  test('as it should be', () => {
    expect(found('GET', path, answered(200, { start: 's', chunk: [event] }))).toEqual([])
    expect(found('GET', path.replace('/v3/', '/r0/'), answered(200, { start: 's', chunk: [] }))).toEqual([])
  })

  test('with a member missing, or of another type, far inside', () => {
    expect(found('GET', path, answered(200, { chunk: [] }))).toEqual([" must have required property 'start'"])
    const { sender: _, ...anonymous } = event
    expect(found('GET', path, answered(200, { start: 's', chunk: [anonymous] }))).toEqual([
      "/chunk/0 must have required property 'sender'",
    ])
    expect(found('GET', path, answered(200, { start: 's', chunk: [{ ...event, origin_server_ts: '1' }] }))).toEqual([
      '/chunk/0/origin_server_ts must be integer',
    ])
  })

  test('with an error that is none, and a success that is not specified', () => {
    expect(found('GET', path, answered(404, { errcode: 'M_NOT_FOUND' }))).toEqual(['/error is not a text'])
    expect(found('GET', path, answered(404, {}, 'text/html'))).toEqual(['the error is not JSON'])
    expect(found('GET', path, answered(204, {}))).toEqual(['status 204 is not specified'])
    expect(found('GET', '/_matrix/client/v1/media/download/chappe.test/a', answered(200, {}, 'image/png'))).toEqual([
      'the header Content-Disposition is missing',
    ])
  })

  test('with an event of the server that is not as its type says', () => {
    const sync = (event: Json): HttpAnswer =>
      answered(200, { next_batch: 's', rooms: { join: { '!a:chappe.test': { ephemeral: { events: [event] } } } } })
    expect(found('GET', '/_matrix/client/v3/sync', sync({ type: 'm.typing', content: { user_ids: [] } }))).toEqual([])
    expect(found('GET', '/_matrix/client/v3/sync', sync({ type: 'm.typing', content: {} }))).toEqual([
      "m.typing /content must have required property 'user_ids'",
    ])
  })

  test('as one of two operations of a path, by what is asked', () => {
    const operationOf = (query: string) =>
      check?.check('GET', `/_matrix/client/v3/events${query}`, answered(200, {}))?.operation
    expect([operationOf(''), operationOf('?from=s1'), operationOf('?from=s1&room_id=!a')]).toEqual(['getEvents', 'getEvents', 'peekEvents'])
  })

  test('with what is argued for, and only where it is', () => {
    const send = '/_matrix/client/v3/rooms/!a:chappe.test/send/m.room.message/1'
    const delayed = answered(200, { delay_id: 'd' })
    expect(found('PUT', `${send}?org.matrix.msc4140.delay=1000`, delayed)).toEqual([])
    expect(found('PUT', send, delayed)).toEqual([" must have required property 'event_id'"])
  })

  test('of nobody knows what', () => {
    expect(found('GET', '/_matrix/client/v3/nothing', answered(200, {}))).toBeUndefined()
  })
})
