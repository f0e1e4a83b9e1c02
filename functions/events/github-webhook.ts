import { verify } from '@octokit/webhooks-methods'
import * as z from 'zod'
import type { Deps } from '../deps.js'
import { AppError } from '../errors.js'
import { parseBody, readText } from '../http/body.js'
import { json } from '../http/respond.js'
import { requestSync } from '../sync/people-store.js'
import { requestMembers } from '../sync/request-members.js'

// GitHub sends up to 25 MB; the events that we know stay far below this.
const maxBytes = 1_000_000

const personShape = z.object({ id: z.int().positive() })

/** A person by their id, or everybody to whom GitHub gives a role. */
type Subject = string | 'members'

/** Whom each event is about. GitHub has many more actions; those change nothing for us. */
const subjectShapes: Record<string, z.ZodType<Subject>> = {
  github_app_authorization: z
    .object({ action: z.literal('revoked'), sender: personShape })
    .transform(({ sender }) => String(sender.id)),
  organization: z
    .object({
      action: z.enum(['member_added', 'member_removed']),
      membership: z.object({ user: personShape }),
    })
    .transform(({ membership }) => String(membership.user.id)),
  membership: z
    .object({ action: z.enum(['added', 'removed']), member: personShape })
    .transform(({ member }) => String(member.id)),
  // A team that is gone or renamed says nothing of its members: everybody with a role of GitHub is asked about.
  team: z.object({ action: z.enum(['deleted', 'edited']) }).transform(() => 'members' as const),
}

/**
 * GitHub's own webhook: a faster way to the sync that sign-ins and the cron trigger lead to as well. It only notes
 * that somebody must be looked at; the event trigger does the work, and tries again where GitHub would not.
 *
 * @throws AppError `not-found` unless configured, `unauthorized` for a wrong signature, `payload-too-large`
 * @see https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export async function answerGithubWebhook(request: Request, deps: Deps): Promise<Response> {
  const secrets = deps.config.githubWebhookSecrets
  if (secrets.length === 0) throw new AppError('not-found', { reason: 'GITHUB_WEBHOOK_SECRET is not set' })
  const body = await readText(request, maxBytes)
  await requireSignature(request, body, secrets)
  const event = request.headers.get('x-github-event') ?? ''
  const subject = readSubject(event, body)
  if (!subject) return json({ requested: 0 }, { status: 202 })
  const asked = subject === 'members' ? await requestMembers(deps) : await requestPerson(deps, subject)
  const { requested, ...rest } = asked
  deps.log.info('sync-requested', { event, people: requested, ...rest })
  return json(asked, { status: 202 })
}

async function requestPerson(
  { hasura, now }: Pick<Deps, 'hasura' | 'now'>,
  userId: string,
): Promise<{ requested: number }> {
  const answer = await hasura.run(requestSync, { userId, now: now() })
  return { requested: answer.update_users.affected_rows }
}

async function requireSignature(request: Request, body: string, secrets: readonly string[]): Promise<void> {
  const signature = request.headers.get('x-hub-signature-256') ?? ''
  const results = await Promise.all(
    secrets.map(
      async (secret) => /^sha256=[0-9a-f]{64}$/.test(signature) && (await verify(secret, body, signature)),
    ),
  )
  if (!results.includes(true))
    throw new AppError('unauthorized', { reason: 'x-hub-signature-256 is missing or wrong' })
}

/** Undefined for the many events and actions that change nothing for us. */
function readSubject(event: string, body: string): Subject | undefined {
  const shape = Object.hasOwn(subjectShapes, event) ? subjectShapes[event] : undefined
  const parsed = shape?.safeParse(parseBody(body))
  return parsed?.success ? parsed.data : undefined
}
