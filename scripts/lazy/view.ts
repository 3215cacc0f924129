/** The view, with the library that reads markdown. */
export { renderView } from '../view/view.ts';
export { diagramsOf } from '../view/diagrams/drawings.ts';
