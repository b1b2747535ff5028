// GET /_matrix/client/unstable/org.matrix.msc4143/rtc/transports
import { getRtcTransports, MatrixError } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { ServerInfo } from '../server-info.ts'

/** Answers from the configuration; clients look elsewhere where there is none. */
export function getRtcTransportsRoute(info: ServerInfo): Route {
  return route(getRtcTransports, () => {
    if (info.rtcTransports.length === 0) throw new MatrixError('M_NOT_FOUND', { message: 'No transport for calls is configured' })
    return { rtc_transports: info.rtcTransports }
  })
}
