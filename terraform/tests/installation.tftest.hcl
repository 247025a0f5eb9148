# Everything is created against a mocked AWS: no account, no network. One run per rule.
mock_provider "aws" {
  # AWS calls it so; a made-up name may begin with a digit, which the next resource refuses.
  mock_resource "aws_db_proxy_default_target_group" {
    defaults = { name = "default" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/mock" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/mock", key_id = "mock" }
  }
  mock_resource "aws_lambda_function" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:mock"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/mock/invocations"
    }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:mock" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:mock" }
  }
  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-central-1:123456789012:rule/mock" }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:mock" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:settings" }
  }
  mock_resource "aws_db_instance" {
    defaults = { master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database" }] }
  }
  mock_resource "aws_db_proxy" {
    defaults = { arn = "arn:aws:rds:eu-central-1:123456789012:db-proxy:prx-mock", endpoint = "proxy.example" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  region             = "eu-central-1"
  package            = "functions.json"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-1", "subnet-2"]
  contact            = "ops@example.com"
}

run "each_row_is_a_function_that_knows_its_name" {
  assert {
    condition     = keys(aws_lambda_function.function) == keys(jsondecode(file("functions.json")))
    error_message = "functions.json and the functions differ."
  }
  assert {
    condition     = alltrue([for name, f in aws_lambda_function.function : f.environment[0].variables.QUARKUS_LAMBDA_HANDLER == name])
    error_message = "QUARKUS_LAMBDA_HANDLER must be the row's name."
  }
}

run "the_functions_own_server_is_reached_by_nobody_else" {
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.environment[0].variables.QUARKUS_HTTP_HOST == "127.0.0.1" && f.environment[0].variables.QUARKUS_HTTP_PORT == "8080"])
    error_message = "The loopback door needs a server on 127.0.0.1:8080."
  }
}

run "no_function_migrates_at_its_start" {
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.environment[0].variables.QUARKUS_FLYWAY_MIGRATE_AT_START == "false"])
    error_message = "Migrating is a step of the deployment."
  }
}

run "nothing_ticks_in_an_instance_that_sleeps_between_events" {
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.environment[0].variables.QUARKUS_SCHEDULER_ENABLED == "false"])
    error_message = "On Lambda the schedule of health-sweep ticks."
  }
}

run "whoever_scrapes_can_be_reached" {
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.environment[0].variables.INTEGRATION_SCRAPE_CONTACT == "ops@example.com"])
    error_message = "The contact must reach the functions."
  }
}

run "no_secret_stands_in_an_environment" {
  assert {
    condition = alltrue(flatten([for f in aws_lambda_function.function : [
      for key in keys(f.environment[0].variables) : !can(regex("PASSWORD|ADMIN_KEY|TOKEN|MASTER", key))
    ]]))
    error_message = "Secrets are read from Secrets Manager, never from the environment: it stands in Terraform's state."
  }
}

run "each_route_is_one_gateway_route_to_its_function" {
  assert {
    condition     = toset(keys(aws_apigatewayv2_route.route)) == toset(flatten([for row in jsondecode(file("functions.json")) : row.routes]))
    error_message = "functions.json and the gateway's routes differ."
  }
  assert {
    condition     = alltrue([for route, function in local.routes : aws_apigatewayv2_route.route[route].target == "integrations/${aws_apigatewayv2_integration.function[function].id}"])
    error_message = "A route leads to the wrong function."
  }
  assert {
    condition     = alltrue([for i in aws_apigatewayv2_integration.function : i.payload_format_version == "2.0"])
    error_message = "The handlers read payload version 2.0."
  }
}

run "each_schedule_of_the_table_runs_its_function" {
  assert {
    condition     = { for name, rule in aws_cloudwatch_event_rule.schedule : name => rule.schedule_expression } == { for name, row in jsondecode(file("functions.json")) : name => row.schedule if can(row.schedule) }
    error_message = "functions.json and the schedules differ."
  }
  assert {
    condition     = keys(aws_lambda_permission.schedule) == keys(aws_cloudwatch_event_rule.schedule)
    error_message = "Each schedule needs the permission to run its function."
  }
}

