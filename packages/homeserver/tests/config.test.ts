// The configuration as an operator meets it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, it } from 'vitest'

import { describeConfig, formatProblem, loadConfig, parseFlags, showConfig } from '../src/config.ts'
import type { Config, ConfigSources } from '../src/config.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(text: string): string {
  const file = join(folder, 'chappe.yaml')
  writeFileSync(file, text)
  return file
}

function load(sources: Partial<ConfigSources>): Config {
  const result = loadConfig({ env: {}, flags: {}, ...sources })
  if ('problems' in result) throw new Error(result.problems.map(formatProblem).join('\n'))
  return result.config
}

function problemsOf(sources: Partial<ConfigSources>): string[] {
  const result = loadConfig({ env: {}, flags: {}, ...sources })
  return 'problems' in result ? result.problems.map((problem) => formatProblem(problem).replace(`${folder}/`, '')) : []
}

it('needs nothing: every key has its default', () => {
  expect(load({})).toEqual({
    listen: { host: 'localhost', port: 8008 }, dataDir: resolve('data'), serverName: 'localhost', profile: 'government', role: 'writer', rateLimits: true,
    registrationRequiresToken: false, publicUrl: 'http://localhost:8008', trustedProxies: [], validityMonths: 12, logLevel: 'info', media: { maxUploadBytes: 104_857_600, dir: resolve('data/media') }, calls: { turn: undefined, livekitServiceUrls: [] }, push: { gateways: [], webPushServices: ['fcm.googleapis.com', '*.notify.windows.com', '*.push.services.mozilla.com', '*.push.apple.com'] },
    missedMail: { afterHours: 8, everyHours: 24 }, ledger: { keepMonths: 12, witnesses: [] }, outgoing: { allowedAddresses: [] },
  })
  expect(Object.isFrozen(load({}))).toBe(true)
})

