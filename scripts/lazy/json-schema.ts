import { HOMEPAGE } from '../product.ts';
import { configSchema, type KnownRule } from '../rules/config-file.ts';
import * as z from 'zod/mini';
import { sectionSchema } from '../spec/schema.ts';

/** The published schemas. An exact number (`Ratio`) is a string in JSON: `"1.25"`, or `"1/3"`. */
export function jsonSchemas(rules: readonly KnownRule[]): { section: object; config: object } {
  const of = (schema: z.ZodMiniType, file: string, title: string) => ({
    $id: `${HOMEPAGE}/blob/main/schemas/${file}`,
    title,
    ...z.toJSONSchema(schema, {
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        if (zodSchema._zod.def.type === 'custom')
          Object.assign(jsonSchema, { type: 'string', pattern: '^-?\\d+(\\.\\d+|/\\d+)?$' });
      },
    }),
  });
  return {
    section: of(sectionSchema, 'section-7.schema.json', 'Section 7'),
    config: of(configSchema(rules), 'config.schema.json', 'vibe-specs.config.json'),
  };
}
