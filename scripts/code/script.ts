import { parse, type ParserOptions } from '@babel/parser';
import { excerptFault, type Frame } from './excerpt.ts';
import type { Fault } from './types.ts';

/** An excerpt may stand in a class, be the inside of an object, an expression, or the end of one. */
const FRAMES: readonly Frame[] = [
  ['', ''],
  ['class _ {', '\n}'],
  ['({', '\n})'],
  ['(', '\n)'],
  ['_', ''],
];
const TYPES: readonly Frame[] = [...FRAMES, ['type _ = ', '']];

/**
 * Two alternatives in one fence declare the same names, names come from elsewhere, and NestJS decorates parameters: no
 * faults of syntax.
 */
const MEANING =
  /^(?:VarRedeclaration|DuplicateExport|DuplicateConstructor|DuplicateProto|ModuleExportUndefined|ParamDupe|DuplicateAccessibilityModifier|InvalidPrivateFieldResolution|PrivateNameRedeclaration|LabelRedeclaration|UnsupportedMetaProperty|UnsupportedParameterDecorator|DuplicateDefaultExport|.*Strict.*)$/;

interface BabelError extends SyntaxError {
  readonly reasonCode: string;
  readonly pos: number;
  readonly details?: { readonly expected?: string | null };
}

const SAYS: Readonly<Record<string, Omit<Fault, 'at'>>> = {
  MissingSemicolon: { expected: 'a semicolon or a new line before it' },
  UnterminatedString: { found: 'unclosed string', expected: 'a closing quotation mark' },
  UnterminatedTemplate: { found: 'unclosed template', expected: 'a closing backtick' },
  UnterminatedComment: { found: 'unclosed comment', expected: '"*/"' },
  UnterminatedRegExp: { found: 'unclosed regular expression', expected: '"/"' },
  UnterminatedJsxContent: { found: 'unclosed element', expected: 'its closing tag' },
  MissingClosingTagElement: { expected: 'the closing tag of the element that is open' },
};

const reader = (plugins: NonNullable<ParserOptions['plugins']>) => (code: string) =>
  excerptFault(code, plugins.includes('typescript') ? TYPES : FRAMES, (text) => parseWith(text, plugins));

const scriptFault = reader(['jsx', 'decorators']);
export const typescriptFault = reader(['typescript', 'decorators']);
export const tsxFault = reader(['typescript', 'jsx', 'decorators']);

/** Types in a fence of JavaScript, as in the documents of many vendors, are no fault. */
export function javascriptFault(code: string): Fault | null {
  const fault = scriptFault(code);
  return fault && typescriptFault(code) && fault;
}

/**
 * What is no fault of syntax must not hide the faults behind it: only then the parser goes on after an error, for that
 * is slow where there are thousands.
 */
function parseWith(code: string, plugins: NonNullable<ParserOptions['plugins']>, errorRecovery = false): Fault | null {
  try {
    const { errors } = parse(code, {
      sourceType: 'module',
      plugins: [...plugins],
      errorRecovery,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowYieldOutsideFunction: true,
      allowNewTargetOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      allowImportExportEverywhere: true,
      attachComment: false,
    });
    const first = (errors ?? []).find((e) => !MEANING.test(e.reasonCode));
    return first ? faultOf(first as unknown as BabelError) : null;
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('reasonCode' in error)) throw error;
    const found = error as BabelError;
    return !errorRecovery && MEANING.test(found.reasonCode) ? parseWith(code, plugins, true) : faultOf(found);
  }
}

function faultOf({ reasonCode, pos: at, message, details }: BabelError): Fault {
  const known = SAYS[reasonCode];
  if (known) return { at, ...known };
  if (details?.expected) return { at, expected: `"${details.expected}"` };
  const reason = message
    .replace(/ \(\d+:\d+\)$/, '')
    .replace(/\.$/, '')
    .split('\n')[0]!;
  return {
    at,
    expected: /^Unexpected (?:token|keyword|reserved word)/.test(reason)
      ? 'what its grammar allows here'
      : `what its grammar allows here (${reason})`,
  };
}
