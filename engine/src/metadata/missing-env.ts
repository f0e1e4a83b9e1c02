import { type Env, envTemplateVariables } from './env-template.js'
import type { Metadata } from './metadata.js'
import type { HeaderMetadata } from './schemas/common.js'
import type { MetadataPath } from './source-positions.js'

interface Use {
  path: MetadataPath
  variables: readonly string[]
}

/** Every place of the metadata that needs an environment variable which is not set. */
export function missingEnv(metadata: Metadata, env: Env): { path: MetadataPath; message: string }[] {
  const uses = [
    ...actionUses(metadata),
    ...eventTriggerUses(metadata),
    ...cronTriggerUses(metadata),
    ...validationUses(metadata),
  ]
  return uses.flatMap(({ path, variables }) =>
    variables
      .filter((name) => env[name] === undefined)
      .map((name) => ({ path, message: `environment variable '${name}' not set` })),
  )
}

function actionUses({ actions }: Metadata): Use[] {
  return actions.flatMap(({ definition }, index) => {
    const path = ['actions', index, 'definition']
    return [template([...path, 'handler'], definition.handler), ...headerUses(path, definition.headers)]
  })
}

function eventTriggerUses({ sources }: Metadata): Use[] {
  return sources.flatMap(({ tables }, source) =>
    tables.flatMap(({ event_triggers: triggers = [] }, table) =>
      triggers.flatMap((trigger, index) => {
        const path = ['sources', source, 'tables', table, 'event_triggers', index]
        const fromEnv = trigger.webhook_from_env
        const webhook =
          fromEnv === undefined
            ? template([...path, 'webhook'], trigger.webhook ?? '')
            : { path: [...path, 'webhook_from_env'], variables: [fromEnv] }
        return [webhook, ...headerUses(path, trigger.headers ?? [])]
      }),
    ),
  )
}

function cronTriggerUses({ cron_triggers: triggers }: Metadata): Use[] {
  return triggers.flatMap((trigger, index) => {
    const path = ['cron_triggers', index]
    return [template([...path, 'webhook'], trigger.webhook), ...headerUses(path, trigger.headers ?? [])]
  })
}

function validationUses({ sources }: Metadata): Use[] {
  return sources.flatMap(({ tables }, source) =>
    tables.flatMap((table, index) =>
      (['insert_permissions', 'update_permissions', 'delete_permissions'] as const).flatMap((kind) =>
        (table[kind] ?? []).flatMap(({ permission: { validate_input: validation } }, entry) => {
          if (!validation) return []
          const { url, headers } = validation.definition
          const permission = ['sources', source, 'tables', index, kind, entry, 'permission']
          const path = [...permission, 'validate_input', 'definition']
          return [template([...path, 'url'], url), ...headerUses(path, headers)]
        }),
      ),
    ),
  )
}

function headerUses(path: MetadataPath, headers: readonly HeaderMetadata[]): Use[] {
  return headers.map(({ value = '', value_from_env: fromEnv }, index) =>
    fromEnv === undefined
      ? template([...path, 'headers', index], value)
      : { path: [...path, 'headers', index], variables: [fromEnv] },
  )
}

function template(path: MetadataPath, text: string): Use {
  return { path, variables: envTemplateVariables(text) }
}
