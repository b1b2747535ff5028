// What other features ask of application services: whose a token is, and which names they keep for themselves.

/** An application service, as far as others have to do with it. */
export interface AppserviceRef {
  id: string
  /** Whether a user id is of its namespace, or its own. */
  ownsUser(userId: string): boolean
}

/** The names that application services have registered. */
export interface AppserviceNames {
  /** Whether there are any at all. */
  isEmpty: boolean
  findByToken(asToken: string): AppserviceRef | undefined
  /** Whether a user id is kept for an application service, which alone may register it. */
  isUserReserved(userId: string): boolean
  /** Whether a user may make a room alias: it is nobody's, or their own application service's. */
  mayMakeAlias(userId: string, alias: string): boolean
  /** Asks whose namespace an unknown name is in to make it; true: it says that it has. */
  askFor(kind: 'users' | 'aliases', name: string): Promise<boolean>
  /** The numbers of the rooms that are listed in a network, by its `instance_id`, or in any; each once. */
  listNetworkRooms(instanceId: string | undefined): Promise<number[]>
}

/** Nobody has registered anything. */
export const NO_APPSERVICES: AppserviceNames = {
  isEmpty: true,
  findByToken: () => undefined,
  isUserReserved: () => false,
  mayMakeAlias: () => true,
  askFor: async () => false,
  listNetworkRooms: async () => [],
}
