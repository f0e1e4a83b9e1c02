import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { signIn } from '../../dev/demo/graphql-flow.js'
import { repository } from '../../dev/repository.js'
import { openTestDatabase } from '../../engine/test/support/test-database.js'
import { startTestStack, type TestStack } from '../support/test-stack.js'

/** As the tutorial makes it in the console, with a table of somebody's that refers to it. */
const theirs = `
  create table public.users (id text primary key, name text, created_at timestamp default now());
  create table public.posts (
    id serial primary key, author text not null references users (id) on delete cascade, title text
  );
  insert into users values ('1001001', 'Ada', '2023-04-05'), ('1001009', null, null);
  insert into posts (author, title) values ('1001001', 'first'), ('1001009', 'second');`

let folder = ''
let stack: TestStack | undefined

afterEach(async () => {
  await stack?.close()
  stack = undefined
  await rm(folder, { recursive: true })
})

/** Our folder with the migrations of the document in it. */
async function documentedFolder(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'from-next-auth-'))
  await cp(`${repository}/hasura`, join(folder, 'hasura'), { recursive: true })
  const text = await readFile(`${repository}/docs/migrate-from-next-auth.md`, 'utf8')
  const migrations = [...text.matchAll(/^```sql\n-- (hasura\/\S+)\n([\s\S]*?)^```$/gm)]
  expect(migrations).toHaveLength(2)
  for (const [, file = '', content = ''] of migrations) {
    await mkdir(dirname(join(folder, file)))
    await writeFile(join(folder, file), content)
  }
  return join(folder, 'hasura')
}

async function startOn(sql: string): Promise<TestStack> {
  const hasura = await documentedFolder()
  const database = await openTestDatabase()
  await database.exec(sql)
  // A start that fails closes what it has opened.
  stack = await startTestStack({ openDatabase: async () => database, stack: { hasura } })
  return stack
}

describe('docs/migrate-from-next-auth.md', () => {
  it('keeps people, when they came, and what refers to them', async () => {
    const { database, flow } = await startOn(theirs)
    const before = await database.query(
      'select id, login, name, created_at::date::text as since from users order by id',
    )
    expect(before.rows).toEqual([
      { id: '1001001', login: '1001001', name: 'Ada', since: '2023-04-05' },
      { id: '1001009', login: '1001009', name: null, since: expect.any(String) },
    ])
    expect(await signIn(flow, 'ada')).toMatchObject({ userId: '1001001', isNewUser: false })
    const after = await database.query(
      "select login, name, created_at::date::text as since, (select string_agg(title, ',') from posts where author = users.id) as posts from users where id = '1001001'",
    )
    expect(after.rows).toEqual([{ login: 'ada', name: 'Ada Marlow', since: '2023-04-05', posts: 'first' }])
    await database.query("delete from users where id = '1001009'")
    expect((await database.query('select title from posts')).rows).toEqual([{ title: 'first' }])
    await database.query('drop table users_of_next_auth')
  })

  it('stops at rows of people who did not come from GitHub', async () => {
    const other = "insert into users values ('google-7'); insert into posts (author) values ('google-7');"
    await expect(startOn(`${theirs} ${other}`)).rejects.toThrow(/posts_author_fkey/)
  })

  it('leaves our own table alone where it is there already', async () => {
    const database = await openTestDatabase()
    for (const version of (await readdir(`${repository}/hasura/migrations/default`)).sort())
      await database.exec(await readFile(`${repository}/hasura/migrations/default/${version}/up.sql`, 'utf8'))
    await documentedFolder()
    const migrations = `${folder}/hasura/migrations/default`
    for (const version of [
      '1794999999999_put_users_of_next_auth_aside',
      '1895999999999_adopt_users_of_next_auth',
    ])
      await database.exec(await readFile(`${migrations}/${version}/up.sql`, 'utf8'))
    const { rows } = await database.query(
      "select to_regclass('users_of_next_auth') as theirs, to_regclass('users')::text as ours",
    )
    expect(rows).toEqual([{ theirs: null, ours: 'users' }])
    await database.close()
  })

  it('changes nothing where there never was such a table', async () => {
    const { flow } = await startOn('')
    expect(await signIn(flow, 'ada')).toMatchObject({ isNewUser: true })
  })
})
