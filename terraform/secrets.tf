# One key for everything this installation keeps but its credentials: secrets, queue, database, logs, environment.
resource "aws_kms_key" "installation" {
  description             = "Everything ${var.name} keeps"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  # In a key's own policy the resource "*" means this key, and AWS allows nothing else there.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "TheAccountDecidesByIam"
        Effect    = "Allow"
        Principal = { AWS = "${local.arn}:iam::${local.account}:root" }
        Action = [
          "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:CreateGrant", "kms:Decrypt", "kms:DeleteAlias", "kms:DescribeKey",
          "kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:Encrypt", "kms:GenerateDataKey",
          "kms:GenerateDataKeyWithoutPlaintext", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies",
          "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:RetireGrant", "kms:RevokeGrant",
          "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
        ]
        Resource = ["*"]
      },
      {
        Sid       = "CloudWatchEncryptsOurLogs"
        Effect    = "Allow"
        Principal = { Service = "logs.${var.region}.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"]
        Resource  = ["*"]
        Condition = { ArnLike = { "kms:EncryptionContext:aws:logs:arn" = "${local.arn}:logs:${var.region}:${local.account}:log-group:*" } }
      },
    ]
  })
}

resource "aws_kms_alias" "installation" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.installation.key_id
}

# The master that wraps the data keys of registered credentials. A key of its own: who may read the settings or the logs
# opens no credential with that.
resource "aws_kms_key" "credentials" {
  description             = "Data keys of the credentials that ${var.name} keeps"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TheAccountDecidesByIam"
      Effect    = "Allow"
      Principal = { AWS = "${local.arn}:iam::${local.account}:root" }
      Action = [
        "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:Decrypt", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey",
        "kms:DisableKeyRotation", "kms:EnableKey", "kms:EnableKeyRotation", "kms:Encrypt", "kms:GenerateDataKey", "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus", "kms:ListKeyPolicies", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
        "kms:TagResource", "kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
      ]
      Resource = ["*"]
    }]
  })
}

resource "aws_kms_alias" "credentials" {
  name          = "alias/${var.name}-credentials"
  target_key_id = aws_kms_key.credentials.key_id
}

# Its value is set by a person (README.md), so that no secret stands in Terraform's state.
resource "aws_secretsmanager_secret" "settings" {
  name        = "${var.name}/settings"
  description = "JSON object: configuration key to secret value: integration.admin.key"
  kms_key_id  = aws_kms_key.installation.arn
}
