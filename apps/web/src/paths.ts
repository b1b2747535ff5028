// Every address within the messenger.

/** The addresses, built in one place. The server answers those with the app (`apps/server/src/web-apps.ts`). */
export const paths = {
  home: () => '/',
  signedIn: () => '/signed-in',
  room: (roomId: string, eventId?: string) => `/rooms/${encodeURIComponent(roomId)}${eventId === undefined ? '' : `/${encodeURIComponent(eventId)}`}`,
  /** A room with a panel beside it: its details, one of its threads. */
  panel: (roomId: string, panel: string, item?: string) =>
    `/rooms/${encodeURIComponent(roomId)}?panel=${encodeURIComponent(panel)}${item === undefined ? '' : `&item=${encodeURIComponent(item)}`}`,
  /** What is given to somebody so that they come into a room; the token stays behind the mark, where no server reads it. */
  join: (token: string) => `/explore#join=${encodeURIComponent(token)}`,
  inbox: () => '/inbox',
  /** The inbox, with what is due at its head. */
  due: () => '/inbox?due',
  search: () => '/search',
  explore: () => '/explore',
  /** Pages of the server, outside the messenger. */
  account: () => '/account',
  approval: (deviceId: string) => `/account/devices?${new URLSearchParams({ device_id: deviceId }).toString()}`,
  /** Not a page one goes to: what draws documents, in a frame. */
  pdf: () => '/pdf',
  office: () => '/office',
  settings: (section?: string) => (section === undefined ? '/settings' : `/settings/${section}`),
} as const

/** The token of a join link, or what was typed where it is no link. */
export function joinTokenOf(text: string): string {
  const [, token] = /#join=([\w-]{1,128})/.exec(text) ?? []
  return token ?? text.trim().slice(0, 128)
}
