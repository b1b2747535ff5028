import { expect, test } from 'vitest'
import { createDrafts } from './drafts.ts'

function storage(held: Record<string, string> = {}) {
  return {
    held,
    getItem: (key: string) => held[key] ?? null,
    setItem: (key: string, value: string) => void (held[key] = value),
    removeItem: (key: string) => void Reflect.deleteProperty(held, key),
  }
}

const DRAFT = { text: 'Dear @Bob', mentions: [{ label: '@Bob', id: '@bob:chappe.example' }], replyToId: '$one' }

test('what Alice began is there after she opened the page anew, until she sends it', () => {
  const kept = storage()
  createDrafts(kept).set('!room', DRAFT)
  const drafts = createDrafts(kept)
  expect(drafts.get('!room')).toEqual(DRAFT)
  expect(drafts.get('!other')).toBeUndefined()
  drafts.set('!room', undefined)
  expect(createDrafts(kept).get('!room')).toBeUndefined()
  expect(kept.held).toEqual({})
})

test('a storage that is full or holds nonsense costs no words', () => {
  const full = { ...storage(), setItem: () => { throw new DOMException('full', 'QuotaExceededError') } }
  const drafts = createDrafts(full)
  drafts.set('!room', DRAFT)
  expect(drafts.get('!room')).toEqual(DRAFT)
  for (const nonsense of ['', 'null', '3', '{"text":3}', '[]']) expect(createDrafts(storage({ 'chappe.draft.!room': nonsense })).get('!room')).toBeUndefined()
  expect(createDrafts(storage({ 'chappe.draft.!room': '{"text":"a","mentions":[1,{"label":"@x"}],"replyToId":7}' })).get('!room')).toEqual({ text: 'a', mentions: [], replyToId: undefined })
})