run "a_failed_message_goes_back_alone_and_at_last_to_the_dead_letters" {
  assert {
    condition     = keys(aws_lambda_event_source_mapping.work) == keys({ for name, row in jsondecode(file("functions.json")) : name => row if can(row.queue) })
    error_message = "functions.json and the queues differ."
  }
  assert {
    condition     = alltrue([for m in aws_lambda_event_source_mapping.work : contains(m.function_response_types, "ReportBatchItemFailures")])
    error_message = "Without ReportBatchItemFailures one failure repeats the whole batch."
  }
  assert {
    condition     = alltrue([for name, q in aws_sqs_queue.work : jsondecode(q.redrive_policy).maxReceiveCount == local.functions[name].queue.attempts && jsondecode(q.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead[name].arn])
    error_message = "Each queue needs its dead-letter queue."
  }
  assert {
    condition     = alltrue([for name, q in aws_sqs_queue.work : q.visibility_timeout_seconds >= 6 * aws_lambda_function.function[name].timeout && q.visibility_timeout_seconds <= 43200])
    error_message = "A message must stay hidden for six times the function's timeout."
  }
}

run "each_function_has_a_role_of_its_own" {
  assert {
    condition     = length(distinct([for name, role in aws_iam_role.function : role.name])) == length(aws_lambda_function.function)
    error_message = "Two functions share a role."
  }
}

run "no_star_in_any_policy_but_where_aws_knows_nothing_else" {
  assert {
    condition = alltrue(flatten([for policy in concat([for p in aws_iam_role_policy.function : p.policy], [aws_iam_role_policy.proxy.policy]) : [
      for s in jsondecode(policy).Statement : !anytrue([for action in s.Action : strcontains(action, "*")])
    ]]))
    error_message = "An action holds a *."
  }
  assert {
    condition = alltrue(flatten([for policy in concat([for p in aws_iam_role_policy.function : p.policy], [aws_iam_role_policy.proxy.policy]) : [
      for s in jsondecode(policy).Statement : !contains(s.Resource, "*") || s.Effect == "Deny" || s.Sid == "LambdaDescribesInterfaces"
    ]]))
    error_message = "A resource is *, and not for ec2:Describe*."
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_kms_key.installation.policy).Statement : !anytrue([for action in s.Action : strcontains(action, "*")])])
    error_message = "The key's policy holds an action with a *."
  }
}

run "data_keys_are_opened_by_whoever_signs_and_made_by_whoever_stores" {
  assert {
    condition = [for name, p in aws_iam_role_policy.function : name if anytrue([for s in jsondecode(p.policy).Statement : s.Sid == "OpenDataKeys"])] == [
      "assign", "call-api", "health-sweep", "report", "scrape"
    ]
    error_message = "A function opens credentials that has no use for them, or lacks one that has."
  }
  assert {
    condition     = [for name, p in aws_iam_role_policy.function : name if anytrue([for s in jsondecode(p.policy).Statement : contains(s.Action, "kms:GenerateDataKey") && !can(s.Condition.StringEquals["kms:ViaService"])])] == ["assign", "health-sweep", "report"]
    error_message = "Only administration, the sweep and what lets people sign in make data keys."
  }
  assert {
    condition = alltrue(flatten([for p in aws_iam_role_policy.function : [
      for s in jsondecode(p.policy).Statement : s.Condition == { StringEquals = { "kms:EncryptionContext:integration" = var.name } } && s.Resource == [aws_kms_key.credentials.arn]
      if contains(["OpenDataKeys", "MakeDataKeys"], s.Sid)
    ]]))
    error_message = "The master may be used for this installation only, and no other key for that."
  }
  assert {
    condition = alltrue(flatten([for p in aws_iam_role_policy.function : [
      for s in jsondecode(p.policy).Statement : contains(["OpenDataKeys", "MakeDataKeys"], s.Sid) || can(s.Condition.StringEquals["kms:ViaService"])
      if anytrue([for action in s.Action : startswith(action, "kms:")])
    ]]))
    error_message = "Any other use of a key is a service's: else a role opens what it should only have read through one."
  }
  assert {
    condition = alltrue([for f in aws_lambda_function.function :
      f.environment[0].variables.INTEGRATION_CREDENTIAL_KMS_KEY == aws_kms_key.credentials.arn && f.environment[0].variables.INTEGRATION_CREDENTIAL_KMS_CONTEXT == var.name
    ])
    error_message = "The functions must know their master, and for what they ask."
  }
  assert {
    condition     = aws_kms_key.credentials.enable_key_rotation && aws_kms_key.credentials.deletion_window_in_days == 30
    error_message = "The master's material is changed by KMS each year, and it is not lost by a mistake."
  }
  assert {
    condition     = alltrue([for s in jsondecode(aws_kms_key.credentials.policy).Statement : !anytrue([for action in s.Action : strcontains(action, "*")])])
    error_message = "The master's policy holds an action with a *."
  }
}

run "while_the_master_is_changed_both_open_and_one_wraps" {
  variables {
    master_key_arn       = "arn:aws:kms:eu-central-1:123456789012:key/new"
    other_master_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/old"
  }
  assert {
    condition = alltrue(flatten([for p in aws_iam_role_policy.function : [
      for s in jsondecode(p.policy).Statement : join(" ", s.Resource) == (s.Sid == "OpenDataKeys" ? "${var.master_key_arn} ${var.other_master_key_arn}" : var.master_key_arn)
      if contains(["OpenDataKeys", "MakeDataKeys"], s.Sid)
    ]]))
    error_message = "The former master must open and not wrap."
  }
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.environment[0].variables.INTEGRATION_CREDENTIAL_KMS_KEY == var.master_key_arn && f.environment[0].variables.INTEGRATION_CREDENTIAL_OTHER_KMS_KEY == var.other_master_key_arn])
    error_message = "Each function must know both masters."
  }
}

run "only_the_queue_s_own_function_reads_it" {
  assert {
    condition = [for name, p in aws_iam_role_policy.function : name if anytrue([for s in jsondecode(p.policy).Statement : contains(s.Action, "sqs:ReceiveMessage")])] == [
      for name, row in local.functions : name if row.queue != null
    ]
    error_message = "A function may read a queue that is not its own, or not the one that is."
  }
}

