// GET /pages/{asset}
import { MatrixError, showPageAsset } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { findAsset } from '../../../pages/assets.ts'
import { pageRoute } from '../../../pages/refusal.ts'

/** A file that the pages load. */
export function showPageAssetRoute(): Route {
  return pageRoute(showPageAsset, ({ params }) => {
    const found = findAsset(params.asset)
    if (found === undefined) throw new MatrixError('M_NOT_FOUND')
    return found
  })
}
