import { HasuraError } from '../../errors.js'
import type { Json } from '../../json/json.js'
import type { ComputedField, FunctionArguments, FunctionCall, FunctionParameter } from '../../model/model.js'
import { showName } from '../../pg-catalogue/catalogue.js'
import { mapSlot, optional, required, type Slot } from '../input/slot.js'
import { objectInput, slotList } from '../input/slots.js'
import type { SchemaContext } from '../schema-context.js'
import { columnInput } from './scalar-types.js'

type FunctionSlots = { args?: Slot<FunctionArguments | null> }

/** The `args` argument of a function's field; none when the client has nothing to give. */
export function functionSlots(
  context: SchemaContext,
  { fn, parameters }: FunctionCall,
  typeName: string,
): FunctionSlots {
  const given = parameters.filter((parameter) => parameter.kind === 'client')
  if (given.length === 0) return {}
  const entries = () =>
    given.map((parameter): [string, Slot<[FunctionParameter, Json]>] => [
      parameter.graphqlName,
      mapSlot(optional(columnInput(context, parameter.type)), (value) => [parameter, value]),
    ])
  const input = context.type(typeName, (name) =>
    objectInput({
      name,
      slots: () => slotList(entries(), (items): FunctionArguments => new Map(items.values())),
    }),
  )
  const description = `input parameters for function "${showName(fn)}"`
  const isRequired = given.some(({ hasDefault }) => !hasDefault)
  return { args: isRequired ? required(input, description) : optional(input, description) }
}

/** The `args` of a computed field, in no convention; the fields of all aggregates share them with the row's. */
export function computedFieldSlots(
  context: SchemaContext,
  { name, table, call }: ComputedField,
): FunctionSlots {
  return functionSlots(context, call, `${name}_${table.graphqlName}_args`)
}

/**
 * What a function is called with.
 *
 * What follows an omitted argument can only be given by name, which not every argument has.
 *
 * @throws HasuraError `not-supported`
 */
export function toFunctionArguments(
  { parameters }: FunctionCall,
  given: FunctionArguments | null | undefined,
  path: string,
): FunctionArguments {
  const args: FunctionArguments = given ?? new Map()
  let isOmitted = false
  for (const parameter of parameters) {
    if (parameter.kind !== 'client') continue
    if (!args.has(parameter)) {
      if (!parameter.hasDefault) throw notSupported('Non default arguments cannot be omitted', path)
      isOmitted = true
    } else if (isOmitted && parameter.name === null) {
      throw notSupported('Only last set of positional arguments can be omitted', path)
    }
  }
  return args
}

function notSupported(message: string, path: string): HasuraError {
  return new HasuraError('not-supported', message, { path: `${path}.args` })
}
