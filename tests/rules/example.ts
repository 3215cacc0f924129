import { fixture } from './fixture.ts';

export { catalog, edited, file, type Edit } from './fixture.ts';

/** A small project, which is right. */
export const example = fixture('tests/fixtures/projects/harbor-kitchen');
export const { right, projectWith, findings, found } = example;
