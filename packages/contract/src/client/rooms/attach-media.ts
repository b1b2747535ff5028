// How a send names the files that its event carries: once for each, under the name of MSC3911 or the one it has until then.
// https://github.com/matrix-org/matrix-spec-proposals/pull/3911
import { Type } from 'typebox'

const uris = Type.Optional(Type.Array(Type.String({ maxLength: 520 }), { maxItems: 50 }))

/** The query of the endpoints that send events. */
export const attachMediaQuery = Type.Object({ attach_media: uris, 'org.matrix.msc3911.attach_media': uris })
