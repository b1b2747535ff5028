// The files that a request names beside its event.

/** What the query of a send can say. */
export interface AttachQuery {
  attach_media?: string[] | undefined
  'org.matrix.msc3911.attach_media'?: string[] | undefined
}

/** The `mxc://` URIs under either name of the parameter; nothing where there is none. */
export function attachedIn(query: AttachQuery): readonly string[] | undefined {
  const { attach_media: stable, 'org.matrix.msc3911.attach_media': unstable } = query
  if (stable === undefined || unstable === undefined) return stable ?? unstable
  return [...stable, ...unstable]
}
