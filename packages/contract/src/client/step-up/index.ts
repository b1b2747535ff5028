// Endpoints of this area.
export { agreeRecovery } from './agree-recovery.ts'
export { approveDevice } from './approve-device.ts'
export { askRecovery } from './ask-recovery.ts'
export { beginStepUp } from './begin-step-up.ts'
export { finishStepUp } from './finish-step-up.ts'
export { reportTakeover } from './report-takeover.ts'
export { showTakeoverLink } from './show-takeover-link.ts'
export { useTakeoverLink } from './use-takeover-link.ts'
