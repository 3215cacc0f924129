import { valueOf } from '../../spec/kinds.ts';
import type { Prose } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { pairs, proseOf } from './pairs.ts';

const OFF = /\bSDK\b[^.|]{0,60}\b(?:off|disabled|0|no retries|abgeschaltet)\b|\bmax(?:Network)?Retries\s*[:=]?\s*0\b|\b(?:without|no|not|nor|ohne|kein)\b[^.|,;]{0,20}\bSDK\b|\b(?:plain|own|raw) HTTP\b|\bHTTP client of our own\b/i;
/** Where the provider's SDK takes part in the calls. */
/** In the browser or on the phone: none of our server's calls. */
const CLIENT = /\b(?:Web|browser|iOS|Android|mobile|client|JavaScript|in-app)(?:[ -](?:\w+[ -]){0,2})SDK\b/i;
const USES = /\bSDK\b|\bclient library\b|\bBibliothek\b/i;

const BOTH = /^(?:the |its |their |das )?SDK\b(?!.*\b(?:nobody|no one|nothing|only|never|not|niemand|nicht)\b)[^,;(]*(?:\b(?:and|then|inside|within|plus|und|dann)\b|[+&])/i;

export const sdkRetries: Rule = {
  id: 'facts/sdk-retries',
  severity: 'error',
  summary: 'Own retries around an SDK that retries multiply: three times three calls where three were meant.',
  *check({ spec, catalog }) {
    const offForAll = () => spec.prose.some((run) => run.service === null && run.section !== '7.0' && OFF.test(run.text));
    for (const { service, sheet } of pairs(spec, catalog)) {
      const { resilience } = service.parts;
      const sdk = sheet.sdks.node;
      if (resilience?.state !== 'given' || !sdk?.retries) continue;
      for (const row of valueOf(resilience.fields.retry) ?? []) {
        const attempts = valueOf(row.attempts)?.value ?? 1;
        const calls = attempts * (sdk.retries + 1);
        // "SDK and BullMQ": both.
        const ours = valueOf(row.by) === 'we' && !(row.by.state === 'stated' && row.by.text.includes(sdk.package) && /[^a-z]/.test(sdk.package)) || row.by.state === 'stated' && BOTH.test(row.by.text);
        if (ours && attempts > 1 && isBeneath(sdk.package, proseOf(spec, service), offForAll)) yield { at: row.by.at, message: `Unexpected own retries: ${sdk.package} itself retries ${sdk.retries} times, so ${attempts} × ${sdk.retries + 1} = ${calls} calls`, advice: 'Let the SDK retry, or say that its retries are off.' };
      }
    }
  },
};

/** Whether a service is called with its SDK, retries on. Who calls plain HTTP, or a library of another language, has no retries beneath. */
function isBeneath(name: string, prose: readonly Prose[], offForAll: () => boolean): boolean {
  const uses = (text: string) => USES.test(text) && !CLIENT.test(text) || /[^a-z]/.test(name) && text.includes(name);
  // An SDK that verifies webhooks makes no calls.
  return prose.some((run) => run.part !== 'webhook' && uses(run.text)) && !prose.some((run) => OFF.test(run.text)) && !offForAll();
}
