// Where an answer may differ from the specification's schemas, each with its reason.

interface Tolerated {
  operation: string
  status: number
  violation: RegExp
  reason: string
}

const TOLERATED: readonly Tolerated[] = [
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

/** Whether a violation is one that is argued for. */
export function isTolerated(operation: string, status: number, violation: string): boolean {
  return TOLERATED.some((each) => each.operation === operation && each.status === status && each.violation.test(violation))
}
