// Endpoints of this area.
export { register } from './register.ts'
export { whoami } from './whoami.ts'
