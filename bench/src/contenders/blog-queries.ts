export interface BlogQuery {
  name: string
  /** How often the same is asked in a turn. */
  times: number
  /** What the ratio is meant not to exceed. */
  goal?: number
  variables: Readonly<Record<string, unknown>>
  ours: string
  postgraphile: string
}

/** The same question in two schemas of the same two tables: 100 authors, 2,000 posts. */
export const blogQueries: readonly BlogQuery[] = [
  {
    name: 'by primary key',
    times: 300,
    goal: 1,
    variables: { id: 7 },
    ours: 'query ($id: Int!) { authors_by_pk(id: $id) { id name } }',
    postgraphile: 'query ($id: Int!) { authorById(id: $id) { id name } }',
  },
  {
    name: 'list of two levels',
    times: 60,
    goal: 0.25,
    variables: { first: 50 },
    ours: `query ($first: Int!) {
      authors(limit: $first, order_by: { id: asc }) { id name posts(limit: 10, order_by: { id: asc }) { id title } }
    }`,
    postgraphile: `query ($first: Int!) {
      allAuthors(first: $first, orderBy: ID_ASC) {
        nodes { id name postsByAuthorId(first: 10, orderBy: ID_ASC) { nodes { id title } } }
      }
    }`,
  },
  {
    name: 'insert',
    times: 300,
    goal: 1,
    variables: { author: 7, title: 'Another post' },
    ours: `mutation ($author: Int!, $title: String!) {
      insert_posts_one(object: { author_id: $author, title: $title }) { id }
    }`,
    postgraphile: `mutation ($author: Int!, $title: String!) {
      createPost(input: { post: { authorId: $author, title: $title } }) { post { id } }
    }`,
  },
  {
    name: 'aggregate',
    times: 300,
    variables: { author: 8 },
    ours: `query ($author: Int!) {
      posts_aggregate(where: { author_id: { _eq: $author } }) { aggregate { count } }
    }`,
    postgraphile: 'query ($author: Int!) { allPosts(condition: { authorId: $author }) { totalCount } }',
  },
]
