import { describe, expect, test } from 'vitest'
import { toJson } from '../../src/json/json.js'
import { parseTemplate, parseTextTemplate } from '../../src/kriti/parse-template.js'

const scope = new Map(
  Object.entries({
    $body: { input: { id: 7, name: 'ann "a"', tags: ['x', 'y'], none: null, active: true } },
    $session_variables: { 'x-hasura-role': 'user' },
    $base_url: 'http://b',
  }).map(([name, value]) => [name, toJson(value)]),
)

describe('a Kriti template (contract 5.6)', () => {
  test.each<[string, unknown]>([
    ['{"a": 1, "b": [true, null, "x"]}', { a: 1, b: [true, null, 'x'] }],
    [
      '{"id": {{$body.input.id}}, "all": {{ $body.input }}}',
      { id: 7, all: expect.objectContaining({ id: 7 }) },
    ],
    ['"user {{$body.input.id}}: {{ $body.input.name }}"', 'user 7: ann "a"'],
    ["{{ $body['input'].tags[1] }}", 'y'],
    ['{{ $body?.missing }}', null],
    ['{{ $body.input?.missing?.deep ?? "default" }}', 'default'],
    ['{{ if $body.input.active }} "yes" {{ else }} "no" {{ end }}', 'yes'],
    ['{{ if $body.input.id > 9 }} 1 {{ elif $body.input.id == 7 }} 2 {{ else }} 3 {{ end }}', 2],
    ['{{ if $body.input.id != 7 || not($body.input.active) }} 1 {{ else }} 2 {{ end }}', 2],
    ['{{ if "x" in $body.input.tags && $body.input.id <= 7 }} 1 {{ else }} 2 {{ end }}', 1],
    [
      '{{ range i, tag := $body.input.tags }} {"n": {{i}}, "tag": "{{tag}}!"} {{ end }}',
      [
        { n: 0, tag: 'x!' },
        { n: 1, tag: 'y!' },
      ],
    ],
    ['{{ size($body.input.tags) }}', 2],
    ['{{ toUpper("abc") }}', 'ABC'],
    ['{{ concat(["a", $body.input.name]) }}', 'aann "a"'],
    ["{{ escapeUri('a b&c') }}", 'a%20b%26c'],
    ["{{ getSessionVariable('X-Hasura-Role') }}", 'user'],
    ['{{ empty($body.input.none) }}', true],
    ['{{ fromPairs([["a", 1]]) }}', { a: 1 }],
  ])('%s gives %j', (template, value) => {
    expect(parseTemplate(template)(scope)).toEqual(value)
  })

  test('of text stands without quotes', () => {
    const template = parseTextTemplate(`{{$base_url}}/u/{{$body.input.id}}?q="{{ escapeUri("a b") }}"`)
    expect(template(scope)).toBe('http://b/u/7?q="a%20b"')
  })

  test.each([
    ['{"a": }', 'expected a value'],
    ['{{ $body.input', 'expected }}'],
    ['{{ if true }} 1 {{ end }}', 'an if needs an else'],
    ['"open', 'the text has no end'],
    ['1 2', 'nothing more was expected'],
    ['{{ }}', 'expected an expression'],
  ])('%s cannot be read', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(message)
  })

  test.each([
    ['{{ $body.missing }}', 'path lookup failed'],
    ['{{ $nothing }}', 'variable not found'],
    ['"{{ $body.input }}"', 'cannot stand inside a text'],
    ['{{ if $body.input.id }} 1 {{ else }} 2 {{ end }}', 'expected a boolean'],
    ['{{ toUpper(1) }}', 'toUpper cannot be applied'],
    ["{{ getSessionVariable('x-hasura-nope') }}", 'session variable not found'],
    ['{{ range i, x := $body }} 1 {{ end }}', 'range takes a list'],
  ])('%s fails when it is filled in', (template, message) => {
    const parsed = parseTemplate(template)
    expect(() => parsed(scope)).toThrow(message)
  })
})
