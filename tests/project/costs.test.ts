import { describe, expect, test } from 'vitest';
import { read, sections } from './context.ts';

const OTHERS = 'The application runs on one server of ours, with a database beside it.\n';
const of = async (architecture: string, kind: string) =>
  (await read(sections({}), `# Architecture\n\n${OTHERS}\n${architecture}\n`)).constraints
    .filter((c) => c.kind === kind)
    .map((c) => c.text);

describe('budgets', () => {
  test.each<[string, string, string[]]>([
    ['a total in bold', '## Cost\n- **Total: $47/month**', ['Total: $47/month']],
    ['a total', '## Hosting\n- Total: $45/month', ['Total: $45/month']],
    ['a range', '## Hosting\n- Vercel: $5-20/month', ['Vercel: $5-20/month']],
    [
      'behind a semicolon',
      '- Services: ceiling $1,500 a month, cards excluded; planned sum about $730 (Stripe $0, Resend $20)',
      ['Services: ceiling $1,500 a month, cards excluded; planned sum about $730 (Stripe $0, Resend $20)'],
    ],
    [
      'one plan on several lines, and another plan at that price',
      '## Cost projections (Supabase)\n| Resource | Plan |\n|---|---|\n| Rows | Pro plan ($25/month) |\n| Files | Pro plan ($25/month) |\n| Mail | Resend Pro plan ($25/month) |\n\nUpgrade to Pro ($25/month) later.',
      ['Rows | Pro plan ($25/month)', 'Mail | Resend Pro plan ($25/month)'],
    ],
    [
      'candidates',
      '## Hosting\n**Alternative platforms:**\n- Railway ($5-20/month)\n- Netlify ($7/month)\n\n**Recommended providers:**\n- **Supabase** ($25/month: 8 GB)\n- Neon ($19/month)\n\n## Comparison of hosts\n| Host | Cost |\n|---|---|\n| Vercel | $20/month |',
      [],
    ],
    [
      "the product's own plans",
      '## Service 3: Stripe\n- Manages subscriptions ($10/month Pro plan)\n- Create a checkout session ($10/month)\n\n## Pricing\n**$99/month per location**\n- **Pro plan:** $29/month',
      [],
    ],
    [
      'what it earns',
      '## Cost breakdown\n**Revenue Needed to Break Even:** 7 Pro subscribers ($70/month at $10 each)\n\nAt $10/month per subscriber we break even at 7 users.',
      [],
    ],
    ['a subscription to a vendor', '## Tools\n- Slack subscription: $44 a month', ['Slack subscription: $44 a month']],
  ])('%s', async (_, text, expected) => expect(await of(text, 'budget')).toEqual(expected));
});

test('the size of the code is no volume', async () => {
  const text = '## 3. Features\n\n### 3.1 Booking\n\nTotal Lines of Code: 8,849 lines\n\n- 20,000 bookings\n';
  expect(await of(text, 'volume')).toEqual(['20,000 bookings']);
});

test('money is no volume', async () => {
  const text =
    '## Hosting\n- Railway ($5-20/month)\n- a host (~$46-50/month)\n- 5–20 € pro Monat\n- **Revenue:** 7 subscribers ($70/month)\n- 400 reviews/month at $5-20/month';
  expect(await of(text, 'volume')).toEqual(['400 reviews/month at $5-20/month']);
});

test('what Section 4 asks of our own API is an objective', async () => {
  const four = '### 4.S.4 Performance Requirements\n- **Throughput:** 1000 RPS sustained load\n';
  expect((await read(sections({ four }))).constraints.map((c) => `${c.kind}: ${c.text}`)).toEqual([
    'objective: Throughput: 1000 RPS sustained load',
  ]);
});

describe('environments', () => {
  const found = async (architecture: string) =>
    (await read(sections({}), `# Architecture\n\n${OTHERS}\n${architecture}\n`)).environments.map(
      (e) => `${e.text} ${e.place.line}`,
    );
  test.each<[string, string, string[]]>([
    [
      'two names of one, cited where each has its line',
      '**Environment Promotion:** Development → Staging → Production\n\n- **Environments:** Local, staging\n\n## Environment Strategy\n- **Development:** Local\n- **Staging:** a project of its own\n- **Production:** `us-east-1`',
      ['Development 10', 'Staging 11', 'Production 12'],
    ],
    [
      'local beside development',
      '- **Environments:** local, development, prod',
      ['local 5', 'development 5', 'prod 5'],
    ],
    [
      'the header of a table of values',
      '| Variable | Development | Production |\n|---|---|---|\n| `URL` | x | y |',
      ['Development 7', 'Production 7'],
    ],
    ['the first column', '| Stage | Host |\n|---|---|\n| Dev | a |\n| Prod | b |', ['Dev 7', 'Prod 8']],
    ['items of a list', '## Hosting\n- Staging: one server\n- **Production**: two', ['Staging 6', 'Production 7']],
    ['prose', 'Staging has one server. In production there are two.', []],
    ['phases of the work', '- **Development:** ten weeks\n- **Testing:** two weeks\n- **Launch:** May', []],
    ['keys of a vendor', '| Vendor | Sandbox | Production |\n|---|---|---|\n| PayPal | x | y |', []],
    ['one alone', '## Hosting\n- Production: two servers', []],
  ])('%s', async (_, text, expected) => expect(await found(text)).toEqual(expected));
});
