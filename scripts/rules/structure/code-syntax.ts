import type { Rule } from '../types.ts';

/** The parsers are loaded and asked before the rules run (code/read.ts), for the rules are synchronous. */
export const codeSyntax: Rule = {
  id: 'structure/code-syntax',
  severity: 'error',
  summary: 'Code that does not parse was never run, and whoever copies it finds out first.',
  silent:
    'Read are JSON, YAML, JavaScript, TypeScript, SQL, HTTP messages and Mermaid; a fence without a language, or in another one, is not. An excerpt need not be whole: `…` and `...` stand for what is left out, `<id>`, `{service}` and `${NAME}` for what is put in, and members, methods and conditions may stand without what is around them. Comments in JSON are no fault. SQL is read by the grammar of PostgreSQL; words that other dialects add are not judged, nor is what follows them. The kinds of diagrams that plugins add to Mermaid are not judged, and no code is executed.',
  check: ({ code }) => code,
};
