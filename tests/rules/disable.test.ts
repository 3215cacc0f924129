import { describe, expect, test } from 'vitest';
import { clean, FAULT, found, PLACE, run } from '../engine.ts';
import { changed } from '../support.ts';

const RULE = 'structure/placeholder';
const comment = (verb: string, rest = ` ${RULE}: waits`) => `<!-- vibe-specs-${verb}${rest} -->`;
/** The section with text in place of one paragraph; what is found, without lines. */
const judge = (text: string, config = {}) => {
  // Not directly below a heading, where a comment covers the whole section.
  const result = run(changed(clean, PLACE, `Before.\n\n${text}\n\nAfter`), config);
  return { found: found(result).map((line) => line.replace(/^\d+:\d+ /, '')), disabled: result.disabled.length };
};
const ERROR = `error ${RULE}: Unexpected placeholder "${FAULT}"`;
const unused = `warning config/unused-disable: Unexpected disabling comment: ${RULE} finds nothing here`;

describe('a comment covers', () => {
  test.each<[string, string, number, string[]]>([
    ['the next block', `${comment('disable')}\n\n${FAULT}\n\n${FAULT}`, 1, [ERROR]],
    ['its line, at the end of it', `${FAULT} ${comment('disable')}\n${FAULT}`, 1, [ERROR]],
    ['its line', `${FAULT} ${comment('disable-line')}\n${FAULT}`, 1, [ERROR]],
    ['the line below it', `a ${comment('disable-next-line')}\n${FAULT}\n${FAULT}`, 1, [ERROR]],
    ['the line below it, on a line of its own', `${comment('disable-next-line')}\n${FAULT}\n\n${FAULT}`, 1, [ERROR]],
    [
      'the row below it',
      `| a | b |\n|---|---|\n| 1 | ${comment('disable-next-line')} |\n| ${FAULT} | 2 |\n| 3 | ${FAULT} |`,
      1,
      [ERROR],
    ],
    [
      'all up to the enabling one',
      `${comment('disable')}\n\n${FAULT}\n\n${FAULT}\n\n${comment('enable', ` ${RULE}`)}\n\n${FAULT}`,
      2,
      [ERROR],
    ],
    [
      'all up to an enabling one for every rule',
      `${comment('disable')}\n\n${FAULT}\n\n${FAULT}\n\n${comment('enable', '')}\n\n${FAULT}`,
      2,
      [ERROR],
    ],
    [
      'the next block, where a later one is ended',
      `${comment('disable')}\n\n${FAULT}\n\n${FAULT}\n\n${comment('disable')}\n\n${FAULT}\n\n${FAULT}\n\n${comment('enable')}`,
      3,
      [ERROR],
    ],
    [
      'a block within a block',
      `${comment('disable')}\n\n${FAULT}\n\n${comment('disable')}\n\n${FAULT}\n\n${comment('enable')}\n\n${FAULT}\n\n${comment('enable')}`,
      3,
      [],
    ],
  ])('%s', (_, text, disabled, lines) => expect(judge(text)).toEqual({ found: lines, disabled }));
});

test('a comment that covers nothing is named, and an enabling one that ends nothing', () => {
  expect(judge(`${comment('disable-line')} a\n${FAULT}`).found).toEqual([unused, ERROR]);
  const ends = 'warning config/unused-disable: Unexpected enabling comment: no comment above it disables this';
  expect(judge(comment('enable')).found).toEqual([ends]);
  expect(judge(`${comment('disable')}\n\n${FAULT}\n\n${comment('enable', ' structure/markdown')}`).found).toEqual([
    ends,
  ]);
});

test('of a rule that was not asked nobody knows whether its comment is unused', () => {
  expect(judge(`${comment('disable-line')} a`, { rules: { [RULE]: 'off' } }).found).toEqual([]);
  expect(judge(`${comment('disable-line', ' run/sql: waits')} a`).found).toEqual([]);
});

test('each form needs a rule that exists and a reason', () => {
  expect(judge(`${FAULT} ${comment('disable-line', ` ${RULE}`)}`).found).toEqual([
    ERROR,
    `error config/disable-without-reason: Missing reason for disabling ${RULE}`,
  ]);
  expect(judge(`a ${comment('disable-next-line', ' structure/placehodler: waits')}`).found).toEqual([
    `error config/unknown-rule: Unexpected rule "structure/placehodler", expected "${RULE}" in a disabling comment`,
  ]);
});
