import { valueOf } from '../../spec/kinds.ts';
import { given, type Section7 } from '../../spec/model.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

/** `/webhooks/{id}` and `/webhooks/:id` are one path. */
const shape = (path: string) => routeOf(path).replace(/\{[^}]*\}|:\w+/g, '{}').replace(/\/$/, '');

/** Without its query: `/webhooks/twilio?m=<id>`. */
const routeOf = (path: string) => path.replace(/\?.*$/, '');

/** Changes of Section 4 that 7.1 or 7.2 lists, where a row of 7.0 refers there: "Add `POST /webhooks/dhl`". */
function changesAskedFor(spec: Section7): string {
  const asked = (spec.decisions?.rows ?? []).flatMap((row) => [row.decision, row.options, row.recommendation, row.blocks].map((l) => valueOf(l) ?? '')).join(' ');
  const lists = ['7.1', '7.2'].filter((number) => new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.]*\\d)`).test(asked));
  return lists.length === 0 ? '' : spec.prose.filter((run) => lists.includes(run.section) && ASKS.test(run.text)).map((run) => ` ${run.text}`).join('');
}

const ASKS = /\b(?:add|adds|new|missing|needs?|propose\w*|change\w*|hinzu\w*|neue[rnsm]?|ergänz\w*|fehlt|ändern)\b/i;

/** `/webhooks` of `/webhooks/stripe`. */
const rootOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || path;

export const webhookEndpoint: Rule = {
  id: 'trace/webhook-endpoint',
  severity: 'error',
  summary: 'A webhook endpoint is ours: Section 4 has it, or 7.0 asks for the change.',
  *check({ spec, project }) {
    if (!project || project.endpoints.length === 0) return;
    const known = new Set(project.endpoints.map((e) => `${e.method} ${shape(e.path)}`));
    let asked: string | undefined;
    const proposed = (path: string) => (asked ??= (spec.decisions?.rows ?? []).map((row) => [row.decision, row.options, row.recommendation, row.sources].map((l) => valueOf(l) ?? '').join(' ')).join(' ') + changesAskedFor(spec)).includes(path);
    const finding = (at: Finding['at'], method: string, path: string): Finding => {
      const other = project.endpoints.filter((e) => e.webhook).map((e) => `${e.method} ${e.path}`);
      return { at, message: `Unexpected webhook endpoint ${method} ${path}: Section 4 does not have it${other.length > 0 ? ` (it has ${other.slice(0, 4).join(', ')})` : ''}`, advice: 'Use the endpoint of Section 4, or propose the new one in 7.0.' };
    };
    for (const service of spec.services) {
      const field = given(service.parts, 'webhook')?.endpoint;
      for (const { method, path } of valueOf(field) ?? []) {
        if (known.has(`${method} ${shape(path)}`) || proposed(routeOf(path))) continue;
        yield finding(field!.at, method, path);
      }
    }
    // What is said of all of them: 7.4, 7.T, 7.O. A provider's own `/webhooks` stands in its service's section.
    const roots = new Set(project.endpoints.filter((e) => e.webhook).map((e) => rootOf(e.path)));
    for (const run of runsWith(spec.prose, /POST \//g)) {
      if (run.service !== null || run.section === '7.0') continue;
      for (const { 0: call, 1: path, index } of run.text.matchAll(/\bPOST (\/[\w./{}:*-]*[\w}*])/g)) {
        // `/webhooks/{provider}`, `/webhooks/*`: each of them.
        if (/[{}:*]/.test(path!) || !roots.has(rootOf(path!)) || path!.split('/').length < 3 || known.has(`POST ${shape(path!)}`) || proposed(path!)) continue;
        yield finding(spanIn(run, index, index + call.length), 'POST', path!);
      }
    }
  },
};
