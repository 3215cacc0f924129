import { afterEach, expect, test } from 'vitest';
import { converse, newSession, type Session } from './client.ts';

let session: Session;
afterEach(() => session.dispose());

test.each([
  [
    'more turns than the script has',
    [() => [{ tool: 'Bash', input: { command: 'true' } }]],
    'turn 2: the script has only 1 turns',
  ],
  ['fewer', [() => 'done', () => 'never asked'], 'only 1 of 2 turns were taken'],
  [
    'a turn that throws',
    [
      () => {
        throw new Error('unexpected result');
      },
    ],
    'turn 1: unexpected result',
  ],
])('%s: the conversation fails', async (_, script, message) => {
  session = newSession(null);
  await expect(converse(session, { prompt: 'hello', script })).rejects.toThrow(message);
});
