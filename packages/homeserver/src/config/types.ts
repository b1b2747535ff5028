// The shapes that configuration has once it is read: what the rest of the server sees.

/** Where the server listens: a TCP address, or a Unix socket. */
export type ListenAddress = { readonly host: string; readonly port: number } | { readonly socketPath: string }

/** A profile changes policy values, never code paths. */
export type Profile = 'government' | 'matrix'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

/** The whole configuration, parsed once and frozen. */
export interface Config {
  readonly listen: ListenAddress
  /** Absolute path of the data folder. */
  readonly dataDir: string
  readonly serverName: string
  /** Absent: the server runs a PostgreSQL of its own in the data folder. May hold a password. */
  readonly databaseUrl?: string
  readonly profile: Profile
  readonly role: 'writer' | 'reader'
  /** Where other processes reach this one. */
  readonly internalListen?: ListenAddress
  readonly rateLimits: boolean
  /** Makes accounts from outside (`chappe account create`). Absent: that door is shut. Secret. */
  readonly registrationSharedSecret?: string
  /** People register with a token of an administrator. */
  readonly registrationRequiresToken: boolean
  /** The policy server's Ed25519 key. */
  readonly policyServerKey?: string
  readonly helpDesk?: string
  /** What the accessibility statement says of this service. */
  readonly accessibility?: { readonly degree?: 'none' | 'partial' | 'full'; readonly authority?: string; readonly contact?: string; readonly audit?: string; readonly appeal?: string }
  /** Without a slash at the end. */
  readonly publicUrl: string
  /** CIDR blocks whose forwarded headers are believed; empty: nobody's. */
  readonly trustedProxies: readonly string[]
  /** smtp:// or smtps:// URL. Absent: mails go to the log, in development only. May hold a password. */
  readonly mailUrl?: string
  /** Whom mails are from. Absent: `no-reply@` and the server name. */
  readonly mailFrom?: string
  /** An organisation's LDAP directory. Holds a secret. */
  readonly ldap?: {
    readonly url: string
    readonly bindDn?: string
    readonly bindPassword?: string
    readonly baseDn: string
    readonly organisation: string
    readonly filter: string
    readonly addressAttribute: string
    readonly nameAttribute: string
    readonly jobAttributes: { readonly title: readonly string[]; readonly service: readonly string[]; readonly phone: readonly string[]; readonly place: readonly string[] }
  }
  /** Mails about what was not read for `afterHours` (0: none), at most one in `everyHours`. */
  readonly missedMail: { readonly afterHours: number; readonly everyHours: number }
  /** How long an agent's address counts as shown; 0: for ever. */
  readonly validityMonths: number
  /** Absolute path; absent: `signing.key` in the data folder. */
  readonly signingKeyPath?: string
  readonly logLevel: LogLevel
  readonly media: {
    readonly maxUploadBytes: number
    readonly dir: string
    /** What is absent here, the profile's policy decides. */
    readonly maxBytesPerAccount?: number
    readonly maxUploadsPerDay?: number
    readonly urlPreviews?: boolean
  }
  /** For how many days messages are kept; what is absent here, the profile's policy decides. */
  /** What is absent here, the profile's policy decides. */
  readonly deviceGrant?: boolean
  /** `any`, or the hosts of applications that may sign people in beside our own. */
  readonly clients?: 'any' | readonly string[]
  readonly strongPasswords?: boolean
  /** Absolute path. */
  readonly breachedPasswords?: string
  readonly signInDays?: { readonly agents?: number; readonly externals?: number; readonly idle?: number }
  readonly retention?: { readonly forums?: number; readonly rooms?: number }
  /** Absolute paths of the files of other identity providers. */
  readonly identityProviders?: readonly string[]
  /** Absolute paths of the registration files of application services. */
  readonly appservices?: readonly string[]
  readonly calls: {
    /** Absent: no TURN server is offered. Holds a secret. */
    readonly turn: { readonly uris: readonly string[]; readonly secret: string; readonly ttlSeconds: number } | undefined
    readonly livekitServiceUrls: readonly string[]
  }
  /** Push gateways that clients may use; empty: the profile decides. */
  readonly push: {
    readonly gateways: readonly string[]
    /** Hosts and origins of push services that browsers may name; empty: Web Push is off. */
    readonly webPushServices: readonly string[]
  }
  /** How long the ledger keeps rows, and who cosigns it. */
  readonly ledger: { readonly keepMonths: number; readonly witnesses: readonly { readonly url: string; readonly key: string }[] }
  /** CIDR blocks that may be called though they are private. */
  readonly outgoing: { readonly allowedAddresses: readonly string[] }
}

/** Something wrong in the configuration; `message` never holds the value of a secret key. */
export interface ConfigProblem {
  readonly source: 'file' | 'environment' | 'flag'
  /** As the operator wrote it: `listen`, `CHAPPE_LISTEN`, `--listen`; empty when the whole file is meant. */
  readonly key: string
  readonly message: string
  readonly file?: string
  /** From 1; only for the file. */
  readonly line?: number
}

/** One row of the table of keys, for documentation and for `chappe config`. */
export interface ConfigKeyDescription {
  readonly key: string
  readonly environment: string
  readonly flag: string
  readonly expected: string
  /** In words; empty where there is none. */
  readonly default: string
  readonly secret: boolean
  readonly description: string
}
