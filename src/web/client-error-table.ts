import type { ClientErrorCode } from '../yoti/client-error-codes.js'

/** `start-elsewhere` is another device or browser, or the updated app; `stop` is contacting the business. */
export const ERROR_ACTIONS = ['retry-here', 'start-again', 'start-elsewhere', 'stop'] as const
export type ErrorAction = (typeof ERROR_ACTIONS)[number]

export interface ClientErrorEntry {
  title: string
  text: string
  action: ErrorAction
  /** Replaces the action's default sentence when the user must do something first. */
  next?: string
}

const sessionUnavailable = {
  title: 'This attempt is over',
  text: 'For your security, an attempt only lasts a short time, and this one has ended.',
  action: 'start-again',
} as const

const connectionLost = {
  title: 'The connection was interrupted',
  text: 'We couldn’t send your photos. Your progress so far is saved.',
  action: 'retry-here',
  next: 'Check that you’re online, then try again.',
} as const

const moduleMissing = {
  title: 'This app can’t run the check',
  text: 'The app is missing a component that this step needs.',
  action: 'stop',
} as const

/** Every error code of Yoti's client, each with one action. */
export const CLIENT_ERRORS = {
  '0': {
    title: 'You’ve finished',
    text: 'Your photos have been sent. Nothing went wrong.',
    action: 'retry-here',
    next: 'Continue to see how your checks are going.',
  },
  '1000': {
    title: 'You left before finishing',
    text: 'Nothing is lost. You can pick up where you left off.',
    action: 'retry-here',
    next: 'Continue when you’re ready.',
  },
  '2000': sessionUnavailable,
  '2001': sessionUnavailable,
  '2002': sessionUnavailable,
  '2003': {
    title: 'We couldn’t open the check',
    text: 'Part of the link is missing. This isn’t your fault.',
    action: 'start-again',
  },
  '2004': {
    title: 'We couldn’t open the check',
    text: 'Part of the link is missing. This isn’t your fault.',
    action: 'start-again',
  },
  '3000': {
    title: 'The service is busy',
    text: 'The identity check isn’t responding right now. Your progress so far is saved.',
    action: 'retry-here',
    next: 'Wait a minute, then try again.',
  },
  '3001': connectionLost,
  '3002': {
    ...connectionLost,
    title: 'You seem to be offline',
    text: 'There’s no internet connection. Your progress so far is saved.',
  },
  '3003': {
    ...connectionLost,
    title: 'The connection is too slow',
    text: 'Sending your photos took too long. Your progress so far is saved.',
    next: 'Move somewhere with a better connection, then try again.',
  },
  '4000': {
    title: 'Camera access is blocked',
    text: 'The check needs your camera, but your browser is blocking it.',
    action: 'retry-here',
    next: 'Try again and choose “Allow” when your browser asks for the camera. If it doesn’t ask, allow the camera in the site settings next to the address bar.',
  },
  '4001': {
    title: 'We couldn’t accept the document',
    text: 'It doesn’t match the document you chose, or it has expired, and you have no attempts left.',
    action: 'start-again',
    next: 'Have a document ready that hasn’t expired, then start again.',
  },
  '5000': {
    title: 'No camera found',
    text: 'The check needs a camera, and this device doesn’t have one available.',
    action: 'start-elsewhere',
    next: 'Start again on a phone or a computer with a camera, at this address:',
  },
  '5001': {
    title: 'This browser can’t run the check',
    text: 'The face photo needs a feature that this browser doesn’t support.',
    action: 'start-elsewhere',
    next: 'Start again in an up-to-date version of Chrome, Edge or Safari, at this address:',
  },
  '5002': {
    title: 'We couldn’t confirm your face',
    text: 'You have no attempts left for this step. It helps to face a light and stand in front of a plain background.',
    action: 'start-again',
    next: 'Find good light, then start again.',
  },
  '5003': {
    title: 'The app is out of date',
    text: 'This version of the app can no longer run the check.',
    action: 'start-elsewhere',
    next: 'Update the app, or start again in a browser, at this address:',
  },
  '5004': {
    title: 'Something unexpected happened',
    text: 'The check stopped because of a problem on our side.',
    action: 'stop',
  },
  '5005': {
    title: 'We couldn’t scan the document on this device',
    text: 'Scanning stopped because of a problem on this device. This isn’t your fault.',
    action: 'start-elsewhere',
  },
  '5006': {
    title: 'We couldn’t take the photo of your face on this device',
    text: 'The step stopped because of a problem on this device. This isn’t your fault.',
    action: 'start-elsewhere',
  },
  '5007': {
    title: 'Please use Safari',
    text: 'On an iPhone or iPad, the check only works in Safari.',
    action: 'start-elsewhere',
    next: 'Start again in Safari, at this address:',
  },
  '5008': {
    title: 'The check is not set up correctly',
    text: 'The problem is on our side.',
    action: 'stop',
  },
  '5009': {
    title: 'This device is out of storage',
    text: 'There isn’t enough space to save the photos before sending them.',
    action: 'start-again',
    next: 'Free some space, then start again.',
  },
  '5010': {
    title: 'The camera didn’t start',
    text: 'Another app may be using it, or this device is blocking it.',
    action: 'start-elsewhere',
    next: 'Start again on another device with a camera, at this address:',
  },
  '5011': {
    title: 'The camera isn’t good enough',
    text: 'The photos from this camera aren’t detailed enough to check.',
    action: 'start-elsewhere',
    next: 'Start again on a device with a better camera, such as a phone, at this address:',
  },
  '6000': moduleMissing,
  '6001': moduleMissing,
  '6002': moduleMissing,
  '6003': moduleMissing,
  '7000': {
    title: 'You don’t have a document we accept',
    text: 'This check needs one of the listed documents.',
    action: 'stop',
  },
  '7001': {
    title: 'We couldn’t confirm your address',
    text: 'You changed the address several times, and we couldn’t find it.',
    action: 'start-again',
    next: 'Have your address ready exactly as it appears on your letters, then start again.',
  },
  '7002': {
    title: 'We couldn’t confirm your face',
    text: 'You have no attempts left for this step.',
    action: 'stop',
  },
} as const satisfies Record<ClientErrorCode, ClientErrorEntry>
