resource "aws_apigatewayv2_api" "door" {
  name                         = var.name
  protocol_type                = "HTTP"
  description                  = "One route per row of functions.json; callers bring their project's key."
  disable_execute_api_endpoint = false
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = { for name, row in local.functions : name => row if length(row.routes) > 0 }

  api_id                 = aws_apigatewayv2_api.door.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.function[each.key].invoke_arn
  payload_format_version = "2.0"
  # An HTTP API waits 30 s and no longer, whatever the function's own timeout is.
  timeout_milliseconds = 30000
}

resource "aws_apigatewayv2_route" "route" {
  for_each = local.routes

  api_id    = aws_apigatewayv2_api.door.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.function[each.value].id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.door.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.requests_per_second
    throttling_burst_limit = var.requests_per_second * 2
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    # Neither headers nor query strings: keys travel in both.
    format = jsonencode({
      at       = "$context.requestTime"
      request  = "$context.requestId"
      caller   = "$context.identity.sourceIp"
      route    = "$context.routeKey"
      status   = "$context.status"
      bytes    = "$context.responseLength"
      took     = "$context.responseLatency"
      function = "$context.integrationLatency"
      error    = "$context.integrationErrorMessage"
    })
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = aws_kms_key.installation.arn
}

resource "aws_lambda_permission" "api" {
  for_each = aws_apigatewayv2_integration.function

  statement_id  = "AllowOnlyThisApi"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function[each.key].function_name
  principal     = "apigateway.amazonaws.com"
  # Every stage and route of this one API; its routes are the rows that name this function.
  source_arn = "${aws_apigatewayv2_api.door.execution_arn}/*/*"
}
