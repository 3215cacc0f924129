import { timingSafeEqual } from 'node:crypto';
import express from 'express';
import pg from 'pg';

const database = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const app = express();
app.use(express.json());

app.put('/boats/:id', async (request, response) => {
  await database.query('UPDATE boats SET usable = $2 WHERE id = $1', [request.params.id, request.body.usable]);
  response.sendStatus(204);
});

function isPostmark(request) {
  const expected = Buffer.from(`Basic ${btoa(`postmark:${process.env.POSTMARK_WEBHOOK_PASSWORD}`)}`);
  const given = Buffer.from(request.get('Authorization') ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

app.post('/hooks/postmark', async (request, response) => {
  if (!isPostmark(request)) return response.sendStatus(401);
  const { MessageID: id, RecordType: type } = request.body;
  await database.query('INSERT INTO inbox (source, event_id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    'postmark',
    `${id}:${type}`,
    request.body,
  ]);
  response.sendStatus(200);
});

app.listen(3000);
