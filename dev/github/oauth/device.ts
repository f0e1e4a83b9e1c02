import type { GithubState } from '../github-state.js'
import { devicePage } from '../pages/device-page.js'
import { messagePage } from '../pages/message-page.js'
import { deviceLifetimeSeconds } from './device-store.js'
import { oauthError } from './oauth-error.js'
import { readParameters } from './read-parameters.js'
import { parseScopes } from './scopes.js'
import { tokenAnswer } from './token-answer.js'

/** `POST /login/device/code`: begins a device's sign-in. */
export async function startDevice(request: Request, state: GithubState): Promise<Response> {
  const parameters = await readParameters(request)
  if (parameters.get('client_id') !== state.app.clientId) {
    return tokenAnswer(request, { ...oauthError('incorrect_client_credentials') })
  }
  const grant = state.devices.start(parseScopes(parameters.get('scope') ?? ''))
  return tokenAnswer(request, {
    device_code: grant.deviceCode,
    user_code: grant.userCode,
    verification_uri: `${state.url}/login/device`,
    expires_in: deviceLifetimeSeconds,
    interval: grant.intervalSeconds,
  })
}

/** `GET /login/device`: the page where a person types the device's code. */
export function showDevice(request: Request, state: GithubState): Promise<Response> {
  const userCode = new URL(request.url).searchParams.get('user_code') ?? ''
  return devicePage({ app: state.app, people: [...state.people], userCode })
}

/** `POST /login/device`: a person approves or denies the device. */
export async function decideDevice(
  request: Request,
  state: GithubState,
  now: () => number,
): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const grant = state.devices.findByUserCode((form.get('user_code') ?? '').trim().toUpperCase())
  if (!grant || grant.expiresAt <= now() || grant.decision.kind !== 'pending') {
    return messagePage(
      422,
      'That code does not work',
      'It is mistyped, used up or older than fifteen minutes.',
    )
  }
  const login = form.get('pick') ?? ''
  if (login !== '' && !state.people.has(login))
    return messagePage(422, 'Nobody of that name', 'Go back and pick one of the people.')
  grant.decision = login === '' ? { kind: 'denied' } : { kind: 'approved', login }
  return login === ''
    ? messagePage(200, 'Denied', 'The device does not get in.')
    : messagePage(200, 'Congratulations, you’re all set!', 'Your device is now connected.')
}
