variable "name" {
  description = "Prefix of everything created here; one installation per name, account and region."
  type        = string
  default     = "integration-orchestrator"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,29}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 31 lower-case letters, digits or dashes, start with a letter and not end with a dash: RDS and SQS names are made from it."
  }
}

variable "region" {
  description = "AWS region, such as eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must look like eu-central-1."
  }
}

variable "package" {
  description = "Path of the native function.zip, built for Linux and var.architecture (see README.md)."
  type        = string
  default     = "../target/function.zip"

  validation {
    condition     = fileexists(var.package)
    error_message = "package must name an existing function.zip: build it first with ./mvnw verify -Dnative."
  }
}

variable "architecture" {
  description = "Processor the package was built for."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "architecture must be x86_64 or arm64."
  }
}

variable "vpc_id" {
  description = "The VPC that holds the subnets."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must start with vpc-."
  }
}

variable "private_subnet_ids" {
  description = "Private subnets in at least two zones. Their default route must be a NAT gateway: the functions call services on the internet, and AWS itself."
  type        = list(string)

  validation {
    condition     = length(distinct(var.private_subnet_ids)) >= 2 && alltrue([for id in var.private_subnet_ids : startswith(id, "subnet-")])
    error_message = "private_subnet_ids must name at least two different subnets: RDS and its proxy need two zones."
  }
}

variable "provider_ports" {
  description = "TCP ports on which providers may be reached; 443 is also the way to AWS."
  type        = set(number)
  default     = [80, 443]

  validation {
    condition     = contains(var.provider_ports, 443) && alltrue([for port in var.provider_ports : port >= 1 && port <= 65535])
    error_message = "provider_ports must be ports from 1 to 65535 and contain 443."
  }
}

variable "migration_security_group_ids" {
  description = "Security groups from which the deployment reaches the database to migrate it (see README.md)."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.migration_security_group_ids : startswith(id, "sg-")])
    error_message = "migration_security_group_ids must start with sg-."
  }
}

variable "database" {
  description = "Size of the PostgreSQL: version as RDS names it, instance class, gigabytes to start with and to grow to, a standby in a second zone."
  type = object({
    version       = optional(string, "18")
    class         = optional(string, "db.t4g.medium")
    storage       = optional(number, 50)
    storage_limit = optional(number, 500)
    standby       = optional(bool, true)
  })
  default = {}

  validation {
    condition     = tonumber(split(".", var.database.version)[0]) >= 16
    error_message = "database.version must be PostgreSQL 16 or newer."
  }

  validation {
    condition     = startswith(var.database.class, "db.")
    error_message = "database.class must start with db."
  }

  validation {
    condition     = var.database.storage >= 20 && var.database.storage_limit > var.database.storage
    error_message = "database.storage must be at least 20 GB and storage_limit above it."
  }
}

variable "backup_days" {
  description = "How long the database's automatic backups are kept."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 35
    error_message = "backup_days must be 1 to 35, RDS allows no more; 0 would mean no backup of the ledger."
  }
}

variable "log_days" {
  description = "How long logs are kept; CloudWatch knows only certain numbers."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "log_days must be one of CloudWatch's numbers, such as 7, 30, 90 or 365; never 0, which keeps logs for ever."
  }
}

variable "requests_per_second" {
  description = "What the API Gateway lets through, over all routes; above it callers get 429."
  type        = number
  default     = 500

  validation {
    condition     = var.requests_per_second >= 1 && var.requests_per_second <= 10000
    error_message = "requests_per_second must be 1 to 10000."
  }
}

variable "alarm_actions" {
  description = "ARNs (SNS topics, for example) told when an alarm goes off and when it is over."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.alarm_actions : startswith(arn, "arn:")])
    error_message = "alarm_actions must be ARNs."
  }
}

variable "contact" {
  description = "URL or e-mail address by which a website's owner reaches you; part of the user agent of scrapes, which are refused without."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(https?://|[^@\\s]+@)[^@\\s]+$", var.contact))
    error_message = "contact must be a URL or an e-mail address."
  }
}

variable "master_key_arn" {
  description = "KMS key that wraps the data keys of credentials; null for the one that is made here. It is changed in three steps (README.md, Settings)."
  type        = string
  default     = null

  validation {
    condition     = var.master_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[^:]+:key/.+$", var.master_key_arn))
    error_message = "master_key_arn must be the ARN of a key, no alias: what an alias means can change."
  }
}

variable "other_master_key_arn" {
  description = "While the master is changed: the coming one first, then the former one. It opens data keys and wraps none."
  type        = string
  default     = null

  validation {
    condition     = var.other_master_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[^:]+:key/.+$", var.other_master_key_arn))
    error_message = "other_master_key_arn must be the ARN of a key, no alias."
  }
}
