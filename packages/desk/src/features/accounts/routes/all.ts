// Every route of accounts.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskAccounts } from '../accounts.ts'
import { approveDeskDeviceRoute } from './approve-desk-device.ts'
import { getDeskAccountRoute } from './get-desk-account.ts'
import { getDeskMeRoute } from './get-desk-me.ts'
import { getDeskReadsRoute } from './get-desk-reads.ts'
import { listDeskAccountsRoute } from './list-desk-accounts.ts'
import { quarantineAccountRoute } from './quarantine-account.ts'
import { reopenAccountRoute } from './reopen-account.ts'
import { setAccountJobRoute } from './set-account-job.ts'
import { setDeskRolesRoute } from './set-desk-roles.ts'
import { suspendAccountRoute } from './suspend-account.ts'
import { unwatchAccountRoute } from './unwatch-account.ts'
import { watchAccountRoute } from './watch-account.ts'

/** The routes, tied to their operations. */
export function accountsRoutes(ports: DeskPorts, accounts: DeskAccounts): Route[] {
  return [
    getDeskMeRoute(ports),
    listDeskAccountsRoute(ports, accounts),
    getDeskAccountRoute(ports, accounts),
    getDeskReadsRoute(ports),
    setDeskRolesRoute(ports, accounts),
    setAccountJobRoute(ports, accounts),
    watchAccountRoute(ports, accounts),
    unwatchAccountRoute(ports, accounts),
    quarantineAccountRoute(ports, accounts),
    suspendAccountRoute(ports, accounts),
    reopenAccountRoute(ports, accounts),
    approveDeskDeviceRoute(ports, accounts),
  ]
}
