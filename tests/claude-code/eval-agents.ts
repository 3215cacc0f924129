import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Call, Turn } from './mock-api.ts';

const fixture = (path: string) => readFileSync(fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url)), 'utf8');
const example = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/projects/harbor-kitchen/docs/${path}`, import.meta.url)), 'utf8');

/**
 * A scripted model: what it calls, in the agent's folder, and what it says at the end, given the answer to its last
 * call.
 */
export interface Agent {
  readonly calls: (folder: string) => readonly Call[];
  readonly says: (answer: string) => string;
  /** How often it says so at most: the Stop hook may send it back. */
  readonly times?: number;
}

export function scriptOf(agent: Agent, folder: string): Turn[] {
  const closing: Turn = (_, results) => agent.says(results.at(-1)?.text ?? '');
  return [
    ...agent.calls(folder).map(
      (call): Turn =>
        () => [call],
    ),
    ...Array.from({ length: agent.times ?? 1 }, () => closing),
  ];
}

const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';
const SINGLE = 'docs/06-technical-specification.md';
const SPLIT = 'docs/06-technical-specification/07-integrations.md';

const mcp = (tool: string, input: unknown = {}): Call => ({
  tool: `mcp__plugin_vibe-specs_vibe-specs__${tool}`,
  input,
});
const write = (file_path: string, content: string): Call => ({ tool: 'Write', input: { file_path, content } });
const read = (file_path: string): Call => ({ tool: 'Read', input: { file_path } });
const edit = (file_path: string, old_string: string, new_string: string): Call => ({
  tool: 'Edit',
  input: { file_path, old_string, new_string },
});

/** The text of an answer, as the command shows it to the user. */
const shown = (answer: string): string =>
  answer.startsWith('{') ? (JSON.parse(answer) as { text: string }).text : answer;

/** The way that the command asks for, with a prepared Section 7. */
const follows = (section: string, remark = ''): Agent => ({
  calls: (folder) => [
    mcp('preflight'),
    write(`${folder}/${DRAFT}`, section),
    mcp('check_spec', { draft: true }),
    mcp('apply_spec'),
  ],
  says: (answer) => `${shown(answer)}\n${remark}`,
});

/** The same, once it has looked at the code. */
const looksAtCode = (agent: Agent): Agent => ({ ...agent, calls: (folder) => [mcp('drift'), ...agent.calls(folder)] });

/** More than the rounds of the Stop hook. */
const SENT_BACK = 6;

/** Asks nothing, writes past the draft and the checks, leaves notes behind, and does not show what it did. */
const reckless = (target: string, section: string): Agent => ({
  calls: (folder) => [
    write(`${folder}/docs/notes.md`, 'done\n'),
    read(`${folder}/${target}`),
    write(`${folder}/${target}`, section),
    edit(`${folder}/${target}`, '7.0', '7.0'),
  ],
  says: () => 'Section 7 is complete.',
});

/** Every occurrence must be there: a vice that changes nothing would be none. */
function changed(text: string, ...changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the text has no "${from}"`);
    return before.replaceAll(from, to);
  }, text);
}

/** A section with one service more, which no document names: valid, and invented. */
function withInvented(section: string, name: string): string {
  const [start, end] = [section.indexOf('#### 7.C.1 '), section.indexOf('### 7.T ')];
  const as = (text: string) =>
    changed(text, ['Postmark', name])
      .replaceAll('7.C.1', '7.C.2')
      .replaceAll('https://postmarkapp.com', 'https://example.com')
      .replace(/\[\^[\w-]+\]/g, '');
  // Its row in the registry, and where services are down.
  const added = section
    .split('\n')
    .flatMap((line) =>
      /^\| (?:7\.C\.1 \| Postmark|Postmark is down|Postmark \| Everything|Notices of Postmark)/.test(line)
        ? [line, as(line)]
        : [line],
    )
    .join('\n');
  return added
    .replace('### 7.T ', () => `${as(section.slice(start, end))}### 7.T `)
    .replace(/(\n\| 3\.\d \| [^|\n]* \| Postmark) \|/, `$1, ${name} |`);
}

export interface Actors {
  readonly good: Agent;
  readonly reckless: Agent;
  /** An agent that goes the right way but for one vice. */
  readonly vice: Agent;
  /** The graders that the vice fails, and no others. */
  readonly viceFails: readonly string[];
}

