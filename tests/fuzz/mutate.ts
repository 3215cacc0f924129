import type { Random } from './random.ts';
import { RUNS } from './runs.ts';
import { HOSTILE, VALUES } from './tokens.ts';

/** Changes a text in one way. `other` is a second document to take parts from. */
type Mutation = (text: string, random: Random, other: string) => string;

/** How often a mutation is taken, relative to the others. */
const MUTATIONS: readonly (readonly [weight: number, mutation: Mutation])[] = [
  [3, (text, random) => insertAt(text, random.below(text.length + 1), random.pick(HOSTILE))],
  [2, (text, random) => insertAt(text, random.below(text.length + 1), random.pick(VALUES))],
  [2, (text, random) => cut(text, random, 1 + random.below(3), () => '')],
  [1, (text, random) => cut(text, random, 1 + random.below(60), () => '')],
  [1, (text, random) => cut(text, random, 1 + random.below(40), (part) => part + part)],
  [2, (text, random) => cut(text, random, 1 + random.below(8), () => random.pick(HOSTILE))],
  [1, (text, random) => cut(text, random, 1, (c) => String.fromCharCode(c.charCodeAt(0) ^ (1 << random.below(16))))],
  [1, (text, random) => text.slice(0, random.below(text.length + 1))],
  [1, (text, random) => text.slice(random.below(text.length + 1))],
  [2, lines((list, at) => list.splice(at, 1))],
  [2, lines((list, at) => list.splice(at, 0, list[at]!))],
  [2, lines((list, at, random) => list.splice(random.below(list.length), 0, ...list.splice(at, 1 + random.below(4))))],
  [1, lines((list, at) => list.splice(at, 2, `${list[at]} ${list[at + 1] ?? ''}`))],
  [2, lines((list, at, random) => (list[at] = random.pick(HOSTILE) + list[at]))],
  [2, lines((list, at, random) => (list[at] += random.pick(HOSTILE)))],
  [2, lines((list, at, random) => list.splice(at, 0, random.pick(HOSTILE)))],
  [2, lines((list, at, random, other) => list.splice(at, 0, random.pick(other.split('\n'))))],
  [1, lines((list, at, random) => list.splice(at, 1 + random.below(20)))],
  [3, blocks((list, at) => list.splice(at, 1))],
  [2, blocks((list, at) => list.splice(at, 0, list[at]!))],
  [2, blocks((list, at, random) => list.splice(random.below(list.length), 0, ...list.splice(at, 1)))],
  [2, blocks((list, at, random, other) => list.splice(at, 1, random.pick(other.split('\n\n'))))],
  [2, blocks((list, at, random) => list.splice(at, 0, disableComment(random)))],
  [1, (text, random, other) => text.slice(0, lineAt(text, random)) + other.slice(lineAt(other, random))],
  [6, cells((row, at, random) => (row[at] = ` ${random.pick(VALUES)} `))],
  [3, cells((row, at, random) => (row[at] = random.pick(HOSTILE)))],
  [2, cells((row, at, random, others) => (row[at] = random.pick(others)))],
  [1, cells((row, at) => row.splice(at, 1))],
  [1, cells((row, at) => row.splice(at, 0, ' x '))],
  [1, cells((row, at) => (row[at] = ' '))],
  [8, replaceMatch(/(\*\*[^*\n]{1,60}:\*\*)[^\n]*/g, (match, random) => `${match[1]} ${random.pick(VALUES)}`)],
  [
    2,
    replaceMatch(
      /(\*\*[^*\n]{1,60}:\*\*)[^\n]*/g,
      (match, random) => `${match[1]} ${random.pick(['', 'open (D-3)', 'none', '‹x›', random.pick(HOSTILE)])}`,
    ),
  ],
  [
    1,
    replaceMatch(/\*\*[^*\n]{1,60}:\*\*/g, (match, random) =>
      random.pick([match[0].slice(2), match[0].toUpperCase(), `${match[0]}${match[0]}`, match[0].replace(':', ' :')]),
    ),
  ],
  [6, replaceMatch(/\d[\d.,]*/g, (_, random) => random.pick(VALUES))],
  [
    3,
    replaceMatch(/\b(?:ms|s|min|h|d|EUR|USD|%|a month|per month|a day|per minute)\b/g, (_, random) =>
      random.pick(['ms', 's', 'min', 'h', 'd', 'EUR', 'USD', 'CHF', '%', 'a month', 'a year', 'per second', '', 'x']),
    ),
  ],
  [
    3,
    replaceMatch(/\[\^[^\]\n]*\]:?/g, (_, random) =>
      random.pick(['[^x]', '[^x]: y', '[^1]', '[^]', '[^stripe-api]', '', '[^1]: ', '(V-1)']),
    ),
  ],
  [
    2,
    replaceMatch(/`[^`\n]+`/g, (_, random) =>
      random.pick(['`POST /x`', '`GET /v1/x`', '``', '`', '`a` `b`', '`‹x›`', '`x_total{a="b"}`']),
    ),
  ],
  [
    2,
    replaceMatch(/^#{1,6} [^\n]*/gm, (match, random) =>
      random.pick([
        `#${match[0]}`,
        match[0].slice(1),
        `${match[0]} x`,
        match[0].replace(/\d+/, '99'),
        '## 7. X',
        '### 7.Z Y',
        '#### 7.P.2 Z',
        '',
      ]),
    ),
  ],
];

