// @ts-check

/** The address of this page, which the answer of GitHub is passed on to. */
export const redirectTo = `${location.origin}/graphql`
