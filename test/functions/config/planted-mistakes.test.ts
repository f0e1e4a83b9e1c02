import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ConfigError, parseConfig } from '../../../functions/config/parse-config.js'
import { jwtSecretJson, secret, testEnv } from '../../support/test-env.js'

type Env = Record<string, string | undefined>

interface Mistake {
  name: string
  env: Env
  /** How the one sentence that names it begins: with a variable, as a rule. */
  says: RegExp
}

const [shared, other] = [secret(), secret()]
const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength })
const pem = (key: { export(options: { type: string; format: 'pem' }): string | Buffer }, type: string) =>
  key.export({ type, format: 'pem' }).toString()
const [ours, theirs] = [rsa(), rsa()]
const privateKeys = pem(ours.privateKey, 'pkcs8')
const rsSecret = (key: string) => jwtSecretJson({ type: 'RS256', key })

const claims = '{"fragment":"fragment C on users { plan }","claims":{"x-hasura-a":{"path":"plan"}}}'
const ciLogin =
  '{"audience":"a","rules":[{"repository":"acme/app","ref":"refs/heads/main","role":"deployer"}]}'
const jwkUrl = JSON.stringify({ jwk_url: 'https://app.example/jwks', issuer: 'us', audience: 'hasura' })

const variableOf = (name: string) =>
  ({ jwk_url: 'HASURA_GRAPHQL_JWT_SECRET', issuer: 'GITHUB_ACTIONS_LOGIN' })[name] ?? name

/** The environment with an address in one variable, or in one member of JSON in it. */
function addressEnv(name: string, address: string): Env {
  if (name === 'HASURA_GRAPHQL_ENDPOINT') return { [name]: `${address}/v1/graphql` }
  if (name === 'issuer')
    return { GITHUB_ACTIONS_LOGIN: ciLogin.replace('{', `{"issuer":${JSON.stringify(address)},`) }
  if (name !== 'jwk_url') return { [name]: address }
  return {
    HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url: address, issuer: 'us', audience: 'hasura' }),
    JWT_PRIVATE_KEYS: privateKeys,
  }
}