run "whoever_stores_pages_wakes_who_fetches_them" {
  assert {
    condition     = [for name, p in aws_iam_role_policy.function : name if anytrue([for s in jsondecode(p.policy).Statement : contains(s.Action, "sqs:SendMessage")])] == ["health-sweep", "scrape"]
    error_message = "A function stores pages and may wake nobody for them, or wakes somebody and has no reason to."
  }
  assert {
    condition     = [for name, f in aws_lambda_function.function : name if can(f.environment[0].variables.INTEGRATION_QUEUE_SCRAPE_URL)] == ["health-sweep", "scrape"]
    error_message = "Who may send has to know where, and nobody else."
  }
  assert {
    condition     = alltrue([for name in ["health-sweep", "scrape"] : aws_lambda_function.function[name].environment[0].variables.INTEGRATION_QUEUE_SCRAPE_URL == aws_sqs_queue.work["scrape"].url])
    error_message = "Pages are announced to another queue than the one that scrape reads."
  }
  assert {
    condition = alltrue(flatten([for p in aws_iam_role_policy.function : [
      for s in jsondecode(p.policy).Statement : s.Resource == [for queue in aws_sqs_queue.work : queue.arn] if contains(s.Action, "sqs:SendMessage")
    ]]))
    error_message = "Messages may be sent to the functions' own queues only."
  }
}

run "the_database_is_private_encrypted_backed_up_and_reached_by_token_only" {
  assert {
    condition     = !aws_db_instance.database.publicly_accessible && aws_db_instance.database.storage_encrypted && aws_db_instance.database.deletion_protection
    error_message = "The database must be private, encrypted and protected."
  }
  assert {
    condition     = aws_db_instance.database.backup_retention_period >= 1 && !aws_db_instance.database.skip_final_snapshot
    error_message = "The ledger must be backed up."
  }
  assert {
    condition     = one(aws_db_proxy.database.auth).iam_auth == "REQUIRED" && aws_db_proxy.database.require_tls
    error_message = "The proxy must ask for a token, over TLS."
  }
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : strcontains(f.environment[0].variables.QUARKUS_DATASOURCE_JDBC_URL, "sslmode=verify-full")])
    error_message = "The functions must check whom they give their token to."
  }
}

run "the_functions_run_in_the_private_subnets_and_nothing_comes_in" {
  assert {
    condition     = alltrue([for f in aws_lambda_function.function : f.vpc_config[0].subnet_ids == toset(var.private_subnet_ids) && f.vpc_config[0].security_group_ids == toset([aws_security_group.functions.id])])
    error_message = "A function is outside of the private subnets."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.database_from_migrations) == 0
    error_message = "Nobody but the proxy reaches the database unless named."
  }
}

run "every_log_ends_some_day" {
  assert {
    condition = alltrue([for group in concat(values(aws_cloudwatch_log_group.function), values(aws_cloudwatch_log_group.database), [aws_cloudwatch_log_group.access]) :
      group.retention_in_days == var.log_days && group.kms_key_id == aws_kms_key.installation.arn
    ])
    error_message = "A log group has no retention or no key."
  }
  assert {
    condition     = !anytrue([for word in ["header", "queryString", "authorizer"] : strcontains(aws_apigatewayv2_stage.default.access_log_settings[0].format, word)])
    error_message = "Keys travel in headers and query strings: the access log must not hold them."
  }
}

run "every_function_is_watched_and_so_is_every_queue" {
  variables {
    alarm_actions = ["arn:aws:sns:eu-central-1:123456789012:pager"]
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.errors) == keys(local.functions) && keys(aws_cloudwatch_metric_alarm.throttles) == keys(local.functions)
    error_message = "A function without an alarm for errors or throttles."
  }
  assert {
    condition     = keys(aws_cloudwatch_metric_alarm.dead_letters) == keys(local.queued) && keys(aws_cloudwatch_metric_alarm.oldest_message) == keys(local.queued)
    error_message = "A queue without an alarm for dead letters or for the oldest message."
  }
  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.errors), values(aws_cloudwatch_metric_alarm.throttles), values(aws_cloudwatch_metric_alarm.dead_letters), values(aws_cloudwatch_metric_alarm.oldest_message), values(aws_cloudwatch_metric_alarm.silent_schedule)) :
      alarm.alarm_actions == toset(var.alarm_actions) && alarm.ok_actions == toset(var.alarm_actions)
    ])
    error_message = "An alarm that nobody hears."
  }
}

run "a_migration_may_reach_the_database_when_it_is_named" {
  variables {
    migration_security_group_ids = ["sg-deploy"]
  }
  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.database_from_migrations) == ["sg-deploy"]
    error_message = "The named group must reach the database."
  }
  assert {
    condition     = output.migration.QUARKUS_FLYWAY_MIGRATE_AT_START == "true" && output.migration.QUARKUS_INIT_AND_EXIT == "true"
    error_message = "The migration step migrates, then ends."
  }
}
