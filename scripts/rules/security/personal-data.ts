import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

/** Labels whose values are people, or without bound. */
const LABEL = /(?<![\w.])(?:e-?mail(?:_?address)?|phone(?:_?number)?|user(?:_?id|name)?|customer(?:_?id)?|account_?id|household_?id|full_?name|first_?name|last_?name|ip(?:_?address)?|address|session_?id|error[._]?message|message_?id|request_?id|url|token)(?![\w.])/i;

export const personalData: Rule = {
  id: 'security/personal-data',
  severity: 'error',
  summary: 'Labels are kept long, copied widely and multiply series: no person and no unbounded value belongs in them.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      const metrics = parts.monitoring?.state === 'given' ? parts.monitoring.fields.metrics : undefined;
      for (const row of valueOf(metrics) ?? []) {
        const text = valueOf(row.labels);
        // What stands behind "never" or "without" is no label.
        const match = text ? LABEL.exec(text.replace(/\b(?:none|no|not|never|without|kein[e]?|nie|ohne)\b.*/is, '')) : null;
        if (match) yield { at: row.labels.at, message: `Unexpected label "${match[0]}", expected bounded values that identify nobody`, advice: 'Use an outcome, an operation or a class of error; the detail belongs in a trace.' };
      }
    }
  },
};
