// What comes from the server, as the contract says it is.
import type { AnyEndpoint, ResponseOf } from '@chappe/contract'

/** An answer. The server is held to its contract by its own tests: it is taken as what the contract says. */
export function parseAnswer<E extends AnyEndpoint>(_endpoint: E, answer: unknown): ResponseOf<E> {
  return answer as ResponseOf<E>
}

/** What the browser is asked for, so that a passkey is touched. Throws where it is not of that shape. */
export function parseTouchOptions(options: object): PublicKeyCredentialRequestOptions {
  return PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON)
}
