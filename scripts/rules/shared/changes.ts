import type { Schema } from '../../project/schema-sql.ts';
import type { ProjectContext } from '../../project/types.ts';
import type { CodeBlock, Section7 } from '../../spec/model.ts';
import { isBelow } from './spans.ts';

const SQL = /^(?:sql|postgres(?:ql)?|pgsql)$/;

/** The blocks of SQL in 7.E, in order. */
export const sqlChanges = ({ code }: Section7): CodeBlock[] =>
  code.filter(({ block, section }) => isBelow(section, '7.E') && SQL.test(block.language));

/** Section 5 as the schema that 7.E changes. */
export const schemaBefore = (tables: ProjectContext['tables'], complete: boolean): Schema => ({
  tables: tables.map((table) => ({ ...table, text: null, at: 0 })),
  enums: {},
  complete,
  faults: [],
});
