// From the text of a row to push rules.
import type { StoredPushRules } from '@chappe/core'

/** Reads what `JSON.stringify` wrote of rules that the core had checked. */
export function parseStoredRules(text: string): StoredPushRules {
  return JSON.parse(text) as StoredPushRules
}
