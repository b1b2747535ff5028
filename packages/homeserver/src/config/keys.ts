// The one table of configuration keys: the file, the environment, the flags and docs/guide/configuration.md follow it.
import {
  parseAttributeList,
  parseBytes,
  parseCidrList,
  parseClients,
  parseCount,
  parseEd25519Key,
  parseFileList,
  parseHostList,
  parseListen,
  parseMailAddress,
  parseHours,
  parseLedgerMonths,
  parseMonths,
  parseOneOf,
  parsePublicUrl,
  parseSeconds,
  parseServerName,
  parseSwitch,
  parseText,
  parseTurnUris,
  parseUrlList,
  parseUrlWith,
  parseWitnessList,
} from './parse-value.ts'
import type { ValueParser } from './parse-value.ts'
import type { ConfigKeyDescription } from './types.ts'

/** Where Chrome and Edge, Firefox, and Safari have their push services. */
export const WEB_PUSH_SERVICES: readonly string[] = ['fcm.googleapis.com', '*.notify.windows.com', '*.push.services.mozilla.com', '*.push.apple.com']

/** A key as the table declares it; its environment variable and flag follow from its name. */
export interface ConfigKey<T> {
  readonly key: string
  readonly expected: string
  readonly default: string
  readonly secret: boolean
  readonly description: string
  readonly parse: ValueParser<T>
}

function key<T>(parse: ValueParser<T>, row: Omit<ConfigKey<T>, 'parse' | 'secret'> & { secret?: true }): ConfigKey<T> {
  return { ...row, parse, secret: row.secret ?? false }
}

