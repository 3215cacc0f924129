export { readDiagram } from '../code/diagram.ts';
export { mermaidFault } from '../code/mermaid.ts';
