import type { Diagnosis } from './index.ts';

/** One delivery as a person reads it: what was needed, what is wrong, what to mend. */
export function describeDiagnosis(diagnosis: Diagnosis): string {
  const { family, alike, verdict, secret, inputs, changes, notes, tried } = diagnosis;
  const lines = [
    verdict.valid
      ? `${[family, ...alike].join(', ')}: verified${secret ? ` with secret ${secret}` : ''}`
      : `${family}: NOT verified: ${verdict.message} (${verdict.reason})`,
  ];
  const width = Math.max(...inputs.map(({ name }) => name.length));
  for (const { name, there, note } of inputs) {
    lines.push(`  ${name.padEnd(width)}  ${there ? 'there' : `MISSING${note ? `: ${note}` : ''}`}`);
  }
  if (changes.length > 0) {
    lines.push(
      '',
      changes.length === 1 ? 'With this one change it would verify:' : 'With any one of these changes it would verify:',
    );
  }
  for (const { part, what } of changes) lines.push(`  ${part.padEnd(8)}  ${what}`);
  if (!verdict.valid && verdict.reason === 'signature-mismatch' && changes.length === 0) {
    lines.push(
      '',
      `None of ${tried} single changes makes it verify. It may be the secret of another endpoint, account or mode.`,
    );
  }
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : []), ''].join('\n');
}

/** What the file says of a delivery, and what came out. */
export interface Row {
  readonly name: string;
  readonly expected: boolean;
  readonly agreed: boolean;
  readonly diagnosis: Diagnosis;
}

/** Several deliveries: one line each, the count last. */
export function describeRows(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name, diagnosis }) => diagnosis.family.length + name.length)) + 2;
  const lines = rows.map(({ name, expected, agreed, diagnosis: { family, verdict, changes } }) => {
    const change = changes[0] && `; ${changes[0].part}: ${changes[0].what}`;
    const said = verdict.valid ? 'verified' : `not verified: ${verdict.message}${change ?? ''}`;
    const instead = agreed || expected ? '' : ' (the file expects a refusal)';
    return `${agreed ? 'ok' : 'NO'}  ${`${family}: ${name}`.padEnd(width)}  ${said}${instead}`;
  });
  return `${lines.join('\n')}\n${rows.filter((row) => row.agreed).length} of ${rows.length} as expected\n`;
}
