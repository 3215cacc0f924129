import type { Span } from '../../markdown/types.ts';
import type { Finding, Rule } from '../types.ts';

/** Prefixes that providers give to live credentials, with enough of a body behind them to be one. */
const SECRET =
  /\b(?:sk|rk)_live_[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z+/]{24,}|\bAKIA[0-9A-Z]{16}\b|\bxox[abprs]-[0-9A-Za-z-]{20,}|\bgh[pousr]_[0-9A-Za-z]{36,}|\bgithub_pat_[0-9A-Za-z_]{40,}|\bSG\.[\w-]{20,}\.[\w-]{20,}|\bAIza[0-9A-Za-z_-]{35}|\bsk-(?:ant-|proj-)?[0-9A-Za-z_-]{32,}|\bhooks\.slack\.com\/services\/T[0-9A-Z]{8,}\/B[0-9A-Z]{8,}\/[0-9A-Za-z]{20,}|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g;

export const secret: Rule = {
  id: 'security/secret',
  severity: 'error',
  summary: 'A credential in a document is a credential in every clone of it.',
  *check({ spec }) {
    for (const run of spec.prose) yield* inText(run.source, run.at.start);
    for (const { block } of spec.code) yield* inText(block.text, null, block.textAt);
  },
};

function* inText(text: string, start: number | null, whole?: Span): Iterable<Finding> {
  for (const match of text.matchAll(SECRET)) {
    const at = start === null ? whole! : { start: start + match.index, end: start + match.index + match[0].length };
    yield { at, message: `Unexpected credential "${match[0].slice(0, 8)}…", expected the name of a variable`, advice: 'Revoke it, and take it out of the history.' };
  }
}
