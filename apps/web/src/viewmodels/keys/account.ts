// Everything of one's own account: keys, devices, profile, privacy, and signing out.
import type { Live } from '../../live.ts'
import type { Profile, Profiles } from '../../session/person/profile.ts'
import type { Privacy, PrivacyWishes } from '../../session/person/privacy.ts'
import type { Session } from '../../session/session.ts'
import type { OwnDevices } from '../../session/keys/own-devices.ts'
import type { Verifications } from '../../session/keys/verifications.ts'
import type { KeysModel } from './keys.ts'
import { createKeysModel } from './keys.ts'
import type { NewDeviceModel } from './new-device.ts'
import { createNewDevice } from './new-device.ts'
import type { PairingModel } from './pairing.ts'
import { createPairingModel } from './pairing.ts'
import type { PutOff } from './put-off.ts'
import { createPutOff } from './put-off.ts'
import type { SignOutModel } from './sign-out.ts'
import { createSignOut } from './sign-out.ts'

/** One's own account. */
export interface AccountModel {
  readonly deviceId: string
  readonly keys: KeysModel
  /** The first run, for whoever does it later. */
  readonly putOff: PutOff
  readonly newDevice: NewDeviceModel
  readonly pairing: PairingModel
  readonly verification: Pick<Verifications, 'state' | 'askDevice' | 'agree' | 'showEmoji' | 'scan' | 'confirm' | 'deny' | 'close'>
  readonly devices: Pick<OwnDevices, 'state' | 'look' | 'end' | 'rename'>
  readonly signingOut: SignOutModel
  readonly profile: { state: Live<Profile> } & Pick<Profiles, 'setName' | 'setPicture' | 'setStatus' | 'setAvailability' | 'readPicture'>
  readonly privacy: { state: Live<PrivacyWishes> } & Pick<Privacy, 'set' | 'unignore'>
}

/** What it is made over, beside a session. */
export interface AccountParts {
  /** How many files wait to be sent. */
  countFiles: () => number
  now: () => number
}

/** Makes the model over a session. */
export function createAccount(
  { accountData, deviceId, keys, profile, privacy, signOut }: Pick<Session, 'accountData' | 'deviceId' | 'keys' | 'profile' | 'privacy' | 'signOut'>,
  { countFiles, now }: AccountParts,
): AccountModel {
  return {
    deviceId,
    keys: createKeysModel(keys, deviceId),
    putOff: createPutOff(accountData, now),
    newDevice: createNewDevice(keys),
    pairing: createPairingModel(keys),
    verification: keys.verifications,
    devices: keys.devices,
    signingOut: createSignOut({ backlog: keys.backlog, state: keys.state, countFiles }, signOut),
    profile,
    privacy,
  }
}
