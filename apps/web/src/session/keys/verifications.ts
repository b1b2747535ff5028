// Comparing two devices by emoji or QR code: one asks, the other agrees, both show the same, and the keys arrive.
// https://spec.matrix.org/v1.19/client-server-api/#key-verification-framework
import type { MatrixClient } from 'matrix-js-sdk'
import type { CryptoApi, ShowQrCodeCallbacks, ShowSasCallbacks, VerificationRequest, Verifier } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { CryptoEvent, VerificationPhase, VerificationRequestEvent, VerifierEvent } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'

/** Where a comparison stands. */
export type VerificationStep =
  /** Asked from here; the other side has not agreed. */
  | { kind: 'asked' }
  /** The other side asks. */
  | { kind: 'incoming' }
  /** Both agreed: it is chosen how. `qr`: what the other side's camera may read. */
  | { kind: 'choosing'; qr: Uint8ClampedArray | undefined; canScan: boolean }
  | { kind: 'emoji'; emoji: readonly { sign: string; index: number; name: string }[]; isConfirmed: boolean }
  /** The other side has read the code shown here. */
  | { kind: 'scanned' }
  | { kind: 'working' }
  | { kind: 'done' }
  | { kind: 'cancelled'; isMismatch: boolean }

/** A comparison. */
export interface Verification {
  /** Whose device it is; one's own or a colleague's. */
  userId: string
  deviceId: string | undefined
  isOwn: boolean
  step: VerificationStep
}

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
const QR_SCAN = 'm.qr_code.scan.v1'
const QR_BYTES_MAX = 1024

interface Current {
  request: VerificationRequest
  verifier: Verifier | undefined
  sas: ShowSasCallbacks | undefined
  qr: ShowQrCodeCallbacks | undefined
  qrData: Uint8ClampedArray | undefined
  isConfirmed: boolean
  isMismatch: boolean
}

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
    const taken: Current = { request, verifier: undefined, sas: undefined, qr: undefined, qrData: undefined, isConfirmed: false, isMismatch: false }
    current = taken
    request.on(VerificationRequestEvent.Change, () => onChange(taken))
    onChange(taken)
  }

  function onChange(taken: Current): void {
    if (taken.request.phase === VerificationPhase.Ready && taken.qrData === undefined) {
      void taken.request.generateQRCode().then(
        (data) => {
          taken.qrData = data
          tell()
        },
        () => undefined,
      )
    }
    const { verifier } = taken.request
    if (verifier !== undefined && taken.verifier === undefined) follow(taken, verifier)
    if (current === taken) tell()
  }

  function follow(taken: Current, verifier: Verifier): void {
    taken.verifier = verifier
    const onSas = (sas: ShowSasCallbacks): void => {
      taken.sas = sas
      tell()
    }
    const onQr = (qr: ShowQrCodeCallbacks): void => {
      taken.qr = qr
      tell()
    }
    verifier.on(VerifierEvent.ShowSas, onSas)
    verifier.on(VerifierEvent.ShowReciprocateQr, onQr)
    taken.sas = verifier.getShowSasCallbacks() ?? undefined
    taken.qr = verifier.getReciprocateQrCodeCallbacks() ?? undefined
    // It ends by the request's own change; what went wrong stands there.
    void verifier.verify().catch(() => tell())
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

function describe(current: Current): Verification {
  const { otherUserId, otherDeviceId, isSelfVerification } = current.request
  return { userId: otherUserId, deviceId: otherDeviceId, isOwn: isSelfVerification, step: stepOf(current) }
}

function stepOf({ request, sas, qr, qrData, isConfirmed, isMismatch }: Current): VerificationStep {
  switch (request.phase) {
    case VerificationPhase.Unsent:
    case VerificationPhase.Requested:
      return { kind: request.initiatedByMe ? 'asked' : request.accepting ? 'working' : 'incoming' }
    case VerificationPhase.Ready:
      return { kind: 'choosing', qr: qrData, canScan: request.otherPartySupportsMethod(QR_SCAN) }
    case VerificationPhase.Started:
      if (qr !== undefined) return isConfirmed ? { kind: 'working' } : { kind: 'scanned' }
      if (sas?.sas.emoji !== undefined) return { kind: 'emoji', isConfirmed, emoji: sas.sas.emoji.map(([sign, name], index) => ({ sign, name, index })) }
      return { kind: 'working' }
    case VerificationPhase.Cancelled:
      return { kind: 'cancelled', isMismatch: isMismatch || request.cancellationCode === 'm.mismatched_sas' || request.cancellationCode === 'm.key_mismatch' }
    case VerificationPhase.Done:
      return { kind: 'done' }
  }
}
