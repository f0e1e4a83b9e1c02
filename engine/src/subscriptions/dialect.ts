/** What differs between the two protocols for GraphQL over WebSockets. All payloads are JSON text. */
export interface Dialect {
  start: string
  stop: string
  result: string
  /** What is sent to keep the connection alive. */
  keepAlive: string
  /** The payload of an `error` message. */
  errorPayload(errors: readonly object[]): string
  /** What the client gets when an operation fails while it runs. */
  failure(errors: readonly object[]): { type: string; payload: string }
  /** Are clients that break the protocol thrown out, as the newer one demands, or told so? */
  isStrict: boolean
}

/** https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
const transportWs: Dialect = {
  start: 'subscribe',
  stop: 'complete',
  result: 'next',
  keepAlive: '{"type":"ping","payload":{"message":"keepalive"}}',
  errorPayload: (errors) => JSON.stringify(errors),
  failure: (errors) => ({ type: 'error', payload: JSON.stringify(errors) }),
  isStrict: true,
}

/** https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md */
const apollo: Dialect = {
  start: 'start',
  stop: 'stop',
  result: 'data',
  keepAlive: '{"type":"ka"}',
  errorPayload: (errors) => JSON.stringify({ errors }),
  failure: (errors) => ({ type: 'data', payload: JSON.stringify({ data: null, errors }) }),
  isStrict: false,
}

/** By WebSocket sub-protocol; the older one is what Hasura speaks when the client does not say. */
export const dialects = { 'graphql-transport-ws': transportWs, 'graphql-ws': apollo } as const
