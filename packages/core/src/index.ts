// The pure Matrix event core: everything here is data in, data out.
export type { JsonObject, JsonValue } from './json/value.ts'
export type { CoreCrypto } from './crypto/crypto.ts'
export type { EventReferences, Pdu } from './events/pdu.ts'
export type { AuthEvent, AuthRejection, AuthState } from './auth/state.ts'
export type { RoomVersion, RoomVersionRules } from './room-versions/rules.ts'
