CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`item_id` text NOT NULL,
	`access_token` text NOT NULL,
	`status` text NOT NULL,
	`status_since` integer NOT NULL,
	`account_id` text,
	`account_name` text,
	`account_mask` text,
	`account_type` text,
	`account_subtype` text,
	`institution_id` text,
	`institution_name` text,
	`livemode` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `connections_item_id` ON `connections` (`item_id`);--> statement-breakpoint
CREATE TABLE `exchanges` (
	`id` text PRIMARY KEY NOT NULL,
	`public_token_hash` text NOT NULL,
	`link_token_hash` text NOT NULL,
	`account_id` text,
	`step` text NOT NULL,
	`owner` text,
	`lease_until` integer NOT NULL,
	`unsettled_calls` integer NOT NULL,
	`connection_id` text,
	`bank_account_token` text,
	`refusal` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exchanges_public_token_hash_unique` ON `exchanges` (`public_token_hash`);--> statement-breakpoint
CREATE INDEX `exchanges_created_at` ON `exchanges` (`created_at`);--> statement-breakpoint
CREATE TABLE `link_sessions` (
	`link_token_hash` text PRIMARY KEY NOT NULL,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `link_sessions_expires_at` ON `link_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `misconfigurations` (
	`code` text PRIMARY KEY NOT NULL,
	`seen_at` integer NOT NULL
);
