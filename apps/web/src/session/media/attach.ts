// Beside an encrypted event, its sender names the files that are in it: so the server shows them to whoever may see the
// event and to nobody else. docs/decisions/0014-media-follow-their-events.md
import type { MatrixClient } from 'matrix-js-sdk'
import { addressesIn } from './content.ts'

const SEND = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/send\/m\.room\.encrypted\/([^/]+)$/

/** The address of a request; where it sends an encrypted event, with the files of this server that the event names. */
export function withFiles(client: Pick<MatrixClient, 'getRoom' | 'getDomain'>, address: string | URL): URL {
  const url = new URL(address, location.origin)
  const [, roomId, transaction] = SEND.exec(url.pathname) ?? []
  if (roomId === undefined || transaction === undefined) return url
  const sent = client.getRoom(decodeURIComponent(roomId))?.getPendingEvents().find((event) => event.getTxnId() === decodeURIComponent(transaction))
  if (sent === undefined) return url
  const own = `mxc://${client.getDomain() ?? ''}/`
  for (const mxc of addressesIn(sent.getContent())) if (mxc.startsWith(own)) url.searchParams.append('attach_media', mxc)
  return url
}
