// Endpoints of this area.
export { exchangeOpenIdToken } from './exchange-open-id-token.ts'
