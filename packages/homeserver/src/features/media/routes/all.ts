// Every route of media.
import { getContent, getContentOverrideName, getContentThumbnail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import type { Media } from '../media.ts'
import { anonymousRoute } from './anonymous.ts'
import { createContentRoute } from './create-content.ts'
import { getContentAuthedRoute } from './get-content-authed.ts'
import { getContentOverrideNameAuthedRoute } from './get-content-override-name-authed.ts'
import { getContentThumbnailAuthedRoute } from './get-content-thumbnail-authed.ts'
import { getMediaConfigRoute } from './get-media-config.ts'
import { uploadContentRoute } from './upload-content.ts'
import { uploadContentToMxcRoute } from './upload-content-to-mxc.ts'

/** The routes, tied to their operations. */
export function mediaRoutes(media: Media): Route[] {
  return [
    uploadContentRoute(media),
    createContentRoute(media),
    uploadContentToMxcRoute(media),
    getContentAuthedRoute(media),
    getContentOverrideNameAuthedRoute(media),
    getContentThumbnailAuthedRoute(media),
    getMediaConfigRoute(media),
    anonymousRoute(getContent),
    anonymousRoute(getContentOverrideName),
    anonymousRoute(getContentThumbnail),
  ]
}
