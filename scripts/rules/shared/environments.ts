import type { Span } from '../../markdown/types.ts';
import type { Cell, Section7, Service } from '../../spec/model.ts';
import { servicesIn } from './services.ts';
import { rowsOf } from './tables.ts';

export interface EnvironmentCell {
  readonly service: Service | null;
  /** As the section names it. */
  readonly environment: string;
  readonly at: Span;
  /** Host, account or fake. */
  readonly endpoint: Cell | null;
}

/** What each service has in each environment: the columns of 7.2.5, or a table of its own in a small section. */
export function environmentCells(section: Section7): EnvironmentCell[] {
  const own = rowsOf(section, 'environments').flatMap(({ table, row: { cells } }): EnvironmentCell[] => {
    if (!cells.environment) return [];
    const service = section.services.find(({ number }) => number === table.service) ?? null;
    return [
      { service, environment: cells.environment.text, at: cells.environment.at, endpoint: cells.endpoint ?? null },
    ];
  });
  const shared = rowsOf(section, 'testModes').flatMap(({ table, row: { cells, further } }) => {
    const [service = null] = servicesIn(section, cells.service?.text ?? '');
    return Object.entries(further).map(([environment, endpoint]): EnvironmentCell => {
      return { service, environment, at: table.headerAt, endpoint };
    });
  });
  return [...own, ...shared];
}
