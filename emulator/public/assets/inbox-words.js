const MISTAKES = {
  'missing-header': 'digest missing',
  'missing-sdk-id': 'SDK id missing',
  'missing-nonce': 'nonce missing',
  'missing-timestamp': 'timestamp missing',
  'unknown-application': 'unknown application',
  'api-prefix': 'API prefix in the signed path',
  'wrong-key': 'wrong key',
  'wrong-algorithm': 'wrong algorithm',
  'not-base64': 'not base64',
  'body-left-out': 'signed without the body',
  'body-not-base64': 'body signed as text',
  'body-base64url': 'body signed in URL-safe base64',
  'body-reserialised': 'body written anew after signing',
  'body-changed': 'body changed after signing',
  'other-path': 'another path signed',
  'other-method': 'another method signed',
  'other-query': 'another query signed',
  'other-text': 'another text signed',
}

/** How the digest did; the look is never all that says it. */
export function describeDigest(digest, mistake) {
  if (digest === 'verified') return { look: 'good', label: '✓ digest verified' }
  if (digest === 'none-needed') return { look: 'plain', label: 'no digest needed' }
  return { look: 'bad', label: `✗ ${MISTAKES[mistake] ?? mistake ?? 'digest refused'}` }
}

export function describeDelivery(delivery, status) {
  switch (delivery) {
    case 'answered':
      return status < 300
        ? { look: 'good', label: `✓ answered ${status}` }
        : { look: 'bad', label: `✗ answered ${status}` }
    case 'unanswered':
      return { look: 'bad', label: '✗ nobody answered' }
    case 'dropped':
      return { look: 'careful', label: 'dropped on purpose' }
    case 'held':
      return { look: 'careful', label: 'held back on purpose' }
    default:
      return { look: 'plain', label: 'under way …' }
  }
}

export function describeStatus(status) {
  if (status < 400) return 'good'
  return status < 500 ? 'careful' : 'bad'
}

/** What is shown, and of how many. */
export function describeTotal(shown, total, what) {
  const all = `${total.toLocaleString()} ${what}${total === 1 ? '' : 's'}`
  return shown < total ? `the last ${shown} of ${all}` : all
}