/** What people do to an environment, one mistake at a time, each beside others of its kind. */
const mistakes: Record<string, Mistake[]> = {
  'quotes around a value': [
    'AUTH_URL',
    'AUTH_SECRET',
    'ACTION_SECRET',
    'EVENT_SECRET',
    'GITHUB_CLIENT_ID',
    'GITHUB_CLIENT_SECRET',
    'HASURA_GRAPHQL_ENDPOINT',
    'HASURA_GRAPHQL_JWT_SECRET',
  ].flatMap((name) =>
    ['""', "''", '``', '“”', ' ""\n'].map((quotes) => ({
      name: `${name} in ${JSON.stringify(quotes)}`,
      env: { [name]: quotes.replace(/(["'`“])(["'`”])/, `$1${testEnv()[name]}$2`) },
      says: new RegExp(`^${name} is in quotes: take them away`),
    })),
  ),
  'quotes around what is optional': [
    ['JWT_PRIVATE_KEYS', privateKeys],
    ['AUTH_SECRET_PREVIOUS', other],
    ['AUTH_SECRETS_ACCEPTED', other],
    ['GITHUB_WEBHOOK_SECRET', other],
    ['GITHUB_ALLOWED_ORGS', 'acme'],
    ['GITHUB_ROLE_MAP', '{"acme":"user"}'],
    ['SIGN_UP', 'closed'],
    ['NEXT_AUTH_CLIENT', 'v4'],
    ['ACCESS_TOKEN_SECONDS', '900'],
    ['HASURA_GRAPHQL_UNAUTHORIZED_ROLE', 'anonymous'],
  ].map(([name = '', value = '']) => ({
    name,
    env: { [name]: `"${value}"` },
    says: new RegExp(`^${name} is in quotes`),
  })),
  'a quote at one end': [
    'AUTH_URL',
    'AUTH_SECRET',
    'ACTION_SECRET',
    'GITHUB_CLIENT_SECRET',
    'HASURA_GRAPHQL_JWT_SECRET',
    'AUTH_SECRETS_ACCEPTED',
    'ALLOWED_REDIRECTS',
    'GITHUB_WEBHOOK_SECRET_PREVIOUS',
  ].flatMap((name) =>
    ['" ', "' ", ' "', " '", ' `', '“ ', ' ’'].map((quote) => ({
      name: `${name} with ${JSON.stringify(quote)}`,
      env: {
        GITHUB_WEBHOOK_SECRET: other,
        [name]: quote.replace(
          ' ',
          testEnv()[name] ?? (name === 'ALLOWED_REDIRECTS' ? 'https://a.example' : shared),
        ),
      },
      says: new RegExp(`^${name} has a quote at one end: take (it|them) away`),
    })),
  ),
  'a list in another form': [
    `["${shared}","${other}"]`,
    `[ "${shared}" ]`,
    `[${shared},${other}]`,
    `${shared};${other}`,
    `${shared};`,
    `${shared}',${other}`,
    `${shared},'${other},${shared.slice(1)}A`,
  ].map((value, index) => ({
    name: `of secrets, ${index}`,
    env: { AUTH_SECRETS_ACCEPTED: value },
    says: /^AUTH_SECRETS_ACCEPTED must have commas or spaces between its secrets/,
  })),
  'what is no scope': [
    '["user:email"]',
    'user%3Aemail',
    'user:email;read:org',
    'user:email+read:org',
    'none',
  ].map((value) => ({ name: value, env: { GITHUB_SCOPES: value }, says: /^GITHUB_SCOPES must list scopes/ })),
  'characters that nobody sees': [
    ['AUTH_SECRET', `${shared}\n${other}`],
    ['ACTION_SECRET', `${shared.slice(0, 9)}\u0007${shared.slice(9)}`],
    ['EVENT_SECRET', `${shared}\u200b`],
    ['GITHUB_CLIENT_ID', 'Ov23li0123\u00ad456789abcd'],
    ['AUTH_URL', 'https://app\u200b.example'],
    ['HASURA_GRAPHQL_ENDPOINT', 'https://hasura.example/v1\t/graphql'],
    ['HASURA_GRAPHQL_JWT_SECRET', jwtSecretJson({ audience: 'ha\u0000sura' }).replace('\\u0000', '\u0000')],
    ['ALLOWED_REDIRECTS', 'https://a.example https://b\u0001.example'],
  ].map(([name = '', value]) => ({
    name,
    env: { [name]: value },
    says: new RegExp(`^${name} holds a line break or another character that cannot be seen: type`),
  })),
  'a line end that is written out': [
    ['ACTION_SECRET', `${shared}\\n`],
    ['AUTH_URL', 'https://app.example\\r\\n'],
    ['ALLOWED_REDIRECTS', 'https://a.example\\n'],
  ].map(([name = '', value]) => ({
    name,
    env: { [name]: value },
    says: new RegExp(`^${name} ends in .+: take it away`),
  })),
  'nobody in particular is let in': [
    ['GITHUB_ALLOWED_ORGS', ''],
    ['GITHUB_ALLOWED_ORGS', ' , '],
    ['GITHUB_ALLOWED_ORGS', '\n'],
    ['GITHUB_ROLE_MAP', '{}'],
  ].map(([name = '', value]) => ({
    name: `${name}=${JSON.stringify(value)}`,
    env: { [name]: value },
    says: new RegExp(`^${name} is empty: name an organisation, or take it away`),
  })),
  'what is no organisation': [
    'https://github.com/acme',
    '@acme',
    'acme/core',
    'acme;corp',
    'undefined',
    'null',
  ].map((value) => ({
    name: value,
    env: { GITHUB_ALLOWED_ORGS: value },
    says: /^GITHUB_ALLOWED_ORGS must list names of organisations/,
  })),
  'the address of an API': [
    'https://api.github.com',
    'https://api.github.com/',
    'https://github.example/api/v3',
    'https://github.example/api/v3/',
    'https://github.example/api',
    'https://github.example/api/graphql',
    'https://api.acme.ghe.com',
  ].map((value) => ({
    name: value,
    env: { GITHUB_BASE_URL: value },
    says: /^GITHUB_BASE_URL is the address of the API: give the one where people sign in/,
  })),
  'another page of GitHub': [
    'https://www.github.com',
    'https://gist.github.com',
    'https://github.com/acme',
  ].map((value) => ({
    name: value,
    env: { GITHUB_BASE_URL: value },
    says: /^GITHUB_BASE_URL must be https:/,
  })),
  'something else than the client id': [
    ['quotes inside', 'Ov23li"0123456789', /has characters that no client id has: copy it/],
    ['a space inside', 'Ov23li 0123456789', /has characters that no client id has: copy it/],
    ['the App ID', '1234567', /is the App ID, not the client id: copy it/],
    [
      'the client secret',
      '0123456789abcdef0123456789abcdef01234567',
      /is a client secret, not the client id/,
    ],
  ].map(([name, value, says]) => ({
    name: String(name),
    env: { GITHUB_CLIENT_ID: String(value) },
    says: new RegExp(`^GITHUB_CLIENT_ID ${(says as RegExp).source}`),
  })),
  'the client id for the secret': [
    {
      name: 'of an OAuth App',
      env: { GITHUB_CLIENT_SECRET: 'Ov23li0123456789abcd' },
      says: /^GITHUB_CLIENT_SECRET is a client id, not the client secret: copy it/,
    },
  ],
  'the other kind of app': [
    ['Iv1.0123456789abcdef', undefined, 'GitHub App: set it to github-app'],
    ['Iv23li0123456789abcd', 'oauth-app', 'GitHub App: set it to github-app'],
    ['Ov23li0123456789abcd', 'github-app', 'OAuth App: set it to oauth-app'],
  ].map(([id, type, cure = '']) => ({
    name: `${id} as ${type}`,
    env: { GITHUB_CLIENT_ID: id, GITHUB_CLIENT_TYPE: type },
    says: new RegExp(`^GITHUB_CLIENT_TYPE is .+ but GITHUB_CLIENT_ID is that of an? ${cure}`),
  })),
  'one value for two secrets': [
    ['ACTION_SECRET', 'EVENT_SECRET'],
    ['AUTH_SECRET', 'ACTION_SECRET'],
    ['AUTH_SECRET', 'AUTH_SECRET_PREVIOUS'],
    ['EVENT_SECRET', 'GITHUB_WEBHOOK_SECRET'],
    ['ACTION_SECRET', 'GITHUB_CLIENT_SECRET'],
    ['EVENT_SECRET', 'HASURA_GRAPHQL_ADMIN_SECRET'],
  ].map(([one = '', two = '']) => ({
    name: `${one} and ${two}`,
    env: { [one]: shared, [two]: `${shared}\n` },
    says: new RegExp(`^(${one} equals ${two}|${two} equals ${one})$`),
  })),
  'a member of the JWT secret': [
    [{ claims_format: 'xml' }, 'claims_format must be json or stringified_json'],
    [{ allowed_skew: 1.5 }, 'allowed_skew must be a whole number'],
    [{ allowed_skew: -1 }, 'allowed_skew is below 0'],
    [{ claims_namespace: '' }, 'claims_namespace is empty'],
    [{ claims_namespace: 7 }, 'claims_namespace must be a text'],
    [{ claims_namespace: ' https://hasura.io/jwt/claims' }, 'claims_namespace has white space around it'],
    [{ claims_map: {} }, 'has claims_map, which the functions would not keep to'],
    [{ claims_namespace_path: '$' }, 'has claims_namespace_path, which'],
    [{ header: { type: 'Cookie' } }, 'header must be Authorization'],
    [{ header: 'Authorization' }, 'header must be Authorization'],
    [{ [shared]: 'x' }, 'has …, which'],
    [{ type: 'RS256', key: privateKeys }, 'key is a private key'],
    [{ type: 'RS256', key: pem(ours.privateKey, 'pkcs1') }, 'key is a private key'],
    [{ type: 'RS256', key: pem(ours.publicKey, 'spki').replaceAll('\n', '\\n') }, 'key cannot be read'],
    [{ type: 'RS256', key: 'x' }, 'key cannot be read'],
  ].map(([members, says]) => ({
    name: String(says),
    env: {
      HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson(members as object as Record<string, unknown>),
      GITHUB_WEBHOOK_SECRET: shared,
      ...(JSON.stringify(members).includes('RS256') && { JWT_PRIVATE_KEYS: privateKeys }),
    },
    says: new RegExp(`^HASURA_GRAPHQL_JWT_SECRET ${says}`),
  })),
  'the address of the published keys': [
    [' https://app.example/jwks', /^HASURA_GRAPHQL_JWT_SECRET jwk_url has white space around it/],
    ['http://app.example/jwks', /^HASURA_GRAPHQL_JWT_SECRET must be https .*\(jwk_url\)$/],
  ].map(([jwk_url, says]) => ({
    name: String(jwk_url),
    env: {
      HASURA_GRAPHQL_JWT_SECRET: JSON.stringify({ jwk_url, issuer: 'us', audience: 'hasura' }),
      JWT_PRIVATE_KEYS: privateKeys,
    },
    says: says as RegExp,
  })),
  'a private key that is cut off': [
    privateKeys + pem(theirs.privateKey, 'pkcs8').slice(0, -30),
    pem(theirs.privateKey, 'pkcs8').slice(0, -30) + privateKeys,
    privateKeys + pem(theirs.privateKey, 'pkcs1').slice(0, -30),
  ].map((value, index) => ({
    name: String(index),
    env: { HASURA_GRAPHQL_JWT_SECRET: jwkUrl, JWT_PRIVATE_KEYS: value },
    says: /^JWT_PRIVATE_KEYS (has a private key in PEM that is cut off|is neither PEM nor JWK)/,
  })),
  'GitHub in a region': ['https://acme.ghe.com', 'https://acme.ghe.com/', 'https://ACME.ghe.com/login'].map(
    (value) => ({
      name: value,
      env: { GITHUB_BASE_URL: value },
      says: /^GITHUB_BASE_URL is on ghe.com .*, whose API is on another host .* not supported/,
    }),
  ),
  'the page where people sign in': [
    'https://ghe.example/login',
    'https://ghe.example/login/oauth/authorize',
    'https://github.com/login/oauth/authorize',
  ].map((value) => ({
    name: value,
    env: { GITHUB_BASE_URL: value },
    says: /^GITHUB_BASE_URL is a page of GitHub: give its address without the path/,
  })),
  'the role of somebody for nobody': ['user', 'admin', 'auth_service', 'Admin'].map((value) => ({
    name: value,
    env: { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: value },
    says: /^HASURA_GRAPHQL_UNAUTHORIZED_ROLE is a role of somebody/,
  })),
  'several roles for nobody': ['anonymous,public', 'anonymous public', '["anonymous"]', 'a;b'].map(
    (value) => ({
      name: value,
      env: { HASURA_GRAPHQL_UNAUTHORIZED_ROLE: value },
      says: /^HASURA_GRAPHQL_UNAUTHORIZED_ROLE must be one role/,
    }),
  ),
  'claims that lean on something else': ['plan(a: $x)', 'plan @include(if: $y)', '...Other'].map(
    (fields) => ({
      name: fields,
      env: { CUSTOM_CLAIMS: claims.replace('{ plan }', `{ plan ${fields} }`) },
      says: /^CUSTOM_CLAIMS has a fragment with a variable or another fragment in it/,
    }),
  ),
  'the key of tokens for a secret': [
    ...['AUTH_SECRET', 'ACTION_SECRET', 'EVENT_SECRET', 'AUTH_SECRET_PREVIOUS'].map((name) => ({
      name,
      env: { [name]: `${shared} `, HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ key: shared }) },
      says: new RegExp(`^${name} equals the key in HASURA_GRAPHQL_JWT_SECRET$`),
    })),
    {
      name: 'AUTH_SECRETS_ACCEPTED',
      env: { AUTH_SECRETS_ACCEPTED: shared, HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ key: shared }) },
      says: /^AUTH_SECRETS_ACCEPTED holds the key in HASURA_GRAPHQL_JWT_SECRET$/,
    },
  ],
  'a host that is none': [
    'AUTH_URL',
    'AUTH_CANONICAL_URL',
    'HASURA_GRAPHQL_ENDPOINT',
    'GITHUB_BASE_URL',
    'jwk_url',
    'issuer',
  ].flatMap((name) =>
    [
      '$VERCEL_URL',
      `$\{VERCEL_URL}`,
      '{{HOST}}',
      '(your-domain)',
      '*.example.com',
      'a.com,b.com',
      'a.com,',
      'a.com;',
      'a.com"b',
      "a.com'b",
      'a.com`b',
      'a.com.',
      'a..com',
      'undefined',
      'undefined.example',
      'null',
    ].map((host) => ({
      name: `${name}: ${host}`,
      env: addressEnv(name, `https://${host}`),
      says: new RegExp(`^${variableOf(name)} .*has something in it that no address has`),
    })),
  ),
  'a redirect that is meant for many': [
    'https://*.spa.example',
    'https://spa.example/*',
    'https://spa.example/**',
    'https://a.example;https://b.example',
    'https://a.example/cb;https://b.example/cb',
    'https://*',
    '*',
  ].map((value) => ({
    name: value,
    env: { ALLOWED_REDIRECTS: value },
    says: /^ALLOWED_REDIRECTS has an entry with \* or ; in it/,
  })),
  'no host in a list of addresses': [
    ['ALLOWED_REDIRECTS', `https://$\{X}`],
    ['ALLOWED_REDIRECTS', 'https://a.example/$NAME'],
    ['ALLOWED_REDIRECTS', 'https://a.example https://$X'],
    ['ALLOWED_REDIRECTS', "https://a.example'b"],
    ['PREVIEW_ORIGINS', 'https://app-$x.vercel.app'],
    ['PREVIEW_ORIGINS', 'https://undefined'],
  ].map(([name = '', value]) => ({
    name: `${name}=${value}`,
    env: { [name]: value },
    says: new RegExp(`^${name} (has something in it that no address has|must be an https origin)`),
  })),
  'a text that everybody knows for a secret': ['ACTION_SECRET', 'GITHUB_CLIENT_SECRET', 'the key'].flatMap(
    (name) =>
      [
        '$(head -c 32 /dev/urandom | base64)',
        '$(openssl rand -base64 32)',
        '$(openssl rand -base64 32 | tr -d 0123456789abcdef',
        `$\{ACTION_SECRET_FROM_SOMEWHERE_ELSE_1234567890}`,
        `$\{{ secrets.ACTION_SECRET_FOR_PRODUCTION }}`,
        `$\{{ secrets.ACTION_SECRET }} please`,
        '{{ACTION_SECRET}}{{ACTION_SECRET}}{{ACTION_SECRET}}',
        '{{ .Values.actionSecret }} and so on and on',
        '$ACTION_SECRET_FROM_SOMEWHERE_ELSE_1234567890',
        '%ACTION_SECRET_FROM_SOMEWHERE_ELSE_1234567890%',
        'process.env.ACTION_SECRET_FROM_SOMEWHERE_ELSE',
        'openssl rand -base64 32 | pbcopy and then paste',
        'node -e "console.log(crypto.randomBytes(32))" | pbcopy',
        pem(ours.publicKey, 'spki').replaceAll('\n', name === 'the key' ? '\n' : ' '),
      ].map((value) => ({
        name: `${name}: ${value.slice(0, 20)}`,
        env:
          name === 'the key'
            ? { HASURA_GRAPHQL_JWT_SECRET: jwtSecretJson({ key: value }) }
            : { [name]: value },
        says: new RegExp(
          `^${name === 'the key' ? 'HASURA_GRAPHQL_JWT_SECRET key' : name} is a (command or the name|public key)`,
        ),
      })),
  ),
  'a whole line for a value': [
    ['AUTH_SECRET', `AUTH_SECRET=${shared}`, ', set AUTH_SECRET_PREVIOUS'],
    ['AUTH_SECRET', `export AUTH_SECRET="${shared}"`, ', set AUTH_SECRET_PREVIOUS'],
    ['AUTH_SECRET_PREVIOUS', `AUTH_SECRET=${shared}`],
    ['ACTION_SECRET', `ACTION_SECRET=${shared}`],
    ['EVENT_SECRET', `ACTION_SECRET=${shared}`],
    ['GITHUB_CLIENT_SECRET', `GITHUB_CLIENT_SECRET=${shared}`],
    ['HASURA_GRAPHQL_ENDPOINT', 'HASURA_GRAPHQL_ENDPOINT=https://hasura.example/v1/graphql'],
    ['HASURA_GRAPHQL_JWT_SECRET', `HASURA_GRAPHQL_JWT_SECRET=${jwtSecretJson()}`],
    ['GITHUB_ALLOWED_ORGS', 'GITHUB_ALLOWED_ORGS=acme'],
    ['SIGN_UP', 'SIGN_UP=closed'],
  ].map(([name = '', value, cure = '']) => ({
    name: `${name}: ${value?.slice(0, 14)}`,
    env: { [name]: value },
    says: new RegExp(`^${name} begins with a name and "=": take them away.*${cure}`),
  })),
  'what JavaScript writes for nothing': [
    ['GITHUB_CLIENT_ID', 'undefined'],
    ['GITHUB_CLIENT_ID', 'null'],
    ['HASURA_GRAPHQL_UNAUTHORIZED_ROLE', 'undefined'],
  ].map(([name = '', value]) => ({
    name: `${name}=${value}`,
    env: { [name]: value },
    says: new RegExp(`^${name} is a placeholder`),
  })),
  'a key that is given twice': [
    ['GITHUB_ROLE_MAP', '{"acme":"user","acme":"moderator"}'],
    ['GITHUB_ROLE_MAP', '{"acme":"user","\\u0061cme":"moderator"}'],
    ['CUSTOM_CLAIMS', `${claims.slice(0, -1)},"claims":{"x-hasura-a":{"path":"b"}}}`],
    ['CUSTOM_CLAIMS', claims.replace('"path"', '"as":"text","as":"array","path"')],
    ['GITHUB_ACTIONS_LOGIN', ciLogin.replace('"role"', '"ref":"refs/*","role"')],
    ['HASURA_GRAPHQL_JWT_SECRET', `${jwtSecretJson().slice(0, -1)},"audience":"other"}`],
    ['HASURA_GRAPHQL_JWT_SECRET', `${jwtSecretJson().slice(0, -1)} , "key" : "${shared}"}`],
    ['JWT_PRIVATE_KEYS', JSON.stringify(ours.privateKey.export({ format: 'jwk' })).replace('{', '{"d":"x",')],
  ].map(([name = '', value]) => ({
    name: `${name}: ${value?.slice(0, 20)}`,
    env: {
      ...(name === 'JWT_PRIVATE_KEYS' && { HASURA_GRAPHQL_JWT_SECRET: jwkUrl }),
      [name]: value,
    },
    says: new RegExp(`^${name} gives one key of an object twice`),
  })),
  'a claim of a workflow that is given twice': [
    {
      name: 'in two letter cases',
      env: { GITHUB_ACTIONS_LOGIN: ciLogin.replace('}]', ',"claims":{"X-Hasura-A":"1","x-hasura-a":"2"}}]') },
      says: /^GITHUB_ACTIONS_LOGIN .*rules.0.claims: one claim is given twice/,
    },
  ],
  'almost the role user': [
    ['GITHUB_ROLE_MAP', '{"acme":"User"}'],
    ['GITHUB_ACTIONS_LOGIN', ciLogin.replace('deployer', 'USER')],
  ].map(([name = '', value]) => ({
    name,
    env: { [name]: value },
    says: new RegExp(`^${name} .*: differs from the role user in letter case alone`),
  })),
  'what is no JSON': [
    ['GITHUB_ROLE_MAP', '{"acme":"user",}'],
    ['GITHUB_ROLE_MAP', '// members\n{"acme":"user"}'],
    ['GITHUB_ROLE_MAP', "{'acme':'user'}"],
    ['CUSTOM_CLAIMS', `${claims} // claims`],
    ['GITHUB_ACTIONS_LOGIN', `/* workflows */ ${ciLogin}`],
    ['HASURA_GRAPHQL_JWT_SECRET', `${jwtSecretJson().slice(0, -1)},}`],
  ].map(([name = '', value]) => ({
    name: `${name}: ${value?.slice(0, 20)}`,
    env: { [name]: value },
    says: new RegExp(`^${name} is not .*JSON.*no comment and no comma at the end`),
  })),
  'a secret for a name in JSON': [
    ['GITHUB_ROLE_MAP', `{"${shared}!":"user"}`],
    ['GITHUB_ROLE_MAP', `{"${shared}":"User"}`],
    ['CUSTOM_CLAIMS', jwtSecretJson({ [shared]: other })],
    ['GITHUB_ACTIONS_LOGIN', `{"${shared}":1,${ciLogin.slice(1)}`],
  ].map(([name = '', value]) => ({
    name,
    env: { [name]: value, GITHUB_WEBHOOK_SECRET: shared },
    says: new RegExp(`^${name} is not the JSON that is expected`),
  })),
  'a session that idles for longer than it lives': [
    { SESSION_IDLE_DAYS: '31', SESSION_MAX_DAYS: '30' },
    { SESSION_IDLE_DAYS: '200' },
  ].map((env) => ({
    name: JSON.stringify(env),
    env,
    says: /^SESSION_IDLE_DAYS is above SESSION_MAX_DAYS .*: lower it, or raise SESSION_MAX_DAYS/,
  })),
  'this machine in production': [
    ['AUTH_URL', 'http://localhost:3000'],
    ['AUTH_URL', 'http://127.0.0.1:3000'],
    ['AUTH_URL', 'https://[::1]'],
    ['AUTH_URL', 'https://0.0.0.0'],
    ['AUTH_URL', 'https://127.0.0.2'],
    ['AUTH_URL', 'https://app.localhost'],
    ['AUTH_URL', 'https://[::]'],
    ['AUTH_URL', 'https://[::ffff:127.0.0.1]'],
    ['HASURA_GRAPHQL_ENDPOINT', 'https://127.1/v1/graphql'],
    ['AUTH_CANONICAL_URL', 'http://localhost:3000'],
    ['HASURA_GRAPHQL_ENDPOINT', 'http://localhost:8080/v1/graphql'],
    ['GITHUB_BASE_URL', 'http://127.0.0.1:4000'],
  ].map(([name = '', value]) => ({
    name: `${name}=${value}`,
    env: { VERCEL_ENV: 'production', [name]: value },
    says: new RegExp(`^${name} leads to this machine, .*: give its public address`),
  })),
  'a former secret alone': [
    {
      name: 'GITHUB_WEBHOOK_SECRET_PREVIOUS',
      env: { GITHUB_WEBHOOK_SECRET_PREVIOUS: other },
      says: /^GITHUB_WEBHOOK_SECRET_PREVIOUS stands alone: set GITHUB_WEBHOOK_SECRET, or take/,
    },
  ],
  'a misspelt name': [
    ['AUTH_SECERT_PREVIOUS', /: AUTH_SECRET_PREVIOUS is meant$/],
    ['GITHUB_ALOWED_ORGS', /: GITHUB_ALLOWED_ORGS is meant$/],
    ['SIGNUP', /: SIGN_UP is meant$/],
    ['GITHUB_ALLOWED_ORG', /: GITHUB_ALLOWED_ORGS is meant$/],
    ['github_allowed_orgs', /: GITHUB_ALLOWED_ORGS is meant$/],
    ['GITHUB-ROLE-MAP', /: GITHUB_ROLE_MAP is meant$/],
    ['HASURA_GRAPHQL_UNAUTHORISED_ROLE', /: HASURA_GRAPHQL_UNAUTHORIZED_ROLE is meant$/],
    ['HASURA_GRAPHQL_ENDPONT', /: HASURA_GRAPHQL_ENDPOINT is meant$/],
    ['JWT_ISSUER', /\(misspelt, or of a later version\?\)$/],
  ].map(([name, says]) => ({
    name: String(name),
    env: { [String(name)]: 'x' },
    says: new RegExp(`^${String(name)} is not a variable of this project.*${(says as RegExp).source}`),
  })),
  'a JWT secret that does not fit': [
    ['no JSON', '{type: HS256}', undefined, /^HASURA_GRAPHQL_JWT_SECRET is not the JSON that Hasura reads/],
    [
      'a short key',
      jwtSecretJson({ key: '0123456789abcdef' }),
      undefined,
      /^HASURA_GRAPHQL_JWT_SECRET key has less/,
    ],
    [
      'white space in the issuer',
      jwtSecretJson({ issuer: 'us ' }),
      undefined,
      /^HASURA_GRAPHQL_JWT_SECRET issuer has/,
    ],
    ['no private key', rsSecret(pem(ours.publicKey, 'spki')), undefined, /^JWT_PRIVATE_KEYS is missing/],
    [
      'the key of before',
      rsSecret(pem(theirs.publicKey, 'spki')),
      privateKeys,
      /^the key in HASURA_GRAPHQL_JWT_SECRET/,
    ],
    ['a pair beside HS256', jwtSecretJson(), privateKeys, /^JWT_PRIVATE_KEYS is for key pairs/],
    ['a short pair', rsSecret('x'), pem(rsa(1024).privateKey, 'pkcs8'), /^JWT_PRIVATE_KEYS an RSA key needs/],
  ].map(([name, jwt, keys, says]) => ({
    name: String(name),
    env: { HASURA_GRAPHQL_JWT_SECRET: String(jwt), JWT_PRIVATE_KEYS: keys as string | undefined },
    says: says as RegExp,
  })),
  'what else was planted': [
    ['AUTH_URL', 'http://app.example', /^AUTH_URL must be https/],
    ['NEXT_AUTH_CLIENT', '4', /^NEXT_AUTH_CLIENT must be v4 or v5/],
    ['NEXT_AUTH_CLIENT', '5.0.0-beta.32', /^NEXT_AUTH_CLIENT must be v4 or v5/],
    [
      'NEXTAUTH_CLIENT',
      'v4',
      /^NEXTAUTH_CLIENT is not a variable of this project: NEXT_AUTH_CLIENT is meant/,
    ],
    ['AUTH_URL', 'https://app.example/auth', /^AUTH_URL must not have a path/],
    ['HASURA_GRAPHQL_ENDPOINT', 'https://hasura.example', /^HASURA_GRAPHQL_ENDPOINT must end in/],
    ['HASURA_GRAPHQL_ENDPOINT', 'https://hasura.example/v1/graphql?x=1', /^HASURA_GRAPHQL_ENDPOINT must not/],
  ].map(([name, value, says]) => ({
    name: `${String(name)}=${String(value)}`,
    env: { [String(name)]: String(value) },
    says: says as RegExp,
  })),
}

