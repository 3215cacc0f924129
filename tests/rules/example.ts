import { fixture } from './fixture.ts';

export { catalog, edited, file, type Edit } from './fixture.ts';

/** The example, which is right. */
export const example = fixture('examples/harbor-kitchen');
export const { right, projectWith, findings, found } = example;
