import CircuitBreaker from 'opossum';

const breakers = new Map<string, CircuitBreaker>();

/** `fetch` with a circuit breaker for each host. It repeats nothing; only timeouts and 5xx open the breaker. */
export const httpFetch: typeof fetch = async (input, init) => {
  const { host } = new URL(input instanceof Request ? input.url : input);
  let breaker = breakers.get(host);
  if (!breaker) {
    breaker = new CircuitBreaker(attempt, { timeout: false, errorThresholdPercentage: 50, resetTimeout: 30_000 });
    breakers.set(host, breaker);
  }
  return (await breaker.fire(input, init)) as Response;
};

async function attempt(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> {
  const answer = await fetch(input, init);
  if (answer.status >= 500) throw new Error(`answered ${answer.status}`);
  return answer;
}
