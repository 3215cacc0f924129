import { describe, expect, test } from 'vitest';
import { readDocument } from '../../scripts/project/documents.ts';
import { targetOf } from '../../scripts/project/target.ts';

const SPEC = 'docs/06-technical-specification';

/** Files by their short names, in a folder; `single` for one document. */
function target(files: Readonly<Record<string, string>>) {
  const documents = Object.entries(files).map(([name, text]) =>
    readDocument({ path: name === 'single' ? `${SPEC}.md` : `${SPEC}/${name}`, text }),
  );
  const found = targetOf(documents, 'single' in files ? `${SPEC}.md` : `${SPEC}/07-integrations.md`);
  return {
    path: found.path.replace(`${SPEC}/`, ''),
    exists: found.exists,
    title: found.title,
    stops: found.obstacle !== null,
    others: found.others.map((o) => o.title),
  };
}

describe('where Section 7 is, by layout', () => {
  test('nowhere yet, one document', () => {
    expect(target({ single: '## 6. Security\n' })).toEqual({
      path: `${SPEC}.md`,
      exists: false,
      title: null,
      stops: false,
      others: [],
    });
  });
  test('nowhere yet, a folder', () => {
    expect(target({ '03-features.md': '## 3. F\n' })).toEqual({
      path: '07-integrations.md',
      exists: false,
      title: null,
      stops: false,
      others: [],
    });
  });
  test('one document, about integrations', () => {
    expect(target({ single: '## 7. Externe Dienste\n' })).toMatchObject({
      exists: true,
      title: 'Externe Dienste',
      stops: false,
    });
  });
  test('one document, about something else', () => {
    expect(target({ single: '## 7. Roadmap\n' })).toEqual({
      path: `${SPEC}.md`,
      exists: false,
      title: null,
      stops: true,
      others: ['Roadmap'],
    });
  });
  test('one document with two of them', () => {
    expect(target({ single: '## 7. Roadmap\n\n## 7. Integrations\n' })).toMatchObject({
      exists: true,
      title: 'Integrations',
      stops: true,
      others: ['Roadmap'],
    });
  });
  test('a file of its own wins over a number inside another file', () => {
    const files = {
      '03-features.md': '## 7. Out of scope\n',
      '06-security.md': '## 7. Integrations\n',
      '07-external.md': '# Part 7\n\n## 7. External Services\n',
    };
    expect(target(files)).toEqual({
      path: '07-external.md',
      exists: true,
      title: 'External Services',
      stops: false,
      others: ['Out of scope', 'Integrations'],
    });
  });
  test('a file of its own, still empty', () => {
    const files = { '03-features.md': '## 7. Out of scope\n', '07-integrations.md': '' };
    expect(target(files)).toEqual({
      path: '07-integrations.md',
      exists: false,
      title: null,
      stops: false,
      others: ['Out of scope'],
    });
  });
  test('a file of its own without a number in its heading', () => {
    expect(target({ '07-integrations.md': '# External Service Integrations\n\n## Stripe\n' })).toMatchObject({
      exists: true,
      title: 'External Service Integrations',
      stops: false,
    });
  });
  test('a file of its own about something else', () => {
    expect(target({ '07-roadmap.md': '## 7. Roadmap\n' })).toMatchObject({
      path: '07-roadmap.md',
      exists: false,
      stops: true,
      others: ['Roadmap'],
    });
  });
  test('a folder in which only another section has the number', () => {
    const files = { '03-features.md': '## 3. F\n\n## 7. Out of scope\n' };
    expect(target(files)).toEqual({
      path: '07-integrations.md',
      exists: false,
      title: null,
      stops: false,
      others: ['Out of scope'],
    });
  });
  test('a folder in which two documents have one', () => {
    expect(target({ 'a.md': '## 7. Integrations\n', 'b.md': '## 7. External Services\n' })).toMatchObject({
      exists: false,
      stops: true,
    });
  });
  test('a folder in which the title decides', () => {
    expect(target({ 'a.md': '## 7. Out of scope\n', 'b.md': '## 7. Integrations\n' })).toEqual({
      path: 'b.md',
      exists: true,
      title: 'Integrations',
      stops: false,
      others: ['Out of scope'],
    });
  });
  test('any title with the format comment', () => {
    expect(target({ single: '## 7. Services\n<!-- vibe-specs format=1 -->\n' })).toMatchObject({
      exists: true,
      title: 'Services',
      stops: false,
    });
  });
});
