// Inputs of the benchmark: the example's Section 7 with its payment service repeated until the document has a size, and
// a specification in OpenSpec's format.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SECTION = 'docs/06-technical-specification/07-integrations.md';

/** Section 7 in Format 1 of at least `bytes`; below the example's own size, the example. */
export async function sectionOf(bytes, root) {
  const text = await readFile(join(root, 'tests/fixtures/projects/harbor-kitchen', SECTION), 'utf8');
  const start = text.indexOf('#### 7.P.1 ');
  const next = /\n(?=#{1,4} )/g;
  next.lastIndex = start + 1;
  const end = next.exec(text).index + 1;
  const service = text.slice(start, end);
  const row = text.split('\n').find((line) => line.startsWith('| 7.P.1 '));
  const count = Math.max(0, Math.ceil((bytes - Buffer.byteLength(text)) / Buffer.byteLength(service + row)));
  const copies = Array.from({ length: count }, (_, i) => i + 2);
  const numbered = (source, n) =>
    source.replaceAll('7.P.1', `7.P.${n}`).replace(/(7\.P\.\d+(?: \|)? )(\w+)/, `$1$2 account ${n}`);
  return `${text.slice(0, start)}${service}${copies.map((n) => numbered(service, n)).join('')}${text.slice(end)}`.replace(
    `${row}\n`,
    `${row}\n${copies.map((n) => `${numbered(row, n)}\n`).join('')}`,
  );
}

/** One capability in OpenSpec's format of at least `bytes`. */
export function openspecOf(bytes) {
  const requirement = (n) => `### Requirement: Payment rule ${n}
The system SHALL authorise payment ${n} before the order is confirmed and MUST keep the provider's reference.

#### Scenario: Authorised in time
- **WHEN** the provider answers within 5 seconds
- **THEN** order ${n} is confirmed and the reference is stored

`;
  const head =
    '# Payments Specification\n\n## Purpose\nHow the system takes payments, refunds them, and keeps its books in step with the provider of payment services.\n\n## Requirements\n\n';
  return (
    head +
    Array.from({ length: Math.ceil((bytes - head.length) / requirement(1000).length) }, (_, i) =>
      requirement(i + 1),
    ).join('')
  );
}
