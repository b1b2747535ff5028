import { expect, test } from 'vitest'
import type { Row } from '../../viewmodels/talk/timeline-rows.ts'
import { estimateRow } from './estimate.ts'

const said = (text: string, isContinued: boolean): Row => ({
  kind: 'message',
  key: text,
  isContinued,
  message: {
    id: '$1', sender: { userId: '@alice:chappe.test', name: 'Alice', avatarUrl: undefined }, sentAtMs: 0, isMine: false,
    body: { kind: 'text', text, html: undefined, tone: 'plain' }, sending: 'sent', failure: undefined, isEdited: false, mentionsMe: false,
    replyTo: undefined, reactions: [], thread: undefined, readBy: [], priority: undefined, asking: undefined,
  },
})

test('what Alice wrote is expected as tall as it is long, taller on a telephone, and never beyond what is folded', () => {
  expect(estimateRow(said('soup?', true), 1280)).toBe(26)
  expect(estimateRow(said('soup?', false), 1280)).toBe(58)
  expect(estimateRow(said('a\nb\nc', true), 1280)).toBe(74)
  expect(estimateRow(said('word '.repeat(60), true), 390)).toBeGreaterThan(estimateRow(said('word '.repeat(60), true), 1280))
  expect(estimateRow(said('\n'.repeat(5000), true), 1280)).toBe(26 + 12 * 24)
})
