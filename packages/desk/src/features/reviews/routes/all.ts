// Every route of reviews.
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import type { DeskReviews } from '../reviews.ts'
import { reviewDeskActionRoute } from './review-desk-action.ts'

/** The routes, tied to their operations. */
export function reviewsRoutes(ports: DeskPorts, reviews: DeskReviews): Route[] {
  return [reviewDeskActionRoute(ports, reviews)]
}
