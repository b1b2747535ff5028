// What is found is shown as it is read, whatever signs it was written with.
import { MatrixEvent } from 'matrix-js-sdk'
import { expect, test } from 'vitest'
import { indexedEvent } from '../../src/session/search/describe-message.ts'
import { spansOf } from '../../src/session/search/search-index.ts'
import { toPieces } from '../../src/viewmodels/search.ts'

const said = (content: object, more: object = {}) =>
  indexedEvent(new MatrixEvent({ event_id: '$1', room_id: '!a', sender: '@alice:x', origin_server_ts: 1, type: 'm.room.message', content: { msgtype: 'm.text', ...content }, ...more }), '!a')

const LOOKS = { body: 'the **budget** of [2026](https://example.org/b)', format: 'org.matrix.custom.html', formatted_body: 'the <strong>budget</strong> of <a href="https://example.org/b">2026</a>' }

test('Bob looks for "budget of" and reads Alice\'s words without their signs, the hit marked', () => {
  const found = said(LOOKS)
  if (found.kind !== 'message') throw new Error(`it is ${found.kind}`)
  expect(found.message).toMatchObject({ text: 'the budget of 2026 (https://example.org/b)', has: ['link'] })
  const { text } = found.message
  expect(toPieces(text, spansOf(text, [{ words: ['budget', 'of'], isPrefix: false }]))).toEqual([
    { text: 'the ', isHit: false },
    { text: 'budget of', isHit: true },
    { text: ' 2026 (https://example.org/b)', isHit: false },
  ])
})

test('an edit is read in the same way', () => {
  const edit = { body: '* **new**', 'm.new_content': { msgtype: 'm.text', body: '**new**', format: 'org.matrix.custom.html', formatted_body: '<strong>new</strong>' }, 'm.relates_to': { rel_type: 'm.replace', event_id: '$0' } }
  expect(said(edit)).toMatchObject({ kind: 'edit', edit: { target: '$0', text: 'new' } })
})

test('what has no looks, or looks that say nothing, is taken as it was written', () => {
  expect(said({ body: '2 * 3 * 4' })).toMatchObject({ message: { text: '2 * 3 * 4' } })
  expect(said({ body: 'words', format: 'org.matrix.custom.html', formatted_body: '<p></p>' })).toMatchObject({ message: { text: 'words' } })
  expect(said({ body: 'words', format: 'org.matrix.custom.html', formatted_body: 7 })).toMatchObject({ message: { text: 'words' } })
  expect(said({ body: 'words', formatted_body: '<b>other</b>' })).toMatchObject({ message: { text: 'words' } })
})
