/** Read models: the domain report, the ledger, the case file of an escalation. Nothing is decided or changed here. */
@NullMarked
package dev.heir.integration.report;

import org.jspecify.annotations.NullMarked;
