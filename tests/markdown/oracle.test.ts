import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tests as examples } from 'commonmark-spec';
import { byMdast, byUs } from './oracle.ts';

/** Examples of the specification in which we differ on purpose. */
const DIFFERENT: Readonly<Record<number, string>> = {
  215: 'mdast lets a heading begin at the link reference definition above it; ours begins at its own text',
};

describe('headings, code, tables and comments agree with mdast', () => {
  test('on each example of the CommonMark specification', () => {
    const bad = examples.filter(
      ({ number, markdown }) =>
        !(number in DIFFERENT) && JSON.stringify(byMdast(markdown)) !== JSON.stringify(byUs(markdown)),
    );
    expect(
      bad.map(({ number, markdown }) => ({ number, markdown, mdast: byMdast(markdown), ours: byUs(markdown) })),
    ).toEqual([]);
    expect(examples.length).toBe(652);
  });

  test.each([
    ['a table', '| foo | bar |\n| --- | --- |\n| baz | bim |'],
    ['alignment, fewer pipes', '| abc | defghi |\n:-: | -----------:\nbar | baz'],
    ['escaped pipes', '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |'],
    ['broken by a quote', '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar'],
    ['broken by a blank line', '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar'],
    ['cells that do not match', '| abc | def |\n| --- |\n| bar |'],
    ['rows of other lengths', '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |'],
    ['no body', '| abc | def |\n| --- | --- |'],
    ['in a list', '- | a | b |\n  |---|---|\n  | 1 | 2 |'],
    ['in a quote', '> | a | b |\n> |---|---|\n> | 1 | 2 |'],
    ['one column', '| a |\n|---|\n| 1 |'],
    ['then a heading', '| a | b |\n|---|---|\n| 1 | 2 |\n# H'],
    ['then a list', '| a | b |\n|---|---|\n| 1 | 2 |\n- x'],
    ['then a fence', '| a | b |\n|---|---|\n| 1 | 2 |\n```\nx\n```'],
    ['task list, strikethrough, autolink', '- [ ] a\n- [x] ~~b~~ https://example.org\n\n# H'],
    ['footnote', 'a[^1]\n\n[^1]: b\n\n    # not a heading of the outline\n\n# H'],
  ])('on GFM: %s', (_, markdown) => expect(byUs(markdown)).toEqual(byMdast(markdown)));

  test('on 250 markdown files of installed packages', { timeout: 120_000 }, () => {
    const files = packageFiles(250, 12_000);
    expect(files.length).toBe(250);
    const bad: unknown[] = [];
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const [mdast, ours] = [byMdast(text), byUs(text)];
      const missing = mdast.filter((line) => !ours.includes(line));
      const extra = ours.filter((line) => !mdast.includes(line));
      if (missing.length + extra.length > 0)
        bad.push({ file: file.split('node_modules/').at(-1), missing: missing.slice(0, 3), extra: extra.slice(0, 3) });
    }
    expect(bad).toEqual([]);
  });
});

/** Markdown files of different packages in the order of their names, up to `bytes` each: mdast is slow. */
function packageFiles(count: number, bytes: number): string[] {
  const root = fileURLToPath(new URL('../../node_modules/', import.meta.url));
  const found: string[] = [];
  const folders = readdirSync(root)
    .sort()
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(root, name))
            .sort()
            .map((n) => join(name, n))
        : [name],
    );
  for (const folder of folders) {
    if (folder.startsWith('.')) continue;
    for (const name of readdirSync(join(root, folder)).sort()) {
      if (!/\.(?:md|markdown)$/i.test(name)) continue;
      const size = readFileSync(join(root, folder, name)).length;
      if (size > 200 && size <= bytes) found.push(join(root, folder, name));
      if (found.length === count) return found;
    }
  }
  return found;
}
