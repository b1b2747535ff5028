// What the stories about files share.
import type { Server } from '@chappe/server'
import type { HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { expect } from 'vitest'
import { readsOf } from './_keys.ts'

/** The endpoints of authenticated media. */
export const C1 = '/_matrix/client/v1/media'
/** Those of MSC3911. */
export const RESTRICTED = '/_matrix/client/unstable/org.matrix.msc3911/media'

/** A PNG of one pixel. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Uploads a file and gives back its `mxc://` URI. */
export async function upload(person: Person, raw: Uint8Array | string = PICTURE, path = '/_matrix/media/v3/upload'): Promise<string> {
  const answer = await person.request('POST', path, { raw, headers: { 'content-type': 'image/png' } })
  expect([answer.status, answer.body]).toEqual([200, { content_uri: expect.stringMatching(/^mxc:/) }])
  return answer.body.content_uri
}

/** Server and media id, as they stand in a path. */
export const pathOf = (mxc: string): string => mxc.slice('mxc://'.length)
export const idOf = (mxc: string): string => mxc.split('/').at(-1) ?? ''

/** The status of a download. */
export async function read(person: Person, mxc: string): Promise<number> {
  return (await person.get(`${C1}/download/${pathOf(mxc)}?timeout_ms=0`)).status
}

/** Every way to the bytes of a file answers as if there were none. */
export async function expectUnknown(person: Person, mxc: string): Promise<void> {
  const unknown = { errcode: 'M_NOT_FOUND', error: 'The media is not known' }
  for (const way of [`download/${pathOf(mxc)}`, `download/${pathOf(mxc)}/x.png`, `thumbnail/${pathOf(mxc)}?width=32&height=32`]) {
    const answer: HttpAnswer = await person.get(`${C1}/${way}`)
    expect([way, answer.status, answer.body]).toEqual([way, 404, unknown])
  }
}

/** The last row of the ledger about a download. */
export async function lastRead(server: TestServer<Server>) {
  return (await readsOf(server, 'getContentAuthed')).at(-1)
}
