import { parseAllDocuments, type YAMLError } from 'yaml';
import { excerptFault } from './excerpt.ts';
import type { Fault } from './types.ts';

/** What the library's codes mean to a reader; other codes show their own sentence. */
const EXPECTED: Readonly<Record<string, Omit<Fault, 'at'>>> = {
  BAD_INDENT: { found: 'indentation', expected: 'that of the lines around it' },
  TAB_AS_INDENT: { found: 'tab in the indentation', expected: 'spaces' },
  DUPLICATE_KEY: { found: 'second key of this name', expected: 'each key once' },
  BLOCK_AS_IMPLICIT_KEY: { found: 'second ":" in a line', expected: 'the value in quotes, or on the next line' },
  BLOCK_IN_FLOW: { found: 'block inside of brackets', expected: 'values between commas' },
  MULTILINE_IMPLICIT_KEY: { found: 'line without ":"', expected: 'a key on one line, with ":" after it' },
  BAD_SCALAR_START: { expected: 'quotes around a value that begins with it' },
};

/**
 * Every document of the fence. Tags of others (`!Ref`) are no faults, and no alias is followed: nothing is built of
 * what is read.
 */
export function yamlFault(code: string): Fault | null {
  return excerptFault(code, [['', '']], parse);
}

function parse(code: string): Fault | null {
  const documents = parseAllDocuments(code, {
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: true,
    stringKeys: false,
  });
  for (const { errors } of Array.isArray(documents) ? documents : []) {
    const [first] = [...errors].sort((a, b) => a.pos[0] - b.pos[0]);
    if (first) return faultOf(first, code);
  }
  return null;
}

function faultOf({ code: kind, message, pos: [at] }: YAMLError, code: string): Fault {
  if (kind === 'MISSING_CHAR') {
    const quote = /^Missing closing (["'])quote/.exec(message);
    if (quote)
      return { at: lastQuote(code, at, quote[1]!), found: 'unclosed string', expected: 'a closing quotation mark' };
  }
  const closing = /end with a ([\]}])$/.exec(message)?.[1];
  return {
    at,
    ...(closing ? { expected: `"${closing}"` } : (EXPECTED[kind] ?? { expected: 'what YAML allows here' })),
  };
}

/** The library says where the text ends; a reader looks for where it began. */
function lastQuote(code: string, at: number, quote: string): number {
  const from = code.lastIndexOf(quote, at);
  return from < 0 ? at : from;
}
