import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { repositoryFiles } from '../../dev/house/repository-files.js'
import { repository } from '../../dev/repository.js'

/** Texts that only a real secret has. Each is long enough that an example with dots or words is none. */
const secretShapes: readonly [string, RegExp][] = [
  ['a token of GitHub', /\bgh[oupsr]_[A-Za-z0-9]{36,}/],
  ['a personal access token of GitHub', /\bgithub_pat_[A-Za-z0-9_]{60,}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40,}/],
  ['a signed token', /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}/],
  ['a key of a cloud', /\bAKIA[0-9A-Z]{16}\b/],
  ['a password in an address', /\b(?:postgres(?:ql)?|https?):\/\/[^\s:@/'"`]+:(?!pass@)[^\s:@/'"`${}]{8,}@/],
  [
    'a value of a secret variable',
    /\b(?:AUTH|ACTION|EVENT|ADMIN|CLIENT)_SECRET(?:_PREVIOUS)?['"]?\s*[:=]\s*['"]?(?=[\w+/-]*\d)[\w+/-]{32,}/,
  ],
]

/** What everybody knows: the example of GitHub's documentation, and the alphabet. */
const publicExamples = /16C7e42F292c6912E7710c838347Ae178B4a|0123456789abcdefghijklmnopqrstuvwxyz/g

const isText = (path: string) => !/\.(png|jpe?g|gif|ico|woff2?|gz|br)$/.test(path)
const files = repositoryFiles().filter((path) => isText(path) && path !== 'package-lock.json')

test('S-CONF-05 no file of the repository holds a secret', () => {
  const found = files.flatMap((path) => {
    const text = readFileSync(`${repository}/${path}`, 'utf8').replace(publicExamples, 'example')
    return secretShapes.filter(([, shape]) => shape.test(text)).map(([what]) => `${path}: ${what}`)
  })
  expect(files.length).toBeGreaterThan(100)
  expect(found).toEqual([])
})

test('S-CONF-05 the scan finds what it looks for', () => {
  // Put together here, so that this file does not find itself.
  const filler = 'a1B2c3D4'.repeat(8)
  const planted = [
    `gho_${filler}`,
    `github_pat_${filler}`,
    ['-----BEGIN PRIVATE', `KEY-----\n${filler}`].join(' '),
    ['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', `eyJzdWIiOiIxMjM0NTY3ODkwIn0${filler}`, filler].join('.'),
    `npm_${filler.slice(0, 36)}`,
    `AKIA${'ABCD'.repeat(4)}`,
    ['postgres://hasura', 'hunter2hunter2@db/main'].join(':'),
    ['ACTION_SECRET', filler].join('='),
  ]
  for (const [index, [what, shape]] of secretShapes.entries()) expect(planted[index], what).toMatch(shape)
})

test('S-CONF-05 S-VERCEL-02 what holds secrets is ignored by git', () => {
  const ignored = readFileSync(`${repository}/.gitignore`, 'utf8').split('\n')
  expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.local', '.data/', '.vercel/']))
  expect(
    repositoryFiles().filter((path) => /(^|\/)\.env($|\.local$)|^\.data\/|^\.vercel\//.test(path)),
  ).toEqual([])
})

test('no file names a folder of the machine that it was written on', () => {
  const personal = /(?:^|[\s'"`(=])(?:\/(?:home|Users|root)\/\w+|[A-Z]:\\Users\\)/m
  expect(files.filter((path) => personal.test(readFileSync(`${repository}/${path}`, 'utf8')))).toEqual([])
})
