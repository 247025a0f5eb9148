# Each input is refused with a reason before anything is created.
mock_provider "aws" {}

variables {
  region             = "eu-central-1"
  package            = "functions.json"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-1", "subnet-2"]
  contact            = "ops@example.com"
}

run "a_name_aws_would_refuse" {
  command = plan
  variables { name = "Under_Score" }
  expect_failures = [var.name]
}

run "a_region_that_is_none" {
  command = plan
  variables { region = "frankfurt" }
  expect_failures = [var.region]
}

run "a_package_that_was_not_built" {
  command = plan
  variables { package = "nowhere.zip" }
  expect_failures = [var.package]
}

run "an_unknown_architecture" {
  command = plan
  variables { architecture = "sparc" }
  expect_failures = [var.architecture]
}

run "a_vpc_that_is_none" {
  command = plan
  variables { vpc_id = "subnet-1" }
  expect_failures = [var.vpc_id]
}

run "one_subnet_named_twice" {
  command = plan
  variables { private_subnet_ids = ["subnet-1", "subnet-1"] }
  expect_failures = [var.private_subnet_ids]
}

run "ports_without_the_way_to_aws" {
  command = plan
  variables { provider_ports = [80] }
  expect_failures = [var.provider_ports]
}

run "a_migration_from_something_that_is_no_security_group" {
  command = plan
  variables { migration_security_group_ids = ["10.0.0.0/8"] }
  expect_failures = [var.migration_security_group_ids]
}

run "an_old_postgresql" {
  command = plan
  variables { database = { version = "14.2" } }
  expect_failures = [var.database]
}

run "a_class_that_is_no_database_s" {
  command = plan
  variables { database = { class = "t4g.medium" } }
  expect_failures = [var.database]
}

run "a_disk_that_cannot_grow" {
  command = plan
  variables { database = { storage = 50, storage_limit = 50 } }
  expect_failures = [var.database]
}

run "no_backups" {
  command = plan
  variables { backup_days = 0 }
  expect_failures = [var.backup_days]
}

run "logs_for_ever" {
  command = plan
  variables { log_days = 0 }
  expect_failures = [var.log_days]
}

run "a_gateway_that_lets_nothing_through" {
  command = plan
  variables { requests_per_second = 0 }
  expect_failures = [var.requests_per_second]
}

run "an_alarm_to_an_address_that_is_no_arn" {
  command = plan
  variables { alarm_actions = ["ops@example.com"] }
  expect_failures = [var.alarm_actions]
}

run "a_contact_nobody_can_reach" {
  command = plan
  variables { contact = "somewhere over there" }
  expect_failures = [var.contact]
}

run "a_master_by_an_alias_which_can_come_to_mean_another" {
  command = plan
  variables {
    master_key_arn       = "arn:aws:kms:eu-central-1:123456789012:alias/ours"
    other_master_key_arn = "alias/ours"
  }
  expect_failures = [var.master_key_arn, var.other_master_key_arn]
}
