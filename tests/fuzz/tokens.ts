const many = (text: string, times: number) => text.repeat(times);

/** What markdown, HTML, YAML, JavaScript and terminals give a meaning to, and what text functions trip over. */
export const HOSTILE: readonly string[] = [
  '```', '````', '~~~', '```mermaid\n', '<!--', '-->', '<!-- -->', '<!-->', '<!--->', '<!-- vibe-specs', '<div>', '</div>', '<script>', '<![CDATA[', '<?', '&amp;', '&#0;', '&#x110000;', '&nbsp;',
  '|', '\\|', '||', '|---|', '|:-:|', '| --- | --- |\n', '‹', '›', '‹…›', '`', '``', '*', '**', '_', '__', '~~', '[', ']', '](', '[^', '[^1]', '[^1]: x', '![', '\\', '\\\\', '> ', '>> ', '- ', '+ ', '* ', '1. ', '10) ', '- [ ] ', '    ', '\t',
  '# ', '## ', '## 7. ', '## 7', '## 8. X\n', '### 7.P ', '#### 7.P.1 ', '##### 7.P.1.1 ', '##### 7.P.1.9 X\n', '###### ', '#######', '===', '---', '***', '---\n', '---js\n', '---\na: &a [*a]\n---\n', '...', '+++\n',
  '\0', '\u0001', '\u0007', '\u001b[31m', '\u001b]8;;x\u0007', '\u007f', '\u0085', '\u2028', '\u2029', '\u200b', '\u200d', '\u202e', '\u2066', '\ufeff', '\ufffd', '\ud800', '\udc00', '\u{1f469}\u200d\u{1f4bb}', 'e\u0301\u0301\u0301', 'ﬁ', 'İ', 'ß', 'ſ', '\u0130', '\r', '\r\n', '\n\n', '\u000b', '\f', '\u00a0', '\u3000',
  '${x}', '$&', '$1', "$'", '$`', '%s', '%00', '%', '::error::x', '{{x}}', '../../etc/passwd', 'C:\\x', 'https://', 'https://x', 'https://[::1]:99999/', 'http://user:pass@h', 'javascript:x', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype.x', 'null', 'true',
  '**Label:**', '**Status:** decided', '**Status:** open (D-1)', '**Webhook Endpoint:** `POST /x`', '| ID | Decision |\n|---|---|\n| D-1 | x |\n', '| Job | When |\n|---|---|\n', '```sql\nALTER TABLE', '```ts\nimport x', 'none', 'None.', 'TBD', ':', ': ', ';', ',', ', , ,', '"', "'", '“', '(', ')', '()', '=', '==', '≥', '≤', '>=', '->', '→', '–', '×', '…', '/',
];

/** Values that a reader of numbers, dates and units may take wrongly. */
export const VALUES: readonly string[] = [
  '0', '-0', '-1', '+1', '00', '007', '1e308', '1e999', '1e-400', '1'.repeat(40), '9'.repeat(400), '0.'.padEnd(60, '0') + '1', '9007199254740993', '0x10', '1_000', "1'000", '1,000', '1.000', '1,00', '1.000.000,5', '1,2,3', '.5', '5.', '1..2', '1–2', '3 to 5', '1/3', '0/0', '1/0', '½', '∞', '٣', '１２', '๑', '²', 'Ⅷ',
  '5 ms', '5 s', '5 min', '5 h', '5 d', '5 months', '0 s', '-5 s', '1e9 d', '5 parsecs', '5', 'min', 's', '%', '100 %', '101 %', '-1 %', '99.999999 %', '5 %/min', '10 / s', '10 per minute', '10 req/s', '10 calls a day', '1,000,000 a month', 'EUR 5', '5 €', '€5', '$ 5.999', 'USD -5', 'JPY 0.001', 'EUR 1 = USD 1', 'BTC 1', 'EUR', 'EUR 5 a month', 'EUR 5 per 1,000 calls', '5 ct', '2 MB', '2 MiB', '5 kB', '2 × 3 = 7', '2 × 1.65 s + 500 ms = 3.8 s', '1 + 1', '= 5', '((1 + 2)', '1 × 1 × 1 × 1 × 1 × 1',
  '2026-02-30', '0000-00-00', '9999-12-31', '2026-13-01', '2026-1-1', '12.3.2026', '3/12/2026', 'tomorrow', '3.2', '3.2, 3.2', '3.99', '3.', '3.2.1', '3.2-3.9', '7.P.1', '7.Z.1', '7.P.0', '7.P.99', 'D-1', 'D-0', 'D-999', '`POST /x`', '`GET  `', '`/`', '`POST /webhooks/{id}/{id}`', 'POST', 'TRACE /', '429', '5xx', '99', '1000', '4xx, 5xx, 600', 'P95', 'P0', 'P100 of x', 'x{a="b"}', 'x{', 'rate(x[5m])', 'HMAC-SHA256', 'HMAC-SHA1', 'MD5', 'Ed25519', 'hex', 'base64',
];

/** The same again and again: what is quadratic shows. */
export const RUNS: readonly ((times: number) => string)[] = [
  ...[' ', '\t', '\n', '\r', '> ', '- ', '  - x\n', '# ', '#', '*', '_', '`', '[', ']', '![', '](', '<', '<!--', '-->', '<a ', '&', '|', '| ', '|x', '| a |\n', '\\', '‹', '›', '(', ')', ')(', '1', '1 ', '1,', '1.', '.', ',', ':', ': ', ';', '/', '-', '–', '=', '= ', '+ 1 ', '× 2 ', '1 s + ', 'EUR ', 'EUR 1, ', '1 EUR ', '%', 'a', 'a ', 'A', 'Aa ', 'é', '\u{1f600}', '\ud800', 'x\n', 'x\n\n', '1. x\n', '> x\n', '```\n', '    x\n', '[^a]', '[^a]: x\n', '[a]: /x\n', '**x:** ', '**x:** y\n', '`a` ', 'https://', 'https://a.b/ ', 'a@', 'a.', 'a-', 'A_', 'a=', 'sk_', 'D-1 ', '3.2, ', '7.P.1 ', '2026-01-01 ', 'POST /x ', '"', '" "', "'", '{', '{{', '$', 'not ', 'and ', 'V-1 '].map((unit) => (times: number) => many(unit, times)),
  (times) => `<!-- vibe-specs-disable ${many(' ', times)}x: y -->`,
  (times) => `<!-- vibe-specs-disable x${many(' ', times)}y -->`,
  (times) => `<!-- vibe-specs-disable x: ${many(' a', times)}`,
  (times) => `**A:** b${many(' ', times)}c`,
  (times) => `| ${many(' ', times)}a | b${many(' ', times)}|`,
  (times) => `${many('[', times)}a${many(']', times)}`,
  (times) => `${many('(', times)}1${many(')', times)}`,
];
