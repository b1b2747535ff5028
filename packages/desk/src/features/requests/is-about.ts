// Whether what was asked for is about somebody: what others ask about one is not one's own to decide.

/** Targets of an account alone, as `requests.ts`, the ledger and exposure reports print them; PostgreSQL reads this as well. */
export const OF_ACCOUNT = String.raw`^(?:(?:account|person) |session ".*" of )?(@\S+)(?: from \S+ to \S+)?$`
/** What can be about an account. */
export const ABOUT_ACCOUNTS: readonly string[] = ['releaseAccount', 'closeDeskAccount', 'askEvidence', 'askLedgerSearch', 'createExposureReport']

const PATTERN = new RegExp(OF_ACCOUNT)

/** Whether a request is about this account. What names it among other words, as an announcement may, is not. */
export function isAbout({ operation, target }: { operation: string; target: string }, userId: string): boolean {
  return ABOUT_ACCOUNTS.includes(operation) && PATTERN.exec(target)?.[1] === userId
}
