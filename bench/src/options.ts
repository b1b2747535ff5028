// The command line.

import { parseArgs } from 'node:util'

/** Where a target comes from. */
export interface TargetSpec {
  /** `unrecorded`: Chappe whose ledger throws its rows away. */
  kind: 'url' | 'chappe' | 'unrecorded' | 'synapse'
  url: string | undefined
  serverPid: number | undefined
  databasePid: number | undefined
  folder: string | undefined
  /** Where the sources of a Chappe are that the bench starts; undefined: those of the bench. */
  checkout: string | undefined
}

export interface Options {
  /** Name of a benchmark, `start-synapse` or `ledger-cost`; undefined with --list or --help. */
  command: string | undefined
  list: boolean
  help: boolean
  targets: TargetSpec[]
  runs: number
  durationMs: number
  scale: number
  connections: number | undefined
  rate: number | undefined
  search: boolean
  json: string | undefined
  sharedSecret: string | undefined
  remoteAllowed: boolean
  synapseVenv: string | undefined
  install: boolean
  postgresBinaries: string | undefined
  port: number | undefined
  /** Further arguments for Chappe, after `--`. */
  serverArgs: string[]
}

export const USAGE = `npm run bench -- NAME [options]        measure
npm run bench -- --list                list the benchmarks
npm run bench -- ledger-cost            what a row of the ledger costs, without a server
npm run bench -- breach-replay --scale SHARE [--folder DIR]
                                       the breach of June 2026, with what is said of it afterwards
npm run bench -- telling --scale SHARE   how fast people are told what of theirs was shown
npm run bench -- start-synapse --synapse-venv DIR [--install] [--folder DIR] [--port N]
                                       run Synapse until Ctrl-C

Which server (the second one makes a comparison, runs interleaved A B A B):
  --url URL  --url2 URL                a server that runs already
  --server NAME  --server2 NAME        one that the bench starts: chappe (default of the first), synapse,
                                       or unrecorded (Chappe whose ledger throws its rows away)
  --pid N --db-pid N --pid2 N --db-pid2 N
                                       processes of server and postmaster, for CPU figures with --url
  --checkout DIR  --checkout2 DIR      start Chappe from there: another revision, in a worktree of its own
  --folder DIR  --folder2 DIR          keep data and population here, to use them again
  --shared-secret S                    register by Synapse's admin API instead of m.login.dummy
  --synapse-venv DIR [--install]       Python environment with matrix-synapse and psycopg2-binary
  --postgres-binaries DIR              PostgreSQL's programs for the peer
  --allow-remote                       the URL may be another machine: one that you may load
  -- ...                               further arguments for Chappe

How:
  --runs N (5)  --duration SECONDS (10)  --scale SHARE (1)  --connections N
  --rate N                             open loop at N requests/s (send, hot-room, messages, noop)
  --search                             search the highest rate within thresholds
  --json FILE                          where the result goes (bench/results/local/...)
`

const RUNS_MAX = 100
const DURATION_S_MAX = 600
const SCALE_MAX = 10
const CONNECTIONS_MAX = 10_000
const RATE_MAX = 1_000_000

/** Reads the command line (without node and script). Throws for unknown options and for values out of bounds. */
export function parseOptions(args: string[]): Options {
  const split = args.indexOf('--')
  const serverArgs = split < 0 ? [] : args.slice(split + 1)
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values, positionals } = parseArgs({
    args: split < 0 ? args : args.slice(0, split),
    allowPositionals: true,
    options: {
      list: flag, help: flag, url: text, url2: text, server: text, server2: text, pid: text, pid2: text,
      'db-pid': text, 'db-pid2': text, folder: text, folder2: text, checkout: text, checkout2: text, 'shared-secret': text, 'synapse-venv': text,
      install: flag, 'postgres-binaries': text, 'allow-remote': flag, runs: text, duration: text, scale: text,
      connections: text, rate: text, search: flag, json: text, port: text,
    },
  })
  const first = readTarget({ url: values.url, server: values.server ?? 'chappe', pid: values.pid, dbPid: values['db-pid'], folder: values.folder, checkout: values.checkout })
  const hasSecond = values.url2 !== undefined || values.server2 !== undefined || values.checkout2 !== undefined
  const second = readTarget({ url: values.url2, server: values.server2 ?? 'chappe', pid: values.pid2, dbPid: values['db-pid2'], folder: values.folder2, checkout: values.checkout2 })
  return {
    command: positionals[0],
    list: values.list,
    help: values.help,
    targets: hasSecond ? [first, second] : [first],
    runs: readNumber('runs', values.runs, RUNS_MAX) ?? 5,
    durationMs: (readNumber('duration', values.duration, DURATION_S_MAX) ?? 10) * 1000,
    scale: readNumber('scale', values.scale, SCALE_MAX) ?? 1,
    connections: readNumber('connections', values.connections, CONNECTIONS_MAX),
    rate: readNumber('rate', values.rate, RATE_MAX),
    search: values.search,
    json: values.json,
    sharedSecret: values['shared-secret'],
    remoteAllowed: values['allow-remote'],
    synapseVenv: values['synapse-venv'],
    install: values.install,
    postgresBinaries: values['postgres-binaries'],
    port: readNumber('port', values.port, 65_535),
    serverArgs,
  }
}

function readTarget(values: {
  url: string | undefined, server: string, pid: string | undefined, dbPid: string | undefined, folder: string | undefined, checkout: string | undefined
}): TargetSpec {
  const { url, server } = values
  if (url === undefined && server !== 'chappe' && server !== 'unrecorded' && server !== 'synapse') throw new Error(`unknown server ${server}: chappe, unrecorded or synapse`)
  return {
    kind: url !== undefined ? 'url' : server === 'synapse' || server === 'unrecorded' ? server : 'chappe',
    url,
    serverPid: readNumber('pid', values.pid, 2 ** 22),
    databasePid: readNumber('db-pid', values.dbPid, 2 ** 22),
    folder: values.folder,
    checkout: values.checkout,
  }
}

/** Reads a number above 0 and at most `max`. */
function readNumber(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isFinite(value) || value <= 0 || value > max) throw new Error(`--${name} must be above 0 and at most ${max}`)
  return value
}
