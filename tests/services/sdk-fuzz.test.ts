import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import { verifyWebhook } from '../../scripts/services/webhook/verify.ts';
import { bodyDeliveries } from './sdk-body-fuzz.ts';
import { NOW } from './sdk-changes.ts';
import { deliveries } from './sdk-fuzz.ts';
import { BODY_JUDGES, braintreeSample, JUDGES } from './sdk.ts';

/**
 * No delivery that an official SDK refuses is accepted. More of them: SDK_FUZZ=100000 npx vitest run
 * tests/services/sdk-fuzz.test.ts, with SDK_FUZZ_SEED for others and SDK_FUZZ_LOG for a file that gets the figures.
 */
const COUNT = Number(process.env.SDK_FUZZ ?? 400);
const SEED = Number(process.env.SDK_FUZZ_SEED ?? 1);

const catalog = readSheets(new URL('../..', import.meta.url).pathname);

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 }));
afterAll(() => void vi.useRealTimers());

describe.each(Object.keys({ ...JUDGES, ...BODY_JUDGES }))('%s', (family) => {
  test('accepts nothing that the official SDK refuses', async () => {
    for (const name of ['debug', 'error', 'log', 'warn'] as const)
      vi.spyOn(console, name).mockImplementation(() => undefined);
    const scheme = findWebhook(catalog, family)!.webhook.scheme!;
    const inBody = BODY_JUDGES[family];
    const judge = (inBody ?? JUDGES[family]!)();
    const all = inBody
      ? bodyDeliveries(family, scheme, COUNT, SEED, braintreeSample())
      : deliveries(family, scheme, COUNT, SEED);
    const counts = { both: 0, neither: 0, narrower: 0, plain: 0 };
    for (const delivery of all) {
      const { headers, body, url, secret, method, now, plain } = delivery;
      const ours = verifyWebhook(scheme, { headers, rawBody: body, url, secret, method, now });
      const sdk = await Promise.resolve()
        .then(() => judge(delivery))
        .then(Boolean, () => false);
      if (ours.valid && !sdk) expect.fail(`accepted, and the SDK refuses it: ${JSON.stringify(delivery)}`);
      if (plain) {
        counts.plain++;
        if (!ours.valid || !sdk) expect.fail(`plain, and refused: ${JSON.stringify({ ours, sdk, delivery })}`);
      }
      counts[ours.valid ? 'both' : sdk ? 'narrower' : 'neither']++;
      if (process.env.SDK_FUZZ_SHOW && sdk && !ours.valid)
        process.stdout.write(`${ours.message} ${JSON.stringify(delivery)}\n`);
    }
    if (process.env.SDK_FUZZ_LOG)
      appendFileSync(
        process.env.SDK_FUZZ_LOG,
        `${family} ${JSON.stringify({ seed: SEED, count: COUNT, ...counts })}\n`,
      );
    vi.restoreAllMocks();
  }, 3_600_000);
});
