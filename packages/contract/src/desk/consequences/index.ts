// Endpoints of this area.
export { askAttribution } from './ask-attribution.ts'
export { askExposureNotices } from './ask-exposure-notices.ts'
export { checkClaims } from './check-claims.ts'
export { getAttribution } from './get-attribution.ts'
export { getBreachNotification } from './get-breach-notification.ts'
export { getExposureNotices } from './get-exposure-notices.ts'
export { setBreachNotification } from './set-breach-notification.ts'
