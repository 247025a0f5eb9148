resource "aws_sqs_queue" "work" {
  for_each = local.queued

  name              = "${var.name}-${each.key}"
  kms_master_key_id = aws_kms_key.installation.id
  # AWS asks for six times the function's timeout, so that a throttled batch is not handed out twice.
  visibility_timeout_seconds = each.value.timeout * 6
  message_retention_seconds  = 4 * 24 * 3600
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = each.value.queue.attempts
  })
}

resource "aws_sqs_queue" "dead" {
  for_each = local.queued

  name                      = "${var.name}-${each.key}-dead"
  kms_master_key_id         = aws_kms_key.installation.id
  message_retention_seconds = 14 * 24 * 3600
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  for_each = local.queued

  queue_url = aws_sqs_queue.dead[each.key].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.work[each.key].arn]
  })
}

resource "aws_lambda_event_source_mapping" "work" {
  for_each = local.queued

  event_source_arn = aws_sqs_queue.work[each.key].arn
  function_name    = aws_lambda_function.function[each.key].arn
  batch_size       = each.value.queue.batch
  # Without this, one failed page would bring the whole batch back, and fetch the others twice.
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = 10
  }
}
