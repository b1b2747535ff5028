// Comparing two devices by emoji or QR code: one asks, the other agrees, both show the same, and the keys arrive.
// https://spec.matrix.org/v1.19/client-server-api/#key-verification-framework
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi, VerificationRequest } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { CryptoEvent, VerificationPhase, VerificationRequestEvent, VerifierEvent } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Current, Verification } from './comparison.ts'
import { begun, describe } from './comparison.ts'

/** The comparison that is going on, if one is. */
export interface Verifications {
  state: Live<Verification | undefined>
  /** Asks one's own other devices. */
  askOwnDevices(): Promise<void>
  /** Asks one device. */
  askDevice(userId: string, deviceId: string): Promise<void>
  agree(): Promise<void>
  showEmoji(): Promise<void>
  /** What the camera of this device has read. */
  scan(code: Uint8ClampedArray): Promise<void>
  /** The same is seen on both sides. */
  confirm(): Promise<void>
  /** What is seen is not the same. */
  deny(): void
  /** Ends it, or clears away one that has ended. */
  close(): Promise<void>
  stop(): void
}

const SAS = 'm.sas.v1'
const QR_BYTES_MAX = 1024

/** Begins to follow comparisons. One at a time: a second one that is asked for meanwhile is turned down. */
export function followVerifications(client: MatrixClient, crypto: CryptoApi): Verifications {
  const state = createStore<Verification | undefined>(() => undefined)
  let current: Current | undefined

  function tell(): void {
    state.setState(current === undefined ? undefined : describe(current), true)
  }

  function take(request: VerificationRequest): void {
    if (current !== undefined && current.request.pending) {
      void request.cancel().catch(() => undefined)
      return
    }
    const taken = begun(request)
    current = taken
    request.on(VerificationRequestEvent.Change, () => onChange(taken))
    onChange(taken)
  }

  function onChange(taken: Current): void {
    listen(taken, tell)
    if (current === taken) tell()
  }

  const onRequest = (request: VerificationRequest): void => take(request)
  client.on(CryptoEvent.VerificationRequestReceived, onRequest)

  return {
    state,
    async askOwnDevices() {
      take(await crypto.requestOwnUserVerification())
    },
    async askDevice(userId, deviceId) {
      take(await crypto.requestDeviceVerification(userId, deviceId))
    },
    async agree() {
      await current?.request.accept()
    },
    async showEmoji() {
      await current?.request.startVerification(SAS)
    },
    async scan(code) {
      if (code.length <= QR_BYTES_MAX) await current?.request.scanQRCode(code)
    },
    async confirm() {
      if (current === undefined) return
      current.isConfirmed = true
      tell()
      if (current.qr !== undefined) current.qr.confirm()
      else await current.sas?.confirm()
    },
    deny() {
      if (current === undefined) return
      current.isMismatch = true
      if (current.qr !== undefined) current.qr.cancel()
      else current.sas?.mismatch()
    },
    async close() {
      const { request } = current ?? {}
      current = undefined
      tell()
      if (request?.pending === true) await request.cancel()
    },
    stop() {
      client.off(CryptoEvent.VerificationRequestReceived, onRequest)
    },
  }
}

/** Hears what the SDK has to say of a comparison from here on. */
function listen(taken: Current, tell: () => void): void {
  if (taken.request.phase === VerificationPhase.Ready && !taken.isQrAsked) {
    // A second code would end the first one, and the comparison with it.
    taken.isQrAsked = true
    const show = (data: Uint8ClampedArray | undefined): void => {
      taken.qrData = data
      tell()
    }
    void taken.request.generateQRCode().then(show, () => undefined)
  }
  const { verifier } = taken.request
  if (verifier === undefined) return
  // That the code was read is told by no event.
  taken.qr = verifier.getReciprocateQrCodeCallbacks() ?? undefined
  // A code that is shown has a verifier of its own; the pictures, where these are chosen after all, another one.
  if (verifier === taken.verifier) return
  taken.verifier = verifier
  verifier.on(VerifierEvent.ShowSas, (sas) => {
    taken.sas = sas
    tell()
  })
  taken.sas = verifier.getShowSasCallbacks() ?? undefined
  // It ends by the request's own change; what went wrong stands there.
  void verifier.verify().catch(tell)
}
