/** Which remedy worked for which error signature, how sure that is, and what people wrote when they resolved one. */
@NullMarked
package dev.heir.integration.knowledge;

import org.jspecify.annotations.NullMarked;
