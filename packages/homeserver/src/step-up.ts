// What an operation asks for when a signed-in device is not enough: a fresh touch of a passkey.
import type { Session } from './session.ts'

/** How long a touch counts. */
export const STEP_UP_MS = 5 * 60_000

/** What a touch has to be. */
export interface TouchWanted {
  /** Of a passkey that cannot leave its authenticator: one that is kept by a provider can be copied without its owner. */
  isBound?: boolean
}

/** Step-up. https://www.w3.org/TR/webauthn-3/ */
export interface StepUp {
  /**
   * Resolves when the owner of the session's device has touched a passkey on it within the last five minutes. Otherwise
   * throws `M_FORBIDDEN` with `org.chappe.step_up: { url, act, expires_in_ms }`: after the touch the same request
   * succeeds. `act` names what is asked for, in small letters and underscores; it is shown to the owner in their words.
   * Where the touch has to be of a bound passkey, the challenge says `needs_bound`.
   */
  require(session: Session, act: string, wanted?: TouchWanted): Promise<void>
}
