let port

export function initialize(data) {
  port = data.port
}

/** Tells every file that is loaded as a module; what CommonJS requires stands in its own cache. */
export async function load(url, context, next) {
  if (url.startsWith('file:')) port.postMessage(url)
  return next(url, context)
}
