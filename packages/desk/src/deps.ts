// What the features that act are given.
import type { Audit } from './features/audit/audit.ts'
import type { Cases } from './features/cases/cases.ts'
import type { DeskPorts } from './ports.ts'

/** The homeserver, the record of what is done, and the cases it belongs to. */
export interface DeskContext {
  ports: DeskPorts
  audit: Audit
  cases: Cases
}
