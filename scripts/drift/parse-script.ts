import { parse, type ParserOptions } from '@babel/parser';
import type { ScriptNode } from './script.ts';

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
      allowReturnOutsideFunction: true,
      attachComment: false,
    });
    return program as unknown as ScriptNode;
  } catch {
    return null;
  }
}
