/**
 * One fault: where it is found, the passage and what it becomes (without the fault, nothing is found), the rule that
 * finds it, a part of its message, and the document that is changed where it is not Section 7.
 */
export type Fault = readonly [where: string, from: string, to: string, rule: string, says: string, document?: string];
