import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** It is there while the versions are being installed beside the tests that do not need them, as .ci/run does. */
const INSTALLING = new URL('.installing', import.meta.url);
const MOST_SECONDS = 300;

/** Waits for the other versions of Node.js. */
export async function setup(): Promise<void> {
  for (let waited = 0; existsSync(INSTALLING) && waited < MOST_SECONDS; waited++) await sleep(1000);
}
