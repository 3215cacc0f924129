import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve } from '../../scripts/cli/commands/view-server.ts';
import { changed, harbor } from '../support.ts';
import { PAYLOADS, poisoned } from './hostile.ts';
import { ASSETS, LIVE, viewOf } from './page.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'].find(existsSync);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** With a finding in a row and in a decision. */
const section = changed(
  changed(harbor, '| 402 | the payment', '| 402 | TODO the payment'),
  '| D-3 | Which',
  '| D-3 | TODO Which',
);
const PAGES = ['owner', 'services', '7.A.1', '7.P.1', '7.C.1', 'on-call', 'developer', 'sources'];

describe.skipIf(!CHROMIUM)(CHROMIUM ? 'in Chromium' : 'in Chromium, which is not here (Debian: chromium),', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-view-'));
  const path = join(folder, 'view.html');
  const url = (hash = '') => `${pathToFileURL(path).href}${hash}`;
  let browser: Browser;
  beforeAll(async () => {
    writeFileSync(path, await viewOf(section));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  /** A page that fails its test when anything is refused by the policy, fails or is asked of a network. */
  async function open(
    hash: string,
    work: (page: Page) => Promise<void>,
    options: Parameters<Browser['newContext']>[0] = {},
  ) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => void (/^(?:file|data):/.test(request.url()) || said.push(request.url())));
    await page.goto(url(hash));
    await work(page);
    expect(said).toEqual([]);
    await context.close();
  }
  const shown = (page: Page) => page.locator('.page:visible').evaluateAll((pages) => pages.map(({ id }) => id));
  const inView = async (page: Page, id: string) => {
    const box = await page.locator(`[id="${id}"]`).boundingBox();
    return box !== null && box.y >= 0 && box.y < page.viewportSize()!.height;
  };

  test('each page is shown alone, and its link is the current one', () =>
    open('', async (page) => {
      expect(await shown(page)).toEqual(['owner']);
      for (const id of PAGES) {
        await page.locator(`nav a[href="#${id}"]`).click();
        await expect.poll(() => shown(page)).toEqual([id]);
        expect(await page.locator('nav [aria-current=page]').getAttribute('href')).toBe(`#${id}`);
        expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      }
      await page.goBack();
      await expect.poll(() => shown(page)).toEqual(['developer']);
    }));

  test.each([
    ['#D-3', 'owner'],
    ['#7.P.1.6', '7.P.1'],
    ['#7.C.1.7', '7.C.1'],
    ['#V-2', 'sources'],
    ['#T-8', 'developer'],
    ['#fn-limits', 'sources'],
    ['#7.O.5', 'on-call'],
    ['#7', 'owner'],
  ])('a deep link: %s', (hash, id) =>
    open(hash, async (page) => {
      expect(await shown(page)).toEqual([id]);
      expect(await page.locator('.here').getAttribute('id')).toBe(hash.slice(1));
      expect(await inView(page, hash.slice(1))).toBe(true);
    }),
  );

  test.each(['#nothing', '#%', '#%E0%A4%A'])('a link to nothing shows the first page: %s', (hash) =>
    open(hash, async (page) => expect(await shown(page)).toEqual(['owner'])),
  );

  test('a link in the text leads to another page, and there once more', () =>
    open('#on-call', async (page) => {
      const link = page.locator('#on-call a[href="#7.O.2"]').first();
      await link.click();
      expect(await page.locator('.here').getAttribute('id')).toBe('7.O.2');
      await page.evaluate('scrollTo(0, 0)');
      await link.click();
      expect(await inView(page, '7.O.2')).toBe(true);
    }));

  test('search: by keyboard, with what was found marked, and back', () =>
    open('#developer', async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('refund stripe');
      expect(await shown(page)).toEqual(['find']);
      expect(await page.locator('#found').textContent()).toMatch(/^\d+ places$/);
      expect(await page.locator('#results mark').first().textContent()).toMatch(/refund|stripe/i);
      await page.locator('#results a').last().press('Enter');
      expect(await page.locator('.here').textContent()).toMatch(/refund/i);
      await page.fill('#query', 'Stripe is down zzz');
      expect(await page.locator('#found').textContent()).toMatch(/^\d+ places? with 3 of 4 words$/);
      expect(await page.locator('#results a').first().textContent()).toMatch(/^When something is down/);
      await page.fill('#query', 'zzz');
      expect(await page.locator('#found').textContent()).toBe('0 places');
      await page.fill('#query', '');
      expect((await shown(page))[0]).not.toBe('find');
    }));

  test('filters', () =>
    open('', async (page) => {
      await page.locator('summary').click();
      await page.selectOption('#by-people', 'Operations');
      expect(
        await page.locator('#results a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
      ).toContain('#D-3');
      await page.selectOption('#by-people', '');
      await page.selectOption('#by-services', '7.C.1');
      await page.selectOption('#by-features', '3.5');
      expect(await page.locator('#results a').count()).toBeGreaterThan(2);
      for (const text of await page.locator('#results li').allTextContents()) expect(text).toContain('3.5');
    }));

  test('keyboard: the skip link leads to the content', () =>
    open('#on-call', async (page) => {
      await page.keyboard.press('Tab');
      // On the page that a link opened, its heading has the focus; the skip link is the first of the document.
      await page.locator('.skip').focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      expect(await shown(page)).toEqual(['on-call']);
    }));

  const showAll = (page: Page) =>
    page.locator('.page').evaluateAll((pages) => {
      for (const one of pages) one.removeAttribute('hidden');
    });

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('axe finds nothing, and nothing is wider than the window: %s, %d wide', (colorScheme, width) =>
    open(
      '',
      async (page) => {
        for (const id of PAGES) {
          await page.evaluate(`location.hash = '#${id}'`);
          await expect.poll(() => shown(page)).toEqual([id]);
          expect([id, await page.evaluate('document.documentElement.scrollWidth <= innerWidth')]).toEqual([id, true]);
        }
        await page.fill('#query', 'stripe');
        expect(await shown(page)).toEqual(['find']);
        await showAll(page);
        const { violations, passes } = (await page.evaluate(`${axe};axe.run()`)) as AxeResults;
        expect(violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]!.html}`)).toEqual([]);
        expect(passes.find(({ id }) => id === 'color-contrast')!.nodes.length).toBeGreaterThan(500);
      },
      { colorScheme, viewport: { width, height: 900 } },
    ),
  );

  test('print: the page alone, without what is for the screen, in black on white', () =>
    open(
      '#7.P.1',
      async (page) => {
        await page.emulateMedia({ media: 'print' });
        expect(await shown(page)).toEqual(['7.P.1']);
        for (const name of ['nav', '#finder', '.skip']) expect(await page.locator(name).isVisible()).toBe(false);
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
        // A sheet of A4 is narrower than a table of the screen may be.
        await page.setViewportSize({ width: 718, height: 1000 });
        const cells = `[...document.querySelectorAll('td')].filter((td) => td.offsetParent)`;
        expect(await page.evaluate(`getComputedStyle(${cells}[0]).display`)).toBe('table-cell');
        expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      },
      { colorScheme: 'dark' },
    ));

  test('without scripts all pages stand below each other', () =>
    open(
      '',
      async (page) => {
        expect(await shown(page)).toEqual(PAGES);
        expect(await page.locator('#finder').isVisible()).toBe(false);
      },
      { javaScriptEnabled: false },
    ));

  test('where it is served, the page is loaded anew when the section has changed', async () => {
    let live = await viewOf(harbor, LIVE);
    const server = await serve(() => live);
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const events = page.waitForRequest(/\/events$/);
    await page.goto(server.url);
    await events;
    expect(await page.locator('.opening').textContent()).toContain('Harbor Kitchen buys');
    live = await viewOf(changed(harbor, 'Harbor Kitchen buys', 'Now it buys'), LIVE);
    server.changed();
    await expect.poll(() => page.locator('.opening').textContent(), { timeout: 20_000 }).toContain('Now it buys');
    expect(said).toEqual([]);
    await page.close();
    server.close();
  });

  test('hostile sections run nothing', async () => {
    writeFileSync(path, await viewOf(poisoned(harbor, PAYLOADS.join(' '))));
    await open('', async (page) => {
      await page.fill('#query', 'window');
      expect(await page.locator('#results li').count()).toBeGreaterThan(100);
      await showAll(page);
      expect(await page.evaluate('window.ran ?? 0')).toBe(0);
    });
  });

  test('diagrams are pictures; hostile ones run and load nothing', async () => {
    const labelled = PAYLOADS.map((payload) => `  A["${payload.replace(/["`]/g, "'")}"] --> B`);
    const hostile = [
      '  A --> B\n  click A "javascript:window.ran=1"',
      '  A --> B\n  style A fill:url(https://example.com/x)',
    ];
    const diagrams = [...labelled, ...hostile].map((body) => ['```mermaid', 'flowchart LR', body, '```'].join('\n'));
    const before = '### 7.2 Integration Infrastructure';
    writeFileSync(path, await viewOf(changed(harbor, before, `${diagrams.join('\n\n')}\n\n${before}`), ASSETS, true));
    await open('#7.1', async (page) => {
      const images = page.locator('figure img');
      const widths = await images.evaluateAll((all) =>
        all.map((one) => (one as unknown as { naturalWidth: number }).naturalWidth),
      );
      expect(widths.length).toBe(diagrams.length);
      expect(Math.min(...widths)).toBeGreaterThan(0);
      expect(await page.evaluate('window.ran ?? 0')).toBe(0);
    });
  });

  test('the test would see what runs', async () => {
    writeFileSync(path, '<!doctype html><img src=x onerror="window.ran = 1">');
    const page = await browser.newPage();
    await page.goto(url());
    expect(await page.evaluate('window.ran ?? 0')).toBe(1);
    await page.close();
  });
});
