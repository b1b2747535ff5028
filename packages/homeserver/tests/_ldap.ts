// An LDAP server of a test's own: OpenLDAP, in a folder that goes with it.
import { Attribute, Change, Client } from 'ldapts'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory that a test fills. */
export interface LdapServer extends AsyncDisposable {
  url: string
  baseDn: string
  adminDn: string
  password: string
  add(uid: string, person: { cn: string; mail: string | string[]; displayName?: string; title?: string; departmentNumber?: string; ou?: string; telephoneNumber?: string }): Promise<void>
  remove(uid: string): Promise<void>
  rename(uid: string, change: { displayName?: string; mail?: string; employeeType?: string; title?: string }): Promise<void>
  stop(): Promise<void>
}

const BASE = 'dc=finances,dc=example'
const ADMIN = `cn=admin,${BASE}`
const PASSWORD = 'the directory’s own'

/** Starts it, empty but for its root. Nobody reads it without the password. */
export async function startLdapServer(): Promise<LdapServer> {
  const folder = await mkdtemp(join(tmpdir(), 'chappe-ldap-'))
  const port = await freePort()
  const schema = ['core', 'cosine', 'inetorgperson'].map((each) => `include /etc/ldap/schema/${each}.schema`)
  await mkdir(join(folder, 'data'))
  const config = [
    ...schema, 'modulepath /usr/lib/ldap', 'moduleload back_mdb', `pidfile ${folder}/pid`, 'database mdb', `suffix "${BASE}"`,
    `rootdn "${ADMIN}"`, `rootpw "${PASSWORD}"`, `directory ${folder}/data`, 'access to * by dn.exact="' + ADMIN + '" write by anonymous auth', 'sizelimit 2000',
  ]
  await writeFile(join(folder, 'slapd.conf'), `${config.join('\n')}\n`)
  const url = `ldap://127.0.0.1:${port}`
  const child = spawn('/usr/sbin/slapd', ['-h', url, '-f', join(folder, 'slapd.conf'), '-d', '0'], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const client = new Client({ url })
  await bindSoon(client)
  await client.add(BASE, { objectClass: ['dcObject', 'organization'], dc: 'finances', o: 'Finances' })
  const dnOf = (uid: string): string => `uid=${uid},${BASE}`
  async function stop(): Promise<void> {
    await client.unbind().catch(() => undefined)
    child.kill('SIGTERM')
    await ended
  }
  return {
    url,
    baseDn: BASE,
    adminDn: ADMIN,
    password: PASSWORD,
    add: (uid, { cn, mail, ...more }) => client.add(dnOf(uid), { objectClass: 'inetOrgPerson', uid, cn, sn: cn, mail, ...more }),
    remove: (uid) => client.del(dnOf(uid)),
    async rename(uid, change) {
      const changes = Object.entries(change).map(([type, value]) => new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) }))
      await client.modify(dnOf(uid), changes)
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function bindSoon(client: Client): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.bind(ADMIN, PASSWORD)
      return
    } catch (error) {
      if (attempt === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', () => resolve()))
  const address = probe.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await new Promise((resolve) => probe.close(resolve))
  return port
}
