// Every route of media.
import { getContent, getContentOverrideName, getContentThumbnail } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import type { Media } from '../media.ts'
import type { Previews } from '../previews.ts'
import { anonymousRoute } from './anonymous.ts'
import { copyContentRoute } from './copy-content.ts'
import { createContentRoute } from './create-content.ts'
import { createRestrictedContentRoute } from './create-restricted-content.ts'
import { getContentAuthedRoute } from './get-content-authed.ts'
import { getContentOverrideNameAuthedRoute } from './get-content-override-name-authed.ts'
import { getContentThumbnailAuthedRoute } from './get-content-thumbnail-authed.ts'
import { getMediaConfigRoute } from './get-media-config.ts'
import { getUrlPreviewRoute } from './get-url-preview.ts'
import { uploadContentRoute } from './upload-content.ts'
import { uploadContentToMxcRoute } from './upload-content-to-mxc.ts'
import { uploadRestrictedContentRoute } from './upload-restricted-content.ts'

/** The routes, tied to their operations. */
export function mediaRoutes(media: Media, previews: Previews): Route[] {
  return [
    uploadContentRoute(media),
    createContentRoute(media),
    uploadContentToMxcRoute(media),
    getContentAuthedRoute(media),
    getContentOverrideNameAuthedRoute(media),
    getContentThumbnailAuthedRoute(media),
    getMediaConfigRoute(media),
    uploadRestrictedContentRoute(media),
    createRestrictedContentRoute(media),
    copyContentRoute(media),
    getUrlPreviewRoute(previews),
    anonymousRoute(getContent),
    anonymousRoute(getContentOverrideName),
    anonymousRoute(getContentThumbnail),
  ]
}
