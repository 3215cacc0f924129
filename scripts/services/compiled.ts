import type { ServiceCatalog } from './catalog.ts';
import type { ServiceSheet } from './sheet.ts';

/** What a service is found by. */
type Names = Pick<ServiceSheet, 'id' | 'name' | 'aliases' | 'protocol'>;

/** The first line of the compiled catalogue; the sheets follow, one a line. */
interface Index {
  /** Keys of a sheet besides its names. */
  readonly facts: readonly string[];
  /** In the order of the lines, with the length of each in bytes. */
  readonly sheets: readonly (Names & { readonly length: number })[];
}

/** The catalogue as a file, so that names are read without the facts: a check looks up three services of 93. */
export function compileCatalog({ sheets }: ServiceCatalog): string {
  const lines = sheets.map((sheet) => JSON.stringify(sheet));
  const index: Index = {
    facts: [...new Set(sheets.flatMap(Object.keys))].filter(
      (key) => !['id', 'name', 'aliases', 'protocol'].includes(key),
    ),
    sheets: sheets.map(({ id, name, aliases, protocol }, i) => ({
      id,
      name,
      aliases,
      ...(protocol ? { protocol } : {}),
      length: Buffer.byteLength(lines[i]!),
    })),
  };
  return [JSON.stringify(index), ...lines, ''].join('\n');
}

export function readCatalog(file: Buffer): ServiceCatalog {
  const line = (start: number, end: number): unknown => JSON.parse(file.toString('utf8', start, end));
  let at = file.indexOf('\n');
  const { facts, sheets } = line(0, at) as Index;
  /** A sheet that is parsed when the first of its facts is asked for. */
  class CompiledSheet {
    readonly #start: number;
    readonly #end: number;
    #whole: ServiceSheet | undefined;

    constructor(names: Names, start: number, end: number) {
      Object.assign(this, names);
      this.#start = start;
      this.#end = end;
    }

    toJSON(): ServiceSheet {
      return (this.#whole ??= line(this.#start, this.#end) as ServiceSheet);
    }
  }
  for (const fact of facts) {
    Object.defineProperty(CompiledSheet.prototype, fact, {
      get(this: CompiledSheet) {
        return this.toJSON()[fact as keyof ServiceSheet];
      },
    });
  }
  return {
    sheets: sheets.map(({ length, ...names }) => {
      const start = at + 1;
      at = start + length;
      return new CompiledSheet(names, start, at) as unknown as ServiceSheet;
    }),
  };
}
