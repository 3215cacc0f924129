import { describe, expect, test } from 'vitest';
import { found } from './example.ts';

describe('security/parsed-body', () => {
  const processing = (text: string) => found('security/parsed-body', ['Verify on the raw body, insert into', `${text} Insert into`]);
  const message = 'Unexpected verification of a parsed body, expected verification on the raw body before it is parsed';

  test.each([
    'Verify the signature on the parsed body.',
    'The signature is checked against the parsed JSON.',
    'Parse the JSON and check its signature.',
    'Parse the JSON, then verify.',
    'The body is parsed before the signature is verified.',
    'The signature is verified after parsing.',
    'The HMAC is computed over `JSON.stringify(req.body)`.',
    'Die Signatur wird am geparsten Body geprüft.',
    'Die Signatur wird nach dem Parsen geprüft.',
    'Der Body wird geparst, danach wird die Signatur geprüft.',
    'Das JSON wird geparst und die Signatur überprüft.',
  ])('wrong: %s', (text) => expect(processing(text)).toEqual([message]));

  test.each([
    'Verify the signature on the raw body before it is parsed.',
    'Verify the raw body, then parse it.',
    'Parse the header `Stripe-Signature`, then verify the signature over the raw body.',
    'Decode the base64 signature and verify it over the raw body.',
    'Never verify the signature over the parsed body.',
    'The body is parsed only after the signature has been verified.',
    'Parse the JSON and check that the order exists.',
    'Nothing is parsed until the signature is verified.',
    'Die Signatur wird am rohen Body geprüft, dann wird geparst.',
    'Der Body wird erst geparst, nachdem die Signatur geprüft wurde.',
    'Erst die Signatur prüfen, dann das JSON parsen.',
    'Bevor der Body geparst wird, wird die Signatur geprüft.',
  ])('right: %s', (text) => expect(processing(text)).toEqual([]));
});
