export function isUpToDate(root: string): boolean
/** Returns the exit code of the compiler. */
export function build(root: string): number