function problemsOf(env: Env): readonly string[] {
  try {
    parseConfig(testEnv(env))
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

for (const [kind, all] of Object.entries(mistakes)) {
  describe(`S-CONF-06 ${kind}`, () => {
    test.each(all)('is named: $name', ({ env, says }) => {
      const problems = problemsOf(env)
      expect(problems).toEqual([expect.stringMatching(says)])
      for (const value of Object.values(env).filter((text) => text && text.length >= 20))
        expect(problems.join()).not.toContain(value)
    })
  })
}

test('S-CONF-06 names mistakes of every sort at once', () => {
  const problems = problemsOf({
    ACTION_SECRET: undefined,
    EVENT_SECRET: `"${secret()}"`,
    GITHUB_ALLOWED_ORGS: '',
    GITHUB_CLIENT_TYPE: 'github-app',
    GITHUB_CLIENT_ID: 'Ov23li0123456789abcd',
    HASURA_GRAPHQL_JWT_SECRET: rsSecret(pem(ours.publicKey, 'spki')),
    SESSION_IDLE_DAYS: '400',
    AUTH_SECERT: 'x',
  })
  expect(problems.map((problem) => problem.split(' ')[0]).sort()).toEqual([
    'ACTION_SECRET',
    'AUTH_SECERT',
    'EVENT_SECRET',
    'GITHUB_ALLOWED_ORGS',
    'GITHUB_CLIENT_TYPE',
    'JWT_PRIVATE_KEYS',
    'SESSION_IDLE_DAYS',
  ])
})
