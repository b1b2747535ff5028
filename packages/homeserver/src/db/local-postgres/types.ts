// What the supervisor of the own PostgreSQL takes and gives.

export type PostgresSource = 'system' | 'embedded'

/** Takes whole sentences; a pino logger fits. */
export interface LocalPostgresLogger {
  info(message: string): void
  warn(message: string): void
}

export interface LocalPostgresOptions {
  /** The server's data folder; PostgreSQL gets `postgres` in it. Made when it is missing. */
  readonly dataDir: string
  /** Which one makes a new database (default `system`), and which one is taken first where both fit. */
  readonly prefer?: PostgresSource
  readonly logger?: LocalPostgresLogger
}

/** Told when PostgreSQL ends without having been asked to; it is started again after `restartInMs`. */
export interface PostgresExit {
  /** Exit code as a shell gives it (137: killed by signal 9), or null when the watcher itself was killed. */
  readonly code: number | null
  readonly restartInMs: number
}

/** A running PostgreSQL of our own. */
export interface LocalPostgres extends AsyncDisposable {
  /** For `pg` and for libpq: over the Unix socket, as the database's owner. */
  readonly url: string
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  /** For people: `18.4`. */
  readonly version: string
  readonly source: PostgresSource
  /** Shuts it down (connections are cut, everything committed is on disk) and frees the folder. May be called twice. */
  stop(): Promise<void>
  /** Returns a function that ends the subscription. */
  onExit(callback: (exit: PostgresExit) => void): () => void
}

/** A PostgreSQL on this machine. */
export interface Installation {
  readonly source: PostgresSource
  readonly major: number
  /** `18.4` */
  readonly version: string
  /** Folder with `postgres` and `initdb`. */
  readonly binDir: string
  /** Folders, with colons, where the programs look for shared libraries first; only for the one from npm. */
  readonly libDir?: string
}

/** The one error of this folder: its message is for the operator, in plain words. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError'
}
