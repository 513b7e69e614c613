import type { ClientErrorCode } from '../yoti/client-error-codes.js'

/** Go on with the same session; begin a new one; change the device or browser; nothing here helps. */
export const ERROR_ACTIONS = ['retry-here', 'start-again', 'other-device', 'stop'] as const
export type ErrorAction = (typeof ERROR_ACTIONS)[number]

export interface ClientErrorEntry {
  title: string
  text: string
  action: ErrorAction
  /** Instead of the action's own sentence, where something has to be done first. */
  next?: string
}

const linkExpired = {
  title: 'This attempt is over',
  text: 'For your security an attempt can be used for a short time only, and this one has ended.',
  action: 'start-again',
} as const

const connectionLost = {
  title: 'The connection was interrupted',
  text: 'The pictures could not be sent. What you have done so far is kept.',
  action: 'retry-here',
  next: 'Check that you are online, then try again.',
} as const

const serviceIncomplete = {
  title: 'This app cannot do the check',
  text: 'A part that is needed for this step is missing from the app.',
  action: 'stop',
} as const

/** Every code with which Yoti's client may end, and the one right thing to do about it. */
export const CLIENT_ERRORS = {
  '0': {
    title: 'You have finished',
    text: 'Your pictures have been sent. Nothing went wrong.',
    action: 'retry-here',
    next: 'Continue to see how the checks are going.',
  },
  '1000': {
    title: 'You left before the end',
    text: 'Nothing is lost: you can go on where you stopped.',
    action: 'retry-here',
    next: 'Go on when you are ready.',
  },
  '2000': linkExpired,
  '2001': linkExpired,
  '2002': linkExpired,
  '2003': {
    title: 'The check could not be opened',
    text: 'A part of the link got lost on the way. You did nothing wrong.',
    action: 'start-again',
  },
  '2004': {
    title: 'The check could not be opened',
    text: 'A part of the link got lost on the way. You did nothing wrong.',
    action: 'start-again',
  },
  '3000': {
    title: 'The service is busy',
    text: 'The identity check cannot answer just now. What you have done so far is kept.',
    action: 'retry-here',
    next: 'Wait a minute, then try again.',
  },
  '3001': connectionLost,
  '3002': {
    ...connectionLost,
    title: 'You seem to be offline',
    text: 'There is no connection to the internet. What you have done so far is kept.',
  },
  '3003': {
    ...connectionLost,
    title: 'The connection is too slow',
    text: 'Sending took too long. What you have done so far is kept.',
    next: 'Move to where the connection is better, then try again.',
  },
  '4000': {
    title: 'The camera is not allowed',
    text: 'The check needs your camera, and the browser was told not to share it.',
    action: 'retry-here',
    next: 'Try again and choose “Allow” when the browser asks for the camera. If it does not ask, allow the camera for this page beside its address.',
  },
  '4001': {
    title: 'The document could not be accepted',
    text: 'It was not the document that was chosen or it is out of date, and there are no tries left.',
    action: 'start-again',
    next: 'Have a document at hand that is in date, then start again.',
  },
  '5000': {
    title: 'No camera was found',
    text: 'The check needs a camera, and this device does not offer one.',
    action: 'other-device',
    next: 'Start again on a phone or a computer with a camera, at this address:',
  },
  '5001': {
    title: 'This browser cannot do the check',
    text: 'The picture of your face needs something that this browser does not have.',
    action: 'other-device',
    next: 'Start again in an up-to-date Chrome, Edge or Safari, at this address:',
  },
  '5002': {
    title: 'Your face could not be confirmed',
    text: 'The tries for this step are used up. Light from the front and a plain background help.',
    action: 'start-again',
    next: 'Go where the light is good, then start again.',
  },
  '5003': {
    title: 'The app is out of date',
    text: 'This version of the app can no longer do the check.',
    action: 'other-device',
    next: 'Update the app, or start again in a browser, at this address:',
  },
  '5004': {
    title: 'Something unexpected happened',
    text: 'The check stopped because of a fault on our side. You did nothing wrong.',
    action: 'stop',
  },
  '5005': {
    title: 'The document could not be scanned here',
    text: 'Scanning stopped because of a fault on this device. You did nothing wrong.',
    action: 'other-device',
  },
  '5006': {
    title: 'The picture of your face could not be taken here',
    text: 'The step stopped because of a fault on this device. You did nothing wrong.',
    action: 'other-device',
  },
  '5007': {
    title: 'Please use Safari',
    text: 'On an iPhone or iPad the check works only in Safari.',
    action: 'other-device',
    next: 'Start again in Safari, at this address:',
  },
  '5008': {
    title: 'The check is not set up correctly',
    text: 'The mistake is on our side. You did nothing wrong.',
    action: 'stop',
  },
  '5009': {
    title: 'There is no room on this device',
    text: 'The pictures could not be kept for sending because the device is full.',
    action: 'start-again',
    next: 'Free some space, then start again.',
  },
  '5010': {
    title: 'The camera did not start',
    text: 'Another app may be using it, or the device does not share it.',
    action: 'other-device',
    next: 'Start again on another device with a camera, at this address:',
  },
  '5011': {
    title: 'The camera is not sharp enough',
    text: 'The pictures from this camera have too few details to be checked.',
    action: 'other-device',
    next: 'Start again on a device with a better camera, such as a phone, at this address:',
  },
  '6000': serviceIncomplete,
  '6001': serviceIncomplete,
  '6002': serviceIncomplete,
  '6003': serviceIncomplete,
  '7000': {
    title: 'You do not have the document that is needed',
    text: 'That is all right. This check needs one of the documents that were listed.',
    action: 'stop',
  },
  '7001': {
    title: 'The address could not be confirmed',
    text: 'The address was changed several times and could not be found.',
    action: 'start-again',
    next: 'Have your address at hand as it stands on your letters, then start again.',
  },
  '7002': {
    title: 'Your face could not be confirmed',
    text: 'The tries for this step are used up, and this check allows no more.',
    action: 'stop',
  },
} as const satisfies Record<ClientErrorCode, ClientErrorEntry>
