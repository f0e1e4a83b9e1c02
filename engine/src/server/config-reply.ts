import { claimsPlace, type JwtSecret } from '../auth/jwt-config.js'
import type { Auth } from '../auth/open-auth.js'
import type { Env } from '../metadata/env-template.js'
import { hasuraVersion } from '../version.js'

/** What `/v1alpha1/config` tells the CLI and the console. */
export function configReply({ auth, env }: { auth: Auth; env: Env }): object {
  return {
    version: hasuraVersion,
    is_function_permissions_inferred: env['HASURA_GRAPHQL_INFER_FUNCTION_PERMISSIONS'] !== 'false',
    is_remote_schema_permissions_enabled: false,
    is_admin_secret_set: auth.isAdminSecretSet,
    is_auth_hook_set: auth.isHookSet,
    is_jwt_set: auth.jwtSecrets.length > 0,
    jwt: auth.jwtSecrets.map(jwtReply),
    is_allow_list_enabled: env['HASURA_GRAPHQL_ENABLE_ALLOWLIST'] === 'true',
    live_queries: { batch_size: 100, refetch_delay: 1 },
    streaming_queries: { batch_size: 100, refetch_delay: 1 },
    console_assets_dir: null,
    experimental_features: [],
    is_prometheus_metrics_enabled: false,
    default_naming_convention: env['HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION'] || 'hasura-default',
    feature_flags: [],
    is_apollo_federation_enabled: false,
  }
}

function jwtReply(secret: JwtSecret): object {
  const { namespace, format } = claimsPlace(secret)
  return { claims_namespace: namespace, claims_format: format, claims_map: secret.claims_map ?? null }
}
