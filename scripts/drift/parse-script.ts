import { parse, type ParserOptions } from '@babel/parser';
import type { ScriptNode } from './script.ts';

/** Characters. Longer than this no controller is. */
const RECOVERED = 256 * 1024;

/** JavaScript or TypeScript by its grammar; nothing of it runs. Null for what does not parse. */
export function parseScript(text: string, path: string): ScriptNode | null {
  const plugins: ParserOptions['plugins'] = /\.[mc]?ts$/.test(path)
    ? ['typescript', 'decorators']
    : /\.tsx$/.test(path)
      ? ['typescript', 'jsx', 'decorators']
      : ['jsx', 'flow', 'decorators'];
  try {
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      plugins,
      // Decorators of parameters, as Nest has them, are errors that it goes on after; each costs time.
      errorRecovery: text.length < RECOVERED,
      allowReturnOutsideFunction: true,
      attachComment: false,
    });
    return program as unknown as ScriptNode;
  } catch {
    return null;
  }
}
