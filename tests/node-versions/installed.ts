import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Holds the id of the process that installs the versions beside the tests that do not need them, as .ci/run does. */
const INSTALLING = new URL('.installing', import.meta.url);
const MOST_SECONDS = 300;

function isInstalling(): boolean {
  try {
    // What was left behind by a process that is gone is no reason to wait.
    return process.kill(Number(readFileSync(INSTALLING, 'utf8')), 0);
  } catch {
    return false;
  }
}

/** Waits for the other versions of Node.js. */
export async function setup(): Promise<void> {
  for (let waited = 0; isInstalling() && waited < MOST_SECONDS; waited++) await sleep(1000);
}
