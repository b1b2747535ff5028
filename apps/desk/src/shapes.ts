// What the contract shows, by the names that several files of the desk use.
import type { ResponseOf, getDeskAccount, listOrganisations } from '@chappe/contract'

/** An account with its devices. */
export type DeskAccount = ResponseOf<typeof getDeskAccount>

/** An organisation. */
export type Organisation = ResponseOf<typeof listOrganisations>['organisations'][number]
