// Configuration: one YAML file, every key also an environment variable and a flag. A flag goes before the environment,
// the environment before the file, the file before the default.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { ALL_KEYS, environmentOf, flagOf, KEYS, WEB_PUSH_SERVICES } from './config/keys.ts'
import type { ConfigKey } from './config/keys.ts'
import type { RawValue } from './config/parse-value.ts'
import { readConfigFile } from './config/read-file.ts'
import type { Config, ConfigProblem, ListenAddress } from './config/types.ts'

export { describeConfig } from './config/keys.ts'
export type { Config, ConfigKeyDescription, ConfigProblem, ListenAddress, LogLevel, Profile } from './config/types.ts'

/** Where configuration comes from. */
export interface ConfigSources {
  /** Path of the YAML file. */
  readonly file?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** By name without dashes, as `parseFlags` gives them: `{ 'data-dir': '/srv/chappe' }`. */
  readonly flags: Readonly<Record<string, string>>
}

/** `warnings` are variables that look like ours and are none: an orchestrator may have set them. */
export type ConfigResult = { readonly config: Config; readonly warnings: readonly ConfigProblem[] } | { readonly problems: readonly ConfigProblem[] }

/** A raw value and where the operator wrote it. */
interface Found {
  readonly value: RawValue
  readonly place: Omit<ConfigProblem, 'message'>
}

interface Loading {
  readonly found: Map<string, Found>
  readonly problems: ConfigProblem[]
}

// Variables of the repository's own tests and benchmarks share the prefix.
const FOREIGN_VARIABLES = /^CHAPPE_(?:CONFIG$|SHARED$|TEST_|BENCH_|DEV_|E2E_)/

/** Reads and checks every source. All problems are reported at once; secrets never stand in one. */
export function loadConfig(sources: ConfigSources): ConfigResult {
  const loading: Loading = { found: new Map(), problems: [] }
  if (sources.file !== undefined) gatherFile(loading, sources.file)
  const warnings = gatherEnvironment(loading, sources.env)
  gatherFlags(loading, sources.flags)
  const config = makeConfig(loading)
  return loading.problems.length > 0 ? { problems: loading.problems } : { config, warnings }
}

/** One line for people: `chappe.yaml:3: listen: expected host:port or unix:/path`. */
export function formatProblem(problem: ConfigProblem): string {
  const place = problem.file === undefined ? '' : `${problem.file}${problem.line === undefined ? '' : `:${problem.line}`}: `
  return `${place}${problem.key === '' ? '' : `${problem.key}: `}${problem.message}`
}

/** What `parseFlags` made of the command line. */
export interface ParsedFlags {
  readonly file?: string
  readonly flags: Readonly<Record<string, string>>
  readonly problems: readonly ConfigProblem[]
}

/** Reads `--key=value` and `--key value`; `--config` names the file. */
export function parseFlags(argv: readonly string[]): ParsedFlags {
  const flags: Record<string, string> = {}
  const problems: ConfigProblem[] = []
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? ''
    const match = /^--([a-z][a-z0-9._-]*)(?:=(.*))?$/s.exec(argument)
    const value = match?.[2] ?? argv[index + 1]
    if (match?.[1] === undefined) {
      problems.push({ source: 'flag', key: argument.slice(0, 40), message: 'expected --key=value' })
    } else if (value === undefined) {
      problems.push({ source: 'flag', key: `--${match[1]}`, message: 'expected a value' })
    } else {
      flags[flagOf(match[1])] = value
      if (match[2] === undefined) index += 1
    }
  }
  const { config: file, ...rest } = flags
  return { ...(file === undefined ? {} : { file }), flags: rest, problems }
}

