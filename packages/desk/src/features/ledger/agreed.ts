// What two people have agreed to look at, and what was found of it.

/** What two people have agreed to. */
export interface AgreedRequest {
  operation: string
  target: string
  reason: string
  askedBy: string
  decidedBy: string | null
  expiresAtMs: number
}

/** What of the requests it takes. */
export interface AgreedRequests {
  findAgreed(requestNid: number): Promise<AgreedRequest | undefined>
}

/** What a search has found. */
export interface FoundEvidence {
  /** What its rows are proven against. */
  head: { size: number; note: string }
  rows: number
}
