const OLDEST = [20, 19]

/** Says in one line what is wrong with this Node, or nothing when it will do. */
export function describeUnsupportedNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return undefined
  return `This needs Node ${OLDEST.join('.')} or newer; this is Node ${version}. Install a newer one, for instance the current LTS.`
}
