// The settings of the own PostgreSQL, written at each start: for a small machine, one server process, and nothing lost.
import { renameSync, writeFileSync, chownSync } from 'node:fs'
import { join } from 'node:path'

import type { Identity } from './identity.ts'

export const OWNER = 'chappe'
export const DATABASE = 'chappe'
export const PORT = 5432

const SETTINGS: readonly (readonly [name: string, value: string])[] = [
  ['listen_addresses', ''],
  ['port', String(PORT)],
  ['cluster_name', 'chappe'],
  ['unix_socket_permissions', '0700'],
  ['max_connections', '60'],
  ['shared_buffers', '192MB'],
  ['work_mem', '8MB'],
  ['maintenance_work_mem', '64MB'],
  ['effective_cache_size', '1GB'],
  ['random_page_cost', '1.1'],
  ['jit', 'off'],
  ['max_parallel_workers_per_gather', '0'],
  ['max_wal_senders', '2'],
  ['wal_buffers', '8MB'],
  // Bounds both the disk used and how long recovery takes after a crash.
  ['max_wal_size', '1GB'],
  ['min_wal_size', '128MB'],
  ['checkpoint_timeout', '5min'],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
  ['log_destination', 'stderr'],
  ['log_line_prefix', ''],
  ['log_min_messages', 'warning'],
  // Statements and the values in their errors can be people's messages: they stay out of the log.
  ['log_error_verbosity', 'terse'],
  ['log_min_error_statement', 'panic'],
  ['log_statement', 'none'],
  ['log_parameter_max_length_on_error', '0'],
  ['log_checkpoints', 'off'],
  ['log_autovacuum_min_duration', '-1'],
  ['lc_messages', 'C'],
]

/** After the operator's own file: what was acknowledged stays, whatever else is tuned. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit', 'restart_after_crash']

/** Writes postgresql.conf, pg_hba.conf and pg_ident.conf. `socketDir` as PostgreSQL is to see it. */
export function writeSettings(clusterDir: string, socketDir: string, identity: Identity): void {
  const lines = [
    '# Written by Chappe at each start. Settings of your own go into chappe.local.conf beside this file.',
    ...SETTINGS.map(([name, value]) => `${name} = ${quote(value)}`),
    `unix_socket_directories = ${quote(socketDir)}`,
    'include_if_exists = \'chappe.local.conf\'',
    ...DURABLE.map((name) => `${name} = on`),
  ]
  replaceFile(join(clusterDir, 'postgresql.conf'), lines, identity)
  // The kernel tells PostgreSQL who is at the other end of the socket: no password to keep.
  replaceFile(join(clusterDir, 'pg_hba.conf'), ['# Written by Chappe at each start.', 'local all all peer map=chappe'], identity)
  // The unprivileged user that root hands PostgreSQL to (nobody) may be others' too, and gets no way in.
  replaceFile(join(clusterDir, 'pg_ident.conf'), ['# Written by Chappe at each start.', `chappe ${quoteIdent(identity.ownName)} ${OWNER}`], identity)
}

function quote(value: string): string {
  return `'${value.replaceAll('\'', '\'\'')}'`
}

function quoteIdent(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}

function replaceFile(path: string, lines: readonly string[], identity: Identity): void {
  const half = `${path}.chappe`
  writeFileSync(half, `${lines.join('\n')}\n`, { mode: 0o600 })
  if (identity.isHandedDown) chownSync(half, identity.uid, identity.gid)
  renameSync(half, path)
}
