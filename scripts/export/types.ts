import type { Span } from '../markdown/types.ts';
import type { Section7 } from '../spec/model.ts';

export interface ExportScope {
  /** Reports what the section does not say and the export needs: "Unexpected X, expected Y". With one gap nothing is exported. */
  readonly gap: (at: Span, message: string) => void;
  /** `docs/06-….md:120`, for a reader of what was exported. */
  readonly place: (at: Span) => string;
}

/** One export: pure, from a Section 7 without errors. What it returns is used only where it reported no gap. */
export type Export = (section: Section7, scope: ExportScope) => string;
