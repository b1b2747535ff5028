// Every address within the messenger.

/** The addresses, built in one place. The server answers those with the app (`apps/server/src/web-apps.ts`). */
export const paths = {
  home: () => '/',
  signedIn: () => '/signed-in',
  room: (roomId: string, eventId?: string) => `/rooms/${encodeURIComponent(roomId)}${eventId === undefined ? '' : `/${encodeURIComponent(eventId)}`}`,
  inbox: () => '/inbox',
  search: () => '/search',
  explore: () => '/explore',
  /** Not a page one goes to: what draws documents, in a frame. */
  pdf: () => '/pdf',
  settings: (section?: string) => (section === undefined ? '/settings' : `/settings/${section}`),
} as const
