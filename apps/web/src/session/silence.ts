// The SDK's logs name rooms, people and addresses: none of it belongs in a console that others may look at, and that keeps all
// that was said in it.
import loglevel from 'loglevel'
import type { Logger } from 'matrix-js-sdk/lib/logger.js'

/** The log of a client. */
export const SILENT: Logger = { trace: none, debug: none, info: none, warn: none, error: none, getChild: () => SILENT }

function none(): void {}

/** Silences what the SDK logs for no client in particular, in this page or worker. To be called once the SDK is loaded. */
export function silenceSdk(): void {
  loglevel.methodFactory = () => none
  for (const log of Object.values(loglevel.getLoggers())) {
    log.methodFactory = loglevel.methodFactory
    log.rebuild()
  }
}
