type Parser = (text: string) => unknown

const OID = { bool: 16, int2: 21, int4: 23, oid: 26, float4: 700, float8: 701 }

const toBoolean: Parser = (text) => text === 't'
const toNumber: Parser = (text) => Number(text)

/** Text to JavaScript by type oid. What is not listed stays text. */
export const typeParsers: ReadonlyMap<number, Parser> = new Map([
  [OID.bool, toBoolean],
  [OID.int2, toNumber],
  [OID.int4, toNumber],
  [OID.oid, toNumber],
  [OID.float4, toNumber],
  [OID.float8, toNumber],
])
