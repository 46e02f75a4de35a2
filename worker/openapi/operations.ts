/** Every operation of the API. A test compares this list with the app's routes. */
import type { Operation } from './operation.ts';
import { connectionOperations } from './operations/connections.ts';
import { elementOperations } from './operations/element.ts';
import { eventOperations } from './operations/events.ts';
import { paymentOperations } from './operations/payments.ts';

export const operations: readonly Operation[] = [
	...elementOperations,
	...connectionOperations,
	...paymentOperations,
	...eventOperations,
];
