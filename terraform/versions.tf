terraform {
  # for_each over routes, optional() in types and mocked providers in tests need 1.7 or newer.
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = { application = var.name }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
