import { asyncapi } from '../../scripts/export/asyncapi.ts';
import { csv, env, json, mermaid } from '../../scripts/export/formats.ts';
import { prometheus } from '../../scripts/export/prometheus.ts';
import type { Export } from '../../scripts/export/types.ts';

export const EXPORTS: Readonly<Record<string, Export>> = { json, env, mermaid, csv, prometheus, asyncapi };
