// @ts-check

/**
 * Queries to start from; the last one shows what the permissions keep back.
 *
 * @type {readonly [{ name: string, query: string }, ...{ name: string, query: string }[]]}
 */
export const examples = [
  {
    name: 'Who am I?',
    query: `query Me {
  users {
    id
    login
    name
    default_role
    last_signed_in_at
  }
}
`,
  },
  {
    name: 'My devices',
    query: `query Devices {
  sessions(order_by: { last_used_at: desc }) {
    id
    client
    last_used_at
  }
}
`,
  },
  {
    name: 'My recent activity',
    query: `query Activity {
  auth_log(order_by: { at: desc }, limit: 5) {
    at
    event
    detail
  }
}
`,
  },
  {
    name: "Somebody else's e-mail (refused)",
    query: `query Refused {
  users {
    login
    email
  }
}
`,
  },
]
