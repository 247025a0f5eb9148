output "url" {
  description = "Where callers reach the orchestrator."
  value       = aws_apigatewayv2_api.door.api_endpoint
}

output "functions" {
  description = "Names of the functions, by their name in functions.json."
  value       = { for name, function in aws_lambda_function.function : name => function.function_name }
}

output "queues" {
  description = "Where work for a function may be sent: queue URLs, by function."
  value       = { for name, queue in aws_sqs_queue.work : name => queue.url }
}

output "settings_secret" {
  description = "The secret that a person fills once, before the first deployment of the functions is used."
  value       = aws_secretsmanager_secret.settings.name
}

output "migration" {
  description = "Environment for the migration step; the password is in the secret it names."
  value = {
    QUARKUS_DATASOURCE_JDBC_URL     = "jdbc:postgresql://${aws_db_instance.database.address}:5432/${aws_db_instance.database.db_name}?sslmode=require"
    QUARKUS_DATASOURCE_USERNAME     = aws_db_instance.database.username
    QUARKUS_FLYWAY_MIGRATE_AT_START = "true"
    QUARKUS_INIT_AND_EXIT           = "true"
    password_secret                 = aws_db_instance.database.master_user_secret[0].secret_arn
  }
}

output "master_key" {
  description = "The KMS key that wraps the data keys of credentials."
  value       = local.master
}
