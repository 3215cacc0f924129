import { describe, expect, test } from 'vitest';
import { found, type Edit } from './example.ts';

/** Where a sentence is put: behind a passage of the example. */
const PLACES = {
  stripe: 'nothing is packed unpaid.',
  google: 'There is no second way in.',
  postmark: 'so nobody depends on the mail.',
  webhook: 'events may come twice and out of order.',
  overview: 'a job that is repeated elsewhere.',
  breakers: 'opossum in `src/http.ts`, one for each service.',
  security: 'processed from the `jobs` table.',
  tests: 'wrong password, unknown message, duplicate.',
  incidents: 'afterwards the nightly comparison is run by hand.',
  keys: 'the old one is revoked a day later.',
  decision: 'about two of three boxes must be paid by debit to stay inside.',
  usage: 'against the monthly invoice, fee by fee.',
} as const;
type Place = keyof typeof PLACES;

const messages = (place: Place, sentence: string): string[] => {
  const edit: Edit = [PLACES[place], `${PLACES[place]} ${sentence}`];
  return found('numbers/restated', edit).map((message) => message.replace(/^Unexpected /, ''));
};

describe('a value that is stated again with another number', () => {
  test.each<[Place, string, string]>([
    ['google', 'The exchange times out after 5 s.', 'timeout "5 s", expected 1 s or 1.5 s as in 7.A.1.6'],
    ['google', 'If Google times out after five seconds, the household sees an error page.', 'timeout "five seconds", expected 1 s or 1.5 s as in 7.A.1.6'],
    ['google', 'With a timeout of 3 s nobody waits long.', 'timeout "3 s", expected 1 s or 1.5 s as in 7.A.1.6'],
    ['google', 'The connect timeout is 2 s.', 'connect timeout "2 s", expected 500 ms as in 7.A.1.6'],
    ['google', 'A read timeout of 800 ms keeps it short.', 'read timeout "800 ms", expected 1 s as in 7.A.1.6'],
    ['google', 'Wrapped as people wrap it, the exchange times\nout after 5 s.', 'timeout "5 s", expected 1 s or 1.5 s as in 7.A.1.6'],
    ['stripe', 'After four attempts the refund is booked by hand.', 'attempts "four", expected 3 as in 7.P.1.6'],
    ['stripe', 'The payment page gives up after 6 s.', 'total "6 s", expected 3.8 s as in 7.P.1.6'],
    ['stripe', 'Refunds are retried 5 times.', 'retries "5", expected 3 as in 7.P.1.6'],
    ['stripe', 'The breaker opens after 5 consecutive failures.', 'failures that open the breaker "5", expected 10 as in 7.P.1.6'],
    ['stripe', 'The breaker is half-open after 2 min.', 'time until half-open "2 min", expected 30 s as in 7.P.1.6'],
    ['stripe', 'Stripe’s limit is 25 requests per second.', 'limit "25 requests per second", expected 100 requests per second as in 7.P.1.3 and 7.P.1.8'],
    ['usage', 'That is 12,000 payments a month.', 'volume "12,000 payments a month", expected 11,333 payments per month or 5,667 payments per month as in 7.P.1.8'],
    ['usage', 'The budget is EUR 8,000 a month.', 'budget "EUR 8,000 a month", expected EUR 9,000 a month (architecture document) as in 7.P.1.8'],
    ['postmark', 'Gesendet wird in vier Versuchen.', 'attempts "vier", expected 3 as in 7.C.1.6'],
    ['postmark', 'Der Aufruf wird nach 30 s abgebrochen.', 'timeout "30 s", expected 10 s or 2 min as in 7.C.1.6'],
    ['postmark', 'Nach dem fünften Versuch bleibt die Mail liegen.', 'attempts "fünften", expected 3 as in 7.C.1.6'],
    ['postmark', 'Die Gesamtzeit beträgt 90 s.', 'total "90 s", expected 2 min as in 7.C.1.6'],
    ['postmark', 'Gesendet wird höchstens fünfmal, und ein Aufruf mit einem Timeout von 20 s.', 'timeout "20 s", expected 10 s or 2 min as in 7.C.1.6'],
    ['webhook', 'We answer within 10 s.', 'acknowledge deadline "10 s", expected 2 s as in 7.P.1.5'],
    ['webhook', 'Wir antworten innerhalb von 5 s.', 'acknowledge deadline "5 s", expected 2 s as in 7.P.1.5'],
    ['webhook', 'A timestamp older than 10 min is refused.', 'replay window "10 min", expected 5 min as in 7.P.1.5'],
    ['webhook', 'Ein Zeitstempel, der älter als 15 min ist, wird abgelehnt.', 'replay window "15 min", expected 5 min as in 7.P.1.5'],
    ['overview', 'Every call times out after 7 s.', 'timeout "7 s", expected 1 s, 1.5 s, 1.4 s, 3.8 s, 10 s, 40 s or 2 min as in 7.A.1.6, 7.P.1.6 and 7.C.1.6'],
    ['breakers', 'It opens after five failures.', 'failures that open the breaker "five", expected 10 or 20 as in 7.P.1.6 and 7.C.1.6'],
    ['security', 'Stripe’s webhooks are acknowledged within 5 s.', 'acknowledge deadline "5 s", expected 2 s as in 7.P.1.5'],
    ['tests', 'For Stripe: a timestamp older than 3 min is refused.', 'replay window "3 min", expected 5 min as in 7.P.1.5'],
    ['incidents', 'A refund that failed in all 6 attempts is left alone.', 'attempts "6", expected 3 as in 7.P.1.6'],
    ['keys', 'Stripe’s keys are rotated every 90 days.', 'rotation period "90 days", expected 180 days as in 7.P.1.2'],
    ['keys', 'Alle Schlüssel werden alle 90 Tage gewechselt.', 'rotation period "90 Tage", expected 180 days as in 7.A.1.2, 7.P.1.2 and 7.C.1.2'],
    ['decision', 'Stripe’s budget is EUR 10,000 a month.', 'budget "EUR 10,000 a month", expected EUR 9,000 a month (architecture document) as in 7.P.1.8'],
  ])('%s: %s', (place, sentence, message) => expect(messages(place, sentence)).toEqual([message]));
});

