import { decisionsTable, health, infrastructure, methodology, OPERATIONS, overview, registry, security, SERVICE_PARTS, CATEGORIES, FORMAT_VERSION, type PartDef } from './format.ts';
import * as z from 'zod/mini';
import { leafSchema, notApplicableSchema, spanSchema, valueSchema } from './kind-schemas.ts';
import type { Unreadable } from './kinds.ts';
import type { Section7 } from './model.ts';

type Complete<T> = T extends Unreadable ? never
  : T extends (...args: never[]) => unknown ? T
  : T extends readonly (infer U)[] ? readonly Complete<U>[]
  : T extends object ? { readonly [K in keyof T]: Complete<Exclude<T[K], undefined>> }
  : T;

/** Section 7 without gaps: every required field stated, every value readable. Exports work on this. */
export type IntegrationSpec = Complete<Omit<Section7, 'prose' | 'code' | 'problems' | 'carriedOver'>> & Pick<Section7, 'prose' | 'code' | 'problems' | 'carriedOver'>;

const placed = { at: spanSchema, headingAt: spanSchema, number: z.string() };

function fieldedSchema({ fields }: PartDef, more: Record<string, z.ZodMiniType> = {}) {
  const shape: Record<string, z.ZodMiniType> = {};
  for (const [key, field] of Object.entries(fields)) shape[key] = leafSchema(field.kind, field.orNot);
  return z.object({ ...placed, state: z.literal('given'), fields: z.object(shape), ...more });
}

function partSchema(part: PartDef) {
  const given = fieldedSchema(part);
  return part.orNot ? z.discriminatedUnion('state', [given, z.extend(notApplicableSchema, placed)]) : given;
}

const block = z.object({ ...placed, text: z.string().check(z.minLength(1)) });

function build() {
  const parts: Record<string, z.ZodMiniType> = {};
  for (const [key, part] of Object.entries(SERVICE_PARTS)) parts[key] = partSchema(part);
  const code = z.enum(Object.keys(CATEGORIES) as [string, ...string[]]);
  const service = z.object({ ...placed, code, name: z.string().check(z.minLength(1)), index: z.int(), parts: z.object(parts) });
  const operations: Record<string, z.ZodMiniType> = {};
  for (const key of Object.keys(OPERATIONS)) operations[key] = block;
  return z.object({
    file: z.string(),
    at: spanSchema,
    headingAt: spanSchema,
    format: z.object({ version: z.literal(FORMAT_VERSION), inputs: z.nullable(z.string()), at: spanSchema }),
    decisions: z.object({ ...placed, rows: z.union([valueSchema(decisionsTable), z.array(z.never()).check(z.maxLength(0))]) }),
    overview: fieldedSchema(overview, { diagram: z.object({ language: z.literal('mermaid'), text: z.string().check(z.minLength(1)), at: spanSchema }) }),
    infrastructure: fieldedSchema(infrastructure),
    registry: fieldedSchema(registry),
    security: fieldedSchema(security),
    categories: z.array(z.object({ ...placed, code, name: z.string() })),
    services: z.array(service),
    testing: z.object({ ...placed, methodology: fieldedSchema(methodology), health: fieldedSchema(health) }),
    operations: z.object({ ...placed, ...operations }),
    carriedOver: z.optional(z.object({ at: spanSchema })),
    references: z.object({
      ...placed,
      notes: z.array(z.object({ id: z.string(), url: z.nullable(z.string()), checked: z.nullable(z.string()), text: z.string(), at: spanSchema })),
    }),
  });
}

// One document is judged by each process: compiling a function for every object would cost more than it saves, and nothing is evaluated from text.
z.config({ jitless: true });

let schema: ReturnType<typeof build> | undefined;

/** The zod schema of a complete Section 7, built on first use from format.ts. */
export function integrationSpecSchema(): ReturnType<typeof build> {
  return (schema ??= build());
}