/** The configuration as rows of key and value, secrets hidden: what `chappe config show` prints. */
export function showConfig(config: Config): readonly { readonly key: string; readonly value: string }[] {
  const hidden = (value: string | undefined): string => (value === undefined ? '(not set)' : '(hidden)')
  const orElse = (value: unknown, leftOut: string): string => String(value ?? leftOut)
  return [
    { key: 'listen', value: wordListen(config.listen) },
    { key: 'data_dir', value: config.dataDir },
    { key: 'server_name', value: config.serverName },
    { key: 'database.url', value: hidden(config.databaseUrl) },
    { key: 'profile', value: config.profile },
    { key: 'roles', value: config.role },
    { key: 'internal.listen', value: config.internalListen === undefined ? '(not set)' : wordListen(config.internalListen) },
    { key: 'rate_limits', value: config.rateLimits ? 'on' : 'off' },
    { key: 'registration_shared_secret', value: hidden(config.registrationSharedSecret) },
    { key: 'registration_requires_token', value: config.registrationRequiresToken ? 'on' : 'off' },
    { key: 'policy_server_key', value: config.policyServerKey ?? '(not set)' },
    { key: 'help_desk', value: config.helpDesk ?? '(not set)' },
    { key: 'accessibility.authority', value: orElse(config.accessibility?.authority, '(by server name)') },
    { key: 'accessibility.contact', value: orElse(config.accessibility?.contact, '(the help desk)') },
    { key: 'accessibility.degree', value: config.accessibility?.degree ?? 'none' },
    { key: 'accessibility.audit', value: orElse(config.accessibility?.audit, '(not set)') },
    { key: 'accessibility.appeal', value: orElse(config.accessibility?.appeal, '(by default)') },
    { key: 'public_url', value: config.publicUrl },
    { key: 'trusted_proxies', value: config.trustedProxies.join(', ') || '(empty)' },
    { key: 'mail_url', value: hidden(config.mailUrl) },
    { key: 'mail_from', value: config.mailFrom ?? '(by server name)' },
    { key: 'enrolment.validity_months', value: String(config.validityMonths) },
    { key: 'missed_mail.after_hours', value: String(config.missedMail.afterHours) },
    { key: 'missed_mail.every_hours', value: String(config.missedMail.everyHours) },
    { key: 'ldap.url', value: config.ldap?.url ?? '(not set)' },
    { key: 'ldap.bind_dn', value: config.ldap?.bindDn ?? '(not set)' },
    { key: 'ldap.bind_password', value: hidden(config.ldap?.bindPassword) },
    { key: 'ldap.base_dn', value: config.ldap?.baseDn ?? '(not set)' },
    { key: 'ldap.organisation', value: config.ldap?.organisation ?? '(not set)' },
    { key: 'ldap.filter', value: config.ldap?.filter ?? '(not set)' },
    { key: 'ldap.address_attribute', value: config.ldap?.addressAttribute ?? '(not set)' },
    { key: 'ldap.name_attribute', value: config.ldap?.nameAttribute ?? '(not set)' },
    { key: 'ldap.title_attributes', value: listOf(config.ldap?.jobAttributes.title) },
    { key: 'ldap.service_attributes', value: listOf(config.ldap?.jobAttributes.service) },
    { key: 'ldap.phone_attributes', value: listOf(config.ldap?.jobAttributes.phone) },
    { key: 'ldap.place_attributes', value: listOf(config.ldap?.jobAttributes.place) },
    { key: 'signing_key_path', value: config.signingKeyPath ?? '(not set)' },
    { key: 'log.level', value: config.logLevel },
    { key: 'media.max_upload_bytes', value: String(config.media.maxUploadBytes) },
    { key: 'media.dir', value: config.media.dir },
    { key: 'media.max_bytes_per_account', value: String(config.media.maxBytesPerAccount ?? '(by profile)') },
    { key: 'media.max_uploads_per_day', value: String(config.media.maxUploadsPerDay ?? '(by profile)') },
    { key: 'media.url_previews', value: switchOf(config.media.urlPreviews, 'off') },
    { key: 'sign_in.strong_passwords', value: config.strongPasswords === true ? 'on' : 'off' },
    { key: 'sign_in.breached_passwords', value: orElse(config.breachedPasswords, '(not set)') },
    { key: 'sign_in.device_codes', value: switchOf(config.deviceGrant, '(by profile)') },
    { key: 'sign_in.clients', value: wordClients(config.clients) },
    { key: 'sign_in.agent_days', value: orElse(config.signInDays?.agents, '(by profile)') },
    { key: 'sign_in.external_days', value: orElse(config.signInDays?.externals, '(by profile)') },
    { key: 'sign_in.idle_days', value: orElse(config.signInDays?.idle, '(for ever)') },
    { key: 'retention.forum_days', value: String(config.retention?.forums ?? '(by profile)') },
    { key: 'retention.room_days', value: String(config.retention?.rooms ?? '(by profile)') },
    { key: 'identity_providers', value: (config.identityProviders ?? []).join(', ') || '(empty)' },
    { key: 'appservices', value: (config.appservices ?? []).join(', ') || '(empty)' },
    { key: 'turn.uris', value: config.calls.turn?.uris.join(', ') ?? '(empty)' },
    { key: 'turn.secret', value: hidden(config.calls.turn?.secret) },
    { key: 'turn.ttl', value: String(config.calls.turn?.ttlSeconds ?? '(not set)') },
    { key: 'rtc.livekit_service_urls', value: config.calls.livekitServiceUrls.join(', ') || '(empty)' },
    { key: 'push.gateways', value: config.push.gateways.join(', ') || '(empty)' },
    { key: 'push.web_push_services', value: config.push.webPushServices.join(', ') || '(empty)' },
    { key: 'ledger.keep_months', value: String(config.ledger.keepMonths) },
    { key: 'ledger.witnesses', value: config.ledger.witnesses.map(({ url, key }) => `${url} ${key}`).join(', ') || '(empty)' },
    { key: 'outgoing.allowed_addresses', value: config.outgoing.allowedAddresses.join(', ') || '(empty)' },
  ]
}

