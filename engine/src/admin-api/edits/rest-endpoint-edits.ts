import { z } from 'zod'
import { HasuraError } from '../../errors.js'
import { toJson } from '../../json/json.js'
import { restEndpoint } from '../../metadata/schemas/rest-endpoint.js'
import type { Command } from '../command.js'
import { checkedBy } from '../parse-args.js'
import { breaksOthers, editCommand, misfit } from './edit-metadata.js'
import { findBy, listAt, removeBy } from './metadata-json.js'

const endpointArgs = checkedBy(restEndpoint).pipe(z.looseObject({ name: z.string() }))

/** The commands about REST endpoints, in the words of Hasura.RQL.DDL.Endpoint. */
export const restEndpointEdits: Readonly<Record<string, Command>> = {
  create_rest_endpoint: editCommand(
    endpointArgs,
    (metadata, endpoint) => {
      const endpoints = listAt(metadata, 'rest_endpoints')
      if (findBy(endpoints, 'name', endpoint.name)) {
        const message = `Endpoint with name: ${endpoint.name} already exists`
        throw new HasuraError('already-exists', message, { path: '$.args' })
      }
      endpoints.push(toJson(endpoint))
    },
    (added, edited) => {
      const created = edited.loaded.metadata.rest_endpoints.length - 1
      const own = added.filter(({ type, path }) => type === 'rest_endpoint' && path?.[1] === created)
      return own.length > 0 ? misfit(own, edited) : breaksOthers(added, edited)
    },
  ),
  drop_rest_endpoint: editCommand(z.object({ name: z.string() }), (metadata, { name }) => {
    if (removeBy(listAt(metadata, 'rest_endpoints'), 'name', name)) return
    throw new HasuraError('not-exists', `endpoint with name: ${name} does not exist`, { path: '$.args' })
  }),
}
