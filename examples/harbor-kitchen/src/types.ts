/** What the modules need of the world; src/main.ts gives them the real things, the tests give fakes. */
export interface Database {
  query(text: string, values?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[]; rowCount: number }>;
}

export interface Pool extends Database {
  /** All or nothing. */
  transaction<T>(work: (client: Database) => Promise<T>): Promise<T>;
}

/** pg-boss, as far as it is used; with a client, the job is part of its transaction. */
export interface Queue {
  send(name: string, data: object, client?: Database): Promise<unknown>;
}

export interface Sessions {
  start(householdId: string): string;
  householdOf(cookie: string | undefined): string | null;
}

export interface Metrics {
  count(name: string, labels?: Record<string, string>): void;
}

export type Log = (event: string, details: object) => void;
