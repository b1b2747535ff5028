// The content of `m.receipt`.
// https://spec.matrix.org/v1.19/client-server-api/#mreceipt

/** A receipt as the content shows it. */
export interface ShownReceipt {
  eventId: string
  type: string
  userId: string
  threadId: string
  atMs: number
}

/**
 * The JSON text of the content. Where one user has several receipts of one type on one event, the unthreaded one is
 * shown: it says the most.
 */
export function receiptContentOf(receipts: readonly ShownReceipt[]): string {
  const events = new Map<string, Map<string, Map<string, string>>>()
  const threadedFirst = [...receipts].sort((a, b) => Number(a.threadId === '') - Number(b.threadId === ''))
  for (const { eventId, type, userId, threadId, atMs } of threadedFirst) {
    const ofEvent = entryOf(events, eventId, () => new Map<string, Map<string, string>>())
    const ofType = entryOf(ofEvent, type, () => new Map<string, string>())
    ofType.set(userId, threadId === '' ? `{"ts":${atMs}}` : `{"ts":${atMs},"thread_id":${JSON.stringify(threadId)}}`)
  }
  return textOf(events, (types) => textOf(types, (users) => textOf(users, (receipt) => receipt)))
}

function entryOf<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

function textOf<V>(map: ReadonlyMap<string, V>, valueText: (value: V) => string): string {
  const parts: string[] = []
  for (const [key, value] of map) parts.push(`${JSON.stringify(key)}:${valueText(value)}`)
  return `{${parts.join(',')}}`
}
