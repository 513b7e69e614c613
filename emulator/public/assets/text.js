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

/** Types without a name here fall back to Yoti's own word. */
export function nameDocument(type) {
  return DOCUMENTS[type] ?? type.toLowerCase().replaceAll('_', ' ')
}

export function capitalise(words) {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** By the code of the recommendation's reason or detail. */
const READING_PROBLEMS = {
  QUALITY: 'The picture was not clear enough. Hold still in even lighting and take a new one.',
  USER_ERROR: 'This isn’t the requested document. Choose another one.',
  NO_DOCUMENT: 'There was no document in the picture. Lay it flat and take a new picture.',
  UNSUPPORTED_DOCUMENT: 'This kind of document is not accepted. Choose another one.',
  DOCUMENT_IS_EXPIRED: 'The document has expired. Use one that is still valid.',
  POOR_FOCUS: 'The picture is blurred. Hold still, a little further away, and take a new one.',
  POOR_LIGHT: 'The picture is too dark. Find more light and take a new one.',
  TOO_LIGHT: 'The picture is too bright. Turn away from the light and take a new one.',
  POOR_DOC: 'The document is too worn to be read. Use another one.',
  PARTIAL_SIDE_DOC: 'A part of the document was missing. Show all four corners.',
  PARTIAL_PHOTO:
    'Part of the photo on the document was hidden. Show all of it and keep your fingers away.',
  DOCUMENT_COPY: 'It was a copy or a screen. Show the document itself.',
  BLACK_AND_WHITE_IMAGE: 'The picture has no colours. Take a new one in colour.',
  TEMPLATE: 'It was a sample of a document. Show your own.',
  USER_DOES_NOT_HAVE_REQUESTED_DOCUMENTS: 'You said that you have none of the documents.',
}

const count = (number, one, many) => `${number} ${number === 1 ? one : many}`

export const text = {
  pageName: 'Yoti emulator',
  leaving: 'Taking you back…',
  finished: 'All done',
  finishedIntro: 'Your details have been sent. You can go back to where you started.',
  failed: 'We couldn’t finish',
  failedIntro: 'This is not your fault. Go back to where you started to try again.',
  errorCode: (code) => `Error code ${code}`,

  notReady: 'Waiting for a photo from the company',
  notReadyIntro:
    'The company that sent you here has not yet sent the photo that your face is compared with. Keep this page open. It continues automatically.',

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
    'To check that the document is yours, software compares photos of your face. This is biometric data, so we need your consent.',
  consentElse: 'If you don’t agree, close this page. No photo of your face is taken.',
  consentAccept: 'I agree',
  privacyPolicy: 'Privacy policy (opens in a new tab)',

  chooseDocument: 'Which document will you use?',
  chooseDocumentIntro: 'Normally you would use your own. Here, use a specimen.',
  chooseSupplementary: 'Show where you live',
  chooseSupplementaryIntro: 'Choose a recent letter with your name and address on it.',
  country: 'Issuing country',
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
    'There is no glare.',
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
    4000: 'The camera was not allowed. Allow it in your browser and try again, or use another option.',
    5000: 'No camera was found. Connect one and try again, or use another option.',
    5010: 'The camera can’t be used at the moment. Another program may be using it. Try again, or use another option.',
  },
  leaveWith: (code) => `Leave with error ${code}`,

  sending: 'Sending your picture…',
  reading: 'Reading your document…',
  mustTryAgain: 'We couldn’t use that document',
  shouldTryAgain: 'We couldn’t read that clearly',
  readingProblems: READING_PROBLEMS,
  readingProblem: 'The document could not be read. Take a new picture of it.',
  otherDocument:
    'This doesn’t look like the document you chose. Choose the type of document that you have.',
  noAttemptsLeft: 'You have no attempts left.',
  goingOn: 'We’ll continue with what you sent. Nothing else is needed for this step.',
  attemptsLeft: (number) => `You have ${count(number, 'attempt', 'attempts')} left.`,
  tryAgain: 'Try again',
  continueAnyway: 'Continue anyway',

  liveness: 'A picture of your face',
  livenessIntro: 'Look straight into the camera, or let the emulator draw a face.',
  livenessTips: [
    'Take off your hat and sunglasses.',
    'Find even lighting.',
    'Be alone in the photo.',
  ],
  zoom: 'A short face scan',
  zoomIntro: 'The camera takes a few photos, first from further away, then closer.',
  zoomFar: 'Fit your face into the oval',
  zoomFarIntro: 'Hold the camera at arm’s length.',
  zoomFarReady: 'My face is in the oval',
  zoomNear: 'Move closer',
  zoomNearIntro: 'Move until your face fills the larger oval.',
  zoomNearReady: 'I’ve moved closer',
  livenessSending: 'Checking that you’re a real person…',
  livenessFailed: 'We couldn’t confirm that you’re a real person',
  livenessProblem: 'Look straight into the camera in even lighting, alone in the photo.',

  handoff: 'Do you want to use your phone?',
  handoffIntro:
    'Its camera may be better. Open this address on it. Yoti would show a QR code here.',
  handoffAddress: 'The address to open on your phone',
  handoffWaiting: 'This page continues automatically when you have finished there.',
  handoffStay: 'Continue on this device',

  onlyEnglish: (language) =>
    `The session requests ${language}. The emulator’s page is in English only, unlike Yoti’s.`,
  brand: (id) => `Brand ${id}`,

  finishTitle: 'Ready to send',
  finishIntro: 'Press the button to send your details. You then go back to where you started.',
  finish: 'Finish',
  finishing: 'Finishing…',
  waiting: 'Reading your document…',

  leaveIntro: 'For developers: leaves the page as Yoti’s client does with this error.',
}

/** Every error code that Yoti lists for the web client. */
export const ERROR_MEANINGS = {
  1000: 'The user left (apps only).',
  2000: 'The session token is wrong or has expired.',
  2001: 'The session was not found.',
  2002: 'The session has expired.',
  2003: 'The page was opened without a session token.',
  2004: 'The page was opened without a session id.',
  3000: 'Yoti is down or cannot process the request.',
  3002: 'There is no network.',
  4000: 'Camera access was denied.',
  4001: 'The wrong document was given, and no attempts are left.',
  5000: 'There is no camera, and files may not be uploaded.',
  5001: 'This browser does not support the liveness step.',
  5002: 'No liveness attempts are left.',
  5004: 'An unexpected error happened.',
  5006: 'An unexpected error happened in the liveness step.',
  5007: 'On iOS only Safari is supported.',
  5008: 'The session configuration is not supported.',
  5010: 'The camera could not be used, and there is no other way.',
  5011: 'The resolution of the camera is too low.',
  6000: 'The app lacks a component (apps only).',
  7000: 'The user has none of the required documents.',
  7001: 'The address was corrected wrongly more than three times.',
  7002: 'The liveness step of an identity profile failed.',
}
