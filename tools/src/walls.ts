// Who may import whom, as one table. The import check, the manifest check and the project references all read it.

/** What one workspace may import of the others: a whole workspace, or only some of its files. */
export interface Wall {
  /** Folder of the workspace. */
  from: string
  /** Workspaces it may import; a path below `src/` narrows to those files. */
  may: readonly { workspace: string; only?: RegExp; typesOnly?: boolean }[]
  /** What its tests may import besides. */
  tests?: readonly string[]
}

const whole = (...workspaces: string[]): { workspace: string }[] => workspaces.map((workspace) => ({ workspace }))

/** Test folders of what runs against a server: people, databases, and the builder that makes a whole server. */
const serviceTests = ['packages/testkit', 'apps/server', 'packages/contract', 'packages/core']

/** What drives a whole server from outside. */
const drivers = ['packages/core', 'packages/contract', 'packages/markings', 'packages/ledger', 'packages/testkit', 'apps/server']

/** The import table. A workspace that is not named here may import no other. */
export const walls: readonly Wall[] = [
  { from: 'packages/core', may: [] },
  { from: 'packages/contract', may: whole('packages/core') },
  { from: 'packages/policy', may: whole('packages/core') },
  { from: 'packages/markings', may: [] },
  { from: 'packages/ledger', may: [] },
  {
    from: 'packages/homeserver',
    may: whole('packages/core', 'packages/contract', 'packages/policy', 'packages/markings', 'packages/ledger'),
    tests: serviceTests,
  },
  {
    from: 'packages/desk',
    may: [
      ...whole('packages/core', 'packages/contract', 'packages/policy', 'packages/ledger'),
      { workspace: 'packages/homeserver', only: /^ports\.ts$/, typesOnly: true },
    ],
    tests: serviceTests,
  },
  { from: 'packages/ui', may: [] },
  { from: 'packages/testkit', may: whole('packages/core', 'packages/contract') },
  {
    from: 'apps/server',
    may: whole('packages/contract', 'packages/policy', 'packages/ledger', 'packages/homeserver', 'packages/desk'),
    tests: serviceTests,
  },
  {
    from: 'apps/web',
    may: whole('packages/core', 'packages/contract', 'packages/policy', 'packages/markings', 'packages/ui'),
    tests: serviceTests,
  },
  {
    from: 'apps/desk',
    may: [
      ...whole('packages/contract', 'packages/ui'),
      { workspace: 'packages/core', only: /^ids\// },
      { workspace: 'packages/ledger', only: /^verif/ },
    ],
    tests: serviceTests,
  },
  {
    from: 'apps/cli',
    may: [
      ...whole('packages/contract', 'packages/ledger'),
      { workspace: 'packages/core', only: /^ids\// },
      { workspace: 'packages/homeserver', only: /^(?:config|signing-keys)\.ts$/ },
    ],
    tests: serviceTests,
  },
  // The journeys of failure stop and start a PostgreSQL of their own.
  {
    from: 'e2e',
    may: [...whole(...drivers), { workspace: 'packages/homeserver', only: /^db\/local-postgres\// }],
  },
  { from: 'bench', may: whole(...drivers) },
  {
    from: 'tools',
    may: [...whole(...drivers), { workspace: 'packages/homeserver', only: /^db\/local-postgres\// }],
  },
]

/** Workspaces whose sources never see Node, a browser, time or randomness. */
export const pureWorkspaces = ['packages/core', 'packages/policy', 'packages/ledger'] as const

/** Where SQL, and the libraries that speak it, may stand. */
export const sqlFiles = [
  /-store\.ts$/,
  /^packages\/homeserver\/src\/db\//,
  // The committer keeps a connection of its own.
  /^packages\/homeserver\/src\/engine\/steps\/committer\.ts$/,
  // So does the watch, which must not wait behind what it watches.
  /^packages\/homeserver\/src\/streams\/lease-watch\.ts$/,
] as const
