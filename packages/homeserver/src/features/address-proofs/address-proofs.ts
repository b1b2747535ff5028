// Showing that an address is one's own: the front door.
export type { Confirmation, LinkParts } from './confirmation.ts'
export { confirmationUrl, openConfirmation } from './confirmation.ts'
export type { AddressProofs, AddressProofsDeps, Proved, ProofPurpose, ProofSecrets } from './proofs.ts'
export { createAddressProofs } from './proofs.ts'
