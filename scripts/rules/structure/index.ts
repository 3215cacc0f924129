import type { Problem } from '../../spec/model.ts';
import type { Finding, Rule } from '../types.ts';
import { codeLength } from './code-length.ts';
import { codeSyntax } from './code-syntax.ts';
import { gapsOf, type Gap } from './gaps.ts';
import { length } from './length.ts';
import { placeholder } from './placeholder.ts';

/** A rule that reports one kind of the schema's complaints. What quotes a hole of the template is a placeholder, and reported as one. */
function fromGaps(name: string, summary: string, kind: Gap['kind']): Rule {
  return { id: `structure/${name}`, severity: 'error', summary, check: ({ spec }) => gapsOf(spec).filter((g) => g.kind === kind && !g.message.includes('‹')) };
}

/** A rule that reports one kind of what the parser found broken. */
function fromProblems(name: string, summary: string, kinds: readonly Problem['kind'][], advice?: string): Rule {
  return {
    id: `structure/${name}`,
    severity: 'error',
    summary,
    check: ({ spec }) =>
      spec.problems
        .filter((p) => kinds.includes(p.kind))
        .map(({ at, message, related }): Finding => ({ at, message, ...(advice ? { advice } : {}), ...(related ? { related: [related] } : {}) })),
  };
}

export const structure: readonly Rule[] = [
  fromGaps('missing-section', 'A reader and every tool find a topic at its number, so every section exists.', 'missing-section'),
  fromGaps('missing-part', 'Each service has the same eight parts, so that nothing is forgotten in silence.', 'missing-part'),
  fromGaps('missing-field', 'A field that is left out cannot be told from one that was forgotten.', 'missing-field'),
  fromGaps('must-apply', 'Some fields apply to every service.', 'must-apply'),
  fromGaps('unreadable-value', 'A value that cannot be read cannot be checked.', 'unreadable'),
  fromGaps('format-comment', 'The comment names the format and the inputs that the section was written from.', 'format-comment'),
  fromProblems('duplicate', 'Of two sections or fields with one name, one is read and the other is lost.', ['duplicate-section', 'duplicate-field'], 'Merge the two, or remove one.'),
  fromProblems('misordered', 'Parts and fields stand in one order, so that two services can be compared.', ['misordered-section', 'misordered-field']),
  fromProblems('unexpected-heading', 'A heading outside of the format is read by nobody.', ['unknown-section']),
  fromProblems('unknown-field', 'A misspelt label is a lost field.', ['unknown-field']),
  fromProblems('unclosed', 'An unclosed fence or comment swallows what follows.', ['unclosed-fence', 'unclosed-comment'], 'Close it.'),
  fromProblems('not-interpreted', 'What was not interpreted was not checked.', ['not-interpreted']),
  placeholder,
  codeSyntax,
  codeLength,
  length,
];
