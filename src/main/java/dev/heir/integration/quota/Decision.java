package dev.heir.integration.quota;

import java.time.Instant;
import java.util.Optional;

/** Whether a request may be sent now. */
public sealed interface Decision {

    /** It may; what becomes of it is to be told to the permit. */
    record Admitted(Permit permit) implements Decision {}

    /**
     * It may not.
     *
     * @param limit that refused, as people write it
     * @param money whether it was a budget that is used up
     * @param notBefore by this machine's clock: asking earlier is in vain
     * @param roomAt when it is admitted, if nobody else takes what there is then; never before the other
     * @param standing how that limit stands, as far as this instance knows; empty for money, which is nobody's to see
     */
    record Refused(String limit, boolean money, Instant notBefore, Instant roomAt, Optional<Remaining> standing)
            implements Decision {}
}
