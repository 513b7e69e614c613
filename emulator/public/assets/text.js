import { READING_PROBLEMS } from './reading-problems.js'

const DOCUMENTS = {
  PASSPORT: 'passport',
  DRIVING_LICENCE: 'driving licence',
  NATIONAL_ID: 'national identity card',
  RESIDENCE_PERMIT: 'residence permit',
  STATE_ID: 'state identity card',
  PASS_CARD: 'PASS card',
  TRAVEL_DOCUMENT: 'travel document',
  AADHAAR: 'Aadhaar card',
  POSTAL_ID: 'postal identity card',
  SSS_ID_CARD: 'SSS card',
}

const BOOKLETS = ['PASSPORT', 'TRAVEL_DOCUMENT']

/** A word for the type of a document; of one that is new here, Yoti's own word made readable. */
export function nameDocument(type) {
  return DOCUMENTS[type] ?? type.toLowerCase().replaceAll('_', ' ')
}

export function capitalise(words) {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`

export const text = {
  pageName: 'Yoti emulator',
  leaving: 'Taking you back…',
  finished: 'That is all',
  finishedIntro: 'Your answers were sent. You can go back to where you started.',
  failed: 'We could not finish',
  failedIntro: 'This is not your fault. Go back to where you started to try again.',
  errorCode: (code) => `Error code ${code}`,

  notReady: 'Waiting for a picture from the company',
  notReadyIntro:
    'The company that sent you here has not sent the picture yet that your face is compared with. Keep this page open: it goes on by itself.',

  steps: {
    CONSENT: 'Consent',
    ID_DOCUMENT: 'Identity document',
    SUPPLEMENTARY_DOCUMENT: 'Proof of address',
    LIVENESS: 'Your face',
    FINISH: 'Finish',
  },
  progress: (current, total, name) => `Step ${current} of ${total}: ${name}`,

  consent: 'May we use your face?',
  consentIntro:
    'To see that you are the person on the document, software compares pictures of your face. That is biometric data, so it needs your consent.',
  consentElse: 'If you do not agree, close this page: no picture of your face is taken.',
  consentAccept: 'I agree',
  privacyPolicy: 'Privacy policy (opens in a new tab)',

  chooseDocument: 'Which document will you use?',
  chooseDocumentIntro: 'In real life it would be your own. Here, use a specimen.',
  chooseSupplementary: 'Show where you live',
  chooseSupplementaryIntro: 'Choose a recent letter with your name and address on it.',
  country: 'Country that issued it',
  chooseCountry: 'Choose a country',
  documentType: 'Document',
  continue: 'Continue',
  noDocument: 'I have none of these',
  changeDocument: 'Use another document',

  captureSide(type, page) {
    const document = nameDocument(type)
    if (BOOKLETS.includes(type)) return `The photo page of your ${document}`
    return page === 0 ? `The front of your ${document}` : `The back of your ${document}`
  },
  captureLetter: (type, page) =>
    page === 0 ? `Your ${nameDocument(type)}` : `Page ${page + 1} of your ${nameDocument(type)}`,
  captureIntro: 'Take a picture of it, or let the emulator draw one.',
  captureIntroWithUpload: 'Take a picture of it, choose a file, or let the emulator draw one.',
  documentTips: [
    'All four corners are in the picture.',
    'The text can be read.',
    'Nothing glares.',
  ],
  startCamera: 'Turn on the camera',
  takePicture: 'Take the picture',
  cancelCamera: 'Back',
  chooseFile: 'Choose a file',
  imageFiles: 'JPEG or PNG, up to 10 MB',
  imageOrPdfFiles: 'JPEG, PNG or PDF, up to 10 MB',
  useSpecimen: 'Use a specimen',
  drawingSpecimen: 'Drawing a specimen…',
  wrongFile: (files) => `That file cannot be used. Choose another: ${files}.`,
  unusablePicture: 'That picture could not be processed. Take or choose another.',
  confirm: 'Is the picture clear?',
  confirmIntro: 'Everything should be sharp and in the picture.',
  confirmFile: 'Is this the right file?',
  confirmPicture: 'Yes, use it',
  addPage: 'Yes, and add another page',
  retake: 'No, try again',
  pictureAlternative: 'The picture you are about to send',
  pdfChosen: (name) => `PDF file: ${name}`,
  preview: 'What the camera sees',

  cameraProblems: {
    4000: 'The camera was not allowed. Allow it in your browser and try again, or go on another way.',
    5000: 'No camera was found. Connect one and try again, or go on another way.',
    5010: 'The camera cannot be used just now; another program may be using it. Try again, or go on another way.',
  },
  leaveWith: (code) => `Leave with error ${code}`,

  sending: 'Sending your picture…',
  reading: 'Reading your document…',
  mustTryAgain: 'We could not use that document',
  shouldTryAgain: 'We could not read that well',
  readingProblems: READING_PROBLEMS,
  readingProblem: 'The document could not be read. Take a new picture of it.',
  otherDocument:
    'It seems to be another document than the one you chose. Choose the kind of document that you hold.',
  noAttemptsLeft: 'You have no attempts left.',
  goingOn: 'We go on with what you sent. Nothing else is needed for this step.',
  attemptsLeft: (number) => `You have ${count(number, 'attempt', 'attempts')} left.`,
  tryAgain: 'Try again',
  continueAnyway: 'Continue all the same',

  liveness: 'A picture of your face',
  livenessIntro: 'Look straight into the camera, or let the emulator draw a face.',
  livenessTips: ['Take off hat and sunglasses.', 'Find even light.', 'Only you in the picture.'],
  zoom: 'A short look at your face',
  zoomIntro: 'The camera takes a few pictures: first from further away, then closer.',
  zoomFar: 'Fit your face into the oval',
  zoomFarIntro: 'Hold the camera at arm’s length.',
  zoomFarReady: 'My face is in the oval',
  zoomNear: 'Come closer',
  zoomNearIntro: 'Move until your face fills the larger oval.',
  zoomNearReady: 'I have come closer',
  livenessSending: 'Checking that you are there…',
  livenessFailed: 'We could not see that you are there',
  livenessProblem: 'Look straight into the camera in even light, with nobody else in the picture.',

  handoff: 'Do you want to use your phone?',
  handoffIntro:
    'Its camera may be better. Open this address on it; Yoti would show a code to scan here.',
  handoffAddress: 'The address to open on your phone',
  handoffWaiting: 'This page goes on by itself when you have finished there.',
  handoffStay: 'Continue on this device',

  onlyEnglish: (language) =>
    `The session asks for ${language}. The emulator speaks English; Yoti’s own page would not.`,
  brand: (id) => `Brand ${id}`,

  finishTitle: 'Everything is ready',
  finishIntro: 'Press the button to send it. Then you go back to where you started.',
  finish: 'Finish',
  finishing: 'Finishing…',
  waiting: 'Reading your document…',

  leaveIntro: 'For developers: ends the session as Yoti’s client would with this code.',
}

/** Every error code that Yoti lists for the web client. */
export const ERROR_MEANINGS = {
  1000: 'The person left (apps only).',
  2000: 'The session token is wrong or has expired.',
  2001: 'The session was not found.',
  2002: 'The session has expired.',
  2003: 'The page was opened without a session token.',
  2004: 'The page was opened without a session id.',
  3000: 'Yoti is down or cannot process the request.',
  3002: 'There is no network.',
  4000: 'The use of the camera was refused.',
  4001: 'The wrong document was given, and no attempts are left.',
  5000: 'There is no camera, and files may not be uploaded.',
  5001: 'This browser does not support the liveness step.',
  5002: 'No liveness attempts are left.',
  5004: 'An unexpected error happened.',
  5006: 'An unexpected error happened in the liveness step.',
  5007: 'On iOS only Safari is supported.',
  5008: 'The session is configured in a way that is not supported.',
  5010: 'The camera could not be used, and there is no other way.',
  5011: 'The resolution of the camera is too low.',
  6000: 'A part is missing from the app (apps only).',
  7000: 'The person has none of the required documents.',
  7001: 'The address was corrected wrongly more than three times.',
  7002: 'The liveness step of an identity profile failed.',
}
