/** The languages of both applications, for their builds. */
export const LOCALES = ['en', 'de', 'it', 'hi'];
