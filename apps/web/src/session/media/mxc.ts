// Addresses of files. https://spec.matrix.org/v1.19/client-server-api/#matrix-content-mxc-uris

const MXC = /^mxc:\/\/((?:[a-z0-9.-]{1,230}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?)\/([\w-]{1,255})$/i

/** Whether a text is an address of a file, in the only way in which there are such. */
export function isMxc(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 512 && MXC.test(value)
}

/** Which size of a picture is asked for. */
export interface ThumbnailSize {
  width: number
  height: number
  method: 'crop' | 'scale'
}

/** Where on the server a file is. Throws a `TypeError` where it is no address of one. */
export function downloadPath(mxc: string): string {
  return `/_matrix/client/v1/media/download/${pathOf(mxc)}`
}

/** Where on the server a smaller picture of a file is. */
export function thumbnailPath(mxc: string, { width, height, method }: ThumbnailSize): string {
  const query = new URLSearchParams({ width: String(width), height: String(height), method })
  return `/_matrix/client/v1/media/thumbnail/${pathOf(mxc)}?${query.toString()}`
}

/** Where the file of an address that was made before is put. */
export function uploadPath(mxc: string): string {
  return `/_matrix/media/v3/upload/${pathOf(mxc)}`
}

function pathOf(mxc: string): string {
  const [, server, mediaId] = MXC.exec(mxc) ?? []
  if (server === undefined || mediaId === undefined) throw new TypeError('this is no address of a file')
  return `${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`
}
