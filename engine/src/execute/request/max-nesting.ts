/** How deep what a client sends may be nested: deeper, and whatever follows it would run out of stack. */
export const MAX_NESTING = 250
