import { expect, test } from 'vitest'
import { isEmojiAlone } from './emoji-alone.ts'

test.each(['👍', '👍👍🏽 🎉', '👩‍👩‍👧', '🇫🇷', '1️⃣', 'ℹ️'])('%s stands alone', (text) => {
  expect(isEmojiAlone(text)).toBe(true)
})

test.each(['', '   ', '12', 'fine 👍', '👍 d’accord', 'на месте 👍', '👍👍👍👍👍👍👍'])('%s does not', (text) => {
  expect(isEmojiAlone(text)).toBe(false)
})
