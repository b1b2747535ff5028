// Every route of cases.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { Cases } from '../cases.ts'
import { addDeskNoteRoute } from './add-desk-note.ts'
import { closeDeskCaseRoute } from './close-desk-case.ts'
import { getDeskCaseRoute } from './get-desk-case.ts'
import { listDeskCasesRoute } from './list-desk-cases.ts'
import { openDeskCaseRoute } from './open-desk-case.ts'
import { setDeskCaseAwareRoute } from './set-desk-case-aware.ts'

/** The routes, tied to their operations. */
export function casesRoutes(ports: DeskPorts, cases: Cases): Route[] {
  return [
    openDeskCaseRoute(ports, cases),
    listDeskCasesRoute(ports, cases),
    getDeskCaseRoute(ports, cases),
    addDeskNoteRoute(ports, cases),
    setDeskCaseAwareRoute(ports, cases),
    closeDeskCaseRoute(ports, cases),
  ]
}
