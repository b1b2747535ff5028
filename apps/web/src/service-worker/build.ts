// What a build is made of: the bundler writes it into the worker when everything else is named.

/** A file of a build. */
export interface BuiltFile {
  /** As a page asks for it. */
  readonly path: string
  /** `sha256-…`, as a fetch checks it. */
  readonly integrity: string
  /** Whether the messenger opens without it; such a file is kept when it was asked for. */
  readonly isLater: boolean
}

/** A build of the messenger. */
export interface Build {
  /** Another for every other list of files. */
  readonly id: string
  readonly files: readonly BuiltFile[]
}

declare const CHAPPE_BUILD: Build

/** The build this worker belongs to. */
export const BUILD: Build = CHAPPE_BUILD
