const documentation_url = 'https://docs.github.com/rest'

/** A refusal of GitHub's REST API. */
export function apiError(status: number, message: string): Response {
  return Response.json({ message, documentation_url, status: String(status) }, { status })
}
