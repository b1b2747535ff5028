// Endpoints of this area.
export { capabilities } from './capabilities.ts'
export { federationVersion } from './federation-version.ts'
export { getTurnServer } from './get-turn-server.ts'
export { livez } from './livez.ts'
export { readyz } from './readyz.ts'
export { versions } from './versions.ts'
export { wellKnownClient } from './well-known-client.ts'
export { wellKnownSupport } from './well-known-support.ts'
