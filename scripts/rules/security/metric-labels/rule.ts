import type { Rule } from '../../types.ts';
import { matchesIn } from '../../shared/text.ts';

/** `mails_sent_total{recipient, kind}`: a metric's name with its labels. */
const METRIC = /[a-z][a-z0-9]*(?:_[a-z0-9]+)+\{([^{}\n]{1,200})\}/g;
const PERSONAL =
  /^(?:customer_|user_|owner_|recipient_|member_|patient_)?(?:e?mail|email_address|phone|phone_number|mobile|msisdn|first_name|last_name|full_name|address|street|iban|ip|ip_address|birth_?date|ssn)$/;

export const rule: Rule = {
  id: 'security/metric-labels',
  severity: 'error',
  summary: 'Labels of metrics are kept for months and shown on dashboards: what names a person does not belong there.',
  *check({ section }) {
    for (const { piece } of section.runs) {
      if (!piece.text.includes('{')) continue;
      for (const { groups, at, code } of matchesIn(piece, METRIC)) {
        const label =
          code &&
          groups[1]!
            .split(',')
            .map((part) => part.split(/[=!~]/)[0]!.trim().toLowerCase())
            .find((name) => PERSONAL.test(name));
        if (label)
          yield {
            at,
            message: `Unexpected personal data in a metric's label: ${label}`,
            advice: 'Count by kind or outcome; the person stands in the log that Section 6 allows, if anywhere.',
          };
      }
    }
  },
};
