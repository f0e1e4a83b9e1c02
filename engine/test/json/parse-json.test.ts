import { expect, test } from 'vitest'
import { stringifyJson } from '../../src/json/json.js'
import { parseJson } from '../../src/json/parse-json.js'

test.each([
  '{"a":[1,2.5,-3],"b":null,"c":"1.50","d":true}',
  '{"big":9007199254740993,"exact":1.50,"small":1e-7,"minus":-0}',
  '["12345678901234567890 in text","\\"1.50\\""]',
  '1.0',
])('parseJson() keeps every digit of %s', (text) => {
  expect(stringifyJson(parseJson(text))).toBe(text)
})

test.each(['', '{', '01.0', '1.', '{"a":1.50', 'NaN', '1.50 2'])(
  'parseJson() refuses %j as JSON.parse does',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  },
)

test('parseJson() leaves text that looks like its own marker alone', () => {
  expect(parseJson('{"\\u0000digits":"1.50","n":1.50}')).toEqual({ '\u0000digits': '1.50', n: 1.5 })
})
