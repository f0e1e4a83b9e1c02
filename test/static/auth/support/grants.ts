let count = 0

/** A token that says how long it lasts and nothing else. Each is another one. */
function accessToken(minutes: number): string {
  count += 1
  const iat = 1_700_000_000
  const payload = { jti: count, iat, exp: iat + 60 + minutes * 60 }
  const encoded = [{ alg: 'HS256' }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  return `${encoded.join('.')}.signature`
}

/** What `login` and `refreshSession` give; the answers of other origins show no date. */
export function grantAnswer(minutes: number): () => Response {
  return () => {
    const token = accessToken(minutes)
    const grant = {
      accessToken: token,
      tokenType: 'Bearer',
      expiresAt: '2030-01-01T00:15:00+00:00',
      refreshToken: `refresh token ${count}`,
      refreshExpiresAt: '2030-02-01T00:00:00+00:00',
      userId: '7',
      login: 'ada',
      name: 'Ada',
      avatarUrl: 'https://avatars.example/7',
      roles: ['user'],
      defaultRole: 'user',
      isNewUser: false,
    }
    return Response.json({ data: { login: grant, refreshSession: grant } })
  }
}

export function graphqlFailure(code: string): () => Response {
  return () => Response.json({ errors: [{ message: `words for ${code}`, extensions: { code } }] })
}
