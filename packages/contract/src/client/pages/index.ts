// Endpoints of this area.
export { endWebSession } from './end-web-session.ts'
export { showPageAsset } from './show-page-asset.ts'
export { showSignIn } from './show-sign-in.ts'
export { submitSignIn } from './submit-sign-in.ts'