const TOTAL = MUTATIONS.reduce((sum, [weight]) => sum + weight, 0);

/** Changes the whole text; rarer, because little else is seen behind them. */
const WHOLE: readonly Mutation[] = [
  (text) => text.replace(/\r?\n/g, '\r\n'),
  (text) => text.replace(/\r?\n/g, '\r'),
  (text) => `\ufeff${text}`,
  (text) => `---js\nprocess.exit(1)\n---\n${text}`,
  (text) => `---\ntitle: x\n---\n${text}`,
  (text) => text.replace(/\s+$/, ''),
  (text) => text.replace(/^/gm, '> '),
  (text) => text.replace(/^/gm, '  '),
  (text, random) =>
    text.replaceAll(
      random.pick(['\n\n', ' ', '|', ':', '`', '**', '7', '.']),
      random.pick(['', '\n', '\t', '||', '\u00a0']),
    ),
  (text, random) => growTo(text, random, 100_000),
  (text, random) => insertAt(text, lineAt(text, random), random.pick(RUNS)(20_000 + random.below(30_000))),
  (text, random) => insertAt(text, random.below(text.length + 1), random.pick(RUNS)(20_000 + random.below(30_000))),
  (text, random) => insertAt(text, random.below(text.length + 1), random.pick(RUNS)(2 + random.below(200))),
];

/** A mutant: few changes mostly, some times many. */
export function mutate(text: string, random: Random, other: string): string {
  let result = text;
  for (let rounds = random.chance(0.7) ? 1 + random.below(4) : 4 + random.below(20); rounds > 0; rounds--) {
    if (result !== '') result = one(random)(result, random, other);
  }
  return random.chance(0.08) ? random.pick(WHOLE)(result, random, other) : result;
}

function one(random: Random): Mutation {
  let at = random.next() * TOTAL;
  return MUTATIONS.find(([weight]) => (at -= weight) < 0)![1];
}

const insertAt = (text: string, at: number, part: string) => text.slice(0, at) + part + text.slice(at);

function cut(text: string, random: Random, length: number, by: (part: string) => string): string {
  const at = random.below(text.length);
  return text.slice(0, at) + by(text.slice(at, at + length)) + text.slice(at + length);
}

function lineAt(text: string, random: Random): number {
  return text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
}

function parts(
  separator: string,
  change: (list: string[], at: number, random: Random, other: string) => unknown,
): Mutation {
  return (text, random, other) => {
    const list = text.split(separator);
    change(list, random.below(list.length), random, other);
    return list.join(separator);
  };
}

function lines(change: (list: string[], at: number, random: Random, other: string) => unknown): Mutation {
  return parts('\n', change);
}

function blocks(change: (list: string[], at: number, random: Random, other: string) => unknown): Mutation {
  return parts('\n\n', change);
}

/** Changes the cells of one row; `others` are the cells of another row of either document. */
function cells(change: (row: string[], at: number, random: Random, others: readonly string[]) => unknown): Mutation {
  return (text, random, other) => {
    const list = text.split('\n');
    const rows = list.flatMap((line, i) => (line.startsWith('|') ? [i] : []));
    if (rows.length === 0) return text;
    const at = random.pick(rows);
    const row = list[at]!.split('|');
    const otherRows = other.split('\n').filter((line) => line.startsWith('|'));
    const others = random.chance(0.5) && otherRows.length > 0 ? random.pick(otherRows) : list[random.pick(rows)]!;
    change(row, random.below(row.length), random, others.split('|'));
    list[at] = row.join('|');
    return list.join('\n');
  };
}

function replaceMatch(pattern: RegExp, by: (match: RegExpExecArray, random: Random) => string): Mutation {
  return (text, random) => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return text;
    const match = random.pick(matches);
    return text.slice(0, match.index) + by(match, random) + text.slice(match.index + match[0].length);
  };
}

function disableComment(random: Random): string {
  const rule = random.pick([
    'numbers/attempts',
    'trace/webhook',
    'facts/signature',
    'structure/blocks',
    'security/secret',
    'nothing/here',
    '',
    'x y z',
    'trace/column, trace/ids',
  ]);
  return `<!-- vibe-specs-disable ${rule}${random.pick([': because', ':', '', ': a\nb', ': a: b'])} -->`;
}

/** Repeats a line or block until the text is as long as a large document. */
function growTo(text: string, random: Random, length: number): string {
  const list = text.split(random.pick(['\n', '\n\n']));
  const part = `${random.pick(list)}\n`;
  return insertAt(
    text,
    lineAt(text, random),
    part.repeat(Math.max(1, Math.floor((length - text.length) / part.length))),
  );
}
