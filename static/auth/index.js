// @ts-check

// What /auth.js is made of, by `npm run build:client`.
export { AuthError } from './auth-error.js'
export { createAuth } from './create-auth.js'
