# One role per function, with what its row in functions.json asks for and nothing else.
locals {
  account = data.aws_caller_identity.current.account_id
  arn     = "arn:${data.aws_partition.current.partition}"

  # The master that wraps data keys, and with it the one before or after it while it is changed.
  master  = coalesce(var.master_key_arn, aws_kms_key.credentials.arn)
  masters = distinct(compact([local.master, var.other_master_key_arn]))

  # What the words in a row's "permissions" mean.
  meaning = {
    database = [{
      Sid      = "ConnectThroughTheProxy"
      Effect   = "Allow"
      Action   = ["rds-db:connect"]
      Resource = ["${local.arn}:rds-db:${var.region}:${local.account}:dbuser:${element(split(":", aws_db_proxy.database.arn), 6)}/${aws_db_instance.database.username}"]
    }]
    # Directly and by no service, only when the request says that it is for this installation. "unseal" is for whoever signs
    # requests, renews tokens or lets people sign in, "seal" for whoever may make the first data key, or wraps them anew.
    unseal = [{
      Sid       = "OpenDataKeys"
      Effect    = "Allow"
      Action    = ["kms:Decrypt"]
      Resource  = local.masters
      Condition = { StringEquals = { "kms:EncryptionContext:integration" = var.name } }
    }]
    seal = [{
      Sid       = "MakeDataKeys"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey", "kms:Encrypt"]
      Resource  = [local.master]
      Condition = { StringEquals = { "kms:EncryptionContext:integration" = var.name } }
    }]
    secrets = [
      {
        Sid      = "ReadTheSettings"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue"]
        Resource = [aws_secretsmanager_secret.settings.arn]
      },
      {
        Sid       = "DecryptTheSettings"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = [aws_kms_key.installation.arn]
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.${var.region}.amazonaws.com" } }
      },
    ]
  }

  # For whoever stores work of a function: it wakes it.
  send_queue = [
    {
      Sid      = "WakeAFunction"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = [for queue in aws_sqs_queue.work : queue.arn]
    },
    {
      Sid       = "EncryptTheQueue"
      Effect    = "Allow"
      Action    = ["kms:GenerateDataKey", "kms:Decrypt"]
      Resource  = [aws_kms_key.installation.arn]
      Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.region}.amazonaws.com" } }
    },
  ]

  consume_queue = {
    for name, row in local.queued : name => [
      {
        Sid    = "ConsumeTheQueue"
        Effect = "Allow"
        # The pause after a failure is the time for which a message stays hidden.
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"]
        Resource = [aws_sqs_queue.work[name].arn]
      },
      {
        Sid       = "DecryptTheQueue"
        Effect    = "Allow"
        Action    = ["kms:Decrypt"]
        Resource  = [aws_kms_key.installation.arn]
        Condition = { StringEquals = { "kms:ViaService" = "sqs.${var.region}.amazonaws.com" } }
      },
    ] if contains(row.permissions, "consume-queue")
  }

  # What every function needs only because it runs on Lambda in a VPC.
  running = {
    for name in keys(local.functions) : name => [
      {
        Sid      = "WriteItsOwnLog"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = ["${local.arn}:logs:${var.region}:${local.account}:log-group:/aws/lambda/${var.name}-${name}:log-stream:*"]
      },
      {
        Sid    = "LambdaAttachesInterfaces"
        Effect = "Allow"
        Action = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
        # The ids of interfaces are not known before they exist; subnets and the security group are.
        Resource = concat(
          ["${local.arn}:ec2:${var.region}:${local.account}:network-interface/*"],
          ["${local.arn}:ec2:${var.region}:${local.account}:security-group/${aws_security_group.functions.id}"],
          [for id in var.private_subnet_ids : "${local.arn}:ec2:${var.region}:${local.account}:subnet/${id}"],
        )
      },
      {
        Sid    = "LambdaDescribesInterfaces"
        Effect = "Allow"
        Action = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
        # The only "*": EC2's Describe actions know no resource-level permissions.
        Resource = ["*"]
      },
      {
        # The three statements above serve Lambda itself; the function's own code is denied them.
        Sid       = "NotTheFunctionItself"
        Effect    = "Deny"
        Action    = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"]
        Resource  = ["*"]
        Condition = { ArnEquals = { "lambda:SourceFunctionArn" = "${local.arn}:lambda:${var.region}:${local.account}:function:${var.name}-${name}" } }
      },
    ]
  }

  statements = {
    for name, row in local.functions : name => concat(
      local.running[name],
      flatten([for word in row.permissions : local.meaning[word] if !contains(["consume-queue", "send-queue"], word)]),
      [for statement in local.send_queue : statement if contains(row.permissions, "send-queue")],
      lookup(local.consume_queue, name, []),
    )
  }
}

resource "aws_iam_role" "function" {
  for_each = local.functions

  name = "${var.name}-${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  for_each = local.functions

  name   = "what-${each.key}-needs"
  role   = aws_iam_role.function[each.key].id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements[each.key] })
}
