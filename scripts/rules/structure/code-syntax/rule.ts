import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/code-syntax',
  severity: 'error',
  summary:
    'Code that does not parse is copied and does not run: JSON, YAML, JavaScript, TypeScript, SQL, HTTP messages and Mermaid diagrams are parsed.',
  *check({ code }) {
    yield* code;
  },
};
