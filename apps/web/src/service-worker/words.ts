// What pages and the service worker say to each other.

/** A page wants the new version now. */
export const TAKE_OVER = 'chappe.take-over'

/** A page has nothing to do: what is asked for later can be fetched now. */
export const KEEP_REST = 'chappe.keep-rest'