function wordClients(clients: Config['clients']): string {
  return clients === undefined ? '(by profile)' : [clients].flat().join(', ') || '(empty)'
}

function listOf(names: readonly string[] | undefined): string {
  return names === undefined ? '(not set)' : names.join(', ') || '(empty)'
}

function wordListen(address: ListenAddress): string {
  return 'port' in address ? `${address.host}:${address.port}` : `unix:${address.socketPath}`
}

function gatherFile(loading: Loading, file: string): void {
  const known = new Set(ALL_KEYS.map((row) => row.key))
  const sections = new Set(ALL_KEYS.filter((row) => row.key.includes('.')).map((row) => row.key.slice(0, row.key.indexOf('.'))))
  const { entries, problems } = readConfigFile(file, sections)
  loading.problems.push(...problems)
  for (const entry of entries) {
    const place = { source: 'file', file, line: entry.line, key: entry.key } as const
    if (!known.has(entry.key)) loading.problems.push({ ...place, message: `unknown key${suggest(entry.key, [...known])}` })
    else if (entry.value === undefined) loading.problems.push({ ...place, message: 'expected a plain value or a list' })
    // A key without a value is a key left out: the sample file may list them all.
    else if (entry.value !== null) loading.found.set(entry.key, { value: entry.value, place })
  }
}

function gatherEnvironment(loading: Loading, env: ConfigSources['env']): ConfigProblem[] {
  const keysByName = new Map(ALL_KEYS.map((row) => [environmentOf(row.key), row.key]))
  const warnings: ConfigProblem[] = []
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('CHAPPE_') || value === undefined || value === '' || FOREIGN_VARIABLES.test(name)) continue
    const key = keysByName.get(name)
    const place = { source: 'environment', key: name } as const
    if (key === undefined) warnings.push({ ...place, message: `unknown variable${suggest(name, [...keysByName.keys()])}` })
    else loading.found.set(key, { value, place })
  }
  return warnings
}

function gatherFlags(loading: Loading, flags: ConfigSources['flags']): void {
  const keysByName = new Map(ALL_KEYS.map((row) => [flagOf(row.key), row.key]))
  for (const [name, value] of Object.entries(flags)) {
    const key = keysByName.get(flagOf(name))
    const place = { source: 'flag', key: `--${name}` } as const
    if (key === undefined) loading.problems.push({ ...place, message: `unknown flag${suggest(name, [...keysByName.keys()])}` })
    else loading.found.set(key, { value, place })
  }
}

