/** The first bytes of every file of the type. */
const SIGNATURES: Readonly<Record<string, Buffer>> = {
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
  'image/png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  'image/gif': Buffer.from('GIF8'),
  'application/pdf': Buffer.from('%PDF-'),
}

/** `image/jpg` is not registered, but common. */
export function normaliseType(type: string): string {
  const name = type.trim().toLowerCase()
  return name === 'image/jpg' ? 'image/jpeg' : name
}

export function hasSignature(type: string): boolean {
  return Object.hasOwn(SIGNATURES, type)
}

/** Whether the content begins as its type does; undefined while it is too short to say. */
export function matchesSignature(type: string, head: Buffer): boolean | undefined {
  const signature = SIGNATURES[type] ?? Buffer.alloc(0)
  const length = Math.min(head.length, signature.length)
  if (!head.subarray(0, length).equals(signature.subarray(0, length))) return false
  return length === signature.length ? true : undefined
}
