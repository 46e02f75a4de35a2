/** Requests to D1: batches, their statements, and rows as D1 bills them. */
export type Counts = { trips: number; statements: number; rowsRead: number; rowsWritten: number };
