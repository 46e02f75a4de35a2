CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`key_hash` text NOT NULL,
	`request` text NOT NULL,
	`connection_id` text NOT NULL,
	`authorization_id` text NOT NULL,
	`amount` integer NOT NULL,
	`purpose` text NOT NULL,
	`description` text,
	`statement_descriptor` text,
	`metadata` text NOT NULL,
	`status` text NOT NULL,
	`status_since` integer NOT NULL,
	`failure` text,
	`refunds` text DEFAULT '[]' NOT NULL,
	`amount_refunded` integer DEFAULT 0 NOT NULL,
	`history` text DEFAULT '[]' NOT NULL,
	`owner` text,
	`lease_until` integer NOT NULL,
	`asked_at` integer,
	`keys_spent` integer DEFAULT 0 NOT NULL,
	`customer` text,
	`payment_method` text,
	`mandate` text,
	`payment_intent` text,
	`dispute` text,
	`look_at` integer,
	`last_change` text,
	`livemode` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_key_hash_unique` ON `payments` (`key_hash`);--> statement-breakpoint
CREATE INDEX `payments_created_at` ON `payments` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_connection_id` ON `payments` (`connection_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `payments_authorization_id` ON `payments` (`authorization_id`);--> statement-breakpoint
CREATE INDEX `payments_payment_intent` ON `payments` (`payment_intent`);--> statement-breakpoint
CREATE INDEX `payments_look_at` ON `payments` (`look_at`) WHERE look_at is not null;--> statement-breakpoint
ALTER TABLE `connections` ADD `payment_method` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `payment_method_of` text;--> statement-breakpoint
CREATE INDEX `connections_payment_method` ON `connections` (`payment_method`) WHERE payment_method is not null;--> statement-breakpoint
CREATE INDEX `authorizations_mandate` ON `authorizations` (`mandate`) WHERE mandate is not null;