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
import { listThreepidsRoute } from './list-threepids.ts'
import { loginRoute } from './login.ts'
import { logoutAllRoute } from './logout-all.ts'
import { logoutRoute } from './logout.ts'
import { refreshRoute } from './refresh.ts'
import { registerAvailableRoute } from './register-available.ts'
import { registerWithSecretRoute } from './register-with-secret.ts'
import { registerRoute } from './register.ts'
import { updateDeviceRoute } from './update-device.ts'
import { whoamiRoute } from './whoami.ts'

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
    listThreepidsRoute(),
  ]
}
