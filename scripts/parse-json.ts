/**
 * Reads JSON, with or without a byte order mark. Throws an Error that says what is wrong and quotes nothing: the file
 * that somebody named by mistake may hold credentials.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // Node.js ends some messages with a piece of the text: Unexpected token 'S', "SECRET=1" is not valid JSON
    throw new Error(`no valid JSON: ${(error as Error).message.replace(/, (?:\.\.\.)?".*/s, '')}`);
  }
}