function makeConfig(loading: Loading): Config {
  const listen = take(loading, KEYS.listen) ?? { host: 'localhost', port: 8008 }
  const dataDir = resolve(take(loading, KEYS.dataDir) ?? 'data')
  const signingKeyPath = take(loading, KEYS.signingKeyPath)
  const breachedPasswords = take(loading, KEYS.signInBreachedPasswords)
  return Object.freeze({
    listen: Object.freeze(listen),
    dataDir,
    serverName: take(loading, KEYS.serverName) ?? 'localhost',
    ...optional('databaseUrl', take(loading, KEYS.databaseUrl)),
    profile: take(loading, KEYS.profile) ?? 'government',
    role: takeRole(loading),
    ...optional('internalListen', take(loading, KEYS.internalListen)),
    rateLimits: take(loading, KEYS.rateLimits) ?? true,
    ...optional('registrationSharedSecret', takeSharedSecret(loading)),
    registrationRequiresToken: take(loading, KEYS.registrationRequiresToken) ?? false,
    ...optional('policyServerKey', take(loading, KEYS.policyServerKey)),
    ...optional('helpDesk', take(loading, KEYS.helpDesk)),
    ...optional('accessibility', takeAccessibility(loading)),
    publicUrl: take(loading, KEYS.publicUrl) ?? 'http://localhost:8008',
    trustedProxies: take(loading, KEYS.trustedProxies) ?? Object.freeze([]),
    ...optional('mailUrl', take(loading, KEYS.mailUrl)),
    ...optional('mailFrom', take(loading, KEYS.mailFrom)),
    ...optional('ldap', takeLdap(loading)),
    validityMonths: take(loading, KEYS.validityMonths) ?? 12,
    missedMail: Object.freeze({ afterHours: take(loading, KEYS.missedMailAfterHours) ?? 8, everyHours: take(loading, KEYS.missedMailEveryHours) ?? 24 }),
    ...optional('signingKeyPath', signingKeyPath === undefined ? undefined : resolve(signingKeyPath)),
    logLevel: take(loading, KEYS.logLevel) ?? 'info',
    media: Object.freeze({
      maxUploadBytes: take(loading, KEYS.mediaMaxUploadBytes) ?? 100 * 1024 * 1024,
      dir: resolve(take(loading, KEYS.mediaDir) ?? join(dataDir, 'media')),
      ...optional('maxBytesPerAccount', take(loading, KEYS.mediaMaxBytesPerAccount)),
      ...optional('maxUploadsPerDay', take(loading, KEYS.mediaMaxUploadsPerDay)),
      ...optional('urlPreviews', take(loading, KEYS.mediaUrlPreviews)),
    }),
    ...optional('strongPasswords', take(loading, KEYS.signInStrongPasswords)),
    ...optional('breachedPasswords', breachedPasswords === undefined ? undefined : resolve(breachedPasswords)),
    ...optional('deviceGrant', take(loading, KEYS.signInDeviceCodes)),
    ...optional('clients', take(loading, KEYS.signInClients)),
    ...optional('signInDays', takeSignInDays(loading)),
    ...optional('retention', takeRetention(loading)),
    ...optional('identityProviders', take(loading, KEYS.identityProviders)?.map((file) => resolve(file))),
    ...optional('appservices', take(loading, KEYS.appservices)?.map((file) => resolve(file))),
    calls: Object.freeze({ turn: takeTurn(loading), livekitServiceUrls: take(loading, KEYS.rtcLivekitServiceUrls) ?? Object.freeze([]) }),
    push: Object.freeze({
      gateways: take(loading, KEYS.pushGateways) ?? Object.freeze([]),
      webPushServices: take(loading, KEYS.pushWebPushServices) ?? WEB_PUSH_SERVICES,
    }),
    ledger: Object.freeze({ keepMonths: take(loading, KEYS.ledgerKeepMonths) ?? 12, witnesses: take(loading, KEYS.ledgerWitnesses) ?? Object.freeze([]) }),
    outgoing: Object.freeze({ allowedAddresses: take(loading, KEYS.outgoingAllowedAddresses) ?? Object.freeze([]) }),
  })
}

function switchOf(value: boolean | undefined, leftOut: string): string {
  return value === undefined ? leftOut : value ? 'on' : 'off'
}

function takeSignInDays(loading: Loading): Config['signInDays'] {
  const days = { ...optional('agents', take(loading, KEYS.signInAgentDays)), ...optional('externals', take(loading, KEYS.signInExternalDays)), ...optional('idle', take(loading, KEYS.signInIdleDays)) }
  return Object.keys(days).length === 0 ? undefined : Object.freeze(days)
}

function takeRetention(loading: Loading): Config['retention'] {
  const days = { ...optional('forums', take(loading, KEYS.retentionForumDays)), ...optional('rooms', take(loading, KEYS.retentionRoomDays)) }
  return Object.keys(days).length === 0 ? undefined : Object.freeze(days)
}

function optional<const N extends string, T>(name: N, value: T | undefined): { [K in N]?: T } {
  const entry: { [K in N]?: T } = {}
  if (value !== undefined) entry[name] = value
  return entry
}

function take<T>(loading: Loading, row: ConfigKey<T>): T | undefined {
  const found = loading.found.get(row.key)
  if (found === undefined) return undefined
  const value = row.parse(found.value)
  if (value === undefined) loading.problems.push({ ...found.place, message: `expected ${row.expected}${echo(row, found.value)}` })
  return value
}

/** The own PostgreSQL is run by the writer, so that a reader has to be told where it is. */
function takeRole(loading: Loading): Config['role'] {
  const role = take(loading, KEYS.roles) ?? 'writer'
  const place = loading.found.get(KEYS.roles.key)?.place
  if (role === 'reader' && place !== undefined && !loading.found.has(KEYS.databaseUrl.key)) {
    loading.problems.push({ ...place, message: 'a reader needs database.url beside it' })
  }
  return role
}