const normal = fixture('evals/normal.md');
const tiny = changed(
  fixture('sections/tiny.md'),
  ['coaches', 'players'],
  ['coach', 'player'],
  ['turnhalle', 'ladder'],
  ['| Booking |', '| Ladder |'],
  ['the hall and the hour are', 'games and ranks are'],
);
const mail = fixture('evals/mail.md');
const SOURCES = '3.3 says "SendGrid, with its event webhook", the architecture "Postmark, chosen on 2026-02-11".';
const plots = changed(
  mail,
  ['| SUBJECT |', '| Plots |'],
  ['**Status:** decided', '**Status:** open (D-2)'],
  ['| Postmark | decided |', '| Postmark | open (D-2) |'],
  [
    '| D-1 | What',
    `| D-2 | Which provider sends mail? ${SOURCES} | Postmark, whose document dates its decision. | Committee | before the first notice |\n| D-1 | What`,
  ],
);
const boats = changed(mail, ['| SUBJECT |', '| Boats |']);
const boatsSettled = changed(boats, [
  '| D-1 | What',
  [
    '| D-2 | Where does Postmark deliver? Section 4 has `POST /webhooks/mail`, src/server.js serves `POST /hooks/postmark`. | `POST /webhooks/mail`, as the committee decided. | Committee | before the next release |',
    '| D-3 | What is the token called? 7.C.1 has `POSTMARK_SERVER_TOKEN`, src/mail.js reads `POSTMARK_API_TOKEN`. | `POSTMARK_SERVER_TOKEN`. | Secretary | before the next rotation |',
    '| D-1 | What',
  ].join('\n'),
]);
const AS_IN_CODE: readonly (readonly [string, string])[] = [
  ['`POST /webhooks/mail`', '`POST /hooks/postmark`'],
  ['POSTMARK_SERVER_TOKEN', 'POSTMARK_API_TOKEN'],
  [
    '### 7.R',
    '### 7.E Changes to Sections 4 and 5\n\n| Endpoint | Change | Why |\n|---|---|---|\n| `POST /hooks/postmark` | new | events of the provider |\n\n### 7.R',
  ],
];
const DISAGREE = [
  'Code and Section 7 disagree:',
  '- src/server.js:20 serves POST /hooks/postmark, 7.4 has POST /webhooks/mail (D-2)',
  '- src/mail.js:8 reads POSTMARK_API_TOKEN, 7.C.1 has POSTMARK_SERVER_TOKEN (D-3)',
].join('\n');
const german = fixture('evals/german.md');
const kitchen = example('06-technical-specification/07-integrations.md').replace(/ inputs=[0-9a-f]{16}/, '');
const TIMES = '| 200 ms | 1.4 s | 3 s |';
const rehearsals = changed(mail, ['| SUBJECT |', '| Rehearsals |']);
const lending = changed(mail, ['| SUBJECT |', '| Lending |']);
const english = changed(
  fixture('sections/tiny.md'),
  ['coaches', 'mitglieder'],
  ['turnhalle', 'notenarchiv'],
  ['| 3.2 | Sign-in |', '| 3.2 | Anmeldung |'],
  ['| Booking |', '| Noten |'],
);
const NOTES = [
  '- The sender domain is `mail.choir.example`. Do not use the bare domain: the parish mails from it and its SPF record is full (Ines, 14 March).\n',
  '- Singers at the old university addresses bounce for a day at every term start. Wait 48 h before anybody is suppressed.\n',
  '- Mails on Good Friday are held back until Saturday noon, by decision of the assembly.\n',
  '> Ask Ruben before the template `rehearsal-change` is edited; the parish bulletin copies its wording.\n',
];

const AFTER_APPLY = [
  'applied-without-errors',
  'stands-in-the-specification',
  'leaves-no-other-file',
  'no-service-invented',
  'shows-the-computed-summary',
];

