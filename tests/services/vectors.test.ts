import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import { judgeVector, type Vector } from '../../scripts/services/vectors.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as Vector[];

describe('each delivery that an official SDK accepted or refused', () => {
  test('there are 185 of 21 families', () => {
    expect([vectors.length, new Set(vectors.map((v) => v.provider)).size]).toEqual([185, 21]);
  });

  test.each(vectors.map((v) => [v.provider, v.case, v] as const))('%s: %s', (provider, _case, vector) => {
    const scheme = findWebhook(catalog, provider)?.webhook.scheme;
    expect(scheme, `no scheme for ${provider}`).toBeTruthy();
    expect(judgeVector(scheme!, vector)).toMatchObject({ agreed: true });
  });
});