it('reads every key from the file', () => {
  const config = load({
    file: write('listen: "[::1]:80"\ndata_dir: /srv/c\nserver_name: example.org:8448\ndatabase:\n  url: postgresql://u@h/d\nprofile: matrix\nroles: reader\ninternal:\n  listen: unix:/run/c.sock\nrate_limits: off\n'
      + 'registration_shared_secret: s\nregistration_requires_token: on\npolicy_server_key: 6yhHGKhCiXTSEN2ksjV7kX_N6rBQZ3Xb-M7LlC6NS-s\nhelp_desk: "+33 1 23"\naccessibility:\n  authority: The Ministry\n  contact: a11y@example.org\n  degree: partial\n  audit: 82 %\n  appeal: The ombudsman\npublic_url: https://chat.example.org/\ntrusted_proxies: [10.0.0.0/8, "::1"]\nmail_url: smtp://m:25\nmail_from: Chappe@Example.org\nenrolment:\n  validity_months: 6\nsign_in:\n  clients: [element.io, "*.example.org"]\n  agent_days: 60\n  external_days: 7\nldap:\n  url: ldaps://d\n  bind_dn: cn=c\n  bind_password: p\n  base_dn: dc=d\n  organisation: o\n  filter: (a=b)\n  address_attribute: m\n  name_attribute: n\n  title_attributes: t, u\n  service_attributes: []\n  place_attributes: [l]\n'
      + 'signing_key_path: /etc/k\nlog:\n  level: debug\nmedia:\n  max_upload_bytes: 5 MiB\n  dir: /srv/m\nretention:\n  forum_days: 30\n  room_days: 365\nappservices: [/etc/irc.yaml]\nturn:\n  uris: ["turn:turn.example.org:3478?transport=udp"]\n  secret: shared\n  ttl: 3600\nrtc:\n  livekit_service_urls: [https://livekit.example.org/jwt]\npush:\n  gateways: [https://push.example.org]\n  web_push_services: [push.example.net]\nmissed_mail:\n  after_hours: 4\n  every_hours: 48\nledger:\n  keep_months: 36\n  witnesses: ["https://witness.example.net/ audit.example.net/witness+0a1b2c3d+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]\noutgoing:\n  allowed_addresses: [10.1.0.0/16]\n'),
  })
  expect(config).toEqual({
    listen: { host: '::1', port: 80 }, dataDir: '/srv/c', serverName: 'example.org:8448', databaseUrl: 'postgresql://u@h/d', profile: 'matrix', role: 'reader', internalListen: { socketPath: '/run/c.sock' }, rateLimits: false,
    registrationSharedSecret: 's', registrationRequiresToken: true, policyServerKey: '6yhHGKhCiXTSEN2ksjV7kX_N6rBQZ3Xb-M7LlC6NS-s', helpDesk: '+33 1 23', accessibility: { degree: 'partial', authority: 'The Ministry', contact: 'a11y@example.org', audit: '82 %', appeal: 'The ombudsman' },
    publicUrl: 'https://chat.example.org', trustedProxies: ['10.0.0.0/8', '::1/128'], mailUrl: 'smtp://m:25', mailFrom: 'chappe@example.org', validityMonths: 6,
    ldap: { url: 'ldaps://d', bindDn: 'cn=c', bindPassword: 'p', baseDn: 'dc=d', organisation: 'o', filter: '(a=b)', addressAttribute: 'm', nameAttribute: 'n', jobAttributes: { title: ['t', 'u'], service: [], phone: [], place: ['l'] } },
    signingKeyPath: '/etc/k', logLevel: 'debug', media: { maxUploadBytes: 5_242_880, dir: '/srv/m' },
    signInDays: { agents: 60, externals: 7 }, clients: ['element.io', '*.example.org'],
    retention: { forums: 30, rooms: 365 },
    appservices: ['/etc/irc.yaml'],
    calls: {
      turn: { uris: ['turn:turn.example.org:3478?transport=udp'], secret: 'shared', ttlSeconds: 3600 },
      livekitServiceUrls: ['https://livekit.example.org/jwt'],
    },
    push: { gateways: ['https://push.example.org/'], webPushServices: ['push.example.net'] }, missedMail: { afterHours: 4, everyHours: 48 },
    ledger: { keepMonths: 36, witnesses: [{ url: 'https://witness.example.net', key: 'audit.example.net/witness+0a1b2c3d+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }] }, outgoing: { allowedAddresses: ['10.1.0.0/16'] },
  })
})

it('takes a flag before the environment, the environment before the file', () => {
  const sources = { file: write('server_name: file.example\nprofile: matrix\nlog:\n  level: warn'), env: { CHAPPE_SERVER_NAME: 'env.example', CHAPPE_PROFILE: 'matrix' }, flags: { profile: 'government' } }
  expect(load(sources)).toMatchObject({ serverName: 'env.example', profile: 'government', logLevel: 'warn' })
})

it('says every fault with line and key, and what was expected', () => {
  const file = write('listen: 8008\nlisten_adress: x\ndatabse:\n  url: x\nlog: loud\nserver_name: [a]\nrate_limits: perhaps\npublic_url: http://chat.example.org\n')
  expect(problemsOf({ file })).toEqual([
    'chappe.yaml:5: log: expected keys below it',
    'chappe.yaml:2: listen_adress: unknown key',
    'chappe.yaml:3: databse: unknown key',
    'chappe.yaml:1: listen: expected host:port or unix:/path, found 8008',
    'chappe.yaml:6: server_name: expected a host name, with or without a port, found ["a"]',
    'chappe.yaml:7: rate_limits: expected on or off, found "perhaps"',
    'chappe.yaml:8: public_url: expected an https:// URL (http:// on localhost and 127.0.0.1 only), found "http://chat.example.org"',
  ])
})

it('tells a reader that it needs a database that another process uses, too', () => {
  expect(problemsOf({ flags: { roles: 'reader' } })).toEqual(['--roles: a reader needs database.url beside it'])
  expect(problemsOf({ flags: { roles: 'owner' } })).toEqual(['--roles: expected writer or reader, found "owner"'])
})

it('takes no word for how accessible the service is, but that of an audit', () => {
  expect(problemsOf({ flags: { 'accessibility-degree': 'full' } })).toEqual(['--accessibility-degree: needs accessibility.audit beside it'])
  expect(load({ flags: { 'accessibility-degree': 'none' } }).accessibility).toEqual({ degree: 'none' })
})

it('never repeats a secret, not even from broken YAML', () => {
  const inFile = write('database:\n  url: "hunter2://x"\nregistration_shared_secret: {hunter2: hunter2}\n')
  const broken = write('registration_shared_secret: "hunter2\nmail_url: *hunter2\n hunter2: - [')
  const said = [...problemsOf({ file: inFile }), ...problemsOf({ file: broken }), ...problemsOf({ env: { CHAPPE_MAIL_URL: 'hunter2' } })]
  expect(said.length).toBeGreaterThan(2)
  expect(said.join('\n')).not.toContain('hunter2:')
  expect(said.filter((line) => line.includes('hunter2'))).toEqual([])
  const shown = showConfig(load({ env: { CHAPPE_DATABASE_URL: 'postgres://a:hunter2@h/d', CHAPPE_REGISTRATION_SHARED_SECRET: 'hunter2', CHAPPE_MAIL_URL: 'smtp://a:hunter2@h' } }))
  expect(JSON.stringify(shown)).not.toContain('hunter2')
})

it('refuses a key that stands twice, a missing file, and an unknown flag', () => {
  expect(problemsOf({ file: write('profile: matrix\nprofile: government\n') })).toEqual(['chappe.yaml:2: this key stands here for the second time'])
  expect(problemsOf({ file: join(folder, 'none.yaml') })).toEqual(['none.yaml: there is no such file'])
  expect(problemsOf({ flags: { datadir: 'x' } })).toEqual(['--datadir: unknown flag (did you mean data-dir?)'])
})

it('only warns of an unknown variable, which an orchestrator may have set', () => {
  const result = loadConfig({ env: { CHAPPE_PORT: 'tcp://10.0.0.1:80', CHAPPE_TEST_REQUIRE_ALL: '1' }, flags: {} })
  expect('warnings' in result && result.warnings.map(formatProblem)).toEqual(['CHAPPE_PORT: unknown variable'])
})

it('reads the shared secret from the first line of a file, and refuses to choose between two', () => {
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, 'open sesame\nrest\n')
  expect(load({ flags: { 'registration-shared-secret-file': secretFile } }).registrationSharedSecret).toBe('open sesame')
  expect(problemsOf({ flags: { 'registration-shared-secret-file': secretFile, 'registration-shared-secret': 'x' } })).toEqual([
    '--registration-shared-secret-file: stands beside registration_shared_secret; keep one of the two'])
  expect(problemsOf({ flags: { 'registration-shared-secret-file': '/nowhere' } })).toEqual([
    '--registration-shared-secret-file: expected a readable file with the secret in its first line'])
})

it('reads flags with = and with a space, --config apart', () => {
  expect(parseFlags(['--config', 'c.yaml', '--profile=matrix', '--data_dir', 'd'])).toEqual({ file: 'c.yaml', flags: { profile: 'matrix', 'data-dir': 'd' }, problems: [] })
  expect(parseFlags(['matrix', '--listen']).problems.map(formatProblem)).toEqual(['matrix: expected --key=value', '--listen: expected a value'])
})

it('takes only whole values', () => {
  const cases: [string, string][] = [
    ['listen', 'localhost:70000'], ['listen', `unix:/${'x'.repeat(200)}`], ['server_name', 'a b'], ['server_name', 'x'.repeat(231)], ['trusted_proxies', '10.0.0.0/33'],
    ['trusted_proxies', 'proxy.example'], ['media.max_upload_bytes', '0'], ['media.max_upload_bytes', '5 megs'], ['public_url', 'https://u:p@h'], ['public_url', 'ftp://h'], ['data_dir', 'a\u0000b'],
    ['turn.uris', 'stun:turn.example.org'], ['turn.ttl', '5'], ['push.gateways', 'ftp://push.example.org'], ['outgoing.allowed_addresses', 'intranet'],
  ]
  for (const [key, value] of cases) expect(problemsOf({ flags: { [key]: value } }), `${key} ${value}`).toHaveLength(1)
})

it('stands in docs/guide/configuration.md key by key', () => {
  const page = readFileSync(new URL('../../../docs/guide/configuration.md', import.meta.url), 'utf8')
  const rows = describeConfig().map((row) => `| \`${row.key}\` | ${row.expected} | ${row.default === '' ? '-' : row.default} | ${row.description}${row.secret ? ' Secret.' : ''} |`)
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
})