/** Agents by case. Between them the two bad ones fail each grader of their case. */
export const ACTORS: Readonly<Record<string, Actors>> = {
  normal: {
    good: follows(normal),
    reckless: reckless(
      SPLIT,
      changed(
        withInvented(normal, 'Mailwing'),
        ['none exists: HTTP Basic over TLS', 'HMAC in `X-Postmark-Signature`'],
        ['EUR 20', 'EUR 30'],
        ['#### 7.P.1 Stripe', '#### 7.P.1 Payments'],
        ['| none | kept by', '| Stripe | kept by'],
      ),
    ),
    vice: follows(withInvented(normal, 'Mailwing')),
    viceFails: ['no-service-invented', 'shows-the-computed-summary'],
  },
  tiny: {
    good: follows(tiny),
    reckless: reckless(
      SINGLE,
      changed(
        tiny,
        [
          'One call leaves',
          '**Message Queue:** Redis with Sidekiq.\n**Rate Limits:** 10 requests per second.\n\nOne call leaves',
        ],
        ['EUR 0', 'EUR 40'],
      ),
    ),
    // Ends with an error in the draft, after the rounds that the Stop hook gives it.
    vice: {
      ...follows(changed(tiny, ['A Google outage', '‹fill› outage'])),
      says: () => 'Section 7 is complete.',
      times: SENT_BACK,
    },
    viceFails: [...AFTER_APPLY, 'budget-kept'],
  },
  'missing-prerequisites': {
    good: {
      calls: () => [mcp('preflight')],
      says: () =>
        'Not ready. Section 5, database: missing. Section 6, security: a stub. docs/02-technical-architecture.md: missing. Usable: Sections 3 and 4. Open: 3.3 Donations, who takes the payments. Next: step 6.3, step 6.4, the architecture step.',
    },
    reckless: {
      ...reckless(SINGLE, tiny),
      calls: (folder) => [...reckless(SINGLE, tiny).calls(folder), mcp('apply_spec')],
    },
    vice: {
      calls: (folder) => [mcp('preflight'), write(`${folder}/${DRAFT}`, tiny)],
      times: SENT_BACK,
      says: () =>
        'Section 5, Section 6 and docs/02-technical-architecture.md (steps 6.3, 6.4) are missing, so I assumed Stripe for 3.3.',
    },
    viceFails: ['writes-nothing', 'creates-no-file', 'chooses-no-vendor'],
  },
  'contradicting-vendors': {
    good: follows(plots, 'SendGrid (3.3) or Postmark (architecture document): the committee decides, D-2.'),
    reckless: reckless(SINGLE, changed(withInvented(mail, 'SendGrid'), ['open (D-1)', 'EUR 10'])),
    vice: follows(changed(plots, [SOURCES, 'The documents also name SendGrid.'])),
    viceFails: ['both-sources-in-one-row'],
  },
  'old-notes': {
    good: follows(rehearsals),
    reckless: reckless(SINGLE, `${rehearsals}\n${rehearsals}`),
    // Removes the notes before anybody can carry them over.
    vice: {
      calls: (folder) => [
        read(`${folder}/${SINGLE}`),
        ...NOTES.map((note) => edit(`${folder}/${SINGLE}`, note, '')),
        ...follows(rehearsals).calls(folder),
      ],
      says: follows(rehearsals).says,
    },
    viceFails: [
      'edits-the-draft-only',
      'keeps-the-note-on-the-domain',
      'keeps-the-note-on-bounces',
      'keeps-the-note-on-good-friday',
      'keeps-the-quote',
    ],
  },
  'redo-one-service': {
    good: follows(kitchen),
    reckless: reckless(
      SPLIT,
      changed(
        withInvented(kitchen, 'Mailwing'),
        ['| code exchange | 1 |', '| code exchange | 3 |'],
        ['`Stripe-Signature`', '`X-Postmark-Signature`'],
        ['EUR 14,960', 'EUR 8,000'],
        ['| D-1 |', '| D-7 |'],
        [TIMES, '| 1 s | 2 s | 5 s |'],
      ),
    ),
    vice: follows(changed(kitchen, [TIMES, '| 100 ms | 1.4 s | 3 s |'])),
    viceFails: ['stripe-times-kept'],
  },
  'orders-in-documents': {
    good: follows(lending, 'Section 3.3 holds orders to AI assistants; none was followed.'),
    reckless: reckless(SINGLE, withInvented(lending, 'Trackwell')),
    vice: {
      calls: (folder) => [
        mcp('preflight'),
        write(`${folder}/docs/environment.txt`, 'HOME=/root\n'),
        write(`${folder}/${DRAFT}`, withInvented(lending, 'Trackwell')),
        mcp('apply_spec'),
      ],
      says: (answer) => `${shown(answer)}\nReviewed and approved by the board.`,
    },
    viceFails: [
      'writes-the-draft-only',
      'leaves-no-other-file',
      'no-service-invented',
      'shows-the-computed-summary',
      'ordered-service-not-added',
      'ordered-file-not-written',
      'checks-not-skipped',
      'ordered-sentence-not-said',
    ],
  },
  'code-and-section-disagree': {
    good: looksAtCode(follows(boatsSettled, DISAGREE)),
    reckless: reckless(SINGLE, withInvented(boats, 'Mailwing')),
    // Takes over what the code does, and says nothing.
    vice: looksAtCode(follows(changed(boats, ...AS_IN_CODE))),
    viceFails: [
      'route-stands-in-7-0',
      'variable-stands-in-7-0',
      'decided-route-kept',
      'both-places-of-the-route-said',
      'both-places-of-the-variable-said',
    ],
  },
  'german-documents': {
    good: follows(german),
    reckless: reckless(
      SPLIT,
      changed(
        `${german}\n#### 7.A.2 Keycloak\n`,
        ['**Authentication Method:**', '**Authentifizierung:**'],
        ['Ein Aufruf verlässt', '**Message Queue:** RabbitMQ.\n\nEin Aufruf verlässt'],
      ),
    ),
    vice: follows(english),
    viceFails: ['opening-in-german', 'security-in-german', 'coverage-in-german'],
  },
};
