// A report as somebody else gives it: whether it has the form of one.
import { LedgerFormatError } from '../bytes.ts'
import type { ExposureReport } from './report.ts'
import { EXPOSURE_CLASSES, EXPOSURE_FORMAT, REACH_ASSUMPTIONS } from './report.ts'

/** Whether a value is what belongs in a place. */
type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isTrue: Check = (value) => value === true
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const isShare: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1
const orNull = (check: Check): Check => (value) => value === null || check(value)
const oneOf = (...words: readonly string[]): Check => (value) => words.some((word) => word === value)
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check)

/** An object with these fields, and no others. */
function shapeOf(fields: Readonly<Record<string, Check>>, optional: Readonly<Record<string, Check>> = {}): Check {
  const names = Object.keys(fields)
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const entries = new Map<string, unknown>(Object.entries(value))
    if (!names.every((name) => entries.has(name))) return false
    return [...entries].every(([name, each]) => (Object.hasOwn(fields, name) ? fields[name] : optional[name])?.(each) === true)
  }
}

const counts = (...names: readonly string[]): Record<string, Check> => Object.fromEntries(names.map((name) => [name, isCount]))
const times = { firstAtMs: orNull(isCount), lastAtMs: orNull(isCount) }
const isClass = oneOf(...EXPOSURE_CLASSES)

const isSubject = shapeOf({ kind: oneOf('account', 'session', 'network', 'window') }, { userId: isText, deviceId: isText, cidr: isText })
const isLedger = shapeOf({ size: isCount, checkpoint: isText, isWhole: isFlag, gaps: listOf(shapeOf({ ...counts('fromMs', 'toMs'), why: isText })) })
const isTotals = shapeOf(
  counts('rooms', 'roomsReachable', 'roomsListed', 'events', 'eventsCiphertextOnly', 'eventsKeysReachable', 'eventsUnknown', 'eventsReachable', 'people', 'peopleReachable', 'peopleUnnamed', 'files', 'filesReachable', 'fileBytes', 'bytes', 'sessions', 'rows'),
  counts('roomsPreviewable', 'eventsState'),
)
const isSession = shapeOf({
  userId: isText,
  deviceId: isText,
  deviceName: orNull(isText),
  addresses: listOf(isText),
  endedBy: oneOf('open', 'ended', 'contained'),
  ...counts('account', 'device', 'firstAtMs', 'lastAtMs', 'events', 'files', 'bytes'),
})
const isRoom = shapeOf({
  roomId: isText,
  name: orNull(isText),
  organisation: orNull(isText),
  audience: oneOf('everybody', 'members', 'server'),
  isEncrypted: isFlag,
  isOpen: isFlag,
  class: isClass,
  events: shapeOf(counts('delivered', 'ciphertextOnly', 'keysReachable', 'unknown', 'reachable', 'state', 'total')),
  share: isShare,
  sessions: listOf(isText),
  reachableBy: orNull(oneOf('member', 'open', 'invited', 'preview')),
  reachableNow: isFlag,
  isListed: isFlag,
  ...counts('number', 'bytes'),
  ...times,
})
const isPerson = shapeOf({
  userId: isText,
  displayName: orNull(isText),
  organisation: orNull(isText),
  class: isClass,
  asProfile: isFlag,
  asMember: isFlag,
  ...counts('events', 'rooms'),
  ...times,
})
const isFile = shapeOf({
  mxc: isText,
  name: orNull(isText),
  roomId: orNull(isText),
  bytes: isCount,
  sha256: orNull(isText),
  class: isClass,
  isWhole: isFlag,
  sessions: listOf(isText),
  ...times,
})

const isWholeReport = shapeOf({
  format: oneOf(EXPOSURE_FORMAT),
  serverName: isText,
  subject: isSubject,
  caseId: orNull(isText),
  ledger: isLedger,
  totals: isTotals,
  reachablePeople: orNull(shapeOf({ scope: oneOf('everybody', 'organisation', 'acquainted', 'nobody'), ...counts('count', 'inRooms') }, { ...counts('all', 'assumed', 'byName', 'listed', 'listedAssumed', 'pictures'), assumptions: listOf(oneOf(...REACH_ASSUMPTIONS)) })),
  sessions: listOf(isSession),
  rooms: listOf(isRoom),
  people: listOf(isPerson),
  files: listOf(isFile),
  timeline: listOf(shapeOf(counts('fromMs', 'toMs', 'events', 'files', 'people', 'bytes', 'sessions'))),
  others: listOf(shapeOf({ userId: isText, address: isText, ...counts('firstAtMs', 'lastAtMs') })),
  ...counts('fromMs', 'toMs', 'madeAtMs'),
}, { isExercise: isTrue })

function isReport(value: unknown): value is ExposureReport {
  return isWholeReport(value)
}

/** The report. Throws `LedgerFormatError` for what has not the form of one. */
export function readReport(value: unknown): ExposureReport {
  if (!isReport(value)) throw new LedgerFormatError('not a report that is known here')
  return value
}
