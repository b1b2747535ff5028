// The calls by which the server is told when to wake the browsers of the account.
import { changeWakes, getWakes } from '@chappe/contract'
import type { MatrixClient } from 'matrix-js-sdk'
import { callOwn, countOf, recordsOf, textOf } from '../own-api.ts'
import type { WakeCalls } from './wakes.ts'

const WAKES_MAX = 300

/** Opens them. */
export function openWakeCalls(client: MatrixClient): WakeCalls {
  return {
    async list() {
      const { wakes, browsers } = await callOwn(client, getWakes)
      return { wakes: new Map(recordsOf(wakes, WAKES_MAX).map((each) => [textOf(each['wake_id']), countOf(each['at_ts'])])), browsers: countOf(browsers) }
    },
    async change(set, remove) {
      await callOwn(client, changeWakes, {
        body: { set: [...set].map(([name, { atMs, isOnlyHere }]) => ({ wake_id: name, at_ts: Math.floor(atMs), ...(isOnlyHere ? { only_here: true } : {}) })), remove },
      })
    },
  }
}
