// One comparison of two devices: where it stands, as the messenger shows it.
import type { ShowQrCodeCallbacks, ShowSasCallbacks, VerificationRequest, Verifier } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { VerificationPhase } from 'matrix-js-sdk/lib/crypto-api/index.js'

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

/** The other side shows a code, which is what matters to whoever scans. */
const QR_SHOW = 'm.qr_code.show.v1'

/** A comparison as the SDK has it, and what was heard of it. */
export interface Current {
  request: VerificationRequest
  verifier: Verifier | undefined
  sas: ShowSasCallbacks | undefined
  qr: ShowQrCodeCallbacks | undefined
  qrData: Uint8ClampedArray | undefined
  isQrAsked: boolean
  isConfirmed: boolean
  isMismatch: boolean
}

/** Nothing was heard of it yet. */
export function begun(request: VerificationRequest): Current {
  return { request, verifier: undefined, sas: undefined, qr: undefined, qrData: undefined, isQrAsked: false, isConfirmed: false, isMismatch: false }
}

/** As the messenger shows it. */
export function describe(current: Current): Verification {
  const { otherUserId, otherDeviceId, isSelfVerification } = current.request
  return { userId: otherUserId, deviceId: otherDeviceId, isOwn: isSelfVerification, step: stepOf(current) }
}

/** What the other side's app says when what it shows is not the same. */
const MISMATCHES: ReadonlySet<string> = new Set(['m.mismatched_sas', 'm.key_mismatch'])

function stepOf(current: Current): VerificationStep {
  const { request, qrData, isMismatch } = current
  switch (request.phase) {
    case VerificationPhase.Unsent:
    case VerificationPhase.Requested:
      return { kind: request.initiatedByMe ? 'asked' : request.accepting ? 'working' : 'incoming' }
    case VerificationPhase.Ready:
      return { kind: 'choosing', qr: qrData, canScan: request.otherPartySupportsMethod(QR_SHOW) }
    case VerificationPhase.Started:
      return startedStep(current)
    case VerificationPhase.Cancelled:
      return { kind: 'cancelled', isMismatch: isMismatch || MISMATCHES.has(request.cancellationCode ?? '') }
    case VerificationPhase.Done:
      return { kind: 'done' }
  }
}

function startedStep({ sas, qr, isConfirmed }: Current): VerificationStep {
  if (qr !== undefined) return { kind: isConfirmed ? 'working' : 'scanned' }
  if (sas?.sas.emoji === undefined) return { kind: 'working' }
  return { kind: 'emoji', isConfirmed, emoji: sas.sas.emoji.map(([sign, name], index) => ({ sign, name, index })) }
}
