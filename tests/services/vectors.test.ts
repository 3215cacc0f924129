import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import { readDeliveries } from '../../scripts/services/webhook/recorded.ts';
import { verifyWebhook } from '../../scripts/services/webhook/verify.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const file = readFileSync(new URL('vectors.json', import.meta.url));
const recorded = readDeliveries(file);
/** The SDK refuses some for reasons outside of the signature scheme; a verifier may accept these. */
const either = (JSON.parse(file.toString('utf8')) as { sdkSpecific?: boolean }[]).map((v) => v.sdkSpecific === true);

describe('each delivery that an official SDK accepted or refused', () => {
  test('there are 185 of 21 families', () => {
    expect([recorded.length, new Set(recorded.map((v) => v.provider)).size]).toEqual([185, 21]);
  });

  test.each(recorded.map((r, i) => [r.provider!, r.name, r, either[i]!] as const))(
    '%s: %s',
    (provider, _case, { delivery, secrets, expected }, free) => {
      const scheme = findWebhook(catalog, provider)?.webhook.scheme;
      expect(scheme, `no scheme for ${provider}`).toBeTruthy();
      const verdict = verifyWebhook(scheme!, { ...delivery, secret: secrets });
      if (!free) expect(verdict.valid).toBe(expected);
    },
  );
});