/** Who says that the service conforms says who has found so. */
function takeAccessibility(loading: Loading): Config['accessibility'] {
  const [degree, audit] = [take(loading, KEYS.accessibilityDegree), take(loading, KEYS.accessibilityAudit)]
  const said = {
    ...optional('degree', degree),
    ...optional('authority', take(loading, KEYS.accessibilityAuthority)),
    ...optional('contact', take(loading, KEYS.accessibilityContact)),
    ...optional('audit', audit),
    ...optional('appeal', take(loading, KEYS.accessibilityAppeal)),
  }
  const place = loading.found.get(KEYS.accessibilityDegree.key)?.place
  if (place !== undefined && (degree === 'partial' || degree === 'full') && audit === undefined) loading.problems.push({ ...place, message: 'needs accessibility.audit beside it' })
  return Object.keys(said).length === 0 ? undefined : Object.freeze(said)
}

function takeTurn(loading: Loading): Config['calls']['turn'] {
  const uris = take(loading, KEYS.turnUris) ?? []
  const secret = take(loading, KEYS.turnSecret)
  const ttlSeconds = take(loading, KEYS.turnTtlSeconds) ?? 86_400
  if (uris.length === 0) return undefined
  if (secret !== undefined) return Object.freeze({ uris, secret, ttlSeconds })
  const place = loading.found.get(KEYS.turnUris.key)?.place
  if (place !== undefined) loading.problems.push({ ...place, message: 'needs turn.secret beside it' })
  return undefined
}

function takeLdap(loading: Loading): Config['ldap'] {
  const [url, baseDn, organisation] = [take(loading, KEYS.ldapUrl), take(loading, KEYS.ldapBaseDn), take(loading, KEYS.ldapOrganisation)]
  const rest = {
    ...optional('bindDn', take(loading, KEYS.ldapBindDn)),
    ...optional('bindPassword', take(loading, KEYS.ldapBindPassword)),
    filter: take(loading, KEYS.ldapFilter) ?? KEYS.ldapFilter.default,
    addressAttribute: take(loading, KEYS.ldapAddressAttribute) ?? KEYS.ldapAddressAttribute.default,
    nameAttribute: take(loading, KEYS.ldapNameAttribute) ?? KEYS.ldapNameAttribute.default,
    jobAttributes: Object.freeze({
      title: take(loading, KEYS.ldapTitleAttributes) ?? ['title'],
      service: take(loading, KEYS.ldapServiceAttributes) ?? ['department', 'departmentNumber', 'ou'],
      phone: take(loading, KEYS.ldapPhoneAttributes) ?? [],
      place: take(loading, KEYS.ldapPlaceAttributes) ?? [],
    }),
  }
  if (url === undefined) return undefined
  if (baseDn !== undefined && organisation !== undefined) return Object.freeze({ url, baseDn, organisation, ...rest })
  const place = loading.found.get(KEYS.ldapUrl.key)?.place
  if (place !== undefined) loading.problems.push({ ...place, message: 'needs ldap.base_dn and ldap.organisation beside it' })
  return undefined
}

function takeSharedSecret(loading: Loading): string | undefined {
  const direct = take(loading, KEYS.registrationSharedSecret)
  const file = take(loading, KEYS.registrationSharedSecretFile)
  const place = loading.found.get(KEYS.registrationSharedSecretFile.key)?.place
  if (file === undefined || place === undefined) return direct
  if (direct !== undefined) {
    loading.problems.push({ ...place, message: 'stands beside registration_shared_secret; keep one of the two' })
    return undefined
  }
  const secret = readFirstLine(file)
  if (secret === '') loading.problems.push({ ...place, message: `expected ${KEYS.registrationSharedSecretFile.expected} with the secret in its first line` })
  return secret
}

function readFirstLine(file: string): string {
  try {
    return readFileSync(resolve(file), 'utf8').slice(0, 4096).split('\n')[0]?.trim() ?? ''
  } catch {
    return ''
  }
}

function echo(row: ConfigKey<unknown>, value: RawValue): string {
  if (row.secret) return ''
  const text = JSON.stringify(value)
  return `, found ${text.length > 80 ? `${text.slice(0, 80)}...` : text}`
}

function suggest(name: string, known: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '')
  const near = known.find((candidate) => plain(candidate) === plain(name) || plain(candidate).endsWith(plain(name)))
  return near === undefined ? '' : ` (did you mean ${near}?)`
}
