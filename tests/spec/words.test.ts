import { expect, test } from 'vitest';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { longestParts, wordsOf } from '../../scripts/spec/words.ts';

const { section } = parseSection7(
  `## 7. Integrations

Five words stand in here.

### 7.P Payment
#### 7.P.1 Stripe
one two three
##### 7.P.1.2 Authentication
\`\`\`ts
not counted at all
\`\`\`
| A | B |
|---|---|
| four | five |
#### 7.P.2 PayPal
one
### 7.T Testing
one two
`,
  'x.md',
);

test('code counts apart, bars of tables do not count', () => {
  expect(wordsOf(section!)).toEqual({ all: 32, withoutCode: 27 });
});

test('the longest parts, a service as a whole', () => {
  expect(longestParts(section!, 2)).toEqual([
    { number: '7.P.1', words: 11 },
    { number: '7.T', words: 4 },
  ]);
});
