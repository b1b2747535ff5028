// Every route of accounts.
import type { Route } from '../../../http/route.ts'
import type { Accounts } from '../accounts.ts'
import { changePasswordRoute } from './change-password.ts'
import { createLoginTokenRoute } from './create-login-token.ts'
import { deactivateAccountRoute } from './deactivate-account.ts'
import { deleteDeviceRoute } from './delete-device.ts'
import { deleteDevicesRoute } from './delete-devices.ts'
import { getDeviceRoute } from './get-device.ts'
import { getLoginFlowsRoute } from './get-login-flows.ts'
import { getRegistrationNonceRoute } from './get-registration-nonce.ts'
import { listDevicesRoute } from './list-devices.ts'
import { loginRoute } from './login.ts'
import { logoutAllRoute } from './logout-all.ts'
import { logoutRoute } from './logout.ts'
import { refreshRoute } from './refresh.ts'
import { registerAvailableRoute } from './register-available.ts'
import { registerWithSecretRoute } from './register-with-secret.ts'
import { registerRoute } from './register.ts'
import { updateDeviceRoute } from './update-device.ts'
import { whoamiRoute } from './whoami.ts'
import { postThreepidRoute } from './post-threepid.ts'
import { bindThreepidRoute } from './bind-threepid.ts'
import { requestThreepidMsisdnRoute } from './request-threepid-msisdn.ts'
import { requestPasswordMsisdnRoute } from './request-password-msisdn.ts'
import { requestRegisterMsisdnRoute } from './request-register-msisdn.ts'
import { unbindThreepidRoute } from './unbind-threepid.ts'
import { requestOpenIdTokenRoute } from './request-open-id-token.ts'
import { exchangeOpenIdTokenRoute } from './exchange-open-id-token.ts'
import { registrationTokenValidityRoute } from './registration-token-validity.ts'
import { showFallbackRoute } from './show-fallback.ts'
import { submitFallbackRoute } from './submit-fallback.ts'
import { showLoginFallbackRoute } from './show-login-fallback.ts'

/** The routes, tied to their operations. */
export function accountsRoutes(accounts: Accounts): Route[] {
  return [
    registerRoute(accounts),
    registerAvailableRoute(accounts),
    getRegistrationNonceRoute(accounts),
    registerWithSecretRoute(accounts),
    getLoginFlowsRoute(accounts),
    loginRoute(accounts),
    createLoginTokenRoute(accounts),
    refreshRoute(accounts),
    logoutRoute(accounts),
    logoutAllRoute(accounts),
    whoamiRoute(),
    listDevicesRoute(accounts),
    getDeviceRoute(accounts),
    updateDeviceRoute(accounts),
    deleteDeviceRoute(accounts),
    deleteDevicesRoute(accounts),
    changePasswordRoute(accounts),
    deactivateAccountRoute(accounts),
    postThreepidRoute(),
    bindThreepidRoute(),
    requestThreepidMsisdnRoute(),
    requestPasswordMsisdnRoute(),
    requestRegisterMsisdnRoute(),
    unbindThreepidRoute(),
    requestOpenIdTokenRoute(accounts),
    exchangeOpenIdTokenRoute(accounts),
    registrationTokenValidityRoute(accounts),
    showFallbackRoute(accounts),
    submitFallbackRoute(accounts),
    showLoginFallbackRoute(accounts),
  ]
}
