import { startCompanion, type TestCompanion, type TestCompanionOptions } from "./companion.ts";
import { emptyPostgres } from "./database.ts";
import type { Scope } from "./temporary-folder.ts";

/** Several companions on one PostgreSQL. */
export interface Cluster {
  companions: TestCompanion[];
  databaseUrl: string;
  /** One of them, in turn. */
  any(): TestCompanion;
}

export async function startCluster(
  t: Scope,
  { size = 4, ...options }: TestCompanionOptions & { size?: number } = {},
): Promise<Cluster> {
  const databaseUrl = await emptyPostgres(t);
  const companions = await Promise.all(
    Array.from({ length: size }, () => startCompanion(t, { databaseUrl, ...options })),
  );
  let turn = 0;
  return {
    companions,
    databaseUrl,
    any() {
      turn += 1;
      return companions[turn % size] as TestCompanion;
    },
  };
}
