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
  'body-reserialised': 'body serialised again after signing',
  'body-changed': 'body changed after signing',
  'other-path': 'another path signed',
  'other-method': 'another method signed',
  'other-query': 'another query signed',
  'other-text': 'another text signed',
}

export function describeDigest(digest, mistake) {
  if (digest === 'verified') return { look: 'good', label: '✓ digest verified' }
  if (digest === 'none-needed') return { look: 'plain', label: 'no digest needed' }
  return { look: 'bad', label: `✗ ${MISTAKES[mistake] ?? mistake ?? 'digest rejected'}` }
}

export function describeDelivery(delivery, status) {
  switch (delivery) {
    case 'answered':
      return status < 300
        ? { look: 'good', label: `✓ answered ${status}` }
        : { look: 'bad', label: `✗ answered ${status}` }
    case 'unanswered':
      return { look: 'bad', label: '✗ no response' }
    case 'dropped':
      return { look: 'careful', label: 'dropped on purpose' }
    case 'held':
      return { look: 'careful', label: 'held on purpose' }
    default:
      return { look: 'plain', label: 'pending…' }
  }
}

export function describeStatus(status) {
  if (status < 400) return 'good'
  return status < 500 ? 'careful' : 'bad'
}

export function describeTotal(shown, total, what) {
  const all = `${total.toLocaleString()} ${what}${total === 1 ? '' : 's'}`
  return shown < total ? `the last ${shown} of ${all}` : all
}
