const MINIMUM_VERSION = [20, 19]

/** Undefined when this version is supported. */
export function describeUnsupportedNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > MINIMUM_VERSION[0] || (major === MINIMUM_VERSION[0] && minor >= MINIMUM_VERSION[1]))
    return undefined
  return `Node ${MINIMUM_VERSION.join('.')} or newer is required, but this is Node ${version}. Install the current LTS version.`
}
