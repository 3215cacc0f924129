export { mermaidFault } from '../code/mermaid.ts';
