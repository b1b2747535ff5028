// What a report is ordered about: a subject and a time, as it comes over the wire, as it is stored, and as a person reads it.
import { MatrixError } from '@chappe/contract'
import type { ExposureSubject, LedgerRow } from '@chappe/ledger'
import { parseNetwork } from '@chappe/ledger'

/** A subject, and a time whose ends are both included. */
export interface Order {
  subject: ExposureSubject
  fromMs: number
  toMs: number
}

/** The subject as the endpoints take and give it. */
export type WireSubject =
  | { kind: 'account'; user_id: string }
  | { kind: 'session'; user_id: string; device_id: string }
  | { kind: 'network'; cidr: string }
  | { kind: 'window' }

/** From the wire. Throws `M_INVALID_PARAM` for a network that is none. */
export function subjectOf(wire: WireSubject): ExposureSubject {
  switch (wire.kind) {
    case 'account':
      return { kind: 'account', userId: wire.user_id }
    case 'session':
      return { kind: 'session', userId: wire.user_id, deviceId: wire.device_id }
    case 'network':
      if (parseNetwork(wire.cidr) === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'cidr: not a network, as 192.0.2.0/24 is one' })
      return { kind: 'network', cidr: wire.cidr }
    case 'window':
      return { kind: 'window' }
  }
}

/** To the wire. */
export function wireSubjectOf({ kind, userId = '', deviceId = '', cidr = '' }: ExposureSubject): WireSubject {
  switch (kind) {
    case 'account':
      return { kind, user_id: userId }
    case 'session':
      return { kind, user_id: userId, device_id: deviceId }
    case 'network':
      return { kind, cidr }
    case 'window':
      return { kind }
  }
}

/** As the second person reads it. */
export function printOrder({ subject, fromMs, toMs }: Order): string {
  const time = `from ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`
  switch (subject.kind) {
    case 'account':
      return `${subject.userId} ${time}`
    case 'session':
      return `session ${JSON.stringify(subject.deviceId)} of ${subject.userId} ${time}`
    case 'network':
      return `network ${subject.cidr} ${time}`
    case 'window':
      return `everybody ${time}`
  }
}

/** Whether a row went to an address of a network. */
export function isInNetwork(cidr: string): (row: Pick<LedgerRow, 'address'>) => boolean {
  const contains = parseNetwork(cidr)
  // The same few addresses come again and again.
  const known = new Map<string, boolean>()
  return ({ address }) => {
    const remembered = known.get(address)
    if (remembered !== undefined) return remembered
    const isIn = contains?.(address) === true
    if (known.size < REMEMBERED_MAX) known.set(address, isIn)
    return isIn
  }
}

const REMEMBERED_MAX = 100_000
