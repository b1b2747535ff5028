// What accounts are: their kinds, their states and how one becomes another, and the roles of people at the desk.

/** Who somebody is to the state: decided by the address that an account was enrolled with. */
export type EnrolledType = 'agent' | 'external' | 'service'

/** Every kind of account. `exercise`: made for a drill of the security desk; nobody signs in to it. */
export type AccountType = EnrolledType | 'exercise'

/** How people of a domain come in: by showing that an address is theirs, by invitation, or because a directory has them. */
export type Enrolment = 'open' | 'invitation' | 'directory'

/** What somebody may do at the desk. Everybody is an agent beside. */
export type Role = 'organisation_admin' | 'security_officer' | 'auditor' | 'operator'

/** Every role, in the order in which they are shown. */
export const ROLES: readonly Role[] = ['organisation_admin', 'security_officer', 'auditor', 'operator']

/**
 * Where an account stands. `watched` is not told to its owner; `quarantined` and `contained` read and write nothing;
 * `expired` waits for its owner to be confirmed; `closed` is the end.
 */
export type AccountState = 'active' | 'watched' | 'quarantined' | 'contained' | 'suspended' | 'expired' | 'closed'

/** Every state. */
export const ACCOUNT_STATES: readonly AccountState[] = ['active', 'watched', 'quarantined', 'contained', 'suspended', 'expired', 'closed']