describe('what restates nothing, or the same', () => {
  test.each<[Place, string]>([
    ['google', 'The exchange times out after 1.5 s.'],
    ['google', 'The exchange times out after 1500 ms.'],
    ['google', 'The exchange is made once and never retried.'],
    ['google', 'The session times out after 30 min.'],
    ['google', 'A household that has not come back after 10 min starts again.'],
    ['google', 'An ID token older than 1 h is not accepted.'],
    ['google', 'The library’s default timeout is 80 s.'],
    ['google', 'A timeout of 5 s would be too long for a callback.'],
    ['google', 'With 5 s instead of 1.5 s nobody would wait for the timeout.'],
    ['google', 'Unlike Postmark, where a call times out after 2 min, nobody waits here.'],
    ['google', 'Postmark’s calls time out after 10 s, Google’s after 1 s.'],
    ['google', 'Sign-in attempts are limited to 10 a minute per address.'],
    ['google', 'After three failed logins in 10 min the address is blocked.'],
    ['stripe', 'The payment page is tried twice, a refund three times.'],
    ['stripe', 'A refund is retried twice.'],
    ['stripe', 'After the second attempt of a refund it waits 1 s.'],
    ['stripe', 'At most five attempts were ever seen.'],
    ['stripe', 'The checkout page of Stripe expires after 24 h.'],
    ['stripe', 'Between two attempts lie 1 s to 2 s.'],
    ['stripe', 'A timeout of 3 to 5 s is usual.'],
    ['stripe', 'The nightly export times out after 30 min.'],
    ['stripe', 'The timeout was raised from 2 s to 3.8 s in May.'],
    ['stripe', 'Our own throttle allows 20 requests per second.'],
    ['stripe', 'The sandbox has a limit of 25 requests per second.'],
    ['stripe', 'The search endpoint has a limit of 20 requests per second.'],
    ['stripe', 'It does not give up after 5 s.'],
    ['stripe', 'An alert is sent when the breaker opens twice in 10 min.'],
    ['usage', 'That is 17,000 payments a month.'],
    ['usage', 'A household makes at most 5 payments a month.'],
    ['usage', 'The budget is used up to 99 %, and EUR 46.49 of it are left.'],
    ['webhook', 'Stripe expects an answer within 20 s.'],
    ['webhook', 'Stripe repeats a delivery for 3 days, in up to 16 attempts.'],
    ['webhook', 'Rows of `inbox` older than 30 days are deleted.'],
    ['webhook', 'The job answers the household within 5 min.'],
    ['webhook', 'We answer after the insert, within 2 s.'],
    ['webhook', 'The order is released within 1 min of the event.'],
    ['postmark', 'Der Versand wird dreimal versucht.'],
    ['postmark', 'Der Versand wird zweimal wiederholt.'],
    ['postmark', 'Die Sitzung läuft nach 30 min ab.'],
    ['postmark', 'Ein Timeout von 30 s wäre zu lang, deshalb würden Mails liegen bleiben.'],
    ['postmark', 'Bisher galt ein Timeout von 30 s.'],
    ['postmark', 'Mails werden nicht nach fünf Versuchen verworfen.'],
    ['postmark', 'Statt nach 30 s wird nach 2 min abgebrochen.'],
    ['overview', 'Jobs have a timeout of 10 min of their own.'],
    ['overview', 'The deadline of the week is Wednesday, in two days.'],
    ['overview', 'A person answers within 4 h.'],
    ['breakers', 'A breaker is half-open after 30 s or 60 s.'],
    ['security', 'Stripe’s webhooks are acknowledged within 2 s, Postmark’s within 2 s.'],
    ['tests', 'Tests have a timeout of 30 s each.'],
    ['tests', 'A fake server answers after 20 s, so that the call is cut off.'],
    ['tests', 'For Stripe: a signature that is 6 min old is refused.'],
    ['incidents', 'Somebody answers within 15 min.'],
    ['incidents', 'After 30 min without events the worker is restarted; two restarts in 1 h page the owner.'],
    ['keys', 'After rotation the old key stays valid for 1 day.'],
    ['decision', 'Finance asks: "Is a budget of EUR 12,000 enough?"'],
    ['decision', 'Stripe’s fees are EUR 46.49 below the budget of EUR 9,000.'],
  ])('%s: %s', (place, sentence) => expect(messages(place, sentence)).toEqual([]));
});

describe('texts that nobody writes', () => {
  test('a cell of 400,000 characters is not marked whole', () => {
    expect(found('numbers/restated', ['| 10 failures in 60 s | 30 s | 1 success |', `| 10 failures in ${'EUR 1, '.repeat(60_000)} | 30 s | 1 success |`])).toEqual([]);
  });
});
