// Endpoints of this area.
export { postReceipt } from './post-receipt.ts'
export { setReadMarker } from './set-read-marker.ts'
export { setTyping } from './set-typing.ts'
