export { httpFault } from '../code/http.ts';
export { jsoncFault, jsonFault } from '../code/json.ts';
