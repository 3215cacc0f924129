import { expect, test } from 'vitest';
import { describeProject } from '../../scripts/project/report.ts';
import { architecture, catalog, read, sections } from './context.ts';

const many = (line: string, times = 8_000) => line.repeat(times);
const numbered = (line: (n: number) => string, times = 8_000) =>
  Array.from({ length: times }, (_, n) => line(n)).join('');

/**
 * Texts in which every step could become as slow as the square of their length; with one that does, the test runs into
 * its time limit.
 */
test.each<[string, string, string?]>([
  ['headings with the number of a section', many('## 7. Integrations\n')],
  ['empty sections', many('## API\n')],
  ['features', `## 3. F\n${numbered((n) => `### 3.${n} F\n- **Integration Requirements:** Stripe\n`)}`],
  ['features in a table', sections({ three: `| ID | F |\n|---|---|\n${numbered((n) => `| F-${n} | x |\n`)}` })],
  [
    'requirements below one label',
    sections({ three: `### 3.2 A\n- **Integration Requirements:**\n${many('  - Stripe, Adyen or Mollie\n')}` }),
  ],
  ['one long requirement', sections({ three: `### 3.2 A\n- **Integration Requirements:** ${many('Stripe, ')}\n` })],
  [
    'one long paragraph',
    sections({ three: `### 3.2 A\n${many('12,000 orders a month, Stripe and Slack within 5 s. ')}\n` }),
  ],
  ['boxes', sections({}), `# A\n\n## External Services\n${numbered((n) => `- [x] **Acme ${n}** - x\n`)}`],
  [
    'rows of services',
    sections({}),
    `# A\n\n## External Services\n\n| Need | Service |\n|---|---|\n${numbered((n) => `| ${n} | Acme${n} or Stripe |\n`)}`,
  ],
  ['endpoints', sections({ four: numbered((n) => `\`POST /a/${n}\`, `) })],
  ['endpoints of many ends', sections({ four: `\`POST /a/${many('x|', 100)}\`` })],
  ['brackets and marks', sections({ three: many('(((`**[', 5_000), four: many('GET/'), six: many('**a:** ') })],
  [
    'columns',
    sections({ five: `\`\`\`sql\nCREATE TABLE a (${numbered((n) => `stripe_${n} text, `)} id int);\n\`\`\`\n` }),
  ],
  ['blank lines in SQL', sections({ five: `\`\`\`sql\n${many('\n')}x\n\`\`\`\n` })],
  [
    'columns in a table',
    sections({ five: `### users\n\n| Column | Type |\n|---|---|\n${numbered((n) => `| c${n} | text |\n`)}` }),
  ],
  ['variables', sections({}), `${architecture}\n\`\`\`env\n${numbered((n) => `STRIPE_${n}_KEY=\n`)}\`\`\`\n`],
  ['numbers', sections({ three: `### 3.2 A\n${'1'.repeat(20_000)} a month ${many('1,', 10_000)}\n` })],
])('%s', async (_, specification, other = architecture) => {
  const project = await read(specification, other);
  expect(describeProject(project, catalog, 'd.md').length).toBeLessThan(150_000);
});
