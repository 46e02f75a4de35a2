CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`connection_id` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`queued_at` integer,
	`delivered_at` integer,
	`failed_at` integer
);
--> statement-breakpoint
CREATE INDEX `events_created_at` ON `events` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_connection_id` ON `events` (`connection_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_waiting` ON `events` (`created_at`) WHERE queued_at is null;--> statement-breakpoint
CREATE INDEX `events_failed` ON `events` (`failed_at`) WHERE failed_at is not null;--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`key` text PRIMARY KEY NOT NULL,
	`request` text NOT NULL,
	`owner` text,
	`lease_until` integer NOT NULL,
	`status` integer,
	`answer` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created_at` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `marks` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`client_user_id` text NOT NULL,
	`stripe_customer` text,
	`person` text,
	`allow_duplicates` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_secret_hash_unique` ON `sessions` (`secret_hash`);--> statement-breakpoint
CREATE INDEX `sessions_expires_at` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`type` text NOT NULL,
	`item_id` text,
	`body` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhooks_item_id` ON `webhooks` (`item_id`,`occurred_at`);--> statement-breakpoint
CREATE INDEX `webhooks_received_at` ON `webhooks` (`received_at`);--> statement-breakpoint
ALTER TABLE `connections` ADD `client_user_id` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `stripe_customer` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `metadata` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `connections` ADD `status_occurred_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `connections` ADD `disconnect_at` integer;--> statement-breakpoint
ALTER TABLE `connections` ADD `bank_account_token_state` text DEFAULT 'fresh' NOT NULL;--> statement-breakpoint
ALTER TABLE `connections` ADD `bank_account_token_occurred_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `connections` ADD `last_event_id` text;--> statement-breakpoint
CREATE INDEX `connections_created_at` ON `connections` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `connections_client_user_id` ON `connections` (`client_user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `connections_status` ON `connections` (`status`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `exchanges` ADD `duplicate_of` text;--> statement-breakpoint
CREATE INDEX `exchanges_step` ON `exchanges` (`step`,`created_at`);--> statement-breakpoint
ALTER TABLE `link_sessions` ADD `client_user_id` text;--> statement-breakpoint
ALTER TABLE `link_sessions` ADD `stripe_customer` text;--> statement-breakpoint
ALTER TABLE `link_sessions` ADD `allow_duplicates` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `link_sessions` ADD `connection_id` text;