type Fields = Readonly<Record<string, string | number>>

/** Answers in the format that was asked for; GitHub's own default is a form, even for errors, and the status is 200. */
export function tokenAnswer(request: Request, fields: Fields): Response {
  if (request.headers.get('accept')?.includes('json')) return Response.json(fields)
  const form = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]))
  return new Response(form.toString(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  })
}
