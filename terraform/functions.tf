# One function per row of functions.json, all from one package: QUARKUS_LAMBDA_HANDLER picks what it is.
locals {
  functions = {
    for name, row in jsondecode(file("${path.module}/functions.json")) : name => {
      routes      = try(row.routes, [])
      schedule    = try(row.schedule, null)
      queue       = try(row.queue, null)
      memory      = row.memory
      timeout     = row.timeout
      permissions = row.permissions
    }
  }

  scheduled = { for name, row in local.functions : name => row if row.schedule != null }
  queued    = { for name, row in local.functions : name => row if row.queue != null }
  # A route that stands in two rows stops here: a key of a for expression must be unique.
  routes = { for pair in flatten([for name, row in local.functions : [for route in row.routes : { route = route, function = name }]]) : pair.route => pair.function }
}

resource "aws_lambda_function" "function" {
  for_each = local.functions

  function_name    = "${var.name}-${each.key}"
  description      = "Integration Orchestrator: ${each.key}"
  role             = aws_iam_role.function[each.key].arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = [var.architecture]
  memory_size      = each.value.memory
  timeout          = each.value.timeout
  kms_key_arn      = aws_kms_key.installation.arn

  environment {
    variables = merge({
      QUARKUS_LAMBDA_HANDLER = each.key
      # API events go through the same resources as HTTP, over a server that only the function itself reaches.
      QUARKUS_HTTP_HOST = "127.0.0.1"
      QUARKUS_HTTP_PORT = "8080"
      # The system's trust store knows Amazon's authorities; a proxy that cannot prove its name gets no token.
      QUARKUS_DATASOURCE_JDBC_URL = "jdbc:postgresql://${aws_db_proxy.database.endpoint}:5432/${aws_db_instance.database.db_name}?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
      QUARKUS_DATASOURCE_USERNAME = aws_db_instance.database.username
      # A signed token per connection instead of a password that would have to be kept and rotated.
      QUARKUS_DATASOURCE_CREDENTIALS_PROVIDER = "rds-iam"
      # An instance answers one event at a time; a sweep or a page fetches several things at once.
      QUARKUS_DATASOURCE_JDBC_MAX_SIZE = "4"
      # Migrating is a step of the deployment (README.md): a hundred cold starts must not race for it.
      QUARKUS_FLYWAY_MIGRATE_AT_START = "false"
      # What ticks on a laptop is run by health-sweep's schedule here: an instance sleeps between two events.
      QUARKUS_SCHEDULER_ENABLED = "false"
      # What such an instance leases ahead of need is lost while it sleeps.
      INTEGRATION_QUOTA_LIVES_ON = "false"
      INTEGRATION_SECRET         = aws_secretsmanager_secret.settings.arn
      # A website's owner must be able to write to whoever reads it.
      INTEGRATION_SCRAPE_CONTACT = var.contact
      # The master that wraps the keys of credentials, and what each request to it says it is for.
      INTEGRATION_CREDENTIAL_KMS_KEY     = local.master
      INTEGRATION_CREDENTIAL_KMS_CONTEXT = var.name
      }, var.other_master_key_arn == null ? {} : {
      INTEGRATION_CREDENTIAL_OTHER_KMS_KEY = var.other_master_key_arn
      }, contains(each.value.permissions, "send-queue") ? {
      for name, queue in aws_sqs_queue.work : "INTEGRATION_QUEUE_${upper(name)}_URL" => queue.url
    } : {})
  }

  vpc_config {
    subnet_ids         = var.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }

  # Lambda checks at creation that the role may make network interfaces and read the queue.
  depends_on = [aws_iam_role_policy.function]
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${var.name}-${each.key}"
  retention_in_days = var.log_days
  kms_key_id        = aws_kms_key.installation.arn
}
