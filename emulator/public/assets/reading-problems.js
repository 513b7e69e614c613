/** By the code of the recommendation's reason or detail. */
export const READING_PROBLEMS = {
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
