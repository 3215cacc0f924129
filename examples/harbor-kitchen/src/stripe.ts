import Stripe from 'stripe';

export type OrderState = 'pending' | 'processing' | 'paid' | 'failed' | 'expired';
type Order = { id: string; amountCents: number; payUntil: Date };
type Household = { email: string; stripeCustomerId: string | null };

export const newStripe = (key: string, httpFetch: typeof fetch) =>
  new Stripe(key, { httpClient: Stripe.createFetchHttpClient(httpFetch), maxNetworkRetries: 0, timeout: 2500 });

export function openPage(stripe: Stripe, publicBaseUrl: string, order: Order, household: Household) {
  // The page after payment believes only GET /v1/orders/{id}.
  const page = `${publicBaseUrl}/orders/${order.id}`;
  return stripe.checkout.sessions.create(
    {
      mode: 'payment',
      allowed_payment_method_types: ['card'], // D-1: 'sepa_debit'
      client_reference_id: order.id,
      ...(household.stripeCustomerId
        ? { customer: household.stripeCustomerId }
        : { customer_email: household.email, customer_creation: 'always' as const }),
      line_items: [
        {
          quantity: 1,
          price_data: { currency: 'eur', unit_amount: order.amountCents, product_data: { name: 'Weekly box' } },
        },
      ],
      expires_at: Math.floor(order.payUntil.getTime() / 1000),
      success_url: page,
      cancel_url: page,
    },
    { idempotencyKey: `order-${order.id}`, timeout: 2500 },
  );
}

export function stateOf(session: Stripe.Checkout.Session): OrderState {
  if (session.payment_status === 'paid') return 'paid';
  if (session.status === 'expired') return 'expired';
  if (session.status !== 'complete') return 'pending';
  const payment = session.payment_intent as Stripe.PaymentIntent | null; // expanded
  return payment?.status === 'processing' ? 'processing' : 'failed'; // complete is not paid: direct debit
}
