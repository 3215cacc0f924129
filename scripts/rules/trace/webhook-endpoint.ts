import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

/** `/webhooks/{id}` and `/webhooks/:id` are one path. */
const shape = (path: string) => path.replace(/\{[^}]*\}|:\w+/g, '{}').replace(/\/$/, '');

export const webhookEndpoint: Rule = {
  id: 'trace/webhook-endpoint',
  severity: 'error',
  summary: 'A webhook endpoint is ours: Section 4 has it, or 7.0 asks for the change.',
  *check({ spec, project }) {
    if (!project || project.endpoints.length === 0) return;
    const known = new Set(project.endpoints.map((e) => `${e.method} ${shape(e.path)}`));
    const proposed = (spec.decisions?.rows ?? []).map((row) => [row.decision, row.options, row.recommendation, row.sources].map((l) => valueOf(l) ?? '').join(' ')).join(' ');
    for (const service of spec.services) {
      const part = service.parts.webhook;
      const field = part?.state === 'given' ? part.fields.endpoint : undefined;
      for (const { method, path } of valueOf(field) ?? []) {
        if (known.has(`${method} ${shape(path)}`) || proposed.includes(path)) continue;
        const other = project.endpoints.filter((e) => e.webhook).map((e) => `${e.method} ${e.path}`);
        yield { at: field!.at, message: `Unexpected webhook endpoint ${method} ${path}: Section 4 does not have it${other.length > 0 ? ` (it has ${other.slice(0, 4).join(', ')})` : ''}`, advice: 'Use the endpoint of Section 4, or propose the new one in 7.0.' };
      }
    }
  },
};
