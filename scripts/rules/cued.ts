/**
 * A pattern with its cues: whatever it can match contains one of them, in small letters. V8 compiles a pattern when it is first used, and for one with many alternatives that takes longer than
 * all else that a rule does in a document; where no cue stands, it is neither compiled nor run. Worth it for large patterns whose words are rare; tests/rules/cued.test.ts holds every one of
 * them against its cues.
 */
export class Cued {
  readonly cues: readonly string[];
  readonly pattern: RegExp;

  constructor(cues: readonly string[], pattern: RegExp) {
    this.cues = cues;
    this.pattern = pattern;
  }

  /** Whether the pattern can match: cheap, and wrong in one direction only. */
  maybe(text: string): boolean {
    const small = text.toLowerCase();
    for (let i = 0; i < this.cues.length; i++) if (small.includes(this.cues[i]!)) return true;
    return false;
  }

  test(text: string): boolean {
    return this.maybe(text) && this.pattern.test(text);
  }

  /** The text without what the pattern matches first. */
  strip(text: string): string {
    return this.maybe(text) ? text.replace(this.pattern, '') : text;
  }
}
