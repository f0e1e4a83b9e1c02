import * as z from 'zod'
import { loginWithGithubActions } from '../ci/login.js'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import type { Caller } from '../hasura/session-variables.js'
import { logOut } from '../session/log-out.js'
import type { OpenedSession } from '../session/open.js'
import { rotateSession } from '../session/rotate.js'
import { codeShape, issuerShape, stateTextShape } from '../sign-in/callback.js'
import { loginWithDevice, startDeviceLogin } from '../sign-in/device.js'
import { login } from '../sign-in/login.js'
import { challengeShape, verifierShape } from '../sign-in/pkce.js'
import { startLogin } from '../sign-in/start-login.js'

/** Narrows what Hasura sends and gives the value that it passes on. */
type Action = (deps: Deps, input: unknown, caller: Caller | undefined) => Promise<unknown>

interface ActionRow<Input, Outcome> {
  input: z.ZodType<Input>
  run: (deps: Deps, input: Input, caller: Caller | undefined) => Promise<Outcome>
  /** What the client gets of the outcome; all of it where this is missing. */
  output?: (outcome: Outcome) => unknown
}

const refreshTokenShape = z.string().max(200)

/** The Actions of hasura/metadata/actions.graphql. */
export const actions: ReadonlyMap<string, Action> = new Map([
  action('startLogin', {
    input: z.strictObject({ codeChallenge: challengeShape, redirectTo: z.string().max(1024) }),
    run: startLogin,
  }),
  action('login', {
    input: z.strictObject({
      code: codeShape,
      state: stateTextShape,
      codeVerifier: verifierShape,
      iss: issuerShape.nullish(),
    }),
    run: login,
    output: sessionOutput,
  }),
  action('startDeviceLogin', { input: z.strictObject({}), run: startDeviceLogin }),
  action('loginWithDevice', {
    input: z.strictObject({ deviceCode: z.string().max(1024) }),
    run: loginWithDevice,
    output: sessionOutput,
  }),
  action('loginWithGithubActions', {
    input: z.strictObject({ idToken: z.string().max(8192) }),
    run: loginWithGithubActions,
  }),
  action('refreshSession', {
    input: z.strictObject({ refreshToken: refreshTokenShape }),
    run: (deps, { refreshToken }) => rotateSession(deps, refreshToken),
    output: (grant) => sessionOutput({ ...grant, isNewUser: false }),
  }),
  action('logout', {
    input: z.strictObject({ refreshToken: refreshTokenShape.nullish(), everywhere: z.boolean().nullish() }),
    run: logOut,
  }),
])

/** @throws AppError `invalid-input` from the Action, for arguments of another shape */
function action<Input, Outcome>(
  name: string,
  { input, run, output = (outcome) => outcome }: ActionRow<Input, Outcome>,
): [string, Action] {
  const answer: Action = async (deps, given, caller) => {
    const parsed = input.safeParse(given)
    if (!parsed.success) throw new AppError('invalid-input', { reason: 'arguments of another shape' })
    return output(await run(deps, parsed.data, caller))
  }
  return [name, answer]
}

/** The `Session` of actions.graphql. */
function sessionOutput({ person, roles, accessToken, ...session }: OpenedSession) {
  return {
    accessToken: accessToken.token,
    tokenType: 'Bearer',
    expiresAt: accessToken.expiresAt,
    refreshToken: session.refreshToken,
    refreshExpiresAt: session.refreshExpiresAt,
    userId: person.id,
    login: person.login,
    name: person.name,
    avatarUrl: person.avatarUrl,
    roles: roles.allowedRoles,
    defaultRole: roles.defaultRole,
    isNewUser: session.isNewUser,
  }
}
