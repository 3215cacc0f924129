/** Sends one notice; the job repeats it when the answer is no success. */
export async function send({ to, subject, text }) {
  const response = await fetch('https://api.postmarkapp.com/email', {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Postmark-Server-Token': process.env.POSTMARK_API_TOKEN,
    },
    body: JSON.stringify({ From: 'office@boats.example', To: to, Subject: subject, TextBody: text }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`Postmark answered ${response.status}`);
  return (await response.json()).MessageID;
}
