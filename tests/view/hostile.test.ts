import { describe, expect, test } from 'vitest';
import { harbor, tiny } from '../support.ts';
import { PAYLOADS, poisoned } from './hostile.ts';
import { ASSETS, read, viewOf } from './page.ts';

const TAGS = new Set(
  `html head meta title style script body a header p div form label input details summary select option nav ul ol li main
  section h1 h2 h3 span table thead tbody tr th td dl dt dd article code pre figure figcaption strong em s br sup svg rect line blockquote hr`.split(
    /\s+/,
  ),
);
const ATTRIBUTES = new Set(
  `lang charset http-equiv content name class id href rel role scope colspan type for placeholder autocomplete value hidden tabindex start
  aria-label aria-labelledby aria-hidden aria-keyshortcuts focusable viewbox preserveaspectratio width height x y x1 x2 y1 y2 vector-effect
  data-label data-services data-features data-people data-filter`.split(/\s+/),
);

describe('a hostile section puts nothing but text onto the page', () => {
  test.each([...PAYLOADS.map((payload) => [payload, tiny] as const), [PAYLOADS.join(' '), harbor] as const])(
    '%s',
    async (payload, section) => {
      const text = poisoned(section, payload);
      expect(text.split(payload).length).toBeGreaterThan(30);
      const { all } = read(await viewOf(text));
      expect([...new Set(all.map(({ tag }) => tag).filter((tag) => !TAGS.has(tag)))]).toEqual([]);
      const names = all
        .flatMap(({ attributes }) => Object.keys(attributes))
        .filter((name) => !ATTRIBUTES.has(name.toLowerCase()));
      expect([...new Set(names)]).toEqual([]);
      expect(all.filter(({ tag }) => tag === 'script' || tag === 'style').map(({ source }) => source)).toEqual([
        ASSETS.style,
        ASSETS.script,
      ]);
      const links = all.flatMap(({ attributes: { href } }) => href ?? []);
      expect(links.filter((href) => !/^(?:https?:\/\/|mailto:|#)/.test(href))).toEqual([]);
    },
  );

  test('what is poisoned is on the page as it was written', async () => {
    const [script] = PAYLOADS;
    const page = read(await viewOf(poisoned(harbor, script!)));
    for (const id of ['owner', '7.P.1', 'on-call', 'developer', 'sources', 'services'])
      expect(page.id(id).text.split(script!).length).toBeGreaterThan(8);
  });
});

describe('whatever is written, there is a page', () => {
  const many = (text: string, times: number) => text.repeat(times);
  test.each([
    ['nothing below the title', ''],
    ['openings of comments', many('<!--', 20_000)],
    ['a comment on each line', many('- <!--\n', 20_000)],
    ['brackets', many('[', 20_000)],
    ['footnotes that nobody defines', many('[^a', 20_000)],
    ['emphasis', many('*a _b ', 20_000)],
    ['quotes', many('> ', 5_000)],
    ['lists in lists', Array.from({ length: 300 }, (_, i) => `${' '.repeat(2 * i)}- a`).join('\n')],
    ['cells', `|${many('a|', 500)}\n|${many('-|', 500)}\n${many(`|${many('D-1|', 500)}\n`, 40)}`],
    ['ids', many('D-1 7.P.1 V-2 ', 10_000)],
    ['addresses', many('https://example.com/a ', 10_000)],
    ['lone surrogates and nulls', '\ud800 \0 \udfff'],
    ['an old line end', 'one\rtwo\r\n\rthree'],
  ])('%s', async (_, text) => {
    const page = read(await viewOf(`## 7. X\n\n${text}\n`));
    expect(page.id('owner').tag).toBe('section');
  });

  test('parts in another order, twice, and of a service that has no category', async () => {
    const page = read(
      await viewOf(
        '## 7. X\n### 7.R References\na\n### 7.P.2 B\n\nb\n#### 7.P.2.8 C\n\nc\n#### 7.P.2.1 D\n\nd\n### 7.P.2 E\n\ne\n### 7.9.9.9 F\n\nf\n### 7.Z.1 G\n\ng\n',
      ),
    );
    expect(page.id('7.P.2').text).toMatch(/B .* c .* d .* e/);
    expect(page.id('developer').text).toMatch(/f .* g/);
  });
});
