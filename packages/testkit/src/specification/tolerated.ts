// Where an answer may differ from the specification's schemas, each with its reason.

interface Tolerated {
  operation: string
  status: number
  violation: RegExp
  /** The requests it holds for; nothing: all of them. */
  request?: RegExp
  reason: string
}

/** How an event is asked to be sent later, which is then answered with how to reach it. */
const DELAYED = {
  status: 200,
  violation: /required property 'event_id'/,
  request: /[?&]org\.matrix\.msc4140\.delay=/,
  reason: 'what is sent later has no id yet (MSC4140)',
}

const TOLERATED: readonly Tolerated[] = [
  { operation: 'sendMessage', ...DELAYED },
  { operation: 'setRoomStateWithKey', ...DELAYED },
  {
    operation: 'getTurnServer',
    status: 200,
    violation: /required property/,
    reason: 'where there is no TURN server nothing can be said of one; clients read an empty object as none',
  },
  {
    operation: 'getRoomStateWithKey',
    status: 200,
    violation: /exactly one schema in oneOf/,
    reason: 'either the content or the event, and every event fits the schema of a content as well',
  },
]

/** Whether a violation is one that is argued for. `path` is that of the request, with its query. */
export function isTolerated(operation: string, status: number, violation: string, path: string): boolean {
  return TOLERATED.some(
    (each) =>
      each.operation === operation &&
      each.status === status &&
      each.violation.test(violation) &&
      each.request?.test(path) !== false,
  )
}
