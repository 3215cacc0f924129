export { javascriptFault, tsxFault, typescriptFault } from '../code/script.ts';
