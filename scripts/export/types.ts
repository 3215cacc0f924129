import type { SectionData } from '../spec/schema.ts';

export interface Exported {
  readonly text: string;
  /**
   * What the section says and the output cannot hold, one line each, with its line in the document. Never filled in.
   */
  readonly left: readonly string[];
}

/** One export: pure, from the data of a section. `file` names the document for readers of what was exported. */
export type Export = (data: SectionData, file: string) => Exported;
