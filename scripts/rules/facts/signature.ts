import type { WebhookFacts } from '../../services/sheet.ts';
import { valueOf, type Leaf } from '../../spec/kinds.ts';
import { given, type RowOf } from '../../spec/model.ts';
import { OTHER_PROOF, type SERVICE_PARTS } from '../../spec/format.ts';
import type { Finding, Rule } from '../types.ts';
import { algorithmOf, contentOf, encodingOf, isKeyForm, keyFormOf, isChecked, namesHeader, pairs, signedFamilies, signedPartsOf } from './pairs.ts';

type SignatureRow = RowOf<(typeof SERVICE_PARTS)['webhook']['fields']['signature']['kind']>;

interface Difference {
  readonly leaf: Leaf<string>;
  readonly what: string;
  readonly stated: string;
  readonly expected: string;
}

export const signature: Rule = {
  id: 'facts/signature',
  severity: 'error',
  summary: 'A verifier built from a wrong scheme refuses every delivery, or accepts forged ones.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const leaf = given(service.parts, 'webhook')?.signature;
      if (!leaf || !isChecked(sheet, 'webhooks') || sheet.webhooks.length === 0) continue;
      const families = signedFamilies(sheet);
      if (leaf.state === 'not-applicable') {
        if (families.length === sheet.webhooks.length) yield { at: leaf.at, message: `Unexpected "Not applicable" for the signature of ${sheet.name}: its deliveries are signed (${families[0]!.header})`, advice: `See vibe-specs facts ${sheet.id}.` };
        continue;
      }
      const rows = valueOf(leaf) ?? [];
      // Basic auth beside the signature is no other signature.
      const signing = rows.filter((row) => !OTHER_PROOF.test(valueOf(row.header) ?? ''));
      for (const row of signing.length > 0 ? signing : rows) {
        if (families.length === 0) yield { at: row.at, message: `Unexpected signature of ${sheet.name}: it does not sign its deliveries`, advice: sheet.webhooks[0]!.instead ?? `See vibe-specs facts ${sheet.id}.` };
        else yield* report(row, families, sheet.name, sheet.id);
      }
    }
  },
};

/** The row must agree with one family; otherwise it is held against the one that it comes nearest to. */
function* report(row: SignatureRow, families: readonly WebhookFacts[], name: string, id: string): Iterable<Finding> {
  const [best] = families.map((family) => differences(row, family)).sort((a, b) => a.length - b.length);
  for (const { leaf, what, stated, expected } of best!) {
    yield { at: leaf.at, message: `Unexpected ${what} "${stated}" of ${name}'s signature, expected ${expected}`, advice: `See vibe-specs facts ${id}.` };
  }
}

function differences(row: SignatureRow, family: WebhookFacts): Difference[] {
  const found: Difference[] = [];
  const compare = (leaf: Leaf<string>, what: string, fact: string | null, same: (stated: string, fact: string) => boolean | null) => {
    const stated = valueOf(leaf);
    // What is written as the sheet has it agrees with it in whatever way the two are read.
    if (stated !== undefined && fact !== null && stated !== fact && same(stated, fact) === false) found.push({ leaf, what, stated, expected: fact });
  };
  const by = (read: (text: string) => string | null) => (stated: string, fact: string) => {
    const a = read(stated);
    const b = a === null ? null : read(fact);
    return b === null ? null : a === b;
  };
  compare(row.header, 'header', family.header, (stated, fact) => namesHeader(stated, fact) || !/^[\w-]+$/.test(fact.split(/[\s,(]/)[0]!) );
  compare(row.algorithm, 'algorithm', family.algorithm, by(algorithmOf));
  compare(row.encoding, 'encoding', family.encoding, by(encodingOf));
  compare(row.content, 'signed content', family.content, (stated, fact) => by(/\{/.test(stated) ? contentOf : signedPartsOf)(stated, fact));
  compare(row.key, 'key', family.key, (stated, fact) => isKeyForm(keyFormOf(stated), keyFormOf(fact)));
  return found;
}