export const KEYS = {
  listen: key(parseListen, {
    key: 'listen', expected: 'host:port or unix:/path', default: 'localhost:8008',
    description: 'Where the server listens.',
  }),
  dataDir: key(parseText, {
    key: 'data_dir', expected: 'a folder', default: './data',
    description: 'Signing keys, media and the own PostgreSQL live here; relative to the folder the server starts in.',
  }),
  serverName: key(parseServerName, {
    key: 'server_name', expected: 'a host name, with or without a port', default: 'localhost',
    description: 'What stands after the colon of every user id. It can never change once there are accounts.',
  }),
  databaseUrl: key(parseUrlWith(['postgres:', 'postgresql:']), {
    key: 'database.url', expected: 'a postgresql:// URL', default: '', secret: true,
    description: 'The PostgreSQL (15 or newer) to use. Without it the server runs its own in the data folder.',
  }),
  profile: key(parseOneOf(['government', 'matrix']), {
    key: 'profile', expected: 'government or matrix', default: 'government',
    description: '`government` is the product as designed; `matrix` is an ordinary homeserver with open registration and passwords.',
  }),
  roles: key(parseOneOf(['writer', 'reader']), {
    key: 'roles', expected: 'writer or reader', default: 'writer',
    description: 'What this process does: `writer` everything, `reader` answers reads beside a writer; see below.',
  }),
  internalListen: key(parseListen, {
    key: 'internal.listen', expected: 'host:port or unix:/path', default: '',
    description: 'Where a writer is reached by its readers. Nothing is encrypted there: a Unix socket, or a network of your own.',
  }),
  rateLimits: key(parseSwitch, {
    key: 'rate_limits', expected: 'on or off', default: 'on',
    description: 'Limits on requests per account and address. Off only for benchmarks and interoperability suites.',
  }),
  registrationSharedSecret: key(parseText, {
    key: 'registration_shared_secret', expected: 'text', default: '', secret: true,
    description: 'Whoever knows it can make accounts (`chappe account create`). Without it that door is shut.',
  }),
  registrationSharedSecretFile: key(parseText, {
    key: 'registration_shared_secret_file', expected: 'a readable file', default: '',
    description: 'A file whose first line is that secret; instead of `registration_shared_secret`.',
  }),
  registrationRequiresToken: key(parseSwitch, {
    key: 'registration_requires_token', expected: 'on or off', default: 'off',
    description: 'On: people register by themselves with a token that an administrator gave them, in every profile.',
  }),
  policyServerKey: key(parseEd25519Key, {
    key: 'policy_server_key', expected: 'an Ed25519 public key in unpadded base64', default: '',
    description: 'The public key of the policy server, for `/.well-known/matrix/policy_server`.',
  }),
  helpDesk: key(parseText, {
    key: 'help_desk', expected: 'text', default: '',
    description: 'Whom somebody turns to whose account is stopped: a telephone number, an address, a page. Their client shows it.',
  }),
  accessibilityAuthority: key(parseText, {
    key: 'accessibility.authority', expected: 'text', default: 'the server name',
    description: 'Who answers for the service, as its accessibility statement (`/accessibility`) names them.',
  }),
  accessibilityContact: key(parseText, {
    key: 'accessibility.contact', expected: 'text', default: '`help_desk`',
    description: 'Whom somebody tells of a barrier: an address, a page, a telephone number.',
  }),
  accessibilityDegree: key(parseOneOf(['none', 'partial', 'full']), {
    key: 'accessibility.degree', expected: 'none, partial or full', default: 'none',
    description: 'How far an audit by people has found the service to conform. Other than `none` it needs `accessibility.audit`.',
  }),
  accessibilityAudit: key(parseText, {
    key: 'accessibility.audit', expected: 'text', default: '',
    description: 'Who has audited the service, when, and the share of criteria that it meets.',
  }),
  accessibilityAppeal: key(parseText, {
    key: 'accessibility.appeal', expected: 'text', default: 'the French Défenseur des droits',
    description: 'Whom somebody turns to whose report of a barrier came to nothing.',
  }),
  publicUrl: key(parsePublicUrl, {
    key: 'public_url', expected: 'an https:// URL (http:// on localhost and 127.0.0.1 only)', default: 'http://localhost:8008',
    description: 'Where clients reach the server: issuer, well-known, origin of passkeys.',
  }),
  trustedProxies: key(parseCidrList, {
    key: 'trusted_proxies', expected: 'a list of addresses or CIDR blocks', default: '(empty)',
    description: 'Reverse proxies whose forwarded headers are believed. Empty: those headers are ignored.',
  }),
  mailUrl: key(parseUrlWith(['smtp:', 'smtps:']), {
    key: 'mail_url', expected: 'an smtp:// or smtps:// URL', default: '', secret: true,
    description: 'The mail server; without a port 587, and 465 for smtps. Without it mails go to the log where `public_url` is on this machine, and are not sent elsewhere.',
  }),
  mailFrom: key(parseMailAddress, {
    key: 'mail_from', expected: 'an e-mail address', default: '`no-reply@` and the server name',
    description: 'Whom mails are from.',
  }),
  validityMonths: key(parseMonths, {
    key: 'enrolment.validity_months', expected: 'a whole number of months from 0 to 60', default: '12',
    description: 'How long an agent may go on before showing by mail that the address still is theirs; 0: for ever.',
  }),
  missedMailAfterHours: key(parseHours, {
    key: 'missed_mail.after_hours', expected: 'a whole number of hours from 0 to 720', default: '8',
    description: 'For how long a mention or a direct message is unread before its reader gets a mail that says how many there are; 0: no such mails.',
  }),
  missedMailEveryHours: key(parseHours, {
    key: 'missed_mail.every_hours', expected: 'a whole number of hours from 0 to 720', default: '24',
    description: 'Nobody gets two such mails within this time.',
  }),
  signInStrongPasswords: key(parseSwitch, {
    key: 'sign_in.strong_passwords', expected: 'on or off', default: 'off',
    description: 'Whether every new password has to be of eight characters, none of the best known ones, and not made of names. The page to make an account on always asks for that.',
  }),
  signInBreachedPasswords: key(parseText, {
    key: 'sign_in.breached_passwords', expected: 'a file', default: '',
    description: 'A file of passwords that have come out in breaches, of which none is taken as a new one: SHA-1 in hexadecimal, a line each, in order, as Have I Been Pwned gives it out. It is looked into, not loaded.',
  }),
  signInDeviceCodes: key(parseSwitch, {
    key: 'sign_in.device_codes', expected: 'on or off', default: 'on (profile government: off, always)',
    description: 'Whether a device may ask to be let in by a code that is typed elsewhere (RFC 8628), once it has shown a passkey itself.',
  }),
  signInClients: key(parseClients, {
    key: 'sign_in.clients', expected: '`any`, or a list of host names (`*.` and a domain: all below it)', default: 'any (profile government: none)',
    description: 'Which applications may sign people in beside our own: any, or those whose `client_uri` is at one of these hosts. An application that is not, or not any more, can neither register nor sign in nor refresh.',
  }),
  signInAgentDays: key(parseCount, {
    key: 'sign_in.agent_days', expected: 'a whole number from 1 to 1000000', default: '90 (profile matrix: for ever)',
    description: 'For how many days a device of an agent stays signed in, however much it is used; then its owner signs in again.',
  }),
  signInExternalDays: key(parseCount, {
    key: 'sign_in.external_days', expected: 'a whole number from 1 to 1000000', default: '30 (profile matrix: for ever)',
    description: 'The same for externals.',
  }),
  signInIdleDays: key(parseCount, {
    key: 'sign_in.idle_days', expected: 'a whole number from 1 to 1000000', default: 'for ever',
    description: 'After how many days without being used a device is signed out, whatever is left of its sign-in; then its owner signs in again.',
  }),
  ldapUrl: key(parseUrlWith(['ldap:', 'ldaps:']), {
    key: 'ldap.url', expected: 'an ldap:// or ldaps:// URL', default: '',
    description: 'The LDAP directory of one organisation. It needs `ldap.base_dn` and `ldap.organisation`.',
  }),
  ldapBindDn: key(parseText, {
    key: 'ldap.bind_dn', expected: 'a distinguished name', default: '',
    description: 'Who reads that directory. Without it: nobody in particular.',
  }),
  ldapBindPassword: key(parseText, {
    key: 'ldap.bind_password', expected: 'text', default: '', secret: true,
    description: 'Their password.',
  }),
  ldapBaseDn: key(parseText, {
    key: 'ldap.base_dn', expected: 'a distinguished name', default: '',
    description: 'Below it people stand.',
  }),
  ldapOrganisation: key(parseText, {
    key: 'ldap.organisation', expected: 'the id of an organisation', default: '',
    description: 'Whose directory it is.',
  }),
  ldapFilter: key(parseText, {
    key: 'ldap.filter', expected: 'an LDAP filter', default: '(objectClass=inetOrgPerson)',
    description: 'Who in it works there now.',
  }),
  ldapAddressAttribute: key(parseText, {
    key: 'ldap.address_attribute', expected: 'the name of an attribute', default: 'mail',
    description: 'Where somebody’s address stands.',
  }),
  ldapNameAttribute: key(parseText, {
    key: 'ldap.name_attribute', expected: 'the name of an attribute', default: 'displayName',
    description: 'Where somebody’s name stands; `cn` where that is empty.',
  }),
  ldapTitleAttributes: key(parseAttributeList, {
    key: 'ldap.title_attributes', expected: 'a list of names of attributes', default: 'title',
    description: 'Where somebody’s job title stands: the first of these that says something counts. An empty list: titles are not read.',
  }),
  ldapServiceAttributes: key(parseAttributeList, {
    key: 'ldap.service_attributes', expected: 'a list of names of attributes', default: 'department, departmentNumber, ou',
    description: 'The same for the service (department, bureau) they work in.',
  }),
  ldapPhoneAttributes: key(parseAttributeList, {
    key: 'ldap.phone_attributes', expected: 'a list of names of attributes', default: '(empty)',
    description: 'The same for the phone of their office, such as `telephoneNumber`; colleagues see it.',
  }),
  ldapPlaceAttributes: key(parseAttributeList, {
    key: 'ldap.place_attributes', expected: 'a list of names of attributes', default: '(empty)',
    description: 'The same for where that office is, such as `physicalDeliveryOfficeName`.',
  }),
  signingKeyPath: key(parseText, {
    key: 'signing_key_path', expected: 'a file', default: '',
    description: 'The file of signing keys, mode 0600. Without it: `signing.key` in the data folder.',
  }),
  logLevel: key(parseOneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    key: 'log.level', expected: 'fatal, error, warn, info, debug, trace or silent', default: 'info',
    description: 'How much the log says.',
  }),
  mediaMaxUploadBytes: key(parseBytes, {
    key: 'media.max_upload_bytes', expected: 'a number of bytes, or a whole number of KiB, MiB or GiB', default: '100MiB',
    description: 'The largest file that can be uploaded.',
  }),
  mediaDir: key(parseText, {
    key: 'media.dir', expected: 'a folder', default: '`media` in the data folder',
    description: 'Where uploaded files are kept.',
  }),
  mediaMaxBytesPerAccount: key(parseBytes, {
    key: 'media.max_bytes_per_account', expected: 'a number of bytes, or a whole number of KiB, MiB or GiB', default: '20GiB (profile matrix: no bound)',
    description: 'How much one account may have uploaded in all.',
  }),
  mediaMaxUploadsPerDay: key(parseCount, {
    key: 'media.max_uploads_per_day', expected: 'a whole number from 1 to 1000000', default: '2000 (profile matrix: no bound)',
    description: 'How many files one account may upload within 24 hours.',
  }),
  mediaUrlPreviews: key(parseSwitch, {
    key: 'media.url_previews', expected: 'on or off', default: 'off',
    description: 'Whether the server reads pages that people link to, so that their clients can show a preview.',
  }),
  retentionForumDays: key(parseCount, {
    key: 'retention.forum_days', expected: 'a whole number from 1 to 1000000', default: '90 (profile matrix: for ever)',
    description: 'For how many days a forum keeps messages and their files, where it says nothing itself (`m.room.retention`).',
  }),
  retentionRoomDays: key(parseCount, {
    key: 'retention.room_days', expected: 'a whole number from 1 to 1000000', default: 'for ever',
    description: 'The same for every other room, talks of two people included.',
  }),
  identityProviders: key(parseFileList, {
    key: 'identity_providers', expected: 'a list of files', default: '(empty)',
    description: 'Files that describe other identity providers (ProConnect, say) by which people may sign in.',
  }),
  appservices: key(parseFileList, {
    key: 'appservices', expected: 'a list of files', default: '(empty)',
    description: 'Registration files of application services: bridges and bots that act for many users.',
  }),
  turnUris: key(parseTurnUris, {
    key: 'turn.uris', expected: 'a list of turn: or turns: URIs', default: '(empty)',
    description: 'TURN servers for calls. They need `turn.secret`.',
  }),
  turnSecret: key(parseText, {
    key: 'turn.secret', expected: 'text', default: '', secret: true,
    description: 'The secret shared with the TURN servers (coturn: `static-auth-secret`), from which credentials are made.',
  }),
  turnTtlSeconds: key(parseSeconds, {
    key: 'turn.ttl', expected: 'a number of seconds from 60 to 604800', default: '86400',
    description: 'How long those credentials are good.',
  }),
  rtcLivekitServiceUrls: key(parseUrlList, {
    key: 'rtc.livekit_service_urls', expected: 'a list of http:// or https:// URLs', default: '(empty)',
    description: 'Where clients get access to the SFU of calls (MatrixRTC over LiveKit).',
  }),
  pushGateways: key(parseUrlList, {
    key: 'push.gateways', expected: 'a list of http:// or https:// URLs', default: '(empty)',
    description: 'The push gateways that clients may use: whole URLs, or hosts (a URL without a path). Empty: none on a `government` server, any on a `matrix` one.',
  }),
  pushWebPushServices: key(parseHostList, {
    key: 'push.web_push_services', expected: 'a list of hosts, `*.` and a domain, or http:// or https:// origins', default: WEB_PUSH_SERVICES.join(', '),
    description: 'The push services that browsers may name for Web Push. An empty list in the file: Web Push is off.',
  }),
  ledgerKeepMonths: key(parseLedgerMonths, {
    key: 'ledger.keep_months', expected: 'a whole number of months from 6 to 36', default: '12',
    description: 'How long the record of reads says who was shown what. What stays after that are hashes, which tell nothing.',
  }),
  ledgerWitnesses: key(parseWitnessList, {
    key: 'ledger.witnesses', expected: 'a list of URLs, each followed by the key that `chappe witness` printed', default: '(empty)',
    description: 'Who cosigns the record of reads, on a machine of another organisation.',
  }),
  outgoingAllowedAddresses: key(parseCidrList, {
    key: 'outgoing.allowed_addresses', expected: 'a list of addresses or CIDR blocks', default: '(empty)',
    description: 'Private addresses that the server may call nevertheless: an own push gateway, an intranet whose pages are previewed.',
  }),
}

export type KeyName = keyof typeof KEYS

/** Every key of the table, in its order. */
export const ALL_KEYS: readonly ConfigKey<unknown>[] = Object.values(KEYS)

/** The environment variable of a key: `database.url` is `CHAPPE_DATABASE_URL`. */
export function environmentOf(keyName: string): string {
  return `CHAPPE_${keyName.replaceAll('.', '_').toUpperCase()}`
}

/** The flag of a key, without its dashes: `media.max_upload_bytes` is `media-max-upload-bytes`. */
export function flagOf(keyName: string): string {
  return keyName.replaceAll(/[._]/g, '-')
}

/** The table in words, from which docs/guide/configuration.md is held true. */
export function describeConfig(): readonly ConfigKeyDescription[] {
  return ALL_KEYS.map((row) => ({
    key: row.key,
    environment: environmentOf(row.key),
    flag: `--${flagOf(row.key)}`,
    expected: row.expected,
    default: row.default,
    secret: row.secret,
    description: row.description,
  }))
}
