/** The variables by which a mutation makes a person's roles of GitHub exactly these. */
export function githubRoleVariables(userId: string, roles: readonly string[]) {
  return {
    userId,
    githubRoleNames: roles,
    githubRoles: roles.map((role) => ({ user_id: userId, role, source: 'github' })),
  }
}
