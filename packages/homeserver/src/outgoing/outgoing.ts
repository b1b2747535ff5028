// The layer of outgoing calls: a guarded client and the tap that its bodies come from.
import type { Clock } from '../deps.ts'
import type { LedgerSink } from '../http/reveal-tap.ts'
import { createAddressPolicy } from './addresses.ts'
import type { GuardedClient } from './guarded-client.ts'
import { openGuardedClient } from './guarded-client.ts'
import type { OutgoingTap } from './outgoing-tap.ts'
import { createOutgoingTap } from './outgoing-tap.ts'

/** What the operator decides about outgoing calls. */
export interface OutgoingSettings {
  /** CIDR blocks that may be called though they are private, loopback or otherwise special. */
  allowedAddresses: readonly string[]
}

/** What a feature calls others with. */
export interface Outgoing {
  tap: OutgoingTap
  /**
   * A client with connections of its own, which its opener closes. `anyAddress` is for hosts that the operator names in
   * the configuration and nobody else can choose.
   */
  openClient(options: { maxSockets: number; maxSocketsPerHost: number; anyAddress?: boolean }): GuardedClient
}

/** Ties the layer. */
export function createOutgoing(deps: { ledger: LedgerSink; clock: Clock; settings: OutgoingSettings }): Outgoing {
  const { allowedAddresses } = deps.settings
  return {
    tap: createOutgoingTap(deps.ledger, deps.clock),
    openClient: ({ anyAddress, ...bounds }) =>
      openGuardedClient({
        ...bounds,
        addresses: createAddressPolicy(anyAddress === true ? ['0.0.0.0/0', '::/0'] : allowedAddresses),
      }),
  }
}
