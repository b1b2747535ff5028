// Endpoints of this area.
export { acceptPairing } from './accept-pairing.ts'
export { beginPairing } from './begin-pairing.ts'
export { endPairing } from './end-pairing.ts'
export { joinPairing } from './join-pairing.ts'
export { lookAtPairing } from './look-at-pairing.ts'
export { openPairing } from './open-pairing.ts'
export { readPairing } from './read-pairing.ts'
