// What a profile means: policy values only, never code paths.

/** `government` is the default; `matrix` is an ordinary homeserver. */
export type Profile = 'government' | 'matrix'

/** The values that differ between the profiles. */
export interface ProfilePolicy {
  /** Anybody may make an account. */
  openRegistration: boolean
  /** Guest accounts are given out. */
  guestAccess: boolean
  /** A password signs a device in. */
  passwordLogin: boolean
  /** The fewest characters of a new password. */
  passwordLengthMin: number
}

const POLICIES: Readonly<Record<Profile, ProfilePolicy>> = {
  government: {
    openRegistration: false,
    guestAccess: false,
    // NOTE: on until passkeys exist: an account made with the shared secret has no other way in.
    passwordLogin: true,
    passwordLengthMin: 8,
  },
  // Interoperability suites register with short passwords.
  matrix: { openRegistration: true, guestAccess: true, passwordLogin: true, passwordLengthMin: 1 },
}

/** The policy values of a profile. */
export function policyOf(profile: Profile): ProfilePolicy {
  return POLICIES[profile]
}
