export { serve } from '../plugin/mcp/server.ts';
